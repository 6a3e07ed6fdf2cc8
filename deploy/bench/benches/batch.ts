import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BatchView } from '@wangting/contracts/batch';
import { item } from '@wangting/contracts/persons/person-enrolment-batch';
import { addDays } from '@wangting/contracts/standards/day';
import { errorsOf } from '@wangting/kit/batch/xlsx';
import type { TestHall } from '../../local/testing.ts';
import { scanAs, type Visitor } from '../../local/visitor.ts';
import { DEMO_UNIT, demoId, demoMobile } from '../../seed/demo.ts';
import type { Bench, BenchContext } from '../bench.ts';
import { database, insertAlone, type Alone } from '../raw.ts';

const CHUNK = 500;

async function asked<T>(who: Visitor, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await who.send<T>(method, path, body);
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** People of nobody, one per line of the template. */
async function* people(count: number, from: string, round: number) {
  const words: Record<string, string> = {
    idType: '居民身份证',
    ethnicGroup: '汉族',
    householdKind: '统一居民户口',
    householdAddress: '陕西省西安市雁塔区示例路1号',
    workStartOn: '2015-07-01',
    identity: '职工（劳动合同制）',
    from,
    declaredBase: '7000.00',
    femaleCadre: '',
  };
  for (let n = 0; n < count; n += 1) {
    const born = addDays('1980-01-01', Math.floor(n / 400) + round * 30);
    const line: Record<string, string> = {
      ...words,
      idNumber: demoId(born, 101 + 2 * (n % 400)),
      name: `甲量${String.fromCodePoint(0x4e00 + (n % 5000))}`,
      mobile: demoMobile(n % 10_000),
    };
    yield [...item.batch.columns.map(({ name }) => line[name] ?? ''), '', ''];
  }
}

interface Times {
  p50: number;
  p95: number;
  count: number;
}
/** Calls another action of persons twenty times a second and remembers how long each took. */
function caller(who: Visitor): { end(): Promise<Times> } {
  const taken: number[] = [];
  let over = false;
  const going = (async () => {
    while (!over) {
      const began = performance.now();
      await asked(who, 'GET', '/items/person-enrolment/open');
      taken.push(performance.now() - began);
      await pause(Math.max(0, 50 - (performance.now() - began)));
    }
  })();
  return {
    async end() {
      over = true;
      await going;
      const sorted = taken.sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
      return { p50: at(0.5), p95: at(0.95), count: sorted.length };
    },
  };
}

async function upload(who: Visitor, url: string, file: Buffer): Promise<string> {
  const begun = await asked<{ fileId: string; url: string; fields: Record<string, string> }>(who, 'POST', '/files', {
    requestKey: randomUUID(),
    name: '人员.xlsx',
    size: file.length,
    purpose: 'batch',
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(begun.fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(file)]), 'upload');
  const sent = await fetch(new URL(begun.url, url), { method: 'POST', body: form });
  if (sent.status >= 300) throw new Error(`upload: ${sent.status}`);
  await asked(who, 'POST', `/files/${begun.fileId}/complete`, {});
  return begun.fileId;
}
async function ended(who: Visitor, batchId: string, watch: () => void): Promise<BatchView> {
  for (;;) {
    const view = await asked<BatchView>(who, 'GET', `/items/${item.id}/batches/${batchId}`);
    watch();
    if (!['checking', 'saving'].includes(view.state)) return view;
    await pause(100);
  }
}

const databaseOf = (hall: TestHall, name: string) => database(hall.engines.mongoUrl, `${hall.namespace}_${name}`);
/** The names of all documents that are there, by collection. */
async function standingIn(hall: TestHall): Promise<Map<string, Set<string>>> {
  const from = await databaseOf(hall, 'persons');
  const found = new Map<string, Set<string>>();
  for (const { name } of (await from.db?.listCollections().toArray()) ?? []) {
    const ids = await from.collection(name).find({}).project({ _id: 1 }).toArray();
    found.set(name, new Set(ids.map(({ _id }) => String(_id))));
  }
  await from.close();
  return found;
}
/** What 保存 left, and its rows of the file, which it changed. */
async function alone(hall: TestHall, standing: Map<string, Set<string>>, batchId: string): Promise<Alone> {
  const [from, to] = await Promise.all([databaseOf(hall, 'persons'), databaseOf(hall, 'raw')]);
  const took = await insertAlone(
    from,
    to,
    CHUNK,
    (name) => (name === 'batch_rows' ? { batchId } : {}),
    (name, id) => name !== 'batch_rows' && (standing.get(name)?.has(id) ?? false),
  );
  await Promise.all([from.close(), to.close()]);
  return took;
}

interface Took {
  checkMs: number;
  saveMs: number;
  rawMs: number;
  documents: number;
  rssMb: number;
  whileChecking: Times;
  whileSaving: Times;
}
/** 校验 and 保存 of one file, then the same documents once more by `insertMany` alone, with the same indexes. */
async function through(hall: TestHall, who: Visitor, count: number, round: number): Promise<Took> {
  const { values } = await asked<{ values: { from: string } }>(who, 'GET', '/items/person-enrolment/open');
  const file = await errorsOf(item, people(count, values.from, round));
  const persons = hall.processes.find(({ services }) => services.includes('persons'));
  let rss = 0;
  const watch = () => (rss = Math.max(rss, persons?.rssBytes() ?? 0));

  const fileId = await upload(who, hall.url, file);
  const during = caller(who);
  const began = performance.now();
  const { batchId } = await asked<BatchView>(who, 'POST', `/items/${item.id}/batches`, { requestKey: randomUUID(), fileId, values: {} });
  const checked = await ended(who, batchId, watch);
  const checkMs = performance.now() - began;
  const whileChecking = await during.end();
  if (checked.good !== count) throw new Error(`checked: ${JSON.stringify(checked)}`);

  const standing = await standingIn(hall);
  const meanwhile = caller(who);
  const pressed = performance.now();
  await asked(who, 'POST', `/items/${item.id}/batches/${batchId}/save`, { requestKey: randomUUID() });
  const saved = await ended(who, batchId, watch);
  const saveMs = performance.now() - pressed;
  const whileSaving = await meanwhile.end();
  if (saved.saved !== count) throw new Error(`saved: ${JSON.stringify(saved)}`);

  const { ms: rawMs, documents } = await alone(hall, standing, batchId);
  return { checkMs, saveMs, rawMs, documents, rssMb: Math.round(rss / 1024 ** 2), whileChecking, whileSaving };
}

/** How long another caller waits when nothing is sent in: asked until it gets no better, since the city of the hall is digested a while after it is there. */
async function settled(who: Visitor, ms: number, most = 20): Promise<Times> {
  let best: Times | undefined;
  for (let n = 0; n < most; n += 1) {
    const calm = caller(who);
    await pause(ms);
    const now = await calm.end();
    if (best && now.p50 > best.p50 * 0.9) return now.p95 < best.p95 ? now : best;
    best = now;
  }
  return best as Times;
}
/** Of one file: its lines in the table. A second has so many rows of the file; the milliseconds are those of the whole. */
function tell({ line }: BenchContext, count: number, took: Took, idle: Times, smaller?: { count: number; took: Took }): void {
  const { checkMs, saveMs, rawMs, documents: left, rssMb, whileChecking, whileSaving } = took;
  const words = (n: number) => n.toLocaleString('en');
  const whole = (what: string, ms: number, times: number, against?: { what: string; times: number }) =>
    line({ what, times, perSecond: (times * 1_000) / ms, p50Ms: ms, p95Ms: ms, ...(against ? { against } : {}) });
  const beside = (what: string, { p50, p95, count: times }: Times) =>
    line({ what, times, perSecond: 1_000 / p50, p50Ms: p50, p95Ms: p95, against: { what: 'idle, by p95', times: p95 / idle.p95 } });
  const linear = (of: 'checkMs' | 'saveMs') =>
    smaller && { what: `${words(smaller.count)}, by row`, times: took[of] / count / (smaller.took[of] / smaller.count) };
  whole(`check ${words(count)} rows`, checkMs, count, linear('checkMs'));
  beside('another caller meanwhile', whileChecking);
  whole(`insertMany alone of the ${words(left)} documents of saving`, rawMs, left);
  whole(`save ${words(count)} rows; persons at ${rssMb} MB at most`, saveMs, count, { what: 'insertMany', times: saveMs / rawMs });
  if (smaller) whole(`save ${words(count)} rows, by row`, saveMs, count, linear('saveMs'));
  beside('another caller meanwhile', whileSaving);
}

/** 报盘, item 3 through the door as a clerk does it: small and ten times as large, beside what the database does alone, and what others feel. */
const bench: Bench = {
  name: 'batch',
  async run(context) {
    const { hall, quick, line } = context;
    const running = await hall();
    const who = await scanAs(running.url, DEMO_UNIT.legal.name);
    await through(running, who, quick ? 20 : 500, 0); // warms up: the thread, the engine, the compiler
    const idle = await settled(who, quick ? 300 : 4_000);
    line({ what: 'another caller, idle', times: idle.count, perSecond: 1_000 / idle.p50, p50Ms: idle.p50, p95Ms: idle.p95 });
    const [small, large] = quick ? [20, 60] : [10_000, 100_000];
    const first = await through(running, who, small, 1);
    tell(context, small, first, idle);
    tell(context, large, await through(running, who, large, 20), idle, { count: small, took: first });
  },
};
export default bench;
