import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { maskId } from '@wangting/contracts/standards/masking';
import { saveBasics, type BasicsInput } from '@wangting/contracts/units/basics';
import { saveContacts, view } from '@wangting/contracts/units/contacts';
import { changeReceipt, history, printReceipt } from '@wangting/contracts/units/history';
import { people, snapshot } from '@wangting/contracts/units/questions';
import { item, type UnitMaintenanceInput } from '@wangting/contracts/units/unit-maintenance';
import { staff, until } from '@wangting/kit/testing';
import { cases, idNumber, refusal, unitsHall, type Registered, type RegisteredWish, type UnitsHall } from './hall.ts';
import { reads } from '@wangting/kit/testing-reads';

const maintenance = itemActions(item);
let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
afterAll(() => at.stop());

const home = (wish: RegisteredWish = {}) => at.registered({ items: ['unit-maintenance'], ...wish });
const basics = (over: Partial<BasicsInput> = {}): BasicsInput => ({
  affiliation: '40',
  address: '西安市雁塔区示例路1号',
  unitType: '10',
  hr: '0',
  unitFlag: '1',
  licenceKind: '1',
  registeredOn: '2020-01-01',
  ...over,
});
const save = (who: Registered['legal'], seenRev: number, over: Partial<BasicsInput> = {}, requestKey = randomUUID()) =>
  at.hall.call(saveBasics, { requestKey, seenRev, basics: basics(over) }, who);
const issues = (found: { data: Record<string, unknown> }) => found.data.issues as { path: string; message: string }[];

test('what a unit may change itself takes effect at once, with who, when, before and after; a contact may do it too', async () => {
  const unit = await home({ contacts: [{ name: '李一', idType: '01', idNumber: idNumber(), mobile: '19900000010' }] });
  at.identity.names[unit.agent.id] = '李一';
  expect(await save(unit.agent, 1)).toMatchObject({
    message: '保存成功',
    view: { rev: 2, basic: { address: '西安市雁塔区示例路1号', industry: '65' } },
  });
  await save(unit.agent, 2, { address: '西安市碑林区示例路2号', postcode: '710000' });
  const found = await until(async () => {
    const { rows, total } = await at.hall.call(history, {}, unit.legal);
    return total === 3 && rows;
  });
  expect(found[0]).toMatchObject({
    rev: 3,
    what: '信息变更',
    by: '李一（联系人）',
    serialNo: expect.stringMatching(/^\d{20}$/),
    lines: [
      { section: '单位基本信息', field: '注册地址', before: '西安市雁塔区示例路1号', after: '西安市碑林区示例路2号' },
      { section: '单位基本信息', field: '邮政编码', before: '', after: '710000' },
    ],
  });
  expect(found[2]).toMatchObject({ what: '社会保险登记', lines: [] });
  // Nothing different, nothing written.
  expect((await save(unit.legal, 3, { address: '西安市碑林区示例路2号', postcode: '710000' })).view.rev).toBe(3);
});

test('refusals of basics by field and sentence; key data cannot be slipped in', async () => {
  const unit = await home();
  const tomorrow = '2999-01-01';
  const wrong: [Record<string, unknown>, string, string][] = [
    [{ postcode: '12' }, 'basics.postcode', '邮政编码应为6位数字'],
    [{ address: '' }, 'basics.address', '请填写注册地址'],
    [{ affiliation: '77' }, 'basics.affiliation', '请从列表中选择隶属关系'],
    [{ registeredOn: tomorrow }, 'basics.registeredOn', '工商成立日期不能晚于今天'],
    [{ licenceValidTo: '2020-01-01' }, 'basics.licenceValidTo', '执照有效期已过，请更新执照后办理'],
    [{ unitType: '30' }, 'basics.approvedOn', '请选择批准日期'],
    [{ unitType: '30', approvedOn: tomorrow, approvalNo: '1' }, 'basics.approvedOn', '批准日期不能晚于今天'],
    [{ name: '偷改有限公司' }, 'basics.name', '不认识的字段：name'],
    [{ industry: '06' }, 'basics.industry', '不认识的字段：industry'],
  ];
  for (const [over, path, message] of wrong) expect(issues(await refusal(save(unit.legal, 1, over)))[0]).toEqual({ path, message });
  expect((await refusal(save(unit.legal, 9))).name).toBe('STATE_CHANGED');
  const closed = await home({ state: '3' });
  expect((await refusal(save(closed.legal, 1))).message).toBe('单位登记状态为“注销”，不能变更单位信息');
  expect((await at.hall.call(view, {}, unit.legal)).rev).toBe(1);
});

