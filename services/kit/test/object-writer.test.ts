import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportMonths, item, months } from '@wangting/contracts/contributions/monthly-payments';
import { implementExport } from '../src/export.ts';
import { drained, objectWriter } from '../src/object-writer.ts';
import { openObjects, readStream } from '../src/objects.ts';
import { clerk, testEnvironment, testHall, type TestHall } from '../src/testing.ts';
import { breakingStore, storeAt } from '../src/testing-store.ts';

testEnvironment();
let hall: TestHall;
let rows = 0;
/** Set by a test: called between two chunks of an export. */
let between: () => Promise<void> | void = () => undefined;
const row = Object.fromEntries(Object.keys(months.row.shape).map((name) => [name, name === 'period' || name === 'month' ? '202401' : 1]));
const exporter = implementExport(item.id, months, async function* () {
  for (let done = 0; done < rows; done += 500) {
    yield Array.from({ length: Math.min(500, rows - done) }, () => row) as never;
    await between();
  }
});
beforeAll(async () => {
  hall = await testHall([{ name: 'contributions', actions: { [exporter.name]: exporter.schema } } as never]);
  await openObjects();
});
afterAll(() => hall.stop());
const BLOCK = randomBytes(1024 * 1024);

describe('writing into a store that fails', () => {
  test('what was written lies there', async () => {
    const { out, stored } = objectWriter('writer/whole', 'text/plain');
    for (let n = 0; n < 12; n += 1) {
      out.write(BLOCK);
      await drained(out);
    }
    out.end();
    await stored;
    expect((await buffer(await readStream('writer/whole'))).length).toBe(12 * BLOCK.length);
  });
  test.each<[string, (url: string, method: string) => boolean]>([
    ['from the first connection', () => true],
    ['in the middle of the stream', (url, method) => method === 'PUT' && url.includes('partNumber')],
  ])(
    '%s, whoever writes hears of it and stops',
    async (_what, breaks) => {
      const broken = await breakingStore(({ url = '', method = '' }) => breaks(url, method));
      const back = storeAt(broken.endpoint);
      try {
        const { out, stored } = objectWriter('writer/broken', 'text/plain');
        const writing = (async () => {
          for (let n = 0; n < 200; n += 1) {
            out.write(BLOCK);
            await drained(out);
          }
        })();
        await expect(writing).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
        await expect(stored).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
        await expect(drained(out)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
      } finally {
        back();
        broken.close();
      }
    },
    30_000,
  );
  test('a store that takes nothing any more counts as away', async () => {
    const stuck = new PassThrough();
    stuck.write(BLOCK);
    await expect(drained(stuck, 50)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
    stuck.destroy();
    await expect(drained(stuck)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
  });
});

describe('导出 while the store fails', () => {
  const ask = () => hall.call(exportMonths, { filter: {} }, clerk('u1', [item.id]));
  test.each([
    ['after the rows', 10, 0],
    ['while rows still come', 1_500, 1_000],
    ['under many rows', 20_000, 0],
  ])(
    '%s: refused by name, and the process goes on',
    async (_what, many, waits) => {
      rows = many;
      between = () => new Promise((resolve) => setTimeout(resolve, waits));
      const broken = await breakingStore(() => true);
      const back = storeAt(broken.endpoint);
      try {
        // By the store's own failure, before whoever asked loses patience.
        await expect(ask()).rejects.toMatchObject({ type: 'SERVICE_AWAY', data: { cause: expect.stringMatching(/^E/) } });
      } finally {
        back();
        broken.close();
        between = () => undefined;
      }
      expect((await ask()).rows).toBe(many);
    },
    30_000,
  );
  test('a query that fails on the way leaves nothing open', async () => {
    rows = 2_000;
    between = () => {
      throw new Error('the database went away');
    };
    await expect(ask()).rejects.toMatchObject({ type: expect.any(String) });
    between = () => undefined;
    expect((await ask()).rows).toBe(2_000);
  });
});
