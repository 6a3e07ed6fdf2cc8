import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { matchPayment, waitingPayments, dueRun, runDues } from '@wangting/contracts/contributions/ledger';
import type { PaymentFile } from '@wangting/contracts/exchange';
import { admit, departments } from '@wangting/contracts/identity/exchange';
import { nowIso, nowMs, realNow } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import type * as LedgerModels from '../../services/contributions/src/models/ledger.ts';
import { signed } from '../../deploy/exchange-kit/sign.ts';
import { openDoor, type Door } from './exchange-door.ts';

/** The door, identity and contributions are real; the tax office signs as deploy/exchange-kit shows it. */
testEnvironment();
process.env.RATE_PER_MINUTE = '100000';
const ops = staff('ops-1', ['ops']);
const finance = staff('fin-1', ['finance']);
const tax = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const CODE = '91610000MA0X0001XX';
const PERIOD = '202404';
const PATH = '/api/exchange/payments';
let hall: TestHall;
let door: Door;
const register = (code: string, key: KeyObject, over: object = {}) => door.register(code, key, ['payments'], over);
let ledger: Pick<typeof LedgerModels, 'EntryModel'>;

beforeAll(async () => {
  const { default: identity } = await import('../../services/identity/src/identity.service.ts');
  const { default: contributions } = await import('../../services/contributions/src/contributions.service.ts');
  hall = await testHall([identity, contributions]);
  ledger = await import('../../services/contributions/src/models/ledger.ts');
  const { UnitCopyModel, EnrolmentCopyModel } = await import('../../services/contributions/src/models/copies.ts');
  const heardAt = nowIso();
  const unit = { unitId: 'u1', unitNo: '611200000001', name: '示例一', creditCode: CODE, area: '610113', riskClass: '1' };
  await UnitCopyModel.create({ _id: 'u1', rev: 1, heardAt, unit } as never);
  await EnrolmentCopyModel.create(
    ['p1', 'p2'].map((personId) => ({
      _id: `${personId}:410`,
      rev: 1,
      heardAt,
      unitId: 'u1',
      personId,
      insurance: '410',
      identity: '101',
      from: '2024-04-01',
      to: null,
      state: '1',
      declared: 7000_00,
    })) as never,
  );
  await hall.clock(Date.parse('2024-04-20T04:00:00Z') - nowMs());
  const { runId } = await hall.call(runDues, { period: PERIOD }, ops);
  await until(async () => (await hall.call(dueRun, { runId }, ops)).run.state === 'done');
  door = await openDoor(hall, ['identity', 'contributions']);
  await register('tax-610000', tax.publicKey);
}, 120_000);
afterAll(async () => {
  await door.close();
  await hall.stop();
});