test('a repeat is answered; of parallel saves one wins and none is lost unseen', async () => {
  const unit = await home();
  const requestKey = randomUUID();
  const same = await Promise.all([1, 2, 3].map(() => save(unit.legal, 1, {}, requestKey)));
  expect(new Set(same.map(({ view: seen }) => seen.rev))).toEqual(new Set([2]));
  expect((await refusal(save(unit.legal, 2, { address: '别处' }, requestKey))).name).toBe('REQUEST_KEY_REUSED');
  const contacts = at.hall.call(saveContacts, { requestKey: randomUUID(), seenRev: 2, contacts: [] }, unit.legal);
  const race = await Promise.all([
    refusal(save(unit.legal, 2, { address: '甲处' })),
    refusal(save(unit.agent, 2, { address: '乙处' })),
    refusal(contacts),
  ]);
  expect(race.filter(({ name }) => name === 'STATE_CHANGED').length).toBeGreaterThanOrEqual(1);
});

// Key data: an application.
const keyData = (unit: Registered, over: Partial<UnitMaintenanceInput> = {}): UnitMaintenanceInput => ({
  name: unit.name,
  industry: '65',
  area: '610113',
  dispatch: '0',
  legalName: '赵法人',
  legalIdType: '01',
  legalIdNumber: maskId(unit.legalIdNumber),
  legalPhone: '199****0001',
  changedOn: '2024-01-05',
  ...over,
});
const first = staff('unit-first', ['first']);
const intake = staff('unit-intake', ['intake']);
const step = (applicationId: string, seenSeq: number, action: 'accept' | 'take' | 'pass' | 'correct', who = first, opinion = '') =>
  at.hall.call(cases.step, { requestKey: randomUUID(), applicationId, seenSeq, action, opinion }, who);
const CONFIRMED = ['CHANGES', 'BANK', ...Array.from({ length: 12 }, (_, n) => `CHANGE-${n}`)];
async function submitted(
  unit: Registered,
  values: UnitMaintenanceInput,
  slots = ['licence', 'change-proof', 'legal-id', 'dispatch-licence'],
  confirmed = CONFIRMED,
) {
  const { applicationId } = await at.hall.call(maintenance.draft, { requestKey: randomUUID(), values }, unit.legal);
  await at.attach(applicationId, slots, unit.legal.id);
  return at.hall.call(maintenance.submit, { requestKey: randomUUID(), applicationId, confirmed, values }, unit.legal);
}
async function passed(applicationId: string) {
  await step(applicationId, 1, 'accept', intake);
  await step(applicationId, 2, 'take');
  return step(applicationId, 3, 'pass');
}

test('key data: shown before and after to both sides, changed when passed, told as a change', async () => {
  const unit = await home();
  expect((await at.hall.call(maintenance.open, {}, unit.agent)).values).toMatchObject({
    name: unit.name,
    legalIdNumber: maskId(unit.legalIdNumber),
  });
  const values = keyData(unit, { name: '西安改名科技有限公司', industry: '47', area: '610112' });
  const asked = await refusal(submitted(unit, values, undefined, []));
  expect(asked.name).toBe('CONFIRM_NEEDED');
  const lines = (asked.data.confirms as { message: string }[]).map(({ message }) => message);
  expect(lines).toContain('单位名称：西安示例科技有限公司 → 西安改名科技有限公司');
  expect(lines).toContain('行业代码：65 软件和信息技术服务业 → 47 房屋建筑业');
  const { applicationId } = await submitted(unit, values);
  expect((await at.hall.call(view, {}, unit.legal)).basic.name).toBe('西安示例科技有限公司');
  const reviewed = await at.hall.call(cases.view, { applicationId }, intake);
  expect(reviewed.shows.differences).toContainEqual({
    section: '单位基本信息',
    field: '所属行政区划',
    before: '陕西省西安市雁塔区',
    after: '陕西省西安市未央区',
  });
  expect((await at.hall.call(cases.view, { applicationId }, unit.legal)).shows.differences).toEqual(reviewed.shows.differences);
  expect(reviewed.flags).toMatchObject([{ code: 'LATE' }]);
  expect((await passed(applicationId)).row.status).toBe('approved');

  const { units } = await at.hall.callAs('persons', snapshot, { ids: [unit.unitId] });
  expect(units[0]).toMatchObject({ name: '西安改名科技有限公司', area: '610112', industry: '47', riskClass: '1', rev: 2 });
  expect((await at.hall.call(view, {}, unit.legal)).basic.riskNext).toMatch(/^六类（\d{4}-01-01起）$/);
  // Once: whoever sees the new name finds its change, not after the next round.
  const { rows, total } = await at.hall.call(history, {}, unit.legal);
  expect(total).toBe(2);
  await at.hall.call(printReceipt, { requestKey: randomUUID(), applicationId }, unit.legal);
  expect(at.identity.receipts.at(-1)).toMatchObject({
    applicationId: `${unit.unitId}:2`,
    data: { effective: expect.stringMatching(/^即时生效；行业风险类别自\d{4}-01-01起生效$/) },
  });
  const open = await submitted(unit, keyData(unit, { industry: '47', area: '610112', name: '西安又改名有限公司' }));
  expect(
    (await refusal(at.hall.call(printReceipt, { requestKey: randomUUID(), applicationId: open.applicationId }, unit.legal))).name,
  ).toBe('STEP_NOT_POSSIBLE');
  expect(rows[0]).toMatchObject({ by: '（法人）', serialNo: expect.stringMatching(/^\d{20}$/) });
});

