import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Caller } from '@wangting/contracts/caller';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receiveRegistrations, type RegistrationRecord } from '@wangting/contracts/units/pushed';
import { differingRegistrations, settleRegistration } from '@wangting/contracts/units/pushed-review';
import { staff } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';
import { creditCode, refusal, unitsHall, type UnitsHall } from './hall.ts';

let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
afterAll(() => at.stop());

const amr: Caller = { kind: 'department', id: 'amr-610000', scopes: ['exchange.registrations'] };
const OTHER = residentIdOf('619999', '1975-03-03', 7);
const [intake, first] = [staff('intake-1', ['intake']), staff('first-1', ['first'])];
let sequence = 0;
const record = (over: Partial<RegistrationRecord> & { creditCode: string }): RegistrationRecord => ({
  recordNo: `p-${(sequence += 1)}`,
  issuedAt: `2026-01-10T02:00:${String(sequence % 60).padStart(2, '0')}.000Z`,
  name: '西安推送示例有限公司',
  legalName: '钱真法人',
  legalIdType: '01',
  legalIdNumber: OTHER,
  area: '610113',
  address: '西安市雁塔区推送路8号',
  registeredOn: '2024-01-10',
  ...over,
});
const push = async (sent: RegistrationRecord) =>
  (await at.hall.call(receiveRegistrations, { source: amr.id, records: [sent] }, amr)).results[0]?.result;
const listed = async (creditCode: string, as: Caller = intake) => (await at.hall.call(differingRegistrations, { creditCode }, as)).rows;
const settle = (id: string, as: Caller, { opinion = '已电话核实', requestKey = randomUUID() as string } = {}) =>
  at.hall.call(settleRegistration, { requestKey, id, opinion }, as);
/** An account of a 法人 whom the register does not name. */
async function differing() {
  const newcomer = await at.newcomer();
  const sent = record({ creditCode: newcomer.creditCode });
  expect(await push(sent)).toBe('differs');
  return { sent, id: `${amr.id}:${sent.recordNo}` };
}

test('another 法人 than the account’s waits for the agency, side by side and masked, until somebody has looked into it', async () => {
  const { sent, id } = await differing();
  const [row, ...more] = await listed(sent.creditCode);
  expect(more).toEqual([]);
  expect(row).toMatchObject({ id, kind: 'differs', what: '法人与网上注册账号不一致', source: '市场监管部门', unitNo: '' });
  expect(row?.lines.map(({ field }) => field)).toEqual(expect.arrayContaining(['单位名称', '法人姓名', '法人证件号码']));
  expect(row?.lines.find(({ field }) => field === '法人姓名')).toMatchObject({ after: '钱真法人' });
  expect(JSON.stringify(row)).not.toContain(OTHER);
  expect(await settle(id, intake)).toEqual({ message: '已标记为核对完毕' });
  expect(await listed(sent.creditCode)).toEqual([]);
});

test('a registered unit that was told stands there too, and says when it agrees by now', async () => {
  const unit = await at.registered({ details: { address: '老地址1号' } });
  const { UnitModel } = await import('../src/models/unit.ts');
  const code = (await UnitModel.findById(unit.unitId).lean())?.creditCode ?? '';
  const sent = record({
    creditCode: code,
    name: unit.name,
    legalName: '赵法人',
    legalIdNumber: unit.legalIdNumber,
    registeredOn: '2020-01-01',
  });
  expect(await push(sent)).toBe('notice');
  const [row] = await listed(code, first);
  expect(row).toMatchObject({ kind: 'notice', unitNo: unit.no, unitName: unit.name });
  expect(row?.lines).toEqual([{ section: '单位基本信息', field: '注册地址', before: '老地址1号', after: '西安市雁塔区推送路8号' }]);
  await UnitModel.updateOne({ _id: unit.unitId }, { $set: { 'details.address': '西安市雁塔区推送路8号' } });
  expect((await listed(code, first))[0]?.lines).toEqual([]);
});

test('what the register says later takes the place of what it said before', async () => {
  const { sent, id } = await differing();
  const later = record({ creditCode: sent.creditCode, legalName: '孙再任', issuedAt: '2026-03-01T02:00:00.000Z' });
  expect(await push(later)).toBe('differs');
  expect((await listed(sent.creditCode)).map((row) => row.id)).toEqual([`${amr.id}:${later.recordNo}`]);
  expect((await refusal(settle(id, intake))).message).toBe('登记机关已推送新的登记信息，请刷新后核对最新一条');
  // An older word that arrives late changes nothing.
  expect(await push(record({ creditCode: sent.creditCode, issuedAt: '2025-01-01T02:00:00.000Z' }))).toBe('outdated');
  expect((await listed(sent.creditCode)).map((row) => row.id)).toEqual([`${amr.id}:${later.recordNo}`]);
});

