import {
  Alert,
  Button,
  FailedBy,
  Waiting,
  callAction,
  moment,
  money,
  month,
  today,
  useCaller,
  useDialogs,
  useMutation,
  useQuery,
  useQueryClient,
  useSearchParams,
  wordsFor,
} from '@wangting/kit-core';
import { Control, Progress, Tag, Word } from '@wangting/kit-data';
import { useState } from 'react';
import { Figure, Sheet } from '../sheet.tsx';
import { ledgerApi } from './api.ts';
import { LedgerFrame } from './frame.tsx';
import css from './ledger.module.css';

const RUNS = ['dues', 'runs'];
type Run = Awaited<ReturnType<typeof list>>['runs'][number];
const list = () => callAction(ledgerApi.dueRuns, {});

/** 应缴核定: every run there was, how far the open one is, and what one adds up to. Operations starts one; finance looks. */
export default function Dues() {
  const { scopes } = useCaller();
  const [address, setAddress] = useSearchParams();
  const runs = useQuery({
    queryKey: RUNS,
    queryFn: list,
    refetchInterval: ({ state }) => (state.data?.runs.some((run) => run.state === 'open') ? 2_000 : 30_000),
  });
  const opened = address.get('run') ?? runs.data?.runs[0]?.runId;
  return (
    <LedgerFrame title="应缴核定">
      {scopes.includes('staff.ops') &&
        [MONTHLY, DIFFERENCES].map((of) => <Begin key={of.id} of={of} onStarted={(runId) => setAddress({ run: runId })} />)}
      {opened && <OneRun key={opened} runId={opened} />}
      {runs.error && <FailedBy error={runs.error} again={() => void runs.refetch()} />}
      {runs.isPending && <Waiting rows={6} />}
      {runs.data && (
        <section className={css.box} aria-labelledby="runs-title">
          <div className={css.head}>
            <h2 id="runs-title">核定记录</h2>
            <span className={css.quiet}>每月25日自动核定当月；再次核定只补办遗漏的应缴，不会重复计费。</span>
          </div>
          <Runs runs={runs.data.runs} opened={opened} onOpen={(runId) => setAddress({ run: runId })} />
        </section>
      )}
    </LedgerFrame>
  );
}

interface Beginning {
  id: string;
  label: string;
  button: string;
  /** What the person is asked, and told, before it begins. */
  asked: (period: string) => { title: string; content: string };
  send: (period: string) => Promise<{ runId: string }>;
}
const MONTHLY: Beginning = {
  id: 'run-period',
  label: '费款所属期',
  button: '开始核定',
  asked: (period) => ({
    title: `开始${month(period)}应缴核定？`,
    content: '为全部参保单位生成该费款所属期的应缴，并找出此前遗漏的补缴和退费。已生成的应缴不受影响。',
  }),
  send: (period) => callAction(ledgerApi.runDues, { period }),
};
const DIFFERENCES: Beginning = {
  id: 'differences-from',
  label: '差额起始月份',
  button: '开始差额核定',
  asked: (from) => ({
    title: `自${month(from)}起核定差额？`,
    content:
      '费率或缴费基数上下限补发后使用：全部参保单位自该月起已核定的月份按现行参数重算，差额以差补、差退记入本月费款所属期。原应缴不变。',
  }),
  send: (from) => callAction(ledgerApi.runDifferences, { from }),
};

function Begin({ of, onStarted }: { of: Beginning; onStarted: (runId: string) => void }) {
  const { modal, message } = useDialogs();
  const client = useQueryClient();
  const [period, setPeriod] = useState<unknown>(today().slice(0, 7).replace('-', ''));
  const start = useMutation({
    mutationFn: () => of.send(String(period ?? '')),
    onSuccess: ({ runId }) => {
      void message.success('核定已开始');
      void client.invalidateQueries({ queryKey: ['dues'] });
      onStarted(runId);
    },
  });
  const ask = () =>
    modal.confirm({
      ...of.asked(String(period ?? '')),
      okText: of.button,
      cancelText: '取消',
      onOk: () => start.mutate(), // what goes wrong stands under the button
    });
  return (
    <section className={css.box} aria-label={of.button}>
      <div className={css.ask}>
        <label htmlFor={of.id}>{of.label}</label>
        <div className={css.month}>
          <Control
            field={{ name: of.id, label: of.label, as: 'month' }}
            id={of.id}
            value={period}
            onChange={setPeriod}
            invalid={false}
            describedBy={undefined}
            disabled={false}
          />
        </div>
        <Button type={of === MONTHLY ? 'primary' : 'default'} loading={start.isPending} disabled={!period} onClick={ask}>
          {of.button}
        </Button>
      </div>
      {start.error && <Alert type="error" showIcon role="alert" title={wordsFor(start.error)} style={{ marginTop: 8 }} />}
    </section>
  );
}

const RUN_HEADS = ['费款所属期', '状态', '开始时间', '完成时间', '单位数', '未核定', '生成笔数', '金额（元）', '操作'];
const doneOf = ({ units, todo }: Run): number => (units === 0 ? 0 : Math.floor(((units - todo) / units) * 100));

