import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { addDays } from '@wangting/contracts/standards/day';
import { item, type RosterChange } from '@wangting/contracts/units/project-roster';
import { today } from '@wangting/kit/clock';
import { reads } from '@wangting/kit/testing-reads';
import { refusal } from './hall.ts';
import { idOf, line, on, rosterHall, type Line, type RosterHall } from './roster-hall.ts';

let at: RosterHall;
let home: RosterHall['home'];
let project: RosterHall['project'];
let check: RosterHall['check'];
let checked: RosterHall['checked'];
let save: RosterHall['save'];
let tab: RosterHall['tab'];
let people: RosterHall['people'];
let change: RosterHall['change'];
let actions: RosterHall['actions'];
beforeAll(async () => {
  at = await rosterHall();
  ({ home, project, check, checked, save, tab, people, change, actions } = at);
});
afterAll(() => at.stop());
const now = today();

test('a roster is checked, saved and seen, each person under the time of registration', async () => {
  const unit = await home();
  const { no } = await project(unit);
  const opened = await at.hall.call(itemActions(item).open, {}, unit.legal);
  expect(opened).toMatchObject({ allowed: true, shows: { unitNo: unit.no } });
  const found = await at.hall.call(itemActions(item).lookup, { lookup: 'project', value: '', values: {} }, unit.legal);
  expect(found.hits).toMatchObject([{ values: { projectNo: no, projectName: '示例产业园一期', insured: `${on(-400)} 至 ${on(400)}` } }]);
  const batch = await checked(no, [line(), line({ name: '赵𠮷', mobile: '19900000077' }), line({ leaveOn: on(30) })], unit.agent);
  expect(batch).toMatchObject({ state: 'checked', good: 3, bad: 0, shows: { projectName: '示例产业园一期' } });
  expect(await save(batch, unit.agent)).toMatchObject({ message: '保存完成，成功3条，失败0条' });
  const { rows, total } = await people(unit.legal, { projectNo: no });
  expect(total).toBe(3);
  expect(rows.find(({ name }) => name === '赵𠮷')).toMatchObject({
    sex: '1',
    entryOn: now,
    leaveOn: null,
    mobile: '199****0077',
    idMasked: expect.stringMatching(/^619\*{11}.{4}$/),
    registeredAt: expect.stringMatching(/Z$/),
    marks: '',
  });
  const { ProjectPersonModel } = await import('../src/models/project-person.ts');
  expect(JSON.stringify(await ProjectPersonModel.find({ unitId: unit.unitId }).lean())).not.toMatch(/王示例|619999|19900000077/);
});

test('an unpaid contribution is said and stops nothing; neither does not knowing', async () => {
  const unit = await home();
  const { no, projectId } = await project(unit);
  const begun = async () => {
    const { hits } = await at.hall.call(itemActions(item).lookup, { lookup: 'project', value: no, values: {} }, unit.legal);
    const batch = await checked(no, [line()], unit.legal);
    expect(batch).toMatchObject({ state: 'checked', good: 1, bad: 0 });
    const { unpaid } = (await at.hall.call(itemActions(item).open, {}, unit.legal)).shows;
    return [hits[0]?.values.contribution, batch.shows.contribution, unpaid];
  };
  at.identity.dues = { [projectId]: { state: '0', charged: 1_500_00, owed: 1_500_00, since: '202403' } };
  const unpaid = '未缴1,500.00元（2024年03月起）';
  expect(await begun()).toEqual([unpaid, unpaid, '工程项目“示例产业园一期”的工伤保险费尚未缴清，应在开工前缴清；不影响登记人员。']);
  at.identity.dues = { [projectId]: { state: '1', charged: 1_500_00, paid: 1_500_00 } };
  expect(await begun()).toEqual(['已实缴1,500.00元', '已实缴1,500.00元', '']);
  at.identity.dues = null;
  expect(await begun()).toEqual(['缴费状态暂时无法查询', '缴费状态暂时无法查询', '']);
  at.identity.dues = {};
});

