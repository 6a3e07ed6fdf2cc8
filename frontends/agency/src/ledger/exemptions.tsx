import {
  Alert,
  Button,
  FailedBy,
  HallError,
  Input,
  Modal,
  Waiting,
  callAction,
  day,
  intention,
  skipToken,
  useDialogs,
  useQuery,
  useQueryClient,
  useSearchParams,
  wordsFor,
} from '@wangting/kit-core';
import { Control, Radio, Tag, Word } from '@wangting/kit-data';
import { useRef, useState } from 'react';
import { AskByNumber } from '../ask-by-number.tsx';
import { Sheet, Words } from '../sheet.tsx';
import { ledgerApi } from './api.ts';
import { LedgerFrame } from './frame.tsx';
import css from './ledger.module.css';

const KEY = ['dues', 'exemptions'];
const list = (unitNo: string) => callAction(ledgerApi.unitExemptions, { unitNo });
type Row = Awaited<ReturnType<typeof list>>['rows'][number];
const HEADS = ['个人编号', '姓名', '免缴国家', '险种', '开始日期', '终止日期', '有效性', '终止原因', '操作'];

/** 互免免缴: what a unit has, and the end of one that is over before its time or was registered by mistake. */
export default function Exemptions() {
  const [address, setAddress] = useSearchParams();
  const unitNo = address.get('unitNo') ?? '';
  const [ended, setEnded] = useState<Row>();
  const found = useQuery({ queryKey: [...KEY, unitNo], queryFn: unitNo ? () => list(unitNo) : skipToken, retry: false });
  return (
    <LedgerFrame title="互免免缴">
      <AskByNumber label="单位编号" start={unitNo} digits onAsk={(asked) => setAddress({ unitNo: asked })} />
      {found.error && <FailedBy error={found.error} again={() => void found.refetch()} />}
      {unitNo && found.isPending && <Waiting rows={4} />}
      {found.data && (
        <section className={css.box} aria-labelledby="exempt-title">
          <h2 id="exempt-title">{found.data.unitName}</h2>
          <Sheet label="互免免缴" heads={HEADS}>
            {found.data.rows.map((row) => (
              <tr key={row.id}>
                <td>{row.personNo || '—'}</td>
                <td>{row.name || '—'}</td>
                <td>
                  <Word dictionary="country" value={row.country} />
                </td>
                <td>
                  {row.insurances.map((insurance) => (
                    <div key={insurance}>
                      <Word dictionary="insurance-kind" value={insurance} />
                    </div>
                  ))}
                </td>
                <td>{day(row.from)}</td>
                <td>{day(row.to)}</td>
                <td>{row.valid ? <Tag color="success">有效</Tag> : <Tag>无效</Tag>}</td>
                <Words>{row.reason ?? '—'}</Words>
                <td>
                  {row.endable ? (
                    <Button size="small" aria-label={`终止 ${row.personNo}`} onClick={() => setEnded(row)}>
                      终止
                    </Button>
                  ) : (
                    '—'
                  )}
                </td>
              </tr>
            ))}
          </Sheet>
        </section>
      )}
      {ended && <End key={ended.id} row={ended} onClose={() => setEnded(undefined)} />}
    </LedgerFrame>
  );
}

const ON = { name: 'on', label: '终止日期', as: 'day', required: true } as const;

function End({ row, onClose }: { row: Row; onClose: () => void }) {
  const { message } = useDialogs();
  const client = useQueryClient();
  const once = useRef(intention()).current;
  const [how, setHow] = useState<'end' | 'void'>('end');
  const [on, setOn] = useState<unknown>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string[]>();
  const send = async () => {
    if (how === 'end' && !on) return setWords(['请填写终止日期']);
    setBusy(true);
    setWords(undefined);
    try {
      const wish = { id: row.id, reason: reason.trim(), ...(how === 'end' && { on: String(on) }) };
      const answer = await once.run((requestKey) => callAction(ledgerApi.endExemption, { ...wish, requestKey }));
      void message.success(answer.message);
      onClose();
    } catch (error) {
      setWords([wordsFor(error), ...(error instanceof HallError ? error.issues.map((issue) => issue.message) : [])]);
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: KEY });
    }
  };
  return (
    <Modal
      open
      title={`终止互免免缴：${row.personNo} ${row.name}`}
      okText={how === 'end' ? '提前终止' : '作废'}
      cancelText="取消"
      okButtonProps={{ loading: busy, danger: how === 'void' }}
      onOk={() => void send()}
      onCancel={onClose}
    >
      {words && <Alert type="error" showIcon role="alert" title={words.join('')} />}
      <p>
        免缴期间 {day(row.from)} 至 {day(row.to)}。终止后不再免缴的月份在下一次核定时补缴。
      </p>
      <Radio.Group
        aria-label="处理方式"
        value={how}
        onChange={({ target }) => setHow(target.value as 'end' | 'void')}
        options={[
          { value: 'end', label: '提前终止' },
          { value: 'void', label: '登记有误，自始作废' },
        ]}
      />
      {how === 'end' && (
        <div className={css.field}>
          <label htmlFor="exempt-on">终止日期</label>
          <Control field={ON} id="exempt-on" value={on} onChange={setOn} invalid={false} describedBy={undefined} disabled={false} />
        </div>
      )}
      <div className={css.field}>
        <label htmlFor="exempt-reason">原因</label>
        <Input.TextArea
          id="exempt-reason"
          aria-required
          maxLength={200}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
    </Modal>
  );
}