test('refusals of key data', async () => {
  const unit = await home();
  const send = (over: Record<string, unknown>, who = unit.legal) =>
    refusal(
      at.hall.call(
        maintenance.submit,
        { requestKey: randomUUID(), confirmed: CONFIRMED, values: { ...keyData(unit), ...over } as never },
        who,
      ),
    );
  expect((await send({})).message).toBe('变更事项与现有信息相同，无需申请');
  const wrong: [Record<string, unknown>, string, string][] = [
    [{ name: '' }, 'values.name', '请填写单位名称'],
    [{ industry: '99' }, 'industry', '请从列表中选择行业代码'],
    [{ area: '610000' }, 'area', '请从列表中选择所属行政区划'],
    [{ name: '新名', changedOn: '2999-01-01' }, 'changedOn', '变更日期不能晚于今天'],
    [{ legalIdNumber: '619***********9999' }, 'legalIdNumber', '变更法人时请填写完整的法人证件号码'],
    [{ legalIdNumber: idNumber() }, 'legalPhone', '变更法人时请填写完整的法人联系电话'],
    [{ legalPhone: '12' }, 'values.legalPhone', '联系电话应为11位手机号码或“区号-号码”'],
    [{ dispatch: '1' }, 'values.dispatchLicenceNo', '请填写劳务派遣经营许可证号'],
    [
      { dispatch: '1', dispatchLicenceNo: '1', dispatchLicenceTo: '2020-01-01' },
      'dispatchLicenceTo',
      '劳务派遣经营许可证已到期，请更新后办理',
    ],
    [{ creditCode: 'x' }, 'values.creditCode', '不认识的字段：creditCode'],
  ];
  for (const [over, path, message] of wrong) expect(issues(await send(over))[0]).toEqual({ path, message });
  expect((await send({ name: '新名' })).message).toBe('请上传材料：营业执照或登记证书、变更证明');
  expect((await send({ legalName: '孙法人', legalIdNumber: idNumber(), legalPhone: '19900000077' })).message).toBe(
    '请上传材料：营业执照或登记证书、变更证明、法人身份证件',
  );
  const closed = await home({ state: '3' });
  expect((await send({ name: '新名' }, closed.legal)).message).toBe('单位登记状态为“注销”，不能变更单位信息');
});

test('one open application, parallel and repeated', async () => {
  const unit = await home();
  const race = await Promise.all(
    ['甲', '乙', '丙'].map((name) => refusal(submitted(unit, keyData(unit, { name: `西安${name}有限公司` })))),
  );
  expect(race.map(({ name }) => name).sort()).toEqual(['ALREADY_OPEN', 'ALREADY_OPEN', 'none']);
});

