import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verify } from '@wangting/contracts/documents/certificates';
import { print } from '@wangting/contracts/documents/unit-certificate-print';
import { nowIso } from '@wangting/kit/clock';
import { forgetConfig } from '@wangting/kit/config';
import { forgetObjects } from '@wangting/kit/objects';
import { until } from '@wangting/kit/testing';
import { DocumentModel } from '../src/models/document.ts';
import { PrintLogModel } from '../src/models/print-log.ts';
import { documentsHall, fetchObject, unitOf } from './hall.ts';

let set: Awaited<ReturnType<typeof documentsHall>>;
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(() => set.stop());

/** Points the service at an address where nobody listens, and back. */
function storeAt(endpoint: string): void {
  process.env.S3_ENDPOINT = endpoint;
  forgetConfig();
  forgetObjects();
}

test('while the object store is away nothing is half issued; sent again it is finished, with the same code', async () => {
  const real = process.env.S3_ENDPOINT as string;
  const as = set.known(unitOf());
  const input = { requestKey: randomUUID(), insurance: 'all' as const };
  storeAt('http://127.0.0.1:9');
  await expect(set.hall.call(print, input, as)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
  const left = await DocumentModel.findOne({ unitId: as.unitId }).lean();
  expect(left).toMatchObject({ state: 'issuing' });
  expect(await set.hall.call(verify, { code: left?.code ?? '', check: '0099' })).toMatchObject({ found: false });
  storeAt(real);
  const issued = await set.hall.call(print, input, as);
  expect(issued).toMatchObject({ documentId: left?._id });
  expect((await fetchObject(issued.url)).status).toBe(200);
  expect(await DocumentModel.countDocuments({ unitId: as.unitId })).toBe(1);
  expect(await set.hall.call(verify, { code: left?.code ?? '', check: '0099' })).toMatchObject({ found: true, state: 'valid' });
});

test('a paper left behind is finished by the service itself', async () => {
  const real = process.env.S3_ENDPOINT as string;
  const as = set.known(unitOf());
  storeAt('http://127.0.0.1:9');
  await expect(set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, as)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
  storeAt(real);
  await until(async () => (await DocumentModel.findOne({ unitId: as.unitId, state: 'issued' }).lean()) ?? false, 15_000);
});

test('papers that cannot be finished, however many, stand in nobody’s way, and are tried less and less often', async () => {
  const as = set.known(unitOf());
  await set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, as);
  const whole = await DocumentModel.findOne({ unitId: as.unitId }).lean();
  const left = (n: string, over: object) => {
    const { object: _, ...row } = { ...(whole as object as Record<string, unknown>) };
    const own = { _id: n, series: n, requestKey: n, code: n, no: n, state: 'issuing', unitId: 'left-behind' };
    return { ...row, ...own, issuedAt: '2020-01-01T00:00:00.000Z', ...over };
  };
  // Sealed by a key nobody has: what they say is lost.
  const broken = Array.from({ length: 60 }, (_, n) => left(`broken-${n}`, { content: 'nonsense' }));
  await DocumentModel.insertMany([...broken, left('good', { issuedAt: '2020-01-02T00:00:00.000Z' })]);
  await until(async () => (await DocumentModel.findById('good').lean())?.state === 'issued', 20_000);
  const stuck = await DocumentModel.find({ unitId: 'left-behind', state: 'issuing' }).lean();
  expect(stuck).toHaveLength(60);
  const [first] = stuck.filter(({ tries = 0 }) => tries > 0);
  expect(first?.tryAt && first.tryAt > nowIso()).toBe(true);
  await DocumentModel.deleteMany({ unitId: 'left-behind' });
}, 30_000);

test('a process that stops between row and log leaves one paper for the request', async () => {
  const as = set.known(unitOf());
  const input = { requestKey: randomUUID(), insurance: 'all' as const };
  const first = await set.hall.call(print, input, as);
  await PrintLogModel.deleteOne({ _id: input.requestKey });
  expect((await set.hall.call(print, input, as)).documentId).toBe(first.documentId);
});

test.each(['persons', 'contributions'])(
  'while %s is away no certificate is issued; one that is valid can still be printed again',
  async (name) => {
    const as = set.known(unitOf());
    const before = await set.hall.call(print, { requestKey: randomUUID(), insurance: '210' }, as);
    const service = set.hall.server.getLocalService(name);
    const schema = service.schema as never;
    await set.hall.server.destroyService(service);
    try {
      await expect(set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, as)).rejects.toMatchObject({
        type: 'SERVICE_AWAY',
      });
      expect(await DocumentModel.countDocuments({ unitId: as.unitId })).toBe(1);
      expect((await set.hall.call(print, { requestKey: randomUUID(), insurance: '210' }, as)).documentId).toBe(before.documentId);
    } finally {
      set.hall.server.createService(schema);
      await set.hall.caller.waitForServices(name, 10_000);
    }
  },
);

test('while units is away the certificate is issued from what was last heard, and says of which day', async () => {
  const unit = unitOf();
  const as = set.known(unit);
  await set.hall.call(print, { requestKey: randomUUID(), insurance: '210' }, as); // units has been heard
  const service = set.hall.server.getLocalService('units');
  const schema = service.schema as never;
  await set.hall.server.destroyService(service);
  try {
    await expect(set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, as)).resolves.toMatchObject({
      title: '社会保险单位参保证明',
    });
    await expect(
      set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, { ...as, unitId: 'unit-nobody-heard-of' }),
    ).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
  } finally {
    set.hall.server.createService(schema);
    await set.hall.caller.waitForServices('units', 10_000);
  }
});

test('a store that accepts the connection and never answers counts as away', async () => {
  const real = process.env.S3_ENDPOINT as string;
  const silent: Server = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  connect(port, '127.0.0.1').end();
  storeAt(`http://127.0.0.1:${port}`);
  try {
    await expect(set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, set.known(unitOf()))).rejects.toMatchObject({
      type: 'SERVICE_AWAY',
    });
  } finally {
    storeAt(real);
    silent.closeAllConnections();
    silent.close();
  }
}, 40_000);