test('every rule in its own words, all at once; what only needs a look is said beside the row', async () => {
  const unit = await home();
  const { no } = await project(unit);
  const wrong: [Line, string][] = [
    [{ idNumber: `${idOf().slice(0, 17)}Z` }, '号码'],
    [{ name: '1' }, '姓名'],
    [{ sex: '女' }, '性别与证件号码不一致'],
    [{ birthDate: '1981-01-01' }, '出生日期与证件号码不一致'],
    [{ entryOn: on(-401) }, `入职日期应在项目参保有效期内（${on(-400)}至${on(400)}）`],
    [{ entryOn: on(401) }, `入职日期应在项目参保有效期内（${on(-400)}至${on(400)}）`],
    [{ leaveOn: on(-1) }, '离职日期不能早于入职日期'],
    [{ leaveOn: on(401) }, `离职日期不能晚于项目参保有效期止（${on(400)}）`],
    [{ idNumber: idOf(addDays(now, -15 * 365)) }, '入职时未满16周岁'],
    [{ post: '' }, '请填写岗位'],
    [{ mobile: '123' }, '手机号码应为11位'],
  ];
  const batch = await checked(
    no,
    wrong.map(([over]) => line(over)),
    unit.legal,
  );
  expect(batch).toMatchObject({ good: 0, bad: wrong.length });
  const bad = await tab(batch, 'bad', unit.legal);
  wrong.forEach(([, words], index) => expect(bad[index]?.issues.map(({ message }) => message).join()).toContain(words));
  const noted = await checked(
    no,
    [line({ idNumber: idOf('1950-01-01') }), line({ entryOn: on(-2) }), line({ entryOn: on(-1) })],
    unit.legal,
  );
  expect((await tab(noted, 'good', unit.legal)).map(({ notes }) => notes)).toEqual([
    ['入职时已超过65周岁，未核实'],
    ['入职日期早于登记日1日以上，登记日之前的期间须经经办机构核实'],
    [],
  ]);
  await save(noted, unit.legal);
  expect((await people(unit.legal)).rows.map(({ marks }) => marks).sort()).toEqual(['', '倒填入职日期，待核实', '超过65周岁，未核实']);
});

test('only an insured project of the own unit, within its time', async () => {
  const [unit, stranger] = [await home(), await home()];
  const [mine, idle, over] = [
    await project(unit),
    await project(unit, { name: '未参保', insuredFrom: undefined }),
    await project(unit, { name: '已竣工', endOn: on(-1) }),
  ];
  const says = async (no: string, as: Caller) => (await refusal(check(no, [line()], as))).message;
  expect(await says(mine.no, stranger.legal)).toBe('未查询到本单位的该工程项目');
  expect(await says(idle.no, unit.legal)).toBe('该工程项目尚未参保（工伤保险费未到账），不能登记人员');
  expect(await says(over.no, unit.legal)).toBe(`该工程项目参保有效期已于${on(-1)}届满，请到经办机构办理项目变更（延期）`);
  const closed = await at.registered({ state: '3', items: ['project-roster'] });
  expect(await at.hall.call(itemActions(item).open, {}, closed.legal)).toMatchObject({ allowed: false });
  const batch = await checked(mine.no, [line()], unit.legal);
  await save(batch, unit.legal);
  const [row] = (await people(unit.legal)).rows;
  expect((await people(stranger.legal)).total).toBe(0);
  expect((await refusal(people(stranger.legal, { projectNo: mine.no }))).message).toBe('未查询到本单位的该工程项目');
  expect((await refusal(change(row?.id ?? '', 1, { post: '木工' }, stranger.legal))).name).toBe('NOT_FOUND');
  expect((await refusal(at.hall.call(actions.view, { batchId: batch.batchId }, stranger.legal))).name).toBe('NOT_FOUND');
});

test('imported again he is brought up to date; he may come back, but not be there twice; elsewhere is said', async () => {
  const unit = await home();
  const [one, two] = [await project(unit), await project(unit, { name: '二期' })];
  const his = line({ entryOn: on(-1) });
  await save(await checked(one.no, [his], unit.legal), unit.legal);
  const clash = await checked(one.no, [{ ...his, entryOn: now }], unit.legal);
  expect((await tab(clash, 'bad', unit.legal))[0]?.issues[0]?.message).toContain(`入职日期为${on(-1)}，在岗期间重叠`);
  const otherName = await checked(one.no, [{ ...his, name: '王别名' }], unit.legal);
  expect((await tab(otherName, 'bad', unit.legal))[0]?.issues[0]?.message).toBe('该证件号码已在本项目登记，姓名不一致');
  const again = await checked(one.no, [{ ...his, leaveOn: on(-1), post: '木工' }], unit.legal);
  expect((await tab(again, 'good', unit.legal))[0]?.notes).toEqual(['该人员已在本项目登记，保存后更新离职日期、岗位等信息']);
  await save(again, unit.legal);
  expect((await people(unit.legal)).rows).toMatchObject([{ rev: 2, entryOn: on(-1), leaveOn: on(-1), post: '木工' }]);
  await save(await checked(one.no, [{ ...his, entryOn: now }], unit.legal), unit.legal);
  expect((await people(unit.legal)).rows).toMatchObject([{ rev: 3, entryOn: now, leaveOn: null, earlier: `${on(-1)} 至 ${on(-1)}` }]);
  const elsewhere = await checked(two.no, [{ ...his, entryOn: now }], unit.legal);
  expect((await tab(elsewhere, 'good', unit.legal))[0]?.notes).toEqual(['与工程项目“示例产业园一期”的在岗期间重叠']);
});

