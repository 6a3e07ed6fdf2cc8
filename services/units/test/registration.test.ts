import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { printForm } from '@wangting/contracts/units/unit-registration-print';
import { byNumber, people, reserve, snapshot, snapshotAll } from '@wangting/contracts/units/questions';
import { runEffects } from '@wangting/kit/applications/effects';
import { sweepGuards, takeGuards } from '@wangting/kit/applications/guards';
import { logger } from '@wangting/kit/log';
import { clerk, staff, until } from '@wangting/kit/testing';
import { cases, creditCode, idNumber, refusal, registration, unitsHall, type UnitsHall } from './hall.ts';

let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
afterAll(() => at.stop());

const accept = staff('staff-intake', ['intake']);
const reviewer = staff('staff-first', ['first']);
const step = (
  applicationId: string,
  seenSeq: number,
  action: 'accept' | 'correct' | 'take' | 'pass' | 'reject',
  who = accept,
  opinion = '',
) => at.hall.call(cases.step, { requestKey: randomUUID(), applicationId, seenSeq, action, opinion }, who);

test('reserve: twenty at once make one unit, and it answers the same again', async () => {
  const wish = {
    creditCode: creditCode(),
    name: '抢注测试有限公司',
    area: '610113',
    legal: { name: '赵法人', idType: '01', idNumber: idNumber(7), mobile: '19900000001' },
  };
  const answers = await Promise.all(Array.from({ length: 20 }, () => at.hall.callAs('identity', reserve, wish)));
  expect(new Set(answers.map(({ unitId }) => unitId)).size).toBe(1);
  expect(answers[0]).toMatchObject({ state: '0', unitNo: null });
  const other = await refusal(at.hall.callAs('identity', reserve, { ...wish, legal: { ...wish.legal, idNumber: idNumber(8) } }));
  expect(other).toMatchObject({ name: 'RULE_REFUSED', message: '单位名称或法人信息与登记信息不一致' });
  const wrong = await refusal(at.hall.callAs('identity', reserve, { ...wish, creditCode: '1', area: '999999' }));
  expect((wrong.data.issues as { path: string }[]).map(({ path }) => path)).toEqual(['creditCode', 'area']);
  expect((await refusal(at.hall.callAs('persons', reserve, wish))).name).toBe('NOT_ALLOWED');
});

