import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { registerProject } from '@wangting/contracts/units/projects';
import { snapshot, unitFact } from '@wangting/contracts/units/questions';
import { item, type UnitClosingInput } from '@wangting/contracts/units/unit-closing';
import { listen } from '@wangting/kit/consume';
import { logger } from '@wangting/kit/log';
import { staff, until } from '@wangting/kit/testing';
import { cases, refusal, unitsHall, type Registered, type UnitsHall } from './hall.ts';

const closing = itemActions(item);
let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
beforeEach(() => void Object.assign(at.identity.standing, { people: 0, owed: 0, unbilled: [], open: [], away: false }));
afterAll(() => at.stop());

// It goes with 人员停保登记, which a closed unit keeps.
const home = () => at.registered({ items: ['person-stop'] });
const values = (over: Partial<UnitClosingInput> = {}): UnitClosingInput => ({ closingReason: '1', closedOn: '2024-03-01', ...over });
const send = (
  unit: Registered,
  over: Record<string, unknown> = {},
  applicationId?: string,
  confirmed = ['CLOSE'],
  requestKey = randomUUID(),
) => at.hall.call(closing.submit, { requestKey, confirmed, values: values(over), ...(applicationId ? { applicationId } : {}) }, unit.legal);
async function submitted(unit: Registered): Promise<string> {
  const { applicationId } = await at.hall.call(closing.draft, { requestKey: randomUUID(), values: values() }, unit.legal);
  await at.attach(applicationId, ['closing-proof'], unit.legal.id);
  await send(unit, {}, applicationId);
  return applicationId;
}
const step = (applicationId: string, seenSeq: number, action: 'accept' | 'take' | 'pass', role: 'intake' | 'first') =>
  at.hall.call(cases.step, { requestKey: randomUUID(), applicationId, seenSeq, action, opinion: '' }, staff(`closing-${role}`, [role]));
async function passed(applicationId: string) {
  await step(applicationId, 1, 'accept', 'intake');
  await step(applicationId, 2, 'take', 'first');
  return step(applicationId, 3, 'pass', 'first');
}
const stateOf = async (unitId: string) => (await at.hall.callAs('persons', snapshot, { ids: [unitId] })).units[0];

test('what stands in the way is shown, and refused each in its own words', async () => {
  const unit = await home();
  const { standing } = at.identity;
  const says = async (message: string) => expect((await refusal(send(unit))).message).toBe(message);
  Object.assign(standing, { people: 3 });
  await says('单位尚有3名参保人员，请先办理人员停保登记');
  expect((await at.hall.call(closing.open, {}, unit.legal)).shows.checks).toContainEqual({ what: '参保人员', found: '尚有 3 人' });
  Object.assign(standing, { people: 0, owed: 1_234_56 });
  await says('单位尚有未缴清的社会保险费1,234.56元，请缴清后办理');
  Object.assign(standing, { owed: 0, unbilled: ['202403', '202404'] });
  await says(
    '单位2024年03月、2024年04月的社会保险费尚未核定，能否注销暂不能确定。请待应缴核定（每月25日起）并缴清后再申请，已填内容可暂存；急需办理的，请联系经办机构提前核定',
  );
  expect((await at.hall.call(closing.open, {}, unit.legal)).shows.checks).toContainEqual({
    what: '未核定月份',
    found: '2024年03月、2024年04月',
  });
  Object.assign(standing, { unbilled: [], open: ['人员参保登记', '工伤认定申请'] });
  await says('单位存在未办结的业务：人员参保登记、工伤认定申请，请办结后再申请注销');
  Object.assign(standing, { open: [], away: true });
  expect((await refusal(send(unit))).name).toBe('SERVICE_AWAY');
  standing.away = false;
  const project = {
    name: '在保项目',
    kind: '01',
    employer: '甲',
    contact: '王工',
    phone: '19900000031',
    price: 100,
    startOn: '2026-01-01',
    endOn: '2999-12-31',
  };
  await at.hall.call(
    registerProject,
    { requestKey: randomUUID(), unitNo: unit.no, project: { ...project, name: '未参保项目' } },
    staff('o', ['intake']),
  );
  expect((await refusal(send(unit))).name).toBe('MATERIAL_MISSING');
  await at.hall.call(
    registerProject,
    { requestKey: randomUUID(), unitNo: unit.no, project: { ...project, insuredFrom: '2026-01-01' } },
    staff('o', ['intake']),
  );
  await says('工程项目“在保项目”尚在参保有效期内，请到经办机构办理项目变更后再申请注销');
});

