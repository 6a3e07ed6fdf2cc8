import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { item, queryChanges, queryProjects } from '@wangting/contracts/units/project-changes';
import { changeProject, registerProject, riskNow, unitProjects, type ProjectData } from '@wangting/contracts/units/projects';
import { projectFact, projectSnapshot, projectSnapshotAll } from '@wangting/contracts/units/questions-projects';
import { snapshot } from '@wangting/contracts/units/questions';
import { history } from '@wangting/contracts/units/history';
import type { Fact } from '@wangting/contracts/fact';
import { listen } from '@wangting/kit/consume';
import { logger } from '@wangting/kit/log';
import { staff, until } from '@wangting/kit/testing';
import { refusal, unitsHall, type Registered, type UnitsHall } from './hall.ts';
import { reads } from '@wangting/kit/testing-reads';

let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
  at.identity.names.officer = '受理员甲';
});
afterAll(() => at.stop());

const officer = staff('officer', ['intake'], ['61']);
const home = () => at.registered({ items: ['project-changes'] });
const data = (over: Partial<ProjectData> = {}): ProjectData => ({
  name: '示例产业园一期',
  kind: '01',
  employer: '示例投资有限公司',
  contact: '王工',
  phone: '19900000031',
  price: 1_000_000_00,
  startOn: '2024-03-01',
  endOn: '2027-12-31',
  insuredFrom: '2024-03-01',
  ...over,
});
const register = (unit: Registered, over: Partial<ProjectData> = {}, requestKey = randomUUID(), who = officer) =>
  at.hall.call(registerProject, { requestKey, unitNo: unit.no, project: data(over) }, who);
const change = (projectId: string, seenRev: number, over: Partial<ProjectData>, requestKey = randomUUID(), who = officer) =>
  at.hall.call(changeProject, { requestKey, projectId, seenRev, project: data(over) }, who);
const issue = (found: { data: Record<string, unknown> }) => (found.data.issues as { path: string; message: string }[])[0];

test('the agency registers a project, with its number and its fee; its phone is masked', async () => {
  const unit = await home();
  const { message, project } = await register(unit);
  expect(message).toMatch(/^登记成功，工程项目编号：20\d{11}$/);
  // 1,000,000 yuan × 1.5 ‰.
  expect(project).toMatchObject({ rev: 1, fee: 1_500_00, insuredUntil: '2027-12-31', phone: '199****0031' });
  expect((await register(unit, { name: '二期', startOn: '2025-02-01' })).project.fee).toBe(1_200_00);
  const { projects } = await at.hall.call(unitProjects, { unitNo: unit.no }, officer);
  expect(projects.map(({ name }) => name).sort()).toEqual(['二期', '示例产业园一期']);
});

test('refusals by field and sentence; only staff of the area', async () => {
  const unit = await home();
  const wrong: [Partial<ProjectData>, string, string][] = [
    [{ name: '' }, 'project.name', '请填写项目名称'],
    [{ kind: '77' }, 'project.kind', '请从列表中选择工程项目类别'],
    [{ price: 0 }, 'project.price', '请填写项目造价'],
    [{ endOn: '2024-01-01' }, 'project.endOn', '竣工日期不能早于开工日期'],
    [{ insuredFrom: '2028-01-01' }, 'project.insuredFrom', '参保日期不能晚于竣工日期'],
    [{ endOn: '2999-12-31', insuredFrom: '2999-01-01' }, 'project.insuredFrom', '参保日期不能晚于今天'],
    [{ phone: '12' }, 'project.phone', '联系电话应为11位手机号码或“区号-号码”'],
    [{ phone: '199****0031' }, 'project.phone', '联系电话已隐藏部分数字，请完整填写'],
  ];
  for (const [over, path, message] of wrong) expect(issue(await refusal(register(unit, over)))).toEqual({ path, message });
  const other = staff('other', ['intake'], ['6103']);
  expect((await refusal(register(unit, {}, randomUUID(), other))).message).toBe('未查询到该单位编号的单位，或不属于您的服务地区');
  expect((await refusal(at.hall.call(unitProjects, { unitNo: unit.no }, other))).name).toBe('RULE_REFUSED');
  expect((await refusal(register(unit, {}, randomUUID(), unit.legal as never))).name).toBe('NOT_ALLOWED');
  const closed = await at.registered({ state: '3' });
  expect((await refusal(register(closed))).message).toBe('该单位登记状态不是正常，不能登记工程项目');
  const { project } = await register(unit);
  expect((await refusal(change(project.projectId, 1, { name: '新名' }, randomUUID(), other))).name).toBe('NOT_FOUND');
  expect((await refusal(change(project.projectId, 1, {}))).message).toBe('内容与现有信息相同，无需变更');
});