test('two files at once, pressed twice: each person stands once, and one of two contrary days wins', async () => {
  const unit = await home();
  const { no } = await project(unit);
  const crowd = Array.from({ length: 40 }, () => line());
  const [a, b] = await Promise.all([
    checked(no, crowd, unit.legal),
    checked(
      no,
      crowd.map((row) => ({ ...row, entryOn: on(-1) })),
      unit.agent,
    ),
  ]);
  const [one, two] = await Promise.all([save(a, unit.legal), save(b, unit.agent)]);
  await Promise.all([save(a, unit.legal), save(b, unit.agent)]);
  expect((one?.saved ?? 0) + (two?.saved ?? 0)).toBe(40);
  expect((one?.failed ?? 0) + (two?.failed ?? 0)).toBe(40);
  const { ProjectPersonModel } = await import('../src/models/project-person.ts');
  const kept = await ProjectPersonModel.find({ unitId: unit.unitId }).lean();
  expect(kept).toHaveLength(40);
  expect(new Set(kept.map(({ rev, stays, log }) => [rev, stays.length, log.length].join()))).toEqual(new Set(['1,1,1']));
});

test('rows of a chunk that died after writing are found saved, and changed by nobody a second time', async () => {
  const unit = await home();
  const { no, projectId } = await project(unit);
  const { saveRoster } = await import('../src/domain/roster-save.ts');
  const { ProjectModel } = await import('../src/models/project.ts');
  const { ProjectPersonModel } = await import('../src/models/project-person.ts');
  const kept = await ProjectModel.findById(projectId).lean();
  const rows = [1, 2, 3].map((rowNo) => ({ rowNo, values: { idNumber: idOf(), name: '李示例', entryOn: now, post: '木工' } }));
  const batch = { batchId: 'b', applicationId: `a-${unit.unitId}`, itemId: item.id, unitId: unit.unitId, by: 'x', values: {}, keep: {} };
  const saved = () => saveRoster(batch as never, structuredClone(rows), kept as never);
  expect((await saved()).size).toBe(0);
  const [first] = (await people(unit.legal, { projectNo: no })).rows;
  await change(first?.id ?? '', 1, { post: '电工' }, unit.legal);
  expect((await saved()).size).toBe(0);
  expect((await ProjectPersonModel.findById(first?.id).lean())?.stays[0]?.post).toBe('电工');
});

test('a line is maintained by hand: refused by field, done once, parallel edits do not overwrite', async () => {
  const unit = await home();
  const { no } = await project(unit);
  await save(await checked(no, [line({ mobile: '19900000077' })], unit.legal), unit.legal);
  const [row] = (await people(unit.legal, { name: '王示例' })).rows;
  const id = row?.id ?? '';
  const issue = async (person: RosterChange) => ((await refusal(change(id, 1, person, unit.legal))).data.issues as object[])[0];
  expect(await issue({ post: '木工', leaveOn: on(-1) })).toEqual({ path: 'person.leaveOn', message: '离职日期不能早于入职日期' });
  expect(await issue({ post: '木工', leaveOn: on(401) })).toMatchObject({ path: 'person.leaveOn' });
  expect(await issue({ post: '', leaveOn: now })).toEqual({ path: 'person.post', message: '请填写岗位' });
  expect(await issue({ post: '木工', mobile: '188****0000' })).toMatchObject({ path: 'person.mobile' });
  expect((await refusal(change(id, 1, { post: '钢筋工', mobile: '199****0077' }, unit.legal))).message).toBe(
    '内容与现有信息相同，无需变更',
  );
  const requestKey = randomUUID();
  const person = { post: '木工', leaveOn: on(3), mobile: '199****0077', employer: '示例劳务有限公司' };
  await Promise.all([1, 2].map(() => change(id, 1, person, unit.legal, requestKey)));
  expect((await refusal(change(id, 1, { post: '别的' }, unit.legal, requestKey))).name).toBe('REQUEST_KEY_REUSED');
  expect((await refusal(change(id, 1, { post: '别的' }, unit.agent))).name).toBe('STATE_CHANGED');
  expect((await people(unit.legal)).rows).toMatchObject([{ rev: 2, post: '木工', leaveOn: on(3), mobile: '199****0077' }]);
});

test('a page of the roster reads its own lines, whoever else is there', async () => {
  const unit = await home();
  const { no, projectId } = await project(unit);
  await save(await checked(no, [line()], unit.legal), unit.legal);
  const { ProjectPersonModel } = await import('../src/models/project-person.ts');
  const row = await ProjectPersonModel.findOne({ unitId: unit.unitId }).lean();
  const crowd = Array.from({ length: 500 }, (_, n) => ({ ...row, _id: `x${n}`, projectId: n % 2 ? projectId : 'p', idHash: `h${n}` }));
  await ProjectPersonModel.insertMany(crowd);
  for (const filter of [{ projectNo: no }, {}] as Line[]) {
    const looked = await reads(`${at.namespace}_units`, ['project_people'], () => people(unit.legal, filter));
    if (looked) expect(looked).toEqual({ documents: 10, scans: [] });
  }
});