test('dates, reason, papers and the question before it is sent', async () => {
  const unit = await home();
  const issue = async (over: Record<string, unknown>) => ((await refusal(send(unit, over))).data.issues as object[])[0];
  expect(await issue({ closedOn: '2999-01-01' })).toEqual({ path: 'closedOn', message: '注销日期不能晚于今天' });
  expect(await issue({ closedOn: '2019-01-01' })).toEqual({ path: 'closedOn', message: '注销日期不能早于工商成立日期' });
  expect(await issue({ closingReason: '8' })).toEqual({ path: 'closingReason', message: '请从列表中选择注销原因' });
  expect(await issue({ unitId: 'x' })).toMatchObject({ path: 'values.unitId' });
  expect((await refusal(send(unit, {}, undefined, []))).data.confirms).toEqual([
    { code: 'CLOSE', message: '注销后单位只能查询和打印，不能再办理业务，是否继续？' },
  ]);
  expect((await refusal(send(unit))).message).toBe('请上传材料：注销证明');
});

test('closed when passed: state, insurances and the fact; the case stays to be seen, and nothing more is done', async () => {
  const unit = await home();
  const told: string[] = [];
  const { stop } = await listen(
    at.hall.bus,
    {
      service: 'persons',
      fact: unitFact,
      handle: async (facts) => void told.push(...facts.filter(({ entityId }) => entityId === unit.unitId).map(({ kind }) => kind)),
    },
    logger('test'),
  );
  const applicationId = await submitted(unit);
  expect((await stateOf(unit.unitId))?.state).toBe('1');
  expect(await passed(applicationId)).toMatchObject({ row: { status: 'approved' }, effects: [{ name: 'close', state: 'done' }] });
  expect(await stateOf(unit.unitId)).toMatchObject({ state: '3', insurances: [{ insurance: '410', state: '3' }] });
  await until(async () => told.includes('closed'));
  await stop();
  expect((await at.hall.call(cases.view, { applicationId }, unit.agent)).row.status).toBe('approved');
  expect((await refusal(send(unit))).message).toBe('单位登记状态为“注销”，不能办理注销登记');
  expect(await at.hall.call(closing.open, {}, unit.legal)).toMatchObject({ allowed: false });
  const { ownUnit } = await import('../src/domain/write.ts');
  expect(await ownUnit(unit.unitId)).toMatchObject({ closedOn: '2024-03-01', rev: 2 });
});

test('somebody enrolled while it was reviewed: the effect refuses by name and the unit stays', async () => {
  const unit = await home();
  const applicationId = await submitted(unit);
  at.identity.standing.people = 1;
  const done = await passed(applicationId);
  expect(done.effects).toMatchObject([{ name: 'close', state: 'failed', note: '单位尚有1名参保人员，请先办理人员停保登记' }]);
  expect((await stateOf(unit.unitId))?.state).toBe('1');
});

test('persons away when it is carried out: it waits and is done later', async () => {
  const unit = await home();
  const applicationId = await submitted(unit);
  at.identity.standing.away = true;
  expect((await passed(applicationId)).effects).toMatchObject([{ name: 'close', state: 'pending' }]);
  at.identity.standing.away = false;
  await until(async () => (await stateOf(unit.unitId))?.state === '3', 12_000);
});

test('sent many times at once it is one case; another unit has none of it', async () => {
  const [unit, stranger] = [await home(), await home()];
  const drafts = await Promise.all(
    [1, 2, 3].map(async () => {
      const { applicationId } = await at.hall.call(closing.draft, { requestKey: randomUUID(), values: values() }, unit.legal);
      await at.attach(applicationId, ['closing-proof'], unit.legal.id);
      return applicationId;
    }),
  );
  const sends = await Promise.all(drafts.map((applicationId) => refusal(send(unit, {}, applicationId))));
  expect(sends.map(({ name }) => name).sort()).toEqual(['ALREADY_OPEN', 'ALREADY_OPEN', 'none']);
  const row = await at.models.rows.findOne({ unitId: unit.unitId }).lean();
  expect((await refusal(at.hall.call(cases.view, { applicationId: row?._id ?? '' }, stranger.legal))).name).toBe('NOT_FOUND');
});