test('the same request is one project, the same name too, however many are sent at once', async () => {
  const unit = await home();
  const requestKey = randomUUID();
  const same = await Promise.all([1, 2, 3, 4].map(() => register(unit, {}, requestKey)));
  expect(new Set(same.map(({ project }) => project.no)).size).toBe(1);
  expect((await refusal(register(unit, { name: '别的' }, requestKey))).name).toBe('REQUEST_KEY_REUSED');
  const twins = await Promise.all([1, 2, 3].map(() => refusal(register(unit, { name: '同名项目' }))));
  expect(twins.map(({ name }) => name).sort()).toEqual(['RULE_REFUSED', 'RULE_REFUSED', 'none']);
  expect(twins.find(({ name }) => name === 'RULE_REFUSED')?.message).toMatch(/^该单位已登记同名工程项目，工程项目编号：20\d{11}$/);
});

test('a change is logged field by field and seen by the own unit only; parallel changes do not overwrite', async () => {
  const [unit, stranger] = [await home(), await home()];
  const { project } = await register(unit);
  const requestKey = randomUUID();
  const changed = await change(project.projectId, 1, { endOn: '2028-06-30', price: 2_000_000_00, phone: '19900000032' }, requestKey);
  expect(changed).toMatchObject({ message: '变更成功', project: { rev: 2, insuredUntil: '2028-06-30' } });
  expect(
    (await change(project.projectId, 1, { endOn: '2028-06-30', price: 2_000_000_00, phone: '19900000032' }, requestKey)).project.rev,
  ).toBe(2);
  expect((await refusal(change(project.projectId, 1, { name: 'x' }, requestKey))).name).toBe('REQUEST_KEY_REUSED');
  const race = await Promise.all(
    ['甲', '乙', '丙'].map((employer) =>
      refusal(change(project.projectId, 2, { endOn: '2028-06-30', price: 2_000_000_00, phone: '199****0032', employer })),
    ),
  );
  expect(race.map(({ name }) => name).sort()).toEqual(['STATE_CHANGED', 'STATE_CHANGED', 'none']);

  const ask = { filter: { projectNo: project.no }, size: 2 };
  const log = await at.hall.call(queryChanges, { ...ask, page: 2 }, unit.legal);
  expect(log).toMatchObject({ total: 4, page: 2 });
  const all = await at.hall.call(queryChanges, { filter: { projectNo: project.no } }, unit.agent);
  expect(all.rows).toContainEqual({
    id: expect.any(String),
    field: '项目造价（合同额）',
    before: '1,000,000.00 元',
    after: '2,000,000.00 元',
    by: '受理员甲',
    at: expect.any(String),
  });
  expect(all.rows).toContainEqual(expect.objectContaining({ field: '联系电话', before: '199****0031', after: '199****0032' }));
  const notOurs = { name: 'RULE_REFUSED', message: '未查询到本单位的该工程项目' };
  const filter = { projectNo: project.no };
  expect(await refusal(at.hall.call(queryChanges, { filter }, stranger.legal))).toMatchObject(notOurs);
  expect(await refusal(at.hall.call(queryProjects, { filter }, stranger.legal))).toMatchObject(notOurs);
  expect((await at.hall.call(queryProjects, { filter: {} }, stranger.legal)).total).toBe(0);
  expect((await at.hall.call(queryProjects, { filter: {} }, unit.legal)).rows).toMatchObject([{ no: project.no, phone: '199****0032' }]);
  expect((await at.hall.call(itemActions(item).open, {}, unit.legal)).shows).toMatchObject({ unitNo: unit.no });
  const { ProjectModel } = await import('../src/models/project.ts');
  expect(JSON.stringify(await ProjectModel.findById(project.projectId).lean())).not.toMatch(/1990000003[12]/);
});

test('each registration and change is told, under its revision, and the snapshot says what the fee is reckoned from', async () => {
  const unit = await home();
  const heard: Fact[] = [];
  const handle = async (facts: Fact[]) => void heard.push(...facts);
  const { stop } = await listen(at.hall.bus, { service: 'contributions', fact: projectFact, handle }, logger('test'));
  const { project } = await register(unit);
  const { projectId } = project;
  await change(projectId, 1, { price: 2_000_000_00 });
  await change(projectId, 2, { price: 2_000_000_00, employer: '乙' });
  const mine = await until(async () => {
    const found = heard.filter(({ entityId }) => entityId === projectId);
    return found.at(-1)?.entityRev === 3 && found;
  });
  await stop();
  // Changes that follow fast may be told as one; nothing but ids is told.
  expect(mine.map(({ kind, data }) => [kind, data]).at(-1)).toEqual(['changed', {}]);
  const { projects } = await at.hall.callAs('contributions', projectSnapshot, { ids: [projectId, 'nobody'] });
  const { ProjectModel } = await import('../src/models/project.ts');
  const stored = await until(async () => {
    const row = await ProjectModel.findById(projectId).lean();
    return row && !row.pending && row;
  });
  const about = {
    projectId,
    rev: 3,
    unitId: unit.unitId,
    no: project.no,
    name: '示例产业园一期',
    price: 2_000_000_00,
    startOn: '2024-03-01',
  };
  // The price is that of the second revision, whatever changed later.
  expect(projects).toEqual([{ ...about, pricedAt: stored.changes.find(({ rev }) => rev === 2)?.at }]);
  expect((await at.hall.callAs('contributions', projectSnapshotAll, {})).projects).toContainEqual(projects[0]);
  expect((await refusal(at.hall.callAs('persons', projectSnapshot, { ids: [projectId] }))).name).toBe('NOT_ALLOWED');
});

