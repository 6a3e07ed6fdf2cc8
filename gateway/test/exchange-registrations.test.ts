import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { creditCodeFrom } from '@wangting/contracts/standards/credit-code';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import type { RegistrationRecord } from '@wangting/contracts/units/pushed';
import { item } from '@wangting/contracts/units/unit-registration';
import { realNow } from '@wangting/kit/clock';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { signed } from '../../deploy/exchange-kit/sign.ts';
import { openDoor, type Door } from './exchange-door.ts';

/** The door, identity and units are real; the market regulator signs as deploy/exchange-kit shows it. */
testEnvironment();
process.env.RATE_PER_MINUTE = '100000';
const PATH = '/api/exchange/registrations';
const amr = generateKeyPairSync('ed25519');
const tax = generateKeyPairSync('ed25519');
let hall: TestHall;
let door: Door;

beforeAll(async () => {
  const { default: identity } = await import('../../services/identity/src/identity.service.ts');
  const { default: units } = await import('../../services/units/src/units.service.ts');
  hall = await testHall([identity, units]);
  door = await openDoor(hall, ['identity', 'units']);
  await door.register('amr-610000', amr.publicKey, ['registrations']);
  await door.register('tax-610000', tax.publicKey, ['payments']);
}, 120_000);
afterAll(async () => {
  await door.close();
  await hall.stop();
});

interface Answer {
  status: number;
  name?: string;
  data?: { issues?: { path: string; message: string }[] };
  results?: { recordNo: string; result: string; message: string }[];
}
async function send(message: unknown, { as = 'amr-610000', key = amr.privateKey } = {}): Promise<Answer> {
  const body = Buffer.from(JSON.stringify(message));
  const headers = signed({ path: PATH, body, keyId: as, key }, Math.floor(realNow() / 1000));
  const answer = await fetch(`${door.origin}${PATH}`, { method: 'POST', headers, body: new Uint8Array(body) });
  return { status: answer.status, ...((await answer.json()) as object) };
}
const CODE = creditCodeFrom('91', '619999', 'MA0T7001');
const record = (over: Partial<RegistrationRecord> = {}): RegistrationRecord => ({
  recordNo: 'a-1',
  issuedAt: '2026-01-10T02:00:00.000Z',
  creditCode: CODE,
  name: '西安推送示例有限公司',
  legalName: '赵法人',
  legalIdType: '01',
  legalIdNumber: residentIdOf('619999', '1980-01-01', 1),
  area: '610113',
  address: '西安市雁塔区推送路8号',
  registeredOn: '2024-01-10',
  ...over,
});
const message = (...records: unknown[]) => ({ count: records.length, records });
const unitOf = async () => (await import('../../services/units/src/models/unit.ts')).UnitModel.findOne({ creditCode: CODE }).lean();

test('who may not push registrations, and what is not whole, changes nothing', async () => {
  expect((await send(message(record()), { as: 'tax-610000', key: tax.privateKey })).name).toBe('NOT_ALLOWED');
  expect((await send(message(record()), { key: tax.privateKey })).name).toBe('EXCHANGE_SIGNATURE');
  const bad: [unknown, string][] = [
    [{ ...message(record()), count: 2 }, '来文应有2条记录，实际1条，全部未处理'],
    [message(record(), record({ name: '别的' })), '记录号在来文内重复'],
    [message({ ...record(), note: '急' }), '不认识的字段：note'],
    [message(record({ registeredOn: '2024-02-30' })), ''],
    [message(record({ issuedAt: '2026-01-10' })), '推送时间应为 UTC 时间'],
    [message(), '来文中没有登记信息'],
  ];
  for (const [sent, words] of bad) {
    const answer = await send(sent);
    expect(answer).toMatchObject({ status: 422, name: 'INPUT_INVALID' });
    expect(answer.data?.issues?.map(({ message: said }) => said).join()).toContain(words);
  }
  expect(await unitOf()).toBeNull();
});

test('a signed registration becomes a unit whose 法人 finds it in item 1; sent again it is the same', async () => {
  const sent = message(record(), record({ recordNo: 'a-2', area: '619998' }));
  const answer = await send(sent);
  expect(answer.results).toMatchObject([
    { recordNo: 'a-1', result: 'new', message: '已接收，待单位办理社会保险登记' },
    { recordNo: 'a-2', result: 'invalid' },
  ]);
  expect((await send(sent)).results).toEqual(answer.results);
  const unitId = (await unitOf())?._id ?? '';
  const who = clerk(unitId, ['unit-registration'], { hat: 'register' });
  expect(await hall.call(itemActions(item).open, {}, who)).toMatchObject({
    allowed: true,
    values: { name: '西安推送示例有限公司', address: '西安市雁塔区推送路8号', legalName: '赵法人' },
    shows: { pushedBy: '市场监管部门' },
  });
  const later = record({ recordNo: 'a-3', name: '西安改名示例有限公司', issuedAt: '2026-02-10T02:00:00.000Z' });
  expect((await send(message(later))).results).toMatchObject([{ result: 'changed' }]);
  expect((await hall.call(itemActions(item).open, {}, who)).values.name).toBe('西安改名示例有限公司');
});