type File = PaymentFile;
const record = (recordNo: string, amount: number, over: object = {}) => ({
  recordNo,
  creditCode: CODE,
  period: PERIOD,
  insurance: '410' as const,
  kind: '10',
  amount,
  paidOn: '2024-04-20',
  ...over,
});
const fileOf = (...records: File['records']): File => ({
  count: records.length,
  total: records.reduce((sum, { amount }) => sum + amount, 0),
  records,
});
interface Answer {
  status: number;
  name?: string;
  data?: { issues?: { path: string; message: string }[] };
  results?: { recordNo: string; result: string; left: number }[];
}
async function post(body: Buffer, headers: Record<string, string>, path = PATH): Promise<Answer> {
  const answer = await fetch(`${door.origin}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
  return { status: answer.status, ...((await answer.json()) as object) };
}
const seconds = (): number => Math.floor(realNow() / 1000);
function send(file: unknown, { as = 'tax-610000', key = tax.privateKey, at = seconds() } = {}): Promise<Answer> {
  const body = Buffer.from(JSON.stringify(file));
  return post(body, signed({ path: PATH, body, keyId: as, key }, at));
}
const posted = () => ledger.EntryModel.countDocuments({ unitId: 'u1', sort: 'paid' });
/** What a month of the unit costs, as the ledger has billed it. */
const owed = async (): Promise<number> =>
  (await ledger.EntryModel.find({ unitId: 'u1', period: PERIOD, insurance: '410', kind: '10', sort: 'due' }).lean()).reduce(
    (sum, { unit, person }) => sum + unit + person,
    0,
  );

describe('who may push', () => {
  test('nothing of a message is looked at before its signature: each fault by name, nothing posted', async () => {
    const file = fileOf(record('x-1', 100));
    const body = Buffer.from(JSON.stringify(file));
    const good = () => signed({ path: PATH, body, keyId: 'tax-610000', key: tax.privateKey }, seconds());
    const refusals: [string, Promise<Answer>, string][] = [
      ['unsigned', post(body, { 'content-type': 'application/json' }), 'EXCHANGE_SIGNATURE'],
      ['with a cookie instead', post(body, { cookie: 'wt_session=abcd' }), 'EXCHANGE_SIGNATURE'],
      ['another key', send(file, { key: other.privateKey }), 'EXCHANGE_SIGNATURE'],
      ['an unknown department', send(file, { as: 'tax-999999' }), 'EXCHANGE_SIGNATURE'],
      ['one byte changed', post(Buffer.from(body.toString().replace('100', '900')), good()), 'EXCHANGE_SIGNATURE'],
      ['cut short', post(body.subarray(0, -10), good()), 'EXCHANGE_SIGNATURE'],
      [
        'signed for another door',
        post(body, signed({ path: '/api/exchange/other', body, keyId: 'tax-610000', key: tax.privateKey })),
        'EXCHANGE_SIGNATURE',
      ],
      [
        'the digest not covered',
        post(body, { ...good(), 'signature-input': good()['signature-input']?.replace(' "content-digest"', '') ?? '' }),
        'EXCHANGE_SIGNATURE',
      ],
      ['too old', send(file, { at: seconds() - 400 }), 'EXCHANGE_STALE'],
      ['from the future', send(file, { at: seconds() + 400 }), 'EXCHANGE_STALE'],
      ['no such door', post(body, good(), '/api/exchange/nothing'), 'NOT_FOUND'],
      ['two megabytes', post(Buffer.alloc(2 * 1024 * 1024, ' '), good()), 'BODY_TOO_LARGE'],
    ];
    for (const [what, answer, name] of refusals)
      expect({ what, name: (await answer.catch(() => ({ name: 'BODY_TOO_LARGE' }))).name }).toEqual({ what, name });
    expect(await posted()).toBe(0);
  });
  test('a signature opens once, of many at the same time one', async () => {
    const body = Buffer.from(JSON.stringify(fileOf(record('replayed-1', 1, { creditCode: 'NOBODY' }))));
    const headers = signed({ path: PATH, body, keyId: 'tax-610000', key: tax.privateKey }, seconds());
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(body, headers)));
    expect(answers.map(({ name }) => name ?? 'in').sort()).toEqual([...Array<string>(4).fill('EXCHANGE_REPLAYED'), 'in']);
  });
  test('operations registers departments: keys checked, two at once one, switched off at once', async () => {
    await expect(register('tax-bad', tax.publicKey, { publicKey: 'no key' })).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    const secret = tax.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(register('tax-bad', tax.publicKey, { publicKey: secret })).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    await expect(register('tax-bad', tax.publicKey, { doors: ['vault'] })).rejects.toMatchObject({ type: 'INPUT_INVALID' });
    await expect(register('tax-610000', tax.publicKey)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    const two = await Promise.allSettled([register('tax-two', other.publicKey), register('tax-two', tax.publicKey)]);
    expect(two.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const row = (await hall.call(departments, {}, ops)).departments.find(({ code }) => code === 'tax-two');
    expect(createPublicKey(String(row?.publicKey)).asymmetricKeyType).toBe('ed25519');
    await register('tax-two', other.publicKey, { seenRev: 1, disabled: true });
    await expect(register('tax-two', other.publicKey, { seenRev: 1 })).rejects.toMatchObject({ type: 'STATE_CHANGED' });
    expect((await send(fileOf(record('off-1', 1)), { as: 'tax-two', key: other.privateKey })).name).toBe('EXCHANGE_SIGNATURE');
    await register('tax-two', other.publicKey, { seenRev: 2, doors: [] });
    expect((await send(fileOf(record('off-2', 1)), { as: 'tax-two', key: other.privateKey })).name).toBe('NOT_ALLOWED');
    await expect(hall.call(departments, {}, finance)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    const admission = { door: 'payments', keyId: 'tax-610000', created: seconds(), nonce: 'n'.repeat(20), base: '', signature: '' };
    await expect(hall.callAs('units', admit, admission)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
});

describe('the tax office sends its files', () => {
  test.each<[string, (file: File) => unknown, string]>([
    ['a count that is not the number of records', (file) => ({ ...file, count: 3 }), '文件应有3条记录，实际2条，全部未处理'],
    ['a total that is not the sum', (file) => ({ ...file, total: 1 }), '各记录金额之和与合计不符，全部未处理'],
    ['one bad line', (file) => ({ ...file, records: [file.records[0], { ...file.records[1], paidOn: '2024-02-30' }] }), ''],
    ['a number twice', (file) => ({ ...file, records: file.records.map((one) => ({ ...one, recordNo: 'same' })) }), '记录号在文件内重复'],
    ['an unknown field', (file) => ({ ...file, note: '急' }), '不认识的字段：note'],
    ['no record', () => fileOf(), '文件中没有到账记录'],
  ])('%s: refused whole, by field', async (_what, bend, words) => {
    const answer = await send(bend(fileOf(record('bad-1', 100), record('bad-2', 200))));
    expect(answer).toMatchObject({ status: 422, name: 'INPUT_INVALID' });
    expect(answer.data?.issues?.map(({ message }) => message).join()).toContain(words);
    expect(await posted()).toBe(0);
  });
  test('paid in part, paid in full, nothing owed, nobody known; the same file again posts nothing more', async () => {
    const due = await owed();
    expect(due).toBeGreaterThan(0);
    const first = fileOf(record('r-1', due / 2), record('r-2', 5_00, { period: '202403' }), record('r-3', 7_00, { creditCode: 'NOBODY' }));
    const taken = await send(first);
    expect(taken.results?.map(({ result }) => result)).toEqual(['part', 'none', 'unknown']);
    expect((await send(first)).results).toEqual(taken.results);
    const rest = fileOf(record('r-4', due / 2));
    const both = await Promise.all([send(rest), send(rest)]);
    expect(both.map(({ results }) => results?.[0]?.result)).toEqual(['paid', 'paid']);
    const reused = await send(fileOf(record('r-4', 1_00)));
    expect(reused.results?.[0]).toMatchObject({ result: 'reused', left: 1_00 });
    const paid = await ledger.EntryModel.find({ unitId: 'u1', sort: 'paid' }).lean();
    expect(paid.reduce((sum, { unit, person }) => sum + unit + person, 0)).toBe(due);
  });
  test('what found nothing waits for a person, who tries again or closes it with a word', async () => {
    const { rows } = await hall.call(waitingPayments, { page: 1, size: 50 }, finance);
    const waiting = rows.filter(({ recordNo }) => recordNo.startsWith('r-'));
    expect(waiting.map(({ recordNo, result, unitName }) => [recordNo, result, unitName]).sort()).toEqual([
      ['r-2', 'none', '示例一'],
      ['r-3', 'unknown', null],
    ]);
    const [id2, id3] = ['tax-610000:r-2', 'tax-610000:r-3'] as const;
    expect(await hall.call(matchPayment, { id: id2, how: 'again' }, finance)).toMatchObject({ waits: true });
    await expect(hall.call(matchPayment, { id: id3, how: 'close', note: '' }, finance)).rejects.toMatchObject({ type: 'INPUT_INVALID' });
    const closes = await Promise.allSettled(
      [1, 2].map(() => hall.call(matchPayment, { id: id3, how: 'close', note: '已退回付款人' }, finance)),
    );
    expect(closes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(hall.call(matchPayment, { id: id3, how: 'again' }, finance)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    await expect(hall.call(matchPayment, { id: 'none', how: 'again' }, finance)).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(hall.call(waitingPayments, {}, ops)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    const left = (await hall.call(waitingPayments, { page: 1, size: 50 }, finance)).rows.map(({ recordNo }) => recordNo);
    expect(left).not.toContain('r-3');
  });
});