test('how its contribution stands is seen by the agency and the unit; contributions being away breaks neither', async () => {
  const unit = await home();
  const { project } = await register(unit);
  const look = async () => {
    const filter = { projectNo: project.no };
    const [agency, mine] = await Promise.all([
      at.hall.call(unitProjects, { unitNo: unit.no }, officer),
      at.hall.call(queryProjects, { filter }, unit.legal),
    ]);
    return [agency.dues?.map(({ state, owed }) => [state, owed]), mine.rows.map(({ contribution }) => contribution)];
  };
  expect(await look()).toEqual([[[null, 0]], ['应缴尚未生成，请稍后查询']]);
  at.identity.dues = { [project.projectId]: { state: '2', charged: 1_500_00, owed: 1_500_00, since: '202403' } };
  expect(await look()).toEqual([[['2', 1_500_00]], ['欠费1,500.00元（2024年03月起）']]);
  at.identity.dues = null;
  expect(await look()).toEqual([undefined, ['缴费状态暂时无法查询']]);
  at.identity.dues = {};
});

test('an enquiry reads the one project, whatever else is there', async () => {
  const unit = await home();
  const { project } = await register(unit);
  const { ProjectModel } = await import('../src/models/project.ts');
  const row = await ProjectModel.findById(project.projectId).lean();
  await ProjectModel.insertMany(
    Array.from({ length: 500 }, (_, n) => ({
      ...row,
      _id: `p${n}`,
      unitId: `u${n % 50}`,
      name: `n${n}`,
      no: `1999${String(n).padStart(9, '0')}`,
    })),
  );
  const looked = await reads(`${at.namespace}_units`, ['projects'], () =>
    at.hall.call(queryChanges, { filter: { projectNo: project.no } }, unit.legal),
  );
  if (looked) expect(looked).toEqual({ documents: 1, scans: [] });
  const listed = await reads(`${at.namespace}_units`, ['projects'], () => at.hall.call(queryProjects, { filter: {} }, unit.legal));
  if (listed) expect(listed).toEqual({ documents: 1, scans: [] });
});

test('a new risk class begins with the year, or at once when the agency says so and why', async () => {
  const { changeUnit, ownUnit } = await import('../src/domain/write.ts');
  const { beginRiskClasses } = await import('../src/domain/new-year.ts');
  const changedTo = async (from: string) => {
    const unit = await home();
    await changeUnit(await ownUnit(unit.unitId), { riskNext: { riskClass: '6', from } }, { kind: 'changed', who: 'test' });
    return unit;
  };
  const riskOf = async (unitId: string) => (await at.hall.callAs('persons', snapshot, { ids: [unitId] })).units[0]?.riskClass;
  const [due, later] = [await changedTo('2024-01-01'), await changedTo('2999-01-01')];
  await Promise.all([beginRiskClasses(), beginRiskClasses()]);
  expect([await riskOf(due.unitId), await riskOf(later.unitId)]).toEqual(['6', '1']);
  expect((await ownUnit(due.unitId)).rev).toBe(3);
  expect((await at.hall.call(unitProjects, { unitNo: later.no }, officer)).unit.riskNext).toBe('六类（2999-01-01起）');
  const wish = { requestKey: randomUUID(), unitNo: later.no, reason: '企业提供行业变更证明，立即执行' };
  await Promise.all([at.hall.call(riskNow, wish, officer), at.hall.call(riskNow, wish, officer)]);
  expect(await riskOf(later.unitId)).toBe('6');
  expect((await ownUnit(later.unitId)).rev).toBe(3);
  expect((await refusal(at.hall.call(riskNow, { ...wish, reason: '别的原因' }, officer))).name).toBe('REQUEST_KEY_REUSED');
  expect((await refusal(at.hall.call(riskNow, { ...wish, requestKey: randomUUID() }, officer))).message).toBe(
    '该单位没有待生效的行业风险类别',
  );
  const legal = { ...later.legal, scopes: [...later.legal.scopes, 'item:unit-maintenance'] };
  const { rows } = await until(async () => {
    const found = await at.hall.call(history, {}, legal);
    return found.total === 3 && found;
  });
  expect(rows[0]).toMatchObject({ by: '受理员甲（经办机构）', note: '企业提供行业变更证明，立即执行' });
});
