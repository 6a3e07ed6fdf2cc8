import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { receiveRegistrations, type RegistrationRecord } from '@wangting/contracts/units/pushed';
import { people, reserve } from '@wangting/contracts/units/questions';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { item } from '@wangting/contracts/units/unit-registration';
import { clerk, staff } from '@wangting/kit/testing';
import { creditCode, formValues, refusal, unitsHall, type UnitsHall } from './hall.ts';

let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
afterAll(() => at.stop());

const amr: Caller = { kind: 'department', id: 'amr-610000', scopes: ['exchange.registrations'] };
const LEGAL = residentIdOf('619999', '1980-01-01', 1);
const OTHER = residentIdOf('619999', '1975-03-03', 7);
let sequence = 0;
const record = (over: Partial<RegistrationRecord> = {}): RegistrationRecord => ({
  recordNo: `r-${(sequence += 1)}`,
  issuedAt: '2026-01-10T02:00:00.000Z',
  creditCode: creditCode(),
  name: '西安推送示例有限公司',
  legalName: '赵法人',
  legalIdType: '01',
  legalIdNumber: LEGAL,
  area: '610113',
  address: '西安市雁塔区推送路8号',
  registeredOn: '2024-01-10',
  unitType: '10',
  ...over,
});
const push = async (...records: RegistrationRecord[]) =>
  (await at.hall.call(receiveRegistrations, { source: amr.id, records }, amr)).results.map(({ result }) => result);
const unitOf = async (code: string) => {
  const { UnitModel } = await import('../src/models/unit.ts');
  return UnitModel.findOne({ creditCode: code }).lean();
};
const openAs = (who: Caller) => at.hall.call(itemActions(item).open, {}, who);
const registering = (unitId: string) => clerk(unitId, ['unit-registration'], { hat: 'register' });

test('a unit nobody knew is made, its 法人 finds what the register says in item 1, locked', async () => {
  const sent = record();
  expect(await push(sent)).toEqual(['new']);
  const unit = await unitOf(sent.creditCode);
  expect(unit).toMatchObject({ state: '0', name: sent.name, area: '610113', pushed: true });
  expect(JSON.stringify(unit)).not.toMatch(/赵法人|619999198/);
  const { PushedModel } = await import('../src/models/pushed.ts');
  expect(JSON.stringify(await PushedModel.find({ creditCode: sent.creditCode }).lean())).not.toMatch(/赵法人|619999198|推送路/);
  const grants = await at.hall.callAs('identity', people, { ids: [unit?._id ?? ''] });
  expect(grants.units[0]?.people).toMatchObject([{ hat: 'legal' }]);
  const opened = await openAs(registering(unit?._id ?? ''));
  const said = { name: sent.name, address: sent.address, area: '610113', registeredOn: '2024-01-10', unitType: '10' };
  expect(opened.values).toMatchObject({ ...said, legalName: '赵法人', legalIdNumber: LEGAL, dispatch: '0' });
  expect(opened.shows).toMatchObject({ pushedBy: '市场监管部门', pushed: { ...said, legalIdNumber: LEGAL } });
  const found = await at.hall.call(
    itemActions(item).lookup,
    { lookup: 'creditCode', value: sent.creditCode, values: {} },
    registering(unit?._id ?? ''),
  );
  expect(found).toMatchObject({ hits: [{ values: said }] });
  expect(found.message).toBeUndefined();
});

test('what the register says is not the unit’s to change, and the reviewer is told that it agrees', async () => {
  const sent = record();
  await push(sent);
  const unitId = (await unitOf(sent.creditCode))?._id ?? '';
  const who = registering(unitId);
  const same = { creditCode: sent.creditCode, name: sent.name, address: sent.address, registeredOn: sent.registeredOn };
  const submit = async (over: object) => {
    const values = formValues({ ...same, ...over });
    const applicationId = await at.drafted({ unitId, creditCode: sent.creditCode, who, values });
    return at.hall.call(itemActions(item).submit, { requestKey: randomUUID(), applicationId, values }, who);
  };
  const refused = await refusal(submit({ address: '别处1号', registeredOn: '2024-01-11' }));
  expect(refused.name).toBe('INPUT_INVALID');
  expect(refused.data.issues).toEqual([
    { path: 'address', message: '注册地址以市场监管部门推送的登记信息为准，不能修改；请点击统一社会信用代码旁的查询重新带出' },
    { path: 'registeredOn', message: expect.stringContaining('工商登记日期以市场监管部门') },
  ]);
  const sentIn = await submit({});
  const view = await at.hall.call(applicationActions('units').view, { applicationId: sentIn.applicationId }, staff('intake-1', ['intake']));
  expect(JSON.stringify(view)).toContain('已与市场监管部门推送的登记信息核对一致（2026-01-10）');
});