test('when the unit moves, its row moves with it, also when the process stopped in between', async () => {
  const unit = await at.registered({ details: { address: '老地址1号' } });
  const { UnitModel } = await import('../src/models/unit.ts');
  const code = (await UnitModel.findById(unit.unitId).lean())?.creditCode ?? '';
  const same = { creditCode: code, name: unit.name, legalName: '赵法人', legalIdNumber: unit.legalIdNumber, registeredOn: '2020-01-01' };
  expect(await push(record(same))).toBe('notice');
  const [here, there] = [staff('here', ['first'], ['610113']), staff('there', ['first'], ['610112'])];
  expect(await listed(code, here)).toHaveLength(1);
  const { rules } = await import('../src/items/unit-maintenance.ts');
  const { keyDataOf } = await import('../src/domain/key-data.ts');
  const { ownUnit } = await import('../src/domain/write.ts');
  const before = keyDataOf(await ownUnit(unit.unitId));
  const keep = { fields: ['area'], before, after: { ...before, area: '610112' }, hat: '' };
  const of = { applicationId: randomUUID(), unitId: unit.unitId, decidedAt: '2026-02-01T00:00:00.000Z', submittedBy: 'x', keep };
  await rules.effects[0]?.run(of as never);
  expect(await listed(code, here)).toEqual([]);
  const [row] = await listed(code, there);
  expect(row).toMatchObject({ area: '610112' });
  expect(await settle(row?.id ?? '', there)).toEqual({ message: '已标记为核对完毕' });

  // A process stopped after the unit and before the row: carried out again, the effect finds it.
  const later = record({ ...same, address: '又一处3号', issuedAt: '2026-04-01T02:00:00.000Z' });
  expect(await push(later)).toBe('notice');
  const { PushedModel } = await import('../src/models/pushed.ts');
  await PushedModel.updateOne({ _id: `${amr.id}:${later.recordNo}` }, { $set: { waitsIn: '610113' } });
  await rules.effects[0]?.run(of as never);
  expect(await listed(code, there)).toHaveLength(1);
});

test('registered elsewhere and under another 法人 than the account’s: the row waits there, and who had the account is out at once', async () => {
  const one = await at.newcomer({ area: '610112', legalIdNumber: OTHER });
  const { name, address, registeredOn } = one.values;
  const sent = record({ creditCode: one.creditCode, name, address: address ?? '', registeredOn, area: '610112' });
  expect(await push(sent)).toBe('differs');
  const [here, there] = [staff('here', ['first'], ['610113']), staff('there', ['first'], ['610112'])];
  expect(await listed(one.creditCode, here)).toHaveLength(1);
  const { ownUnit } = await import('../src/domain/write.ts');
  const { legalIdHash } = await ownUnit(one.unitId);
  const { rules } = await import('../src/items/unit-registration.ts');
  const result = { unitNo: '6199000077' };
  const of = { applicationId: randomUUID(), unitId: one.unitId, values: one.values, decidedAt: '2026-02-02T02:00:00.000Z', result };
  await rules.effects.find((effect) => effect.name === 'register')?.run({ ...of, submittedBy: 'x', keep: {} } as never);
  expect(at.identity.revoked).toContainEqual({ unitId: one.unitId, idHash: legalIdHash, hat: 'legal', rev: 2 });
  expect(await listed(one.creditCode, here)).toEqual([]);
  expect(await listed(one.creditCode, there)).toHaveLength(1);
});

test('of many at once one settles it; the same press again is answered as before', async () => {
  const { sent, id } = await differing();
  const requestKey = randomUUID();
  const pressed = await Promise.allSettled([
    settle(id, intake, { requestKey }),
    settle(id, intake, { requestKey }),
    settle(id, first, { opinion: '另一人' }),
  ]);
  expect(pressed.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  expect(await listed(sent.creditCode)).toEqual([]);
  const { PushedModel } = await import('../src/models/pushed.ts');
  const who = (await PushedModel.findById(id).lean())?.settled?.who;
  const loser = who === intake.id ? first : intake;
  expect((await refusal(settle(id, loser))).message).toMatch(/^该登记信息已由.+核对，请刷新后查看$/);
  if (who === intake.id) {
    expect(await settle(id, intake, { requestKey })).toEqual({ message: '已标记为核对完毕' });
    expect((await refusal(settle(id, intake, { requestKey, opinion: '改口' }))).name).toBe('REQUEST_KEY_REUSED');
  }
});

test('refusals have names: other areas, other roles, no words, nothing to settle', async () => {
  const { sent, id } = await differing();
  const name = async (promise: Promise<unknown>) => (await refusal(promise)).name;
  const far = staff('far', ['first'], ['6102']);
  expect(await listed(sent.creditCode, far)).toEqual([]);
  expect(await name(settle(id, far))).toBe('NOT_FOUND');
  for (const role of ['second', 'third', 'finance', 'ops']) {
    expect(await name(listed(sent.creditCode, staff(`x-${role}`, [role])))).toBe('NOT_ALLOWED');
    expect(await name(settle(id, staff(`x-${role}`, [role])))).toBe('NOT_ALLOWED');
  }
  expect(await name(settle(id, intake, { opinion: '  ' }))).toBe('INPUT_INVALID');
  expect(await name(settle('amr-610000:nobody', intake))).toBe('NOT_FOUND');
  const nothing = record({ creditCode: creditCode() });
  expect(await push(nothing)).toBe('new');
  expect(await name(settle(`${amr.id}:${nothing.recordNo}`, intake))).toBe('NOT_FOUND');
  expect(await listed(sent.creditCode)).toHaveLength(1);
});

test('a page reads those who wait and their units, however many registrations there are', async () => {
  const { sent, id } = await differing();
  const { PushedModel } = await import('../src/models/pushed.ts');
  const push = await PushedModel.findById(id).lean();
  const quiet = Array.from({ length: 2_000 }, (_, n) => ({ ...push, _id: `${amr.id}:q${n}`, creditCode: `q${n}`, waitsIn: undefined }));
  await PushedModel.insertMany(quiet);
  const waiting = await PushedModel.countDocuments({ waitsIn: { $type: 'string' } });
  const looked = await reads(`${at.namespace}_units`, ['pushed_registrations'], () => listed(sent.creditCode));
  if (looked) {
    expect(looked.scans).toEqual([]);
    expect(looked.documents).toBeLessThanOrEqual(2 * waiting + 3);
  }
});
