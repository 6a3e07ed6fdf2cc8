import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { itemsOf } from '@wangting/contracts/catalogue';
import { queryFindings } from '@wangting/contracts/contributions/overage-findings';
import { endExemption, unitExemptions } from '@wangting/contracts/contributions/ledger-exemptions';
import { item } from '@wangting/contracts/contributions/treaty-exemption';
import { queryExemptions } from '@wangting/contracts/contributions/treaty-query';
import { nowIso, nowMs, realNow } from '@wangting/kit/clock';
import { clerk, staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { default: persons } = await import('../../persons/src/persons.service.ts');
const { seedPeople } = await import('../../persons/src/seed.ts');
const { sealAbout, aboutOf } = await import('../../persons/src/domain/about.ts');
const { PersonModel } = await import('../../persons/src/models/person.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { ExemptionModel } = await import('../src/models/decision.ts');
const { FindingModel } = await import('../src/models/finding.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { openRun, workRun } = await import('../src/domain/run.ts');
const { applications } = await import('../src/applications.ts');

const mine = clerk(
  'u1',
  itemsOf('contributions').map(({ id }) => id),
);
const actions = itemActions(item);
let hall: TestHall;
let german = '';
let chinese = '';

beforeAll(async () => {
  hall = await testHall([contributions, persons]);
  await hall.clock(Date.parse('2024-06-20T04:00:00Z') - nowMs());
  const unit = { unitId: 'u1', unitNo: '6112000001', name: '示例公司', creditCode: 'c', unitType: '10', area: '610113', riskClass: '1' };
  await UnitCopyModel.create({ _id: 'u1', rev: 1, heardAt: nowIso(), unit } as never);
  const person = (name: string, idNumber: string) => ({
    name,
    idType: '08',
    idNumber,
    sex: '1',
    birthDate: '1985-01-01',
    mobile: '19900000000',
    enrolments: (['210', '410'] as const).map((insurance) => ({ unitId: 'u1', insurance, from: '2024-01-01', to: null })),
  });
  [german = '', chinese = ''] = await seedPeople([person('MUSTERMANN ERIKA', 'C01X00T47'), person('张示例', 'E00000001')]);
  const found = await PersonModel.findOne({ personNo: german }).lean();
  await PersonModel.updateOne({ personNo: german }, { $set: { about: sealAbout({ ...aboutOf(found as never), nationality: 'DEU' }) } });
  await until(async () => (await EnrolmentCopyModel.countDocuments({})) === 4);
}, 60_000);
afterAll(() => hall.stop());

const values = (over: object = {}) => ({
  personNo: german,
  country: 'DEU',
  personKind: '1',
  from: '2024-05-15',
  to: '2024-12-31',
  insurances: ['210' as const],
  ...over,
});
/** A draft with its two required papers, ready to be sent. */
async function ready(over: object = {}) {
  const { applicationId } = await hall.call(actions.draft, { requestKey: randomUUID(), values: values(over) }, mine);
  for (const slot of ['coverage', 'passport'])
    await applications.models.materials.create({
      _id: randomUUID(),
      applicationId,
      slot,
      fileId: randomUUID(),
      name: `${slot}.pdf`,
      size: 1,
      type: 'application/pdf',
      sm3: 'x',
      at: nowIso(),
      by: mine.id,
    });
  return { requestKey: randomUUID(), applicationId, values: values(over) };
}

describe('20 互免协议免缴登记', () => {
  test.each([
    ['a Chinese', () => ({ personNo: chinese }), '仅外国人可办理互免协议免缴登记'],
    ['another country than the passport', () => ({ country: 'KOR' }), '互免国家（地区）与该人员的国籍不一致'],
    ['工伤保险', () => ({ insurances: ['410'] }), '德国协定不包含工伤保险'],
    ['more than the first 60 months', () => ({ to: '2029-06-01' }), '免缴期限不能超过60个月'],
    ['before the agreement', () => ({ from: '2001-01-01', to: '2001-12-31' }), '德国没有在该日期生效的双边社会保险协定'],
    ['nobody of the unit', () => ({ personNo: '611999999999' }), '未查询到该人员信息'],
  ])('%s is refused in words', async (_what, over, message) => {
    await expect(hall.call(actions.submit, await ready(over()), mine)).rejects.toMatchObject({ type: 'RULE_REFUSED', data: { message } });
  });
  test('an end before its start, and missing papers', async () => {
    await expect(hall.call(actions.submit, await ready({ to: '2024-05-01' }), mine)).rejects.toMatchObject({ type: 'INPUT_INVALID' });
    await expect(hall.call(actions.submit, { requestKey: randomUUID(), values: values() }, mine)).rejects.toMatchObject({
      type: 'MATERIAL_MISSING',
    });
  });
  test('takes effect at once and once, however many send it; the same days again are refused', async () => {
    await workRun(await openRun('202404', 'test'));
    const first = await ready();
    const answers = await Promise.allSettled([
      ...Array.from({ length: 6 }, () => hall.call(actions.submit, first, mine)),
      hall.call(actions.submit, await ready(), mine),
    ]);
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    expect(await ExemptionModel.countDocuments({ valid: true })).toBe(1);
    await expect(hall.call(actions.submit, await ready({ from: '2024-12-31', to: '2025-06-30' }), mine)).rejects.toMatchObject({
      data: { message: '与该人员已有的免缴记录期间重叠，请核对' },
    });
  });
  test('no due is made for 失业保险 from the month of the start on; 工伤保险 goes on', async () => {
    for (const period of ['202405', '202406']) await workRun(await openRun(period, 'test'));
    const { _id: personId } = (await PersonModel.findOne({ personNo: german }).lean()) ?? { _id: '' };
    const months = async (insurance: string) =>
      (await EntryModel.find({ personId, insurance }).sort({ month: 1 }).lean()).map(({ month }) => month);
    expect(await months('210')).toEqual(['202404']);
    expect(await months('410')).toEqual(['202404', '202405', '202406']);
  });
  test('14: listed with its days and insurances; by country and validity', async () => {
    const ask = (filter: object) => hall.call(queryExemptions, { filter, page: 1, size: 10 }, mine);
    expect((await ask({ any: 'MUSTERMANN ERIKA' })).rows).toMatchObject([
      { country: 'DEU', unemployment: '1', injury: '0', from: '2024-05-15', to: '2024-12-31', valid: '1', personNo: german },
    ]);
    expect([(await ask({ country: 'KOR' })).total, (await ask({ valid: '0' })).total, (await ask({ valid: '1' })).total]).toEqual([
      0, 0, 1,
    ]);
    const other = clerk('u2', ['treaty-query']);
    expect(
      (await hall.call(queryExemptions, { filter: {}, page: 1, size: 10 }, other).catch((error: unknown) => error)) as object,
    ).not.toMatchObject({ total: 1 });
  });
});

describe('an exemption ends before its time', () => {
  const first = staff('chushen', ['first']);
  const only = async () => (await ExemptionModel.findOne({ valid: true }).lean())?._id ?? '';
  test('the agency sees it by 单位编号; another area, another role and a day outside are refused', async () => {
    const seen = await hall.call(unitExemptions, { unitNo: '6112000001' }, first);
    expect(seen.rows).toMatchObject([{ personNo: german, country: 'DEU', to: '2024-12-31', endable: true }]);
    expect(JSON.stringify(seen)).not.toContain('MUSTERMANN ERIKA');
    const end = { requestKey: randomUUID(), id: await only(), on: '2024-05-20', reason: '派遣提前结束' };
    await expect(hall.call(unitExemptions, { unitNo: '6112000001' }, staff('x', ['first'], ['6102']))).rejects.toMatchObject({
      type: 'RULE_REFUSED',
    });
    await expect(hall.call(endExemption, end, staff('x', ['first'], ['6102']))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(hall.call(endExemption, end, staff('y', ['finance']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    for (const on of ['2024-05-14', '2024-12-31'])
      await expect(hall.call(endExemption, { ...end, on }, first)).rejects.toMatchObject({ data: { message: '终止日期应在免缴期间内' } });
  });
  test('once, and the months it no longer covers are billed by the next run, as 断缴补缴', async () => {
    const end = { requestKey: randomUUID(), id: await only(), on: '2024-05-20', reason: '派遣提前结束' };
    const answers = await Promise.allSettled([
      ...Array.from({ length: 4 }, () => hall.call(endExemption, end, first)),
      hall.call(endExemption, { ...end, requestKey: randomUUID() }, first),
    ]);
    const said = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value.message] : []));
    expect(new Set(said)).toEqual(new Set(['已终止，2024年06月起恢复缴费，遗漏的月份在下一次核定时补缴']));
    expect(answers.some(({ status }) => status === 'rejected')).toBe(true);
    await hall.clock(Date.parse('2024-07-20T04:00:00Z') - realNow());
    await workRun(await openRun('202407', 'test'));
    const { _id: personId } = (await PersonModel.findOne({ personNo: german }).lean()) ?? { _id: '' };
    const rows = await EntryModel.find({ personId, insurance: '210' }).sort({ month: 1 }).lean();
    expect(rows.map(({ month, period, kind }) => [month, period, kind])).toEqual([
      ['202404', '202404', '10'],
      ['202406', '202407', '21'],
      ['202407', '202407', '10'],
    ]);
    expect((await hall.call(queryExemptions, { filter: {}, page: 1, size: 10 }, mine)).rows).toMatchObject([{ to: '2024-05-20' }]);
  });
  test('void from its beginning: May too is billed', async () => {
    await ExemptionModel.updateOne({}, { $set: { endKey: null } });
    await hall.call(endExemption, { requestKey: randomUUID(), id: await only(), reason: '登记有误' }, first);
    await workRun(await openRun('202407', 'again'));
    const { _id: personId } = (await PersonModel.findOne({ personNo: german }).lean()) ?? { _id: '' };
    expect((await EntryModel.find({ personId, insurance: '210', month: '202405' }).lean()).map(({ kind }) => kind)).toEqual(['21']);
    expect((await hall.call(queryExemptions, { filter: { valid: '0' }, page: 1, size: 10 }, mine)).total).toBe(1);
  });
});

test('12: findings of the own unit, with the agency’s words', async () => {
  const { _id: personId } = (await PersonModel.findOne({ personNo: chinese }).lean()) ?? { _id: '' };
  const finding = {
    personId,
    from: '2024-01-01',
    unitId: 'u1',
    kind: '01',
    on: '2024-01-05',
    note: '延长至满15年',
    area: '610113',
    by: 's',
  };
  await FindingModel.create([
    { _id: 'a', ...finding },
    { _id: 'b', ...finding, on: '2023-01-05', revoked: true },
    { _id: 'c', ...finding, unitId: 'u2' },
  ]);
  const { rows } = await hall.call(queryFindings, { filter: {}, page: 1, size: 10 }, mine);
  expect(rows.map(({ on, valid, name }) => [on, valid, name])).toEqual([
    ['2024-01-05', '1', '张示例'],
    ['2023-01-05', '0', '张示例'],
  ]);
  expect(rows[0]?.agency).toMatch(/社会保险经办机构$/);
});