test('a register that speaks while the case is open: what was sent is not registered, the case waits for its reviewer', async () => {
  const sent = record();
  await push(sent);
  const unitId = (await unitOf(sent.creditCode))?._id ?? '';
  const who = registering(unitId);
  const values = formValues({ creditCode: sent.creditCode, name: sent.name, address: sent.address, registeredOn: sent.registeredOn });
  const applicationId = await at.drafted({ unitId, creditCode: sent.creditCode, who, values });
  await at.hall.call(itemActions(item).submit, { requestKey: randomUUID(), applicationId, values }, who);
  const later = record({ creditCode: sent.creditCode, name: '西安改名示例有限公司', issuedAt: '2026-02-01T02:00:00.000Z' });
  expect(await push(later)).toEqual(['changed']);
  const { rules } = await import('../src/items/unit-registration.ts');
  const register = rules.effects.find(({ name }) => name === 'register');
  const of = { applicationId, unitId, values, result: { unitNo: '6199000001' }, decidedAt: '2026-02-02T02:00:00.000Z', keep: {} };
  await expect(register?.run(of as never)).rejects.toMatchObject({
    type: 'RULE_REFUSED',
    message: '登记机关推送的单位名称已变更，请退回补正后由单位按新的登记信息重新提交',
  });
  expect(await unitOf(sent.creditCode)).toMatchObject({ state: '0', name: '西安改名示例有限公司' });
});

test('taken once: sent again, sent at once, changed, overtaken, under a number that was used', async () => {
  const sent = record();
  const all = await Promise.all(Array.from({ length: 8 }, () => push(sent)));
  expect(new Set(all.flat())).toEqual(new Set(['new']));
  const { UnitModel } = await import('../src/models/unit.ts');
  expect(await UnitModel.countDocuments({ creditCode: sent.creditCode })).toBe(1);
  expect(await push({ ...sent, name: '别的名字' })).toEqual(['reused']);
  const code = { creditCode: sent.creditCode };
  expect(await push({ ...sent, recordNo: 'r-again', issuedAt: '2026-01-11T02:00:00.000Z' })).toEqual(['same']);
  expect(await push(record({ ...code, name: '新名字有限公司', issuedAt: '2026-03-01T02:00:00.000Z' }))).toEqual(['changed']);
  expect(await push(record({ ...code, name: '旧名字有限公司', issuedAt: '2026-02-01T02:00:00.000Z' }))).toEqual(['outdated']);
  expect(await unitOf(sent.creditCode)).toMatchObject({ name: '新名字有限公司' });
  // Many words of one register at once: the last one said stands in the end.
  const days = Array.from({ length: 8 }, (_, n) => `2026-04-0${n + 1}T02:00:00.000Z`);
  await Promise.all(days.map((issuedAt, n) => push(record({ ...code, name: `第${n + 1}个名字`, issuedAt }))));
  expect(await unitOf(sent.creditCode)).toMatchObject({ name: '第8个名字' });
  expect((await openAs(registering((await unitOf(sent.creditCode))?._id ?? ''))).values.name).toBe('第8个名字');
});