test('from 暂存 over correction to the number, by different people', async () => {
  const one = await at.newcomer();
  const opening = await at.hall.call(registration.open, {}, one.who);
  expect(opening).toMatchObject({ allowed: true, values: { creditCode: one.creditCode, legalName: '赵法人', insurances: ['210', '410'] } });
  const applicationId = await at.drafted(one);
  const submit = { requestKey: randomUUID(), applicationId, values: one.values };
  // Twice at once: one case, one answer.
  const [first, second] = await Promise.all([
    at.hall.call(registration.submit, submit, one.who),
    at.hall.call(registration.submit, submit, one.who),
  ]);
  expect(first).toEqual(second);
  expect(first).toMatchObject({ status: 'submitted', message: '保存成功，已提交经办机构审核' });
  expect(await at.models.steps.countDocuments({ applicationId })).toBe(1);

  expect((await step(applicationId, 1, 'correct', accept, '请补充执照副本')).row.status).toBe('correcting');
  await at.hall.call(
    registration.submit,
    { requestKey: randomUUID(), applicationId, seenSeq: 2, values: { ...one.values, address: '西安市雁塔区示例路2号' } },
    one.who,
  );
  await step(applicationId, 3, 'accept');
  // 受理 and 初审 are not for the same person.
  expect((await refusal(step(applicationId, 4, 'take', staff('staff-intake', ['intake', 'first'])))).name).toBe('SAME_REVIEWER');
  await step(applicationId, 4, 'take', reviewer);
  await step(applicationId, 5, 'pass', reviewer, '同意');

  const done = await until(async () => {
    const view = await at.hall.call(cases.view, { applicationId }, one.who);
    return view.effects.length === 3 && view.effects.every(({ state }) => state === 'done') && view;
  });
  const { unitNo } = done.result;
  expect(unitNo).toMatch(/^61\d{8}$/);
  expect(done).toMatchObject({
    row: { status: 'approved', unitNo },
    result: { riskClass: '一类', injuryRate: expect.stringMatching(/^\d\.\d\d%$/) },
  });
  expect(done.flags.map(({ code }) => code)).toContain('LATE');
  expect(at.identity.notices.filter(({ text }) => text.includes(String(unitNo)))).toHaveLength(1);
  expect(JSON.stringify(at.identity.notices)).not.toContain('赵法人');

  const { units } = await at.hall.callAs('persons', snapshot, { ids: [one.unitId] });
  expect(units[0]).toMatchObject({
    unitNo,
    state: '1',
    riskClass: '1',
    foundedOn: '2024-01-10',
    insurances: [{ insurance: '210', from: '2024-02-01', state: '1' }, { insurance: '410' }],
  });
  const {
    units: [who],
  } = await at.hall.callAs('identity', people, { ids: [one.unitId] });
  expect(who?.people.map(({ hat }) => hat)).toEqual(['legal', 'contact']);
  expect((await at.hall.callAs('persons', byNumber, { unitNo: String(unitNo) })).unit?.unitId).toBe(one.unitId);

  // The same approval once more: same number, nothing written.
  const approved = await at.models.steps.findOne({ applicationId, to: 'approved' }).lean();
  await at.models.effects.deleteMany({ applicationId });
  const { applications } = await import('../src/applications.ts');
  await runEffects(at.models, applications.effectsOf('unit-registration'), approved as never, logger('test'));
  const again = await at.hall.callAs('persons', snapshot, { ids: [one.unitId] });
  expect(again.units[0]).toEqual(units[0]);

  // Registered: no second application.
  expect(await at.hall.call(registration.open, {}, one.who)).toMatchObject({
    allowed: false,
    reason: `该统一社会信用代码已办理社会保险登记，单位编号：${unitNo}`,
  });
  const late = await refusal(at.hall.call(registration.submit, { requestKey: randomUUID(), values: one.values }, one.who));
  expect(late).toMatchObject({ name: 'RULE_REFUSED', message: `该统一社会信用代码已办理社会保险登记，单位编号：${unitNo}` });
  // The fact was told from the document's revision.
  const { UnitModel } = await import('../src/models/unit.ts');
  await until(async () => !(await UnitModel.findById(one.unitId).lean())?.pending);
});

test('a rejected application may be followed by another', async () => {
  const one = await at.newcomer();
  const applicationId = await at.drafted(one);
  await at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId, values: one.values }, one.who);
  const second = await at.drafted(one);
  const open = await refusal(
    at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId: second, values: one.values }, one.who),
  );
  expect(open).toMatchObject({ name: 'ALREADY_OPEN', message: expect.stringMatching(/流水号：\d{20}/) });
  await step(applicationId, 1, 'accept');
  await step(applicationId, 2, 'take', reviewer);
  await step(applicationId, 3, 'reject', reviewer, '材料不实');
  expect(
    (await at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId: second, values: one.values }, one.who)).status,
  ).toBe('submitted');
});

test('bad input is refused by name and field', async () => {
  const one = await at.newcomer();
  const send = (values: Record<string, unknown>, applicationId?: string) =>
    refusal(at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId, values: values as never }, one.who));
  expect(await send({ ...one.values, unitNo: '6112000001' })).toMatchObject({
    name: 'INPUT_INVALID',
    data: { issues: [{ path: 'values.unitNo', message: '不认识的字段：unitNo' }] },
  });
  expect(await send({ ...one.values, industry: '98' })).toMatchObject({
    name: 'INPUT_INVALID',
    data: { issues: [{ path: 'industry', message: '请从列表中选择所属行业' }] },
  });
  expect(await send({ ...one.values, creditCode: creditCode() })).toMatchObject({
    name: 'RULE_REFUSED',
    message: '统一社会信用代码与登录单位不一致，只能为本单位办理登记',
  });
  expect(await send(one.values)).toMatchObject({ name: 'MATERIAL_MISSING', data: { slots: ['licence', 'legal-id', 'form'] } });
  const dispatch = { ...one.values, dispatch: '1', dispatchLicenceNo: '陕示例001', dispatchLicenceTo: '2099-01-01' };
  expect(await send(dispatch, await at.drafted(one))).toMatchObject({
    name: 'MATERIAL_MISSING',
    message: '请上传材料：劳务派遣经营许可证',
  });
});

