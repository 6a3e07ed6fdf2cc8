import { POLICY_STATES, keyShown, shownValue } from '@wangting/contracts/policies/words';
import {
  Alert,
  Button,
  FailedBy,
  HallError,
  Input,
  Modal,
  Waiting,
  callAction,
  intention,
  isRefusal,
  moment,
  useCaller,
  useDialogs,
  useQuery,
  useQueryClient,
  wordsFor,
} from '@wangting/kit-core';
import { Tag } from '@wangting/kit-data';
import { useRef, useState } from 'react';
import { Sheet, Words } from '../sheet.tsx';
import { ledgerApi } from './api.ts';
import { LedgerFrame } from './frame.tsx';
import css from './ledger.module.css';
import { before, fieldsOf, parsed, typed, type Values } from './policy-words.ts';

const KEY = ['dues', 'policies'];
const list = () => callAction(ledgerApi.ledgerPolicies, {});
type Table = Awaited<ReturnType<typeof list>>['tables'][number];
type Row = Table['inForce']['rows'][number];
const HEADS = ['起', '止', '参数', '依据', '状态'];

/** 费率与基数: the tables the ledger reckons with, by what authority, and how one is changed by two people. */
export default function Policies() {
  const { scopes } = useCaller();
  const found = useQuery({ queryKey: KEY, queryFn: list });
  const [edited, setEdited] = useState<Table>();
  const may = scopes.some((scope) => scope === 'staff.second' || scope === 'staff.third');
  return (
    <LedgerFrame title="费率与基数">
      <p className={css.quiet}>修改须由另一名复核或审批人员确认，自下一次核定起使用；已生成的应缴不受影响。</p>
      {found.error && <FailedBy error={found.error} again={() => void found.refetch()} />}
      {found.isPending && <Waiting rows={8} />}
      {found.data?.tables.map((table) => (
        <section key={table.name} className={css.box} aria-labelledby={table.name}>
          <div className={css.head}>
            <h2 id={table.name}>{table.title}</h2>
            <span className={css.quiet}>
              按{table.keyDate}适用　第 {table.inForce.version} 版　{moment(table.inForce.at)}
            </span>
            {may && fieldsOf(table.inForce.rows.at(-1)?.value ?? {}).length > 0 && (
              <Button size="small" aria-label={`增加时段 ${table.title}`} onClick={() => setEdited(table)}>
                增加时段
              </Button>
            )}
          </div>
          {table.proposed && <Proposed table={table} proposed={table.proposed} may={may} />}
          <Rows table={table} rows={table.inForce.rows} />
        </section>
      ))}
      {edited && <Add key={edited.name} table={edited} onClose={() => setEdited(undefined)} />}
    </LedgerFrame>
  );
}

function Rows({ table, rows, marked }: { table: Table; rows: readonly Row[]; marked?: (row: Row) => boolean }) {
  return (
    <Sheet label={`${table.title}各时段`} heads={HEADS}>
      {rows.toReversed().map((row) => (
        <tr key={row.from} aria-current={marked?.(row) ? 'true' : undefined}>
          <td>{keyShown(row.from)}</td>
          <td>{row.to === null ? '—' : keyShown(row.to)}</td>
          <Words>{shownValue(row.value)}</Words>
          <Words>
            {row.source}
            {row.note && <div className={css.quiet}>{row.note}</div>}
          </Words>
          <td>
            <Tag color={row.state === 'unverified' ? 'warning' : row.state === 'checked' ? 'success' : 'default'}>
              {POLICY_STATES[row.state]}
            </Tag>
          </td>
        </tr>
      ))}
    </Sheet>
  );
}

