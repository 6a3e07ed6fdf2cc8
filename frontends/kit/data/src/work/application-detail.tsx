import { STATUSES, STEP_ACTIONS, type StepAction } from '@wangting/contracts/application';
import type { ApplicationView } from '@wangting/contracts/applications';
import type { ItemDefinition } from '@wangting/contracts/item';
import {
  Alert,
  Button,
  Failed,
  FailedBy,
  HallLink,
  Waiting,
  day,
  go,
  isEmpty,
  isRefusal,
  moment,
  onHallEvent,
  plain,
  skipToken,
  useQuery,
  useQueryClient,
  useSearchParams,
  wordsFor,
} from '@wangting/kit-core';
import { useEffect, useRef, useState } from 'react';
import { Sections } from '../form/sections.tsx';
import { sectionsFor, slotsFor } from '../form/layout.ts';
import { outcomeIn } from '../item/done.tsx';
import { useApplication } from '../item/rail.tsx';
import { FormSheet } from '../print/form-sheet.tsx';
import { ReceiptButton, receiptOf } from '../print/receipt-button.tsx';
import css from './detail.module.css';
import { Materials } from './materials.tsx';
import { ProgressTimeline, StatusTag } from './progress.tsx';
import { Rating } from './rating.tsx';
import { StepDialog } from './step-dialog.tsx';

interface Props {
  owner: string;
  applicationId: string;
  /** Fetches the item's definition; the layout of the values is the item's own. */
  contract: (owner: string, itemId: string) => Promise<{ item: ItemDefinition }>;
  side: 'applicant' | 'staff';
  back: string;
}

const nothing = () => undefined;
const never = async () => undefined;
/** The step a person came for stands last and is the main button. */
const MAIN: readonly StepAction[] = ['accept', 'take', 'pass'];
/** What is said of steps that do not read as a success. */
const DONE: Partial<Record<StepAction, string>> = {
  correct: '已退回补正',
  refuse: '已决定不予受理',
  reject: '已决定不通过',
  sendBack: '已退回初审',
};