test('the form for signature is printed from what is stored, for the own unit only', async () => {
  const [one, other] = [await at.newcomer(), await at.newcomer()];
  const applicationId = await at.drafted(one);
  expect(await at.hall.call(printForm, { applicationId }, one.who)).toEqual({
    title: one.values.name,
    pages: 1,
    url: `/objects/${applicationId.slice(0, 20)}`,
  });
  expect((await refusal(at.hall.call(printForm, { applicationId }, other.who))).name).toBe('NOT_FOUND');
});

test('another unit sees nothing, and looks nobody up', async () => {
  const [one, other] = [await at.newcomer(), await at.newcomer()];
  const applicationId = await at.drafted(one);
  await at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId, values: one.values }, one.who);
  expect((await refusal(at.hall.call(cases.view, { applicationId }, other.who))).name).toBe('NOT_FOUND');
  expect(
    (await refusal(at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId, values: other.values }, other.who))).name,
  ).toBe('NOT_FOUND');
  expect((await refusal(at.hall.call(cases.view, { applicationId }, staff('elsewhere', ['first'], ['6103'])))).name).toBe('NOT_FOUND');
  expect((await refusal(at.hall.call(registration.lookup, { lookup: 'creditCode', value: one.creditCode }, other.who))).name).toBe(
    'RULE_REFUSED',
  );
  expect((await at.hall.call(registration.lookup, { lookup: 'creditCode', value: one.creditCode }, one.who)).hits).toHaveLength(1);
  expect((await refusal(at.hall.call(registration.open, {}, clerk(one.unitId, ['person-enrolment'])))).name).toBe('NOT_ALLOWED');
  expect((await refusal(at.hall.call(registration.open, {}, null))).name).toBe('NOT_LOGGED_IN');
});

test('the guard lets one of twenty through, and is swept after a kill between guard and step', async () => {
  const one = await at.newcomer();
  const guard = [{ id: `open:unit-registration:${one.unitId}`, kind: 'open' as const }];
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => takeGuards(at.models, guard, randomUUID(), randomUUID())));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  // The winner died before its step: for five minutes nobody gets in, then everybody may.
  const applicationId = await at.drafted(one);
  const submit = () => refusal(at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId, values: one.values }, one.who));
  expect((await submit()).name).toBe('ALREADY_OPEN');
  await at.models.guards.updateOne({ _id: guard[0]?.id }, { $set: { at: '2024-01-01T00:00:00.000Z' } });
  await sweepGuards(at.models);
  expect((await submit()).name).toBe('none');
});

test('identity away: registered all the same, and the notice follows', async () => {
  const one = await at.newcomer();
  const applicationId = await at.drafted(one);
  await at.hall.call(registration.submit, { requestKey: randomUUID(), applicationId, values: one.values }, one.who);
  await step(applicationId, 1, 'accept');
  await step(applicationId, 2, 'take', reviewer);
  at.identity.away = true;
  const view = await step(applicationId, 3, 'pass', reviewer);
  at.identity.away = false;
  expect(view.effects.map(({ state }) => state)).toEqual(['done', 'done', 'pending']);
  await until(async () => at.identity.notices.some(({ key }) => key.endsWith(applicationId)), 12_000);
});

test('snapshotAll pages through everything once', async () => {
  const ids: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: { units: { unitId: string }[]; next: string | null } = await at.hall.callAs('desk', snapshotAll, { after, size: 2 });
    ids.push(...page.units.map(({ unitId }) => unitId));
    after = page.next;
  }
  const { UnitModel } = await import('../src/models/unit.ts');
  expect(new Set(ids).size).toBe(await UnitModel.countDocuments());
});