test('a 注册 account attaches to what was pushed; under another 法人 nothing is shown or overwritten', async () => {
  const sent = record();
  await push(sent);
  const wish = (idNumber: string, code = sent.creditCode) => ({
    creditCode: code,
    name: sent.name,
    area: '610113',
    legal: { name: '赵法人', idType: '01', idNumber, mobile: '19900000001' },
  });
  expect((await refusal(at.hall.callAs('identity', reserve, wish(OTHER)))).message).toBe('单位名称或法人信息与登记信息不一致');
  const { unitId } = await at.hall.callAs('identity', reserve, wish(LEGAL));
  expect(unitId).toBe((await unitOf(sent.creditCode))?._id);
  expect((await unitOf(sent.creditCode))?.pushed).toBeUndefined();
  expect((await openAs(registering(unitId))).values.legalPhone).toBe('19900000001');

  const newcomer = await at.newcomer();
  const theirs = record({ creditCode: newcomer.creditCode, legalName: '钱真法人', legalIdNumber: OTHER });
  expect(await push(theirs)).toEqual(['differs']);
  const opened = await openAs(newcomer.who);
  expect(JSON.stringify(opened)).not.toContain(OTHER);
  expect(JSON.stringify(opened)).not.toContain('钱真法人');
  expect(opened.values).toMatchObject({ name: theirs.name, legalIdNumber: LEGAL });
});

test('another 法人 in a later push of a unit nobody has an account for: the register’s word', async () => {
  const sent = record();
  await push(sent);
  const before = await unitOf(sent.creditCode);
  const later = record({ creditCode: sent.creditCode, legalName: '钱新任', legalIdNumber: OTHER, issuedAt: '2026-05-01T02:00:00.000Z' });
  expect(await push(later)).toEqual(['changed']);
  const after = await unitOf(sent.creditCode);
  expect(after?.legalIdHash).not.toBe(before?.legalIdHash);
  expect(at.identity.revoked).toContainEqual({ unitId: before?._id, idHash: before?.legalIdHash, hat: 'legal', rev: after?.rev });
});

test('a registered unit is told, once, and not changed; while nobody can tell it, it waits', async () => {
  const unit = await at.registered({ details: { address: '老地址1号' } });
  const { UnitModel } = await import('../src/models/unit.ts');
  const kept = await UnitModel.findById(unit.unitId).lean();
  const sent = record({
    creditCode: kept?.creditCode ?? '',
    name: unit.name,
    legalIdNumber: unit.legalIdNumber,
    registeredOn: '2020-01-01',
  });
  at.identity.away = true;
  expect(await push(sent)).toEqual(['notice']);
  at.identity.away = false;
  const { tellOwed } = await import('../src/actions/pushed.ts');
  await tellOwed(at.hall.server);
  await push(sent);
  const told = at.identity.notices.filter(({ key }) => key === `pushed:amr-610000:${sent.recordNo}`);
  expect(told.map(({ text }) => text)).toEqual([
    '市场监管部门推送的登记信息与本单位社会保险登记不一致：注册地址。请自变更之日起30日内办理单位基本信息变更。',
  ]);
  expect(await UnitModel.findById(unit.unitId).lean()).toMatchObject({
    rev: kept?.rev,
    name: unit.name,
    details: { address: '老地址1号' },
  });
  expect(await push(record({ ...sent, recordNo: 'r-equal', address: '老地址1号', issuedAt: '2026-06-01T02:00:00.000Z' }))).toEqual([
    'same',
  ]);
});

test('a record that cannot be right is not taken, in words; the others of the message are', async () => {
  const wrong: [Partial<RegistrationRecord>, string][] = [
    [{ creditCode: '91610000MA0X0001XX' }, '未处理：'],
    [{ area: '619998' }, '未处理：行政区划不在本省区县范围内'],
    [{ legalIdNumber: '610000000000000000' }, '未处理：法人信息不正确'],
    [{ registeredOn: '2099-01-01' }, '未处理：成立日期晚于今天'],
    [{ issuedAt: '2099-01-01T00:00:00.000Z' }, '未处理：推送时间晚于今天'],
    [{ unitType: 'zz' }, '未处理：代码不在字典内：单位类型'],
  ];
  const records = [...wrong.map(([over]) => record(over)), record()];
  const { results } = await at.hall.call(receiveRegistrations, { source: amr.id, records }, amr);
  expect(results.at(-1)?.result).toBe('new');
  wrong.forEach(([, words], n) => {
    expect(results[n]?.result).toBe('invalid');
    expect(results[n]?.message).toContain(words);
  });
  for (const who of [staff('x', ['ops', 'first']), clerk('u', ['unit-registration']), { ...amr, scopes: ['exchange.payments'] }])
    expect((await refusal(at.hall.call(receiveRegistrations, { source: 'x', records }, who))).name).toBe('NOT_ALLOWED');
});
