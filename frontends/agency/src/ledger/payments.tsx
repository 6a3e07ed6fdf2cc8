import {
  Alert,
  Button,
  HallError,
  Input,
  Modal,
  callAction,
  day,
  intention,
  money,
  month,
  useDialogs,
  useQueryClient,
  wordsFor,
} from '@wangting/kit-core';
import { QueryPage, Radio, Word, type QueryColumn } from '@wangting/kit-data';
import { useCallback, useRef, useState } from 'react';
import { ledgerApi } from './api.ts';
import { LedgerFrame } from './frame.tsx';
import css from './ledger.module.css';

type Row = Awaited<ReturnType<typeof ask>>['rows'][number];
const ask = (filter: object) => callAction(ledgerApi.waitingPayments, filter as never);

const WHY: Record<Row['result'], string> = {
  none: '没有对应的应缴',
  unknown: '未查询到该单位',
  part: '金额不足以缴清，有余额',
  paid: '超出应缴，有余额',
  refused: '扣款被拒绝',
  new: '尚未入账',
};
const whyOf = ({ result, refused }: Row): string => (refused ? `${WHY[result]}：${refused}` : WHY[result]);
const COLUMNS: readonly QueryColumn<Row>[] = [
  { name: 'recordNo', label: '记录号', as: 'text', width: 170 },
  { name: 'source', label: '来源', as: 'text', width: 110 },
  { name: 'unitName', label: '单位', as: 'text', width: 200, render: ({ unitName, creditCode }) => unitName ?? creditCode },
  { name: 'period', label: '费款所属期', as: 'month', width: 110 },
  { name: 'insurance', label: '险种', as: 'text', dictionary: 'insurance-kind', width: 90 },
  { name: 'kind', label: '缴费类型', as: 'text', dictionary: 'due-kind', width: 110 },
  { name: 'amount', label: '到账金额（元）', as: 'money', width: 120 },
  { name: 'left', label: '未入账（元）', as: 'money', width: 110 },
  { name: 'paidOn', label: '到账日期', as: 'day', width: 100 },
  { name: 'result', label: '待核对原因', as: 'text', width: 170, render: whyOf },
];

/** 到账核对: money no due took, or took in part. A person looks again, or says how it was settled. */
export default function Payments() {
  const client = useQueryClient();
  const [settled, setSettled] = useState<Row>();
  const fetch = useCallback(ask, []);
  return (
    <LedgerFrame title="到账核对">
      <p className={css.quiet}>税务到账信息中没有找到对应应缴、或有余额的记录，按收到的先后排列。</p>
      <QueryPage<Row>
        name="payments-waiting"
        filters={[]}
        columns={COLUMNS}
        fetch={fetch}
        rowKey={({ id }) => id}
        actions={(row) => (
          <Button size="small" aria-label={`处理 ${row.recordNo}`} onClick={() => setSettled(row)}>
            处理
          </Button>
        )}
      />
      {settled && (
        <Settle
          key={settled.id}
          row={settled}
          onClose={(changed) => {
            setSettled(undefined);
            if (changed) void client.invalidateQueries({ queryKey: ['work', 'payments-waiting'] });
          }}
        />
      )}
    </LedgerFrame>
  );
}

/** 重新核对 when the due or the unit may be there by now, or 处理完毕 with words about what was done elsewhere. */
function Settle({ row, onClose }: { row: Row; onClose: (changed: boolean) => void }) {
  const { message } = useDialogs();
  const [how, setHow] = useState<'again' | 'close'>(row.result === 'refused' ? 'close' : 'again');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ words: string; note?: string | undefined }>();
  const once = useRef(intention()).current;
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await once.run(() =>
        callAction(ledgerApi.matchPayment, how === 'again' ? { id: row.id, how } : { id: row.id, how, note: note.trim() }),
      );
      if (answer.waits) setProblem({ words: `${answer.message}。该记录仍待核对，可补登应缴后再试，或填写说明后处理完毕。` });
      else {
        void message.success(answer.message);
        onClose(true);
      }
    } catch (error) {
      const issue = error instanceof HallError ? error.issues?.find(({ path }) => path === 'note') : undefined;
      setProblem({ words: wordsFor(error), note: issue?.message });
    } finally {
      setBusy(false);
    }
  };
  const facts: [string, React.ReactNode][] = [
    ['单位', row.unitName ?? `未查询到（${row.creditCode}）`],
    ['费款所属期', month(row.period)],
    ['险种', <Word key="i" dictionary="insurance-kind" value={row.insurance} />],
    ['缴费类型', <Word key="k" dictionary="due-kind" value={row.kind} />],
    ['到账金额（元）', money(row.amount)],
    ['未入账（元）', money(row.left)],
    ['到账日期', day(row.paidOn)],
    ['待核对原因', whyOf(row)],
  ];
  return (
    <Modal
      open
      width={640}
      title={`处理到账记录 ${row.recordNo}`}
      okText={how === 'again' ? '重新核对' : '处理完毕'}
      cancelText="关闭"
      okButtonProps={{ loading: busy }}
      onOk={() => void send()}
      onCancel={() => onClose(problem !== undefined)}
    >
      {problem && <Alert type="warning" showIcon role="alert" title={problem.words} />}
      <dl className={css.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Radio.Group
        aria-label="处理方式"
        value={how}
        onChange={({ target }) => setHow(target.value as 'again' | 'close')}
        options={[
          { value: 'again', label: '重新核对（应缴或单位已补登）', disabled: row.result === 'refused' },
          { value: 'close', label: '处理完毕（已在系统外处理）' },
        ]}
      />
      {how === 'close' && (
        <div className={css.field}>
          <label htmlFor="settle-note">处理说明</label>
          <Input.TextArea
            id="settle-note"
            aria-required
            aria-invalid={Boolean(problem?.note)}
            aria-describedby="settle-note-error"
            maxLength={200}
            value={note}
            placeholder="例如：已退回付款人"
            onChange={({ target }) => setNote(target.value)}
          />
          <div id="settle-note-error" className={css.error}>
            {problem?.note}
          </div>
        </div>
      )}
    </Modal>
  );
}