/** Somebody wrote a version: what is new in it, and the second person's word. */
function Proposed({ table, proposed, may }: { table: Table; proposed: NonNullable<Table['proposed']>; may: boolean }) {
  const { message } = useDialogs();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string>();
  const old = new Set(table.inForce.rows.map((row) => JSON.stringify(row)));
  const confirm = async () => {
    setBusy(true);
    try {
      const answer = await callAction(ledgerApi.confirmPolicy, { table: table.name, version: proposed.version });
      void message.success(answer.message);
    } catch (error) {
      setWords(wordsFor(error));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: KEY });
    }
  };
  return (
    <div role="group" aria-label={`待确认 ${table.title}`} style={{ marginBottom: 12 }}>
      <Alert
        type="warning"
        showIcon
        title={`第 ${proposed.version} 版待确认（${moment(proposed.at)} 提交），标出的行有变化。${proposed.mine ? '由您提交，须另一人确认。' : ''}`}
        action={
          may &&
          !proposed.mine && (
            <Button size="small" type="primary" loading={busy} onClick={() => void confirm()}>
              确认生效
            </Button>
          )
        }
      />
      {words && <Alert type="error" showIcon role="alert" title={words} />}
      <Rows table={table} rows={proposed.rows} marked={(row) => !old.has(JSON.stringify(row))} />
    </div>
  );
}

/** A new stretch of time: from this key on, until the next row of the table. What was there before ends the month, or day, before it. */
function Add({ table, onClose }: { table: Table; onClose: () => void }) {
  const { message } = useDialogs();
  const client = useQueryClient();
  const once = useRef(intention()).current;
  const rows = (table.proposed ?? table.inForce).rows;
  const last = rows.at(-1);
  const fields = fieldsOf(last?.value ?? {});
  const [from, setFrom] = useState('');
  const [source, setSource] = useState('');
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map(({ path, unit, value }) => [path, typed(value, unit)])));
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string[]>();
  const send = async () => {
    const key = from.trim();
    const at = rows.findIndex((row) => row.from <= key && (row.to === null || key <= row.to));
    const row = rows[at];
    const value = row && parsed(row.value, fields, values);
    const ends = before(key);
    if (!row || ends === undefined || row.from === key) return setWords(['起始时间不正确，或已有同一时间开始的时段']);
    if (!value) return setWords(['参数应为数字，或者填写是、否']);
    setWords(undefined);
    setBusy(true);
    try {
      const fresh = { from: key, to: row.to, value, source: source.trim(), state: 'checked' as const };
      const next = [...rows.slice(0, at), { ...row, to: ends }, fresh, ...rows.slice(at + 1)];
      const answer = await once.run((requestKey) =>
        callAction(ledgerApi.savePolicy, { requestKey, table: table.name, seenVersion: table.newest, rows: next }),
      );
      void message.success(answer.message);
      onClose();
    } catch (error) {
      const issues = error instanceof HallError ? error.issues.map((issue) => issue.message) : [];
      setWords(isRefusal(error, 'STATE_CHANGED') ? ['参数已被其他人修改，请关闭后重新打开'] : [wordsFor(error), ...issues]);
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: KEY });
    }
  };
  const input = (id: string, label: string, value: string, set: (value: string) => void, placeholder?: string) => (
    <div className={css.field} key={id}>
      <label htmlFor={`policy-${id}`}>{label}</label>
      <Input id={`policy-${id}`} value={value} placeholder={placeholder} onChange={({ target }) => set(target.value)} />
    </div>
  );
  return (
    <Modal
      open
      width={720}
      title={`${table.title}：增加时段`}
      okText="提交"
      cancelText="取消"
      okButtonProps={{ loading: busy }}
      onOk={() => void send()}
      onCancel={onClose}
    >
      {words && <Alert type="error" showIcon role="alert" title={words.join('')} />}
      {input('from', '自何时起', from, setFrom, table.by === 'day' ? '例如 2027-01-01' : '例如 202701')}
      <div className={css.facts}>
        {fields.map(({ path, label, unit }) =>
          input(path, `${label}（${unit}）`, values[path] ?? '', (value) => setValues((now) => ({ ...now, [path]: value }))),
        )}
      </div>
      {input('source', '依据（文号）', source, setSource)}
    </Modal>
  );
}
