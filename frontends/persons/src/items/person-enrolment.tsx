import { Button } from '@wangting/kit-core';
import { ItemPage, type ItemExtras, type ItemPageProps } from '@wangting/kit-data';
import { useMemo, useState } from 'react';

/** 2 人员参保登记: the generic page, with `+ 添加` for a 新参保, which greys 个人编号 out, and the three fields a 续保 is asked with. */
export default function PersonEnrolment(props: ItemPageProps) {
  const [adding, setAdding] = useState(false);
  const askAll = props.item.messages.askAll ?? '续保须同时填写个人编号、证件号码和姓名';
  const given = props.extras;
  const extras = useMemo(
    (): ItemExtras => ({
      ...given, // what the contract says follows from what is typed
      needs: { personNo: { fields: ['idNumber', 'name'], words: askAll } },
      locked: ({ name }) => adding && name === 'personNo',
      before: (form, busy) => (
        <div
          role="group"
          aria-label="办理方式"
          style={{ display: 'flex', gap: 8, marginBottom: 12, flexWrap: 'wrap', alignItems: 'center' }}
        >
          <Button
            type={adding ? 'primary' : 'default'}
            aria-pressed={adding}
            disabled={busy}
            onClick={() => {
              setAdding(true);
              form.set('personNo', undefined);
            }}
          >
            + 添加
          </Button>
          <Button type={adding ? 'default' : 'primary'} aria-pressed={!adding} disabled={busy} onClick={() => setAdding(false)}>
            续保
          </Button>
          <span style={{ color: '#52606d' }}>
            {adding
              ? '新参保：填写人员信息后保存，系统生成个人编号。'
              : '续保：填写个人编号、证件号码和姓名，三项一致后带出；新参保请点击“+ 添加”。'}
          </span>
        </div>
      ),
    }),
    [adding, askAll, given],
  );
  return <ItemPage {...props} extras={extras} />;
}
