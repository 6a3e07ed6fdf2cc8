import { randomUUID } from 'node:crypto';
import type { ServiceSchema } from 'moleculer';
import { Client } from 'minio';
import type { z } from 'zod';
import { chargedPeople, history, personMonths, type PersonMonth } from '@wangting/contracts/contributions/questions';
import { namesOf } from '@wangting/contracts/identity/names';
import { audit, notify } from '@wangting/contracts/identity/session';
import { facts, sign } from '@wangting/contracts/files/upload';
import { headcount, personSnapshot } from '@wangting/contracts/persons/questions';
import { enrolmentsOf, find, type EnrolmentSnapshot } from '@wangting/contracts/persons/snapshots';
import { byNumber, snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { maskId } from '@wangting/contracts/standards/masking';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

export type Unit = z.infer<typeof UnitFacts>;

/** What the neighbours of documents answer; a test changes it. `away` names those that do not answer. */
export interface Neighbours {
  units: Map<string, Unit>;
  months: z.infer<(typeof history)['output']>;
  counts: { '210': number; '410': number; people: number };
  asked: { headcount: number; history: number };
  /** People by unit. */
  people: Map<string, Worker[]>;
  ledger: boolean;
  /** What identity was asked to tell, each key once. */
  notices: z.infer<(typeof notify)['input']>[];
  noticesAway: boolean;
  /** What files knows. */
  files: z.infer<(typeof facts)['output']>['files'];
}
export interface Worker {
  personId: string;
  personNo: string;
  name: string;
  idNumber: string;
  months: PersonMonth[];
  enrolments: EnrolmentSnapshot[];
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
    people: new Map(),
    ledger: true,
    notices: [],
    noticesAway: false,
    files: [],
  };
  const of = (unitId: string): Worker[] => around.people.get(unitId) ?? [];
  const service = (name: string, actions: object): ServiceSchema => ({ name, actions: actions as never });
  const units = service('units', {
    'unit.snapshot': implement(snapshot, async ({ input }) => ({ units: input.ids.flatMap((id) => around.units.get(id) ?? []) })).schema,
    'unit.byNumber': implement(byNumber, async ({ input: { unitNo } }) => ({
      unit: [...around.units.values()].find((unit) => unit.unitNo === unitNo) ?? null,
    })).schema,
  });
  const persons = service('persons', {
    'coverage.headcount': implement(headcount, async () => {
      around.asked.headcount += 1;
      return { counts: around.counts };
    }).schema,
    'person.find': implement(find, async ({ input: { unitId, personNo, idNumber: number, any } }) => ({
      cards: of(unitId)
        .filter((one) => [one.personNo, one.idNumber, one.name].includes(personNo ?? number ?? any ?? ''))
        .map(({ personId, personNo: no, name, idNumber }) => ({
          personId,
          personNo: no,
          name,
          socialNo: maskId(idNumber),
          sex: '1',
          idType: '01',
          nationality: 'CHN',
        })),
    })).schema,
    'person.snapshot': implement(personSnapshot, async ({ input: { ids } }) => ({
      people: [...around.people.values()]
        .flat()
        .filter(({ personId }) => ids.includes(personId))
        .map(({ personId, personNo, name, idNumber }) => ({
          personId,
          personNo,
          idType: '01',
          name,
          idNumber,
          whole: true,
          sex: '1',
          birthDate: '1990-01-01',
        })),
    })).schema,
    'enrolment.ofPeople': implement(enrolmentsOf, async ({ input: { unitId, personIds } }) => ({
      enrolments: of(unitId)
        .filter(({ personId }) => personIds.includes(personId))
        .flatMap(({ enrolments }) => enrolments),
    })).schema,
  });
  const contributions = service('contributions', {
    'history.of': implement(history, async () => {
      around.asked.history += 1;
      return around.months;
    }).schema,
    'history.people': implement(personMonths, async ({ input: { unitId, personIds, from, to } }) => ({
      available: around.ledger,
      people: of(unitId)
        .filter(({ personId }) => personIds.includes(personId))
        .map(({ personId, months }) => ({
          personId,
          months: months.filter(({ month }) => month >= from && month <= to),
          paidMonths: { '210': 7, '410': 8 },
        })),
    })).schema,
    'history.charged': implement(chargedPeople, async ({ input: { unitId, from, to, after, size } }) => {
      const ids = of(unitId)
        .filter(({ months }) => months.some(({ month }) => month >= from && month <= to))
        .map(({ personId }) => personId)
        .sort();
      return { personIds: ids.filter((id) => id > after).slice(0, size), total: ids.length };
    }).schema,
  });
  const files = service('files', {
    'file.facts': implement(facts, async ({ input: { ids } }) => ({ files: around.files.filter(({ fileId }) => ids.includes(fileId)) }))
      .schema,
    'file.sign': implement(sign, async ({ input: { fileId } }) => ({ url: `/objects/${fileId}` })).schema,
  });
  const identity = service('identity', {
    'audit.add': implement(audit, async () => ({ ok: true as const })).schema,
    'notices.add': implement(notify, async ({ input }) => {
      if (around.noticesAway) throw new HallError('SERVICE_AWAY');
      if (!around.notices.some(({ key }) => key === input.key)) around.notices.push(input);
      return { ok: true as const };
    }).schema,
    'names.of': implement(namesOf, async ({ input: { ids } }) => ({ names: Object.fromEntries(ids.map((id) => [id, '王法人'])) })).schema,
  });
  const { default: documents } = await import('../src/documents.service.ts');
  const hall = await testHall([documents, units, persons, contributions, identity, files], namespace);
  const known = (unit: Unit) => {
    around.units.set(unit.unitId, unit);
    return clerk(unit.unitId, ['unit-certificate', 'person-enrolment', 'rights-record', 'person-certificate']);
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
