import type * as printing from '@wangting/contracts/documents/rights-record-print';
import { Alert, Button, callAction, endpoint, intention, moment, useQuery, wordsFor } from '@wangting/kit-core';
import { Control, Progress, check, type ItemPageProps } from '@wangting/kit-data';
import { useRef, useState } from 'react';
import { PersonPicker, type Picked } from '../person-picker.tsx';
import { PrintPage, useIssue } from '../print-page.tsx';
import css from './unit-certificate.module.css';

const print = endpoint<typeof printing.print>('POST /items/rights-record/print', 25_000);
const printAll = endpoint<typeof printing.printAll>('POST /items/rights-record/batches');
const printBatch = endpoint<typeof printing.printBatch>('GET /items/rights-record/batches/:batchId');
const printBatches = endpoint<typeof printing.printBatches>('GET /items/rights-record/batches');

/** 9 个人权益单: one person's record, or everybody's as a zip. */
export default function RightsRecord(props: ItemPageProps) {
  return (
    <PrintPage {...props}>
      {({ allowed, values }) => <Inside {...props} allowed={allowed} thisYear={String(values.year ?? '')} />}
    </PrintPage>
  );
}

function Inside({ item, allowed, thisYear }: ItemPageProps & { allowed: boolean; thisYear: string }) {
  const [person, setPerson] = useState<Picked>();
  const [year, setYear] = useState<unknown>(thisYear);
  const { issue, busy, words, problems, setProblems, preview } = useIssue<{ personNo: string; year: string }>(print);
  const field = item.sections[1]?.fields.find(({ name }) => name === 'year');
  const one = () => {
    const checked = check(item, { personNo: person?.personNo, year });
    if (!checked.data) return setProblems(checked.problems);
    void issue(checked.data as { personNo: string; year: string });
  };
  return (
    <>
      <section className={css.box} aria-labelledby="record-who">
        <h2 id="record-who">人员与年度</h2>
        {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 12 }} />}
        <div className={css.grid}>
          <div className={css.wide}>
            <PersonPicker itemId={item.id} disabled={!allowed} onPick={setPerson} />
            {problems.personNo && <div className={css.error}>{problems.personNo}</div>}
          </div>
          {field && (
            <div>
              <label htmlFor="record-year" className={css.label}>
                年度
              </label>
              <Control
                field={field}
                id="record-year"
                value={year}
                invalid={Boolean(problems.year)}
                describedBy="record-year-hint"
                disabled={!allowed || busy}
                onChange={setYear}
              />
              <div id="record-year-hint" className={problems.year ? css.error : css.hint}>
                {problems.year ?? '本年度的记录截至打印当日'}
              </div>
            </div>
          )}
        </div>
        {person && (
          <p role="status">
            已选择：{person.personName}　{person.sex}　个人编号 {person.personNo}　社会保障号码 {person.socialNo}
          </p>
        )}
        <div className={css.actions}>
          <Button type="primary" loading={busy} disabled={!allowed || !person} onClick={one}>
            打印
          </Button>
          {!person && <span className={css.hint}>请先查询并选择人员</span>}
        </div>
      </section>
      <Everybody allowed={allowed} year={String(year ?? '')} />
      {preview}
    </>
  );
}

const STATES = { running: '正在生成', done: '已生成', failed: '未能生成' } as const;

/** 批量打印: the work goes on by itself; whoever comes back finds it. */
function Everybody({ allowed, year }: { allowed: boolean; year: string }) {
  const batches = useQuery({
    queryKey: ['rights-record', 'batches'],
    queryFn: () => callAction(printBatches, {}),
    // Asked again while something is being made.
    refetchInterval: ({ state }) => (state.data?.batches.some((batch) => batch.state === 'running') ? 1_000 : false),
  });
  const once = useRef(new Map<string, ReturnType<typeof intention>>()).current;
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string>();
  async function start() {
    setBusy(true);
    setWords(undefined);
    const wish = once.get(year) ?? intention();
    once.set(year, wish);
    try {
      await wish.run((requestKey) => callAction(printAll, { requestKey, year }));
      once.delete(year);
      await batches.refetch();
    } catch (error) {
      setWords(wordsFor(error));
    } finally {
      setBusy(false);
    }
  }
  // An address is good for some minutes only: each download asks for its own.
  async function save(batchId: string) {
    try {
      const { url, reason } = await callAction(printBatch, { batchId });
      if (!url) setWords(reason ?? undefined);
      else Object.assign(document.createElement('a'), { href: url, download: '' }).click();
    } catch (error) {
      setWords(wordsFor(error));
    }
  }
  const list = batches.data?.batches ?? [];
  const running = list.some((batch) => batch.state === 'running');
  return (
    <section className={css.box} aria-labelledby="record-all">
      <h2 id="record-all">批量打印</h2>
      <p className={css.hint}>为所选年度在本单位有缴费记录的全部人员各生成一份个人权益记录单，打包下载。生成时可以离开本页。</p>
      {(words ?? batches.error) && (
        <Alert type="error" showIcon role="alert" title={words ?? wordsFor(batches.error)} style={{ marginTop: 8 }} />
      )}
      <div className={css.actions}>
        <Button loading={busy} disabled={!allowed || running || !/^\d{4}$/.test(year)} onClick={() => void start()}>
          批量打印{year ? `${year}年度` : ''}全部人员
        </Button>
      </div>
      {list.length > 0 && (
        <ul aria-label="批量打印记录" className={css.hits}>
          {list.map((batch) => (
            <li key={batch.batchId}>
              <div style={{ flex: 1 }}>
                <div>
                  {batch.year}年度　{STATES[batch.state]}　{batch.done}/{batch.total} 人　{moment(batch.startedAt)}
                </div>
                {batch.state === 'running' && (
                  <Progress
                    percent={batch.total ? Math.floor((batch.done * 100) / batch.total) : 0}
                    size="small"
                    aria-label="批量打印进度"
                  />
                )}
                {batch.reason && <div className={css.error}>{batch.reason}</div>}
                {batch.skipped.map(({ personNo, reason }) => (
                  <div key={personNo} className={css.error}>
                    个人编号 {personNo} 未生成：{reason}
                  </div>
                ))}
              </div>
              {batch.url && (
                <Button aria-label={`下载${batch.year}年度权益单`} onClick={() => void save(batch.batchId)}>
                  下载
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