test('another 法人: the old one is logged out, the new one is told to identity; done twice is done once', async () => {
  const unit = await home();
  const { idHashOf } = await import('../src/domain/people.ts');
  const next = idNumber();
  const { applicationId } = await submitted(unit, keyData(unit, { legalName: '孙法人', legalIdNumber: next, legalPhone: '19900000077' }));
  await passed(applicationId);
  // At once, with the decision: not by a later round.
  expect(at.identity.revoked.filter(({ unitId }) => unitId === unit.unitId)).toEqual([
    { unitId: unit.unitId, idHash: idHashOf(unit.legalIdNumber), hat: 'legal', rev: 2 },
  ]);
  const told = await at.hall.callAs('identity', people, { ids: [unit.unitId] });
  expect(told.units[0]?.people).toMatchObject([{ hat: 'legal', idHash: idHashOf(next) }]);
  const { rules } = await import('../src/items/unit-maintenance.ts');
  const { payloadOf } = await import('@wangting/kit/applications/append');
  const sent = await at.models.steps.findOne({ applicationId, seq: 1 }).lean();
  const of = {
    applicationId,
    itemId: item.id,
    unitId: unit.unitId,
    area: '610113',
    decidedAt: '2024-02-01T00:00:00.000Z',
    submittedBy: 'x',
    values: {},
    result: {},
  };
  await rules.effects[0]?.run({ ...of, keep: payloadOf(sent as never).keep ?? {} });
  expect((await at.hall.call(view, {}, unit.legal)).rev).toBe(2);
});

test('what has moved since is not overwritten: the effect fails by name and the reviewer has the case again', async () => {
  const unit = await home();
  const { applicationId } = await submitted(unit, keyData(unit, { name: '西安改名科技有限公司' }));
  const { changeUnit, ownUnit } = await import('../src/domain/write.ts');
  await changeUnit(await ownUnit(unit.unitId), { name: '推送改名有限公司' }, { kind: 'changed', who: 'push' });
  const done = await passed(applicationId);
  const note = '“单位名称”在审核期间已发生变化，请核对后重新办理';
  expect(done.effects).toMatchObject([{ name: 'change', state: 'failed', note }]);
  expect(done).toMatchObject({ row: { status: 'first', failure: note }, actions: ['correct', 'pass', 'reject'] });
  expect((await at.hall.call(view, {}, unit.legal)).basic.name).toBe('推送改名有限公司');
});

test('the receipt says what changed, masked; another unit has none of it', async () => {
  const [unit, stranger] = [await home(), await home()];
  const contact = { name: '李新', idType: '01', idNumber: idNumber(), mobile: '19900000088' };
  await at.hall.call(saveContacts, { requestKey: randomUUID(), seenRev: 1, contacts: [contact] }, unit.legal);
  await until(async () => (await at.hall.call(history, {}, unit.legal)).total === 2);
  await at.hall.call(changeReceipt, { requestKey: randomUUID(), rev: 2 }, unit.legal);
  const paper = JSON.stringify(at.identity.receipts.at(-1));
  expect(paper).toContain('联系人 李新 证件号码');
  expect(paper).not.toContain(contact.idNumber);
  expect(paper).not.toContain(contact.mobile);
  expect((await refusal(at.hall.call(changeReceipt, { requestKey: randomUUID(), rev: 2 }, stranger.legal))).name).toBe('NOT_FOUND');
  expect((await refusal(at.hall.call(changeReceipt, { requestKey: randomUUID(), rev: 1 }, unit.legal))).name).toBe('STEP_NOT_POSSIBLE');
  expect((await at.hall.call(history, {}, stranger.legal)).total).toBeLessThanOrEqual(1);
});

test('a page of history reads its own rows, however many changes and units there are', async () => {
  const { ChangeModel } = await import('../src/models/change.ts');
  const unit = await home();
  const [row] = await until(async () => {
    const rows = await ChangeModel.find({ unitId: unit.unitId }).lean();
    return rows.length === 1 && rows;
  });
  const rows = (unitId: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...row, _id: `${unitId}:${n + 2}`, unitId, rev: n + 2, kind: 'changed' }));
  await ChangeModel.insertMany([...rows(unit.unitId, 400), ...rows('another', 2_000)]);
  const looked = await reads(`${at.namespace}_units`, ['unit_changes', 'applications'], () =>
    at.hall.call(history, { page: 2, size: 10 }, unit.legal),
  );
  if (looked) {
    expect(looked.scans).toEqual([]);
    expect(looked.documents).toBeLessThanOrEqual(10 + 10 + 3);
  }
});
