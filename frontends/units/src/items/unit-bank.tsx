import { Button, callAction, itemApi, useDialogs, wordsFor } from '@wangting/kit-core';
import { ItemPage, type ItemExtras, type ItemForm, type ItemPageProps } from '@wangting/kit-data';
import { useMemo, useState } from 'react';

/** 8 单位银行信息维护申请: the generic page, and the manual's 查询 beside the accounts in use. */
export default function UnitBank(props: ItemPageProps) {
  const extras = useMemo(
    (): ItemExtras => ({
      tab: '单位银行信息',
      after: (section, form) => section.fields.some(({ name }) => name === 'current') && <Ask itemId={props.item.id} form={form} />,
    }),
    [props.item.id],
  );
  return <ItemPage {...props} extras={extras} />;
}

function Ask({ itemId, form }: { itemId: string; form: ItemForm }) {
  const { message } = useDialogs();
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    try {
      const { shows } = await callAction(itemApi(itemId).open, {});
      form.fill({ current: shows.current }, 'open');
    } catch (error) {
      void message.error(wordsFor(error, '查询'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <p style={{ margin: '8px 0 0' }}>
      <Button onClick={() => void ask()} loading={busy}>
        查询
      </Button>
    </p>
  );
}
