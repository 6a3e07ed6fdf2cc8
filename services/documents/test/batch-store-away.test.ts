import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { printAll, printBatch } from '@wangting/contracts/documents/rights-record-print';
import { isoOf, nowMs } from '@wangting/kit/clock';
import { until } from '@wangting/kit/testing';
import { breakingStore, storeAt } from '@wangting/kit/testing-store';
import { BatchModel } from '../src/models/batch.ts';
import { DocumentModel } from '../src/models/document.ts';
import { documentsHall, fetchObject, unitOf } from './hall.ts';
import { workerOf } from './workers.ts';

let set: Awaited<ReturnType<typeof documentsHall>>;
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(() => set.stop());

function staffed(count: number) {
  const unit = unitOf();
  const as = set.known(unit);
  set.around.people.set(
    unit.unitId,
    Array.from({ length: count }, (_, n) => workerOf(unit.unitId, n + 1)),
  );
  return as;
}
/** As if the process that works on it had been silent for a minute. */
const silent = (batchId: string) => BatchModel.updateOne({ _id: batchId }, { $set: { beatAt: isoOf(nowMs() - 60_000) } });

test.each<[string, (url: string, method: string) => boolean]>([
  ['away', () => true],
  ['closing the connection when the zip is written', (url, method) => method === 'PUT' && url.includes('/batches/')],
  ['closing the connection when a paper is written', (url, method) => method === 'PUT' && url.includes('/documents/')],
])(
  'with a store that is %s the process lives, nothing is half done, and the batch is finished when it is back',
  async (_what, breaks) => {
    let broke = 0;
    const broken = await breakingStore(({ url = '', method = '' }) => breaks(url, method) && ++broke > 0);
    const back = storeAt(broken.endpoint);
    const as = staffed(6);
    try {
      const { batchId } = await set.hall.call(printAll, { requestKey: randomUUID(), year: '2025' }, as);
      await until(async () => broke > 0 && (await BatchModel.findById(batchId).lean())?.attempts === 1, 20_000);
      expect(await set.hall.call(printBatch, { batchId }, as)).toMatchObject({ state: 'running', url: null });
      back();
      const done = await until(async () => {
        const batch = await set.hall.call(printBatch, { batchId }, as);
        if (batch.state === 'running') await silent(batchId);
        return batch.state !== 'running' && batch;
      }, 60_000);
      expect((await BatchModel.findById(batchId).lean())?.attempts).toBeGreaterThan(1);
      expect(done).toMatchObject({ state: 'done', total: 6, done: 6, skipped: [] });
      expect((await fetchObject(done.url as string)).status).toBe(200);
      expect(await DocumentModel.countDocuments({ unitId: as.unitId })).toBe(6);
      expect(await DocumentModel.countDocuments({ unitId: as.unitId, state: 'issued' })).toBe(6);
    } finally {
      back();
      broken.close();
    }
  },
  90_000,
);