/** One application as its reader may see it: values in the item's own layout, flags, materials, progress, and the steps that are possible now. */
export function ApplicationDetail({ owner, applicationId, contract, side, back }: Props) {
  const client = useQueryClient();
  const view = useApplication(owner, applicationId);
  const itemId = view.data?.row.itemId;
  const loaded = useQuery({
    queryKey: ['contract', owner, itemId],
    queryFn: itemId ? async () => (await contract(owner, itemId)).item : skipToken,
    staleTime: Infinity,
    retry: false,
  });
  const [step, setStep] = useState<StepAction>();
  const [acted, setActed] = useState<{ words: string; note?: string; type: 'success' | 'warning' }>();
  const said = useRef<HTMLDivElement>(null);
  // The buttons stand at the lower edge of the window; what came of one is said at the head of a long page.
  // In braces: today's Chromium answers with a promise, which React would call when the next step is taken.
  useEffect(() => {
    said.current?.scrollIntoView({ block: 'center' });
  }, [acted]);
  // 打印回执 of a list leads here with the receipt asked for.
  const [address] = useSearchParams();
  const wanted = address.get('receipt') === '1';
  const [receipt, setReceipt] = useState<boolean>();
  const [tabs, setTabs] = useState<Record<string, string>>({});
  const seen = view.data?.row.seq;

  useEffect(
    () =>
      onHallEvent((event) => {
        if (event.kind === 'work' && event.applicationId === applicationId && event.seq !== seen) void view.refetch();
      }),
    [applicationId, seen, view],
  );
  useEffect(() => {
    if (view.data) document.title = `${view.data.row.itemName} ${view.data.row.serialNo ?? ''} - 社会保险网上办事大厅`;
  }, [view.data]);

  if (view.error && !view.data) return <FailedBy error={view.error} again={() => void view.refetch()} />;
  if (!view.data) return <Waiting rows={8} />;
  const { row, values, shows, flags, materials, actions, result } = view.data;
  const item = loaded.data;
  const sealed = Boolean(item && receiptOf(item) && side === 'applicant' && row.status === 'approved');

  const took = (next: ApplicationView, action: StepAction) => {
    client.setQueryData(['work', owner, applicationId], next);
    void client.invalidateQueries({ queryKey: ['work'], refetchType: 'inactive' });
    setStep(undefined);
    const back = next.timeline.at(-1)?.action === 'fail';
    const words = back ? '该办件未能执行，结果没有生效，已退回' : (DONE[action] ?? `${STEP_ACTIONS[action]}成功`);
    setActed({ words: `${words}，当前状态：${STATUSES[next.row.status].label}。`, type: back ? 'warning' : 'success' });
  };
  const failed = (error: unknown) => {
    if (!isRefusal(error, 'STATE_CHANGED', 'STEP_NOT_POSSIBLE')) return false;
    setStep(undefined);
    setActed({ words: wordsFor(error), note: '以下为最新状态。', type: 'warning' });
    void view.refetch();
    return true;
  };
  const outcome = outcomeIn(result).filter(([label]) => label !== '单位编号' || !row.unitNo);
  // What was empty at 提交 and came with the decision: the unit number.
  const known = { ...shows, ...Object.fromEntries(Object.entries(result).filter(([key]) => isEmpty(shows[key]))) };
  const lines: [string, string][] = [
    ['事项名称', row.itemName],
    ['业务流水号', plain(row.serialNo)],
    ['办理状态', STATUSES[row.status].label],
    ['申请时间', moment(row.submittedAt)],
    ...outcome,
  ];
  return (
    <>
      <div className={css.head}>
        <h1 id="item-title">{row.itemName}</h1>
        <StatusTag status={row.status} />
        {row.serialNo && <span>业务流水号 {row.serialNo}</span>}
      </div>
      {acted && (
        <div ref={said}>
          <Alert type={acted.type} showIcon role="status" title={acted.words} description={acted.note} style={{ marginBottom: 12 }} />
        </div>
      )}
      {view.error && <Alert type="warning" showIcon title="最新状态暂时无法读取，以下为先前读取的内容。" style={{ marginBottom: 12 }} />}
      {row.failure && (
        <Alert
          type={side === 'staff' ? 'error' : 'warning'}
          showIcon
          title={side === 'staff' ? `审核通过后未能执行：${row.failure}` : `尚未办结，办理结果没有生效：${row.failure}`}
          description={
            side === 'staff'
              ? '结果没有生效，申请人看到办件已退回处理。原因消除后重新“通过”即再次执行；不能办理的，请补正、退回或不通过，并写明意见。'
              : '已退回经办机构重新处理，申请内容已保存，办理结果将另行通知。'
          }
          style={{ marginBottom: 12 }}
        />
      )}
      {row.status === 'correcting' && side === 'applicant' && (
        <Alert
          type="warning"
          showIcon
          title={`需要补正：${plain(row.opinion)}`}
          action={
            <Button size="small" type="primary" onClick={() => void go(`/${owner}/items/${row.itemId}?application=${applicationId}`)}>
              去补正
            </Button>
          }
          style={{ marginBottom: 12 }}
        />
      )}
      {row.status === 'draft' && side === 'applicant' && (
        <Alert
          type="info"
          showIcon
          title="已暂存，尚未提交"
          action={
            <Button size="small" type="primary" onClick={() => void go(`/${owner}/items/${row.itemId}?application=${applicationId}`)}>
              继续办理
            </Button>
          }
          style={{ marginBottom: 12 }}
        />
      )}
      {side === 'staff' && flags.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title="请核对"
          description={
            <ul style={{ margin: 0, paddingLeft: 20 }}>
              {flags.map(({ code, message }) => (
                <li key={code + message}>{message}</li>
              ))}
            </ul>
          }
          style={{ marginBottom: 12 }}
        />
      )}
      <div className={css.page}>
        <div>
          <section className={css.box} aria-labelledby="work-facts">
            <h2 id="work-facts">办件信息</h2>
            <dl className={css.facts}>
              <div>
                <dt>单位名称</dt>
                <dd>{plain(row.unitName)}</dd>
              </div>
              <div>
                <dt>单位编号</dt>
                <dd>{plain(row.unitNo)}</dd>
              </div>
              <div>
                <dt>申请时间</dt>
                <dd>{moment(row.submittedAt)}</dd>
              </div>
              <div>
                <dt>办理期限</dt>
                <dd>{day(row.due)}</dd>
              </div>
              <div>
                <dt>办结时间</dt>
                <dd>{moment(row.decidedAt)}</dd>
              </div>
              <div>
                <dt>审核意见</dt>
                <dd>{plain(row.opinion)}</dd>
              </div>
              {outcome.map(([label, text]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
          {loaded.error && (
            <Failed title="申请内容暂时无法显示" again={() => void loaded.refetch()}>
              事项的版式没有取到，请稍后重试。
            </Failed>
          )}
          {item ? (
            <Sections
              sections={sectionsFor(item, values)}
              values={values}
              shows={known}
              problems={{}}
              locked={() => true}
              disabled
              onChange={nothing}
              onLookup={never}
              tabs={tabs}
              onTab={(group, title) => setTabs((now) => ({ ...now, [group]: title }))}
            />
          ) : (
            !loaded.error && <Waiting />
          )}
          {side === 'applicant' && row.decidedAt && <Rating applicationId={applicationId} />}
          {item && item.materials.length > 0 && (
            <section className={css.box} aria-labelledby="work-materials">
              <h2 id="work-materials">材料</h2>
              <Materials owner={owner} applicationId={applicationId} slots={slotsFor(item, values)} materials={materials} />
            </section>
          )}
        </div>
        <section className={css.box} aria-labelledby="work-progress">
          <h2 id="work-progress">办件进度</h2>
          <ProgressTimeline view={view.data} />
        </section>
      </div>
      <div className={css.bar}>
        <HallLink to={back}>返回列表</HallLink>
        {item &&
          row.serialNo &&
          (sealed ? (
            <ReceiptButton item={item} applicationId={applicationId} atOnce={wanted} />
          ) : (
            <Button onClick={() => setReceipt(true)}>打印回执</Button>
          ))}
        {actions
          .filter((action) => action !== 'submit' && action !== 'resubmit')
          .toSorted((a, b) => MAIN.indexOf(a) - MAIN.indexOf(b))
          .map((action) => (
            <Button
              key={action}
              type={MAIN.includes(action) ? 'primary' : 'default'}
              danger={action === 'reject' || action === 'refuse'}
              onClick={() => setStep(action)}
            >
              {STEP_ACTIONS[action]}
            </Button>
          ))}
      </div>
      {step && <StepDialog owner={owner} row={row} action={step} onTook={took} onFailed={failed} onClose={() => setStep(undefined)} />}
      {(receipt ?? (wanted && !sealed)) && item && (
        <FormSheet
          title={`${row.itemName}回执`}
          item={item}
          values={values}
          shows={known}
          lines={lines}
          onClose={() => setReceipt(false)}
        />
      )}
    </>
  );
}
