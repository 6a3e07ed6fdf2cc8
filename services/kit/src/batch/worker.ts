import { parentPort, workerData } from 'node:worker_threads';
import { realNow, shiftClock } from '../clock.ts';
import type { HallMeta } from '../implement.ts';
import type { Store } from '../store.ts';
import type { ItemRules } from '../applications/rules.ts';
import type { Context } from 'moleculer';
import { giveWay } from '../give-way.ts';
import { dataOf, HallError, isAway, nameOf } from '../errors.ts';
import { logger } from '../log.ts';
import { checkBatch } from './check.ts';
import { caseOf } from './job.ts';
import { LeftOff, Lease } from './lease.ts';
import { batchModels, type Batch } from './models.ts';
import { putErrors, putTemplate } from './papers.ts';
import type { BatchCase, BatchRules } from './rules.ts';
import { saveBatch } from './save.ts';
import { FileRefused } from './sheet.ts';
import type { Ask, FromThread, ToThread } from './wire.ts';

/**
 * The thread in which batches are read, judged and written: reading a hundred thousand rows must not keep a clerk's single enrolment waiting.
 * It has the service's models on a connection of its own; only questions to other services go through the main thread, which sits on the bus.
 */
const { service } = workerData as { service: string };
const port = parentPort;
if (!port) throw new Error('batch/worker.ts runs as a thread');
giveWay();
const folder = new URL(`../../../${service}/src/`, import.meta.url);
const { store } = (await import(new URL('store.ts', folder).href)) as { store: Store };
const models = batchModels(store);
const log = logger(`${service}-batch`);
const loaded = new Map<string, Promise<BatchRules>>();
const rulesOf = (itemId: string): Promise<BatchRules> => {
  const known =
    loaded.get(itemId) ?? import(new URL(`items/${itemId}.ts`, folder).href).then((file) => batchOf(file as { rules: ItemRules }));
  loaded.set(itemId, known);
  return known;
};
function batchOf({ rules }: { rules: ItemRules }): BatchRules {
  if (!rules.batch) throw new Error(`${rules.item.id} is no batch item`);
  return rules.batch;
}
const send = (message: FromThread): void => port.postMessage(message);

const asked = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
let questions = 0;
const asker = {
  call(name: string, params: unknown, options: unknown) {
    const id = (questions += 1);
    send({ kind: 'ask', id, name, params, options } satisfies Ask);
    return new Promise((resolve, reject) => asked.set(id, { resolve, reject }));
  },
} as unknown as Context<unknown, HallMeta> & BatchCase['asker'];

const leases = new Set<Lease>();
async function work(batch: Batch): Promise<void> {
  const lease = new Lease(models, batch);
  leases.add(lease);
  try {
    const job = { models, rules: await rulesOf(batch.itemId), batch, case: caseOf(batch, asker), lease };
    await (batch.state === 'checking' ? checkBatch : saveBatch)(job);
  } catch (error) {
    await after(error, batch, lease);
  } finally {
    leases.delete(lease);
  }
}
const MOST_TRIES = 5;
/** What a job that did not come to its end leaves behind. Saving is never given up: rows may be half way. */
async function after(error: unknown, batch: Batch, lease: Lease): Promise<void> {
  if (error instanceof LeftOff) return lease.release(0);
  const refused = error instanceof FileRefused || (nameOf(error) && !['SERVICE_AWAY', 'INTERNAL'].includes(nameOf(error) as string));
  if (refused && batch.state === 'checking') {
    await models.rows.deleteMany({ batchId: batch._id });
    return lease.finish('checking', 'refused', { note: (error as Error).message, rows: 0, good: 0, bad: 0 });
  }
  log.warn({ err: error, batchId: batch._id, tries: batch.tries }, 'a batch did not come to its end and will be tried again');
  const tries = batch.tries + 1;
  const away = nameOf(error) === 'SERVICE_AWAY' || isAway(error);
  if (batch.state === 'checking' && !away && tries >= MOST_TRIES)
    return lease.finish('checking', 'refused', { note: '系统出现故障，校验没有完成，请稍后重新校验', rows: 0, good: 0, bad: 0 });
  await lease.release(Math.min(60_000, 1_000 * 2 ** Math.min(tries, 6)), { tries, note: '相关服务暂时不可用，将自动继续' });
}

async function take(message: ToThread): Promise<void> {
  if (message.kind === 'answer') {
    const waiting = asked.get(message.id);
    asked.delete(message.id);
    const { error } = message;
    if (error)
      waiting?.reject(
        Object.assign(error.named ? new HallError(error.named, error.data) : new Error(error.message), {
          name: error.name,
          type: error.type,
        }),
      );
    else waiting?.resolve(message.value);
    return;
  }
  if (message.kind === 'stop') {
    for (const lease of leases) lease.drop();
    return;
  }
  shiftClock(message.now - realNow());
  try {
    if (message.kind === 'work') await work(message.batch);
    else if (message.kind === 'template') await putTemplate(await rulesOf(message.itemId), message.key);
    else await putErrors(models, await rulesOf(message.itemId), message);
    send({ kind: 'done', id: message.id });
  } catch (error) {
    send({
      kind: 'done',
      id: message.id,
      error: { message: String((error as Error)?.message ?? error), named: nameOf(error), data: dataOf(error) },
    });
  }
}
await store.open({ indexes: false });
port.on('message', (message: ToThread) => void take(message));
send({ kind: 'ready' });
