import type * as contract from '@wangting/contracts/documents/delivery';
import type { DeliveryRow } from '@wangting/contracts/documents/document-signing';
import type { FieldLayout } from '@wangting/contracts/item';
import {
  Alert,
  Button,
  FailedBy,
  HallError,
  HallLink,
  Waiting,
  callAction,
  endpoint,
  intention,
  moment,
  skipToken,
  useDialogs,
  useQuery,
  useQueryClient,
  wordsFor,
  type Endpoint,
} from '@wangting/kit-core';
import { Control, PrintPreview, QueryPage, Word, type Paper, type QueryColumn } from '@wangting/kit-data';
import { useEffect, useRef, useState } from 'react';
import { AskByNumber } from './ask-by-number.tsx';
import css from './units.module.css';

const find = endpoint<typeof contract.findPaper>('POST /agency/deliveries/find');
const send = endpoint<typeof contract.send>('POST /agency/deliveries', 25_000) as unknown as Endpoint<
  Record<string, unknown>,
  { deliveries: { deliveryId: string; unitName: string; already: boolean }[] }
>;
const sent = endpoint<typeof contract.sentList>('GET /agency/deliveries');
const proof = endpoint<typeof contract.proofOf>('GET /agency/deliveries/:deliveryId/proof');

const FILTERS: readonly FieldLayout[] = [
  { name: 'no', label: '文书编号', as: 'text' },
  { name: 'unitNo', label: '单位编号', as: 'text' },
  { name: 'state', label: '签收状态', as: 'select', dictionary: 'delivery-state' },
];
/** What became of the document itself. */
const VALIDITY: Record<DeliveryRow['validity'], string> = { valid: '有效', expired: '已失效', revoked: '已作废', replaced: '已被替换' };
const COLUMNS: readonly QueryColumn<DeliveryRow>[] = [
  { name: 'no', label: '文书编号', as: 'text', width: 170 },
  { name: 'title', label: '文书名称', as: 'text', width: 180 },
  { name: 'unitNo', label: '单位编号', as: 'text', width: 110 },
  { name: 'unitName', label: '单位名称', as: 'text', width: 180 },
  { name: 'name', label: '姓名', as: 'text', width: 80 },
  { name: 'way', label: '送达方式', as: 'text', dictionary: 'delivery-method', width: 100 },
  { name: 'sentAt', label: '送达时间', as: 'moment', width: 140 },
  { name: 'state', label: '签收状态', as: 'text', dictionary: 'delivery-state', width: 90 },
  { name: 'validity', label: '文书状态', as: 'text', width: 90, render: ({ validity }) => VALIDITY[validity] },
  { name: 'signedAt', label: '签收时间', as: 'moment', width: 140 },
  { name: 'signer', label: '签收人', as: 'text', width: 80 },
  { name: 'servedOn', label: '法定送达日', as: 'day', width: 100 },
];
const FIELD: Record<string, FieldLayout> = {
  way: { name: 'way', label: '送达方式', as: 'select', dictionary: 'delivery-method', required: true },
  on: { name: 'on', label: '送达日期', as: 'day', required: true },
  address: { name: 'address', label: '送达地址', as: 'text', required: true },
  proxy: { name: 'proxy', label: '代收人及与受送达人关系', as: 'text' },
  refusal: { name: 'refusal', label: '拒收、留置情况及见证人', as: 'text' },
};

/** 文书送达: the agency sends an issued document by its number, and sees what became of each. */
export default function Deliveries() {
  const client = useQueryClient();
  const { message } = useDialogs();
  const [no, setNo] = useState('');
  const [paper, setPaper] = useState<Paper>();
  useEffect(() => {
    document.title = '文书送达 - 社会保险网上办事大厅';
  }, []);
  const again = () => void client.invalidateQueries({ queryKey: ['work', 'deliveries'] });
  return (
    <>
      <h1>文书送达</h1>
      <AskByNumber label="文书编号" onAsk={setNo}>
        <HallLink to="/agency">返回待办</HallLink>
      </AskByNumber>
      {no && <Send key={no} no={no} onSent={again} />}
      <h2 style={{ margin: '16px 0 8px' }}>送达登记簿</h2>
      <QueryPage<DeliveryRow>
        name="deliveries"
        filters={FILTERS}
        columns={COLUMNS}
        fetch={(filter) => callAction(sent, filter as never) as never}
        rowKey={({ id }) => id}
        actions={(row) =>
          row.proof && (
            <Button
              size="small"
              aria-label={`送达回证 ${row.no}`}
              onClick={() =>
                void callAction(proof, { deliveryId: row.id }).then(setPaper, (error: unknown) => void message.error(wordsFor(error)))
              }
            >
              送达回证
            </Button>
          )
        }
      />
      {paper && <PrintPreview key={paper.url} paper={paper} onClose={() => setPaper(undefined)} />}
    </>
  );
}