function Standing({ run }: { run: Run }) {
  if (run.state === 'open') return <Tag color="processing">核定中</Tag>;
  return run.failed > 0 ? <Tag color="warning">完成，有单位未核定</Tag> : <Tag color="success">完成</Tag>;
}

function Runs({ runs, opened, onOpen }: { runs: readonly Run[]; opened: string | undefined; onOpen: (runId: string) => void }) {
  return (
    <Sheet label="核定记录列表" heads={RUN_HEADS}>
      {runs.map((run) => (
        <tr key={run.runId} aria-current={run.runId === opened ? 'true' : undefined}>
          <td>
            {month(run.period)}
            {run.differencesFrom ? ` 差额（自${month(run.differencesFrom)}）` : ' '}第{run.runId.replace(/^.*:d?/, '')}次
          </td>
          <td>
            <Standing run={run} />
          </td>
          <td>{moment(run.startedAt)}</td>
          <td>{moment(run.doneAt)}</td>
          <Figure>{run.units}</Figure>
          <Figure>{run.todo + run.failed}</Figure>
          <Figure>{run.state === 'open' ? '—' : run.rows}</Figure>
          <Figure>{run.state === 'open' ? '—' : money(run.total)}</Figure>
          <td>
            <Button size="small" aria-label={`查看 ${run.runId}`} onClick={() => onOpen(run.runId)}>
              查看
            </Button>
          </td>
        </tr>
      ))}
    </Sheet>
  );
}

const view = (runId: string) => callAction(ledgerApi.dueRun, { runId });
/** Progress while it runs; what its 费款所属期 adds up to, and whether the ledger's own rows say the same. */
function OneRun({ runId }: { runId: string }) {
  const found = useQuery({
    queryKey: ['dues', 'run', runId],
    queryFn: () => view(runId),
    retry: false,
    refetchInterval: ({ state }) => (state.data?.run.state === 'open' ? 2_000 : false),
  });
  if (found.error) return <FailedBy error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={4} />;
  const { run, sums, failures } = found.data;
  const off = sums.filter(({ unit, person, control }) => unit + person !== control);
  return (
    <section className={css.box} aria-labelledby="run-title">
      <div className={css.head}>
        <h2 id="run-title">{month(run.period)}控制总额</h2>
        <Standing run={run} />
      </div>
      {run.state === 'open' && (
        <div role="status">
          <Progress percent={doneOf(run)} aria-label="核定进度" />
          <p>
            已核定{run.units - run.todo}个单位，共{run.units}个。本期正在生成，金额以完成后为准。
          </p>
        </div>
      )}
      {run.state === 'done' &&
        (off.length === 0 ? (
          <p className={css.true}>各组合计与台账逐笔相符。</p>
        ) : (
          <Alert type="error" showIcon role="alert" title={`有${off.length}组合计与台账不符，请联系技术支持，不要据此申报。`} />
        ))}
      <Sums sums={sums} />
      {failures.length > 0 && (
        <>
          <h3 style={{ margin: '16px 0 8px' }}>未核定的单位</h3>
          <ul>
            {failures.map(({ unitNo, unitName, note }) => (
              <li key={unitNo}>
                {unitNo} {unitName}：{note || '原因不明，将自动重试'}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

type Sums = Awaited<ReturnType<typeof view>>['sums'];
const SUM_HEADS = ['险种', '缴费类型', '单位数', '笔数', '单位应缴', '个人应缴', '合计（元）', '台账合计', '已到账', '已退费', '核对'];

function Sums({ sums }: { sums: Sums }) {
  const add = (key: 'rows' | 'unit' | 'person' | 'control' | 'paid' | 'refunded') => sums.reduce((all, row) => all + row[key], 0);
  const foot = (
    <tr>
      <th scope="row" colSpan={3}>
        合计
      </th>
      <Figure>{add('rows')}</Figure>
      {[add('unit'), add('person'), add('unit') + add('person'), add('control'), add('paid'), add('refunded')].map((fen, at) => (
        <Figure key={at}>{money(fen)}</Figure>
      ))}
      <td />
    </tr>
  );
  return (
    <Sheet label="控制总额" heads={SUM_HEADS} foot={sums.length > 1 && foot}>
      {sums.map((row) => {
        const all = row.unit + row.person;
        return (
          <tr key={`${row.insurance} ${row.kind}`}>
            <td>
              <Word dictionary="insurance-kind" value={row.insurance} />
            </td>
            <td>
              <Word dictionary="due-kind" value={row.kind} />
            </td>
            <Figure>{row.units}</Figure>
            <Figure>{row.rows}</Figure>
            {[row.unit, row.person, all, row.control, row.paid, row.refunded].map((fen, at) => (
              <Figure key={at}>{money(fen)}</Figure>
            ))}
            <td className={all === row.control ? css.true : css.false}>{all === row.control ? '相符' : '不符'}</td>
          </tr>
        );
      })}
    </Sheet>
  );
}
