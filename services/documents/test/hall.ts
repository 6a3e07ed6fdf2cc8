import { randomUUID } from 'node:crypto';
import type { ServiceSchema } from 'moleculer';
import { Client } from 'minio';
import type { z } from 'zod';
import { history } from '@wangting/contracts/contributions/questions';
import { headcount } from '@wangting/contracts/persons/questions';
import { snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { implement } from '@wangting/kit/implement';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

export type Unit = z.infer<typeof UnitFacts>;

/** What the neighbours of documents answer; a test changes it. `away` names those that do not answer. */
export interface Neighbours {
  units: Map<string, Unit>;
  months: z.infer<(typeof history)['output']>;
  counts: { '210': number; '410': number; people: number };
  asked: { headcount: number; history: number };
}
export const unitOf = (over: Partial<Unit> = {}): Unit => ({
  unitId: `unit-${randomUUID().slice(0, 8)}`,
  rev: 1,
  unitNo: '6112000099',
  creditCode: '91610100MA6TE5T17B',
  name: '西安示例科技有限公司',
  unitType: '10',
  area: '610117',
  state: '1',
  dispatch: false,
  hr: false,
  industry: '65',
  riskClass: '1',
  foundedOn: '2019-02-18',
  registeredOn: '2019-03-01',
  insurances: [
    { insurance: '210', from: '2019-03-01', state: '1' },
    { insurance: '410', from: '2019-03-01', state: '1' },
  ],
  ...over,
});

/** documents on real engines; its neighbours are small services that answer what the test says, over the same bus. */
export async function documentsHall() {
  const namespace = testEnvironment();
  const around: Neighbours = {
    units: new Map(),
    months: { available: false, months: [] },
    counts: { '210': 12, '410': 13, people: 14 },
    asked: { headcount: 0, history: 0 },
  };
  const service = (name: string, actions: object): ServiceSchema => ({ name, actions: actions as never });
  const units = service('units', {
    'unit.snapshot': implement(snapshot, async ({ input }) => ({ units: input.ids.flatMap((id) => around.units.get(id) ?? []) })).schema,
  });
  const persons = service('persons', {
    'coverage.headcount': implement(headcount, async () => {
      around.asked.headcount += 1;
      return { counts: around.counts };
    }).schema,
  });
  const contributions = service('contributions', {
    'history.of': implement(history, async () => {
      around.asked.history += 1;
      return around.months;
    }).schema,
  });
  const { default: documents } = await import('../src/documents.service.ts');
  const hall = await testHall([documents, units, persons, contributions], namespace);
  const known = (unit: Unit) => {
    around.units.set(unit.unitId, unit);
    return clerk(unit.unitId, ['unit-certificate', 'person-enrolment']);
  };
  return { hall, around, known, stop: () => stop(hall) };
}
async function stop(hall: TestHall): Promise<void> {
  await hall.stop();
  const store = objectStore();
  const keys: string[] = [];
  for await (const { name } of store.listObjectsV2(hall.namespace, '', true) as AsyncIterable<{ name?: string }>) if (name) keys.push(name);
  for (const key of keys) await store.removeObject(hall.namespace, key);
  await store.removeBucket(hall.namespace);
}
export function objectStore(): Client {
  const { hostname, port } = new URL(process.env.TEST_S3_ENDPOINT as string);
  return new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    region: 'us-east-1',
    accessKey: process.env.TEST_S3_ACCESS_KEY,
    secretKey: process.env.TEST_S3_SECRET_KEY,
  });
}
/** Reads a signed address the way the gateway does: `/objects/*` goes unchanged to the store. The body is always read to its end. */
export async function fetchObject(url: string): Promise<{ status: number; type: string | null; body: Buffer }> {
  const address = new URL(url);
  const response = await fetch(`${process.env.S3_ENDPOINT}${address.pathname.replace(/^\/objects/, '')}${address.search}`);
  return { status: response.status, type: response.headers.get('content-type'), body: Buffer.from(await response.arrayBuffer()) };
}