/** The document of a number: what it is, for whom, and how it goes. */
function Send({ no, onSent }: { no: string; onSent: () => void }) {
  const { message } = useDialogs();
  const found = useQuery({ queryKey: ['delivery', no], queryFn: no ? () => callAction(find, { no }) : skipToken, retry: false });
  const once = useRef(intention()).current;
  const [values, setValues] = useState<Record<string, unknown>>({ way: '1' });
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  if (found.error) return <FailedBy error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={3} />;
  const paper = found.data;
  const onPaper = values.way !== '1';
  const facts: [string, React.ReactNode][] = [
    ['文书名称', paper.title],
    ['文书编号', paper.no],
    ['事项名称', paper.itemName],
    ['受送达单位', `${paper.unitName}（${paper.unitNo || '无单位编号'}）`],
    ['涉及人员', paper.person || '—'],
    ['签发时间', moment(paper.issuedAt)],
  ];
  async function go() {
    setBusy(true);
    setProblems({});
    const { way, on, address = '', proxy = '', refusal = '' } = values;
    const input = { no, way, ...(onPaper ? { served: { on: on ?? '', address, proxy, refusal } } : {}) };
    try {
      const { deliveries } = await once.run((requestKey) => callAction(send, { requestKey, ...input }));
      const [first] = deliveries;
      void (first?.already
        ? message.info(`该文书已送达${first.unitName}，没有重复送达`)
        : message.success(`已送达${first?.unitName ?? ''}`));
      await found.refetch();
      onSent();
    } catch (error) {
      if (error instanceof HallError)
        setProblems(Object.fromEntries(error.issues.map(({ path, message: words }) => [path.split('.').at(-1) ?? path, words])));
      void message.error(wordsFor(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <section className={css.box} aria-labelledby="delivery-paper">
      <div className={css.head}>
        <h2 id="delivery-paper">待送达文书</h2>
      </div>
      <dl className={css.facts}>
        {facts.map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {paper.deliveries.map((row) => (
        <Alert
          key={row.id}
          type="info"
          showIcon
          style={{ marginBottom: 8 }}
          title={
            <>
              已于 {moment(row.sentAt)} 送达{row.unitName}（
              <Word dictionary="delivery-method" value={row.way} />）
            </>
          }
        />
      ))}
      {paper.why ? (
        <Alert type="warning" showIcon role="alert" title={paper.why} />
      ) : (
        paper.deliveries.length === 0 && (
          <>
            <div className={css.facts}>
              {(onPaper ? ['way', 'on', 'address', 'proxy', 'refusal'] : ['way']).map((name) => (
                <div key={name}>
                  <label id={`d-${name}-label`} htmlFor={`d-${name}`}>
                    {FIELD[name]?.label}
                  </label>
                  <Control
                    field={FIELD[name] as FieldLayout}
                    id={`d-${name}`}
                    value={values[name]}
                    invalid={Boolean(problems[name])}
                    describedBy={`d-${name}-hint`}
                    disabled={busy}
                    onChange={(value) => setValues((now) => ({ ...now, [name]: value }))}
                  />
                  <div id={`d-${name}-hint`} style={{ color: '#b42318' }}>
                    {problems[name] ?? (name === 'way' ? problems.served : undefined)}
                  </div>
                </div>
              ))}
            </div>
            <Button type="primary" loading={busy} onClick={() => void go()}>
              {onPaper ? '登记送达' : '送达'}
            </Button>
          </>
        )
      )}
    </section>
  );
}
