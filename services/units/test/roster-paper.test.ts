import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { exportPeople, people } from '@wangting/contracts/units/project-roster';
import { rosterHistory } from '@wangting/contracts/units/roster-history';
import { reviewEntry } from '@wangting/contracts/units/roster-review';
import { readStream } from '@wangting/kit/objects';
import { staff } from '@wangting/kit/testing';
import { refusal } from './hall.ts';
import { line, on, rosterHall, type RosterHall } from './roster-hall.ts';

let at: RosterHall;
beforeAll(async () => {
  at = await rosterHall();
});
afterAll(() => at.stop());

test('the history of a line says who, when, what it was and what it became', async () => {
  const unit = await at.home();
  const { no } = await at.project(unit);
  const his = line({ entryOn: on(-5), mobile: '19900000077' });
  Object.assign(at.identity.names, { [unit.legal.id]: '赵法人', [unit.agent.id]: '钱联系', 'first-1': '孙初审' });
  await at.save(await at.checked(no, [his], unit.legal), unit.legal);
  const [row] = (await at.people(unit.legal)).rows;
  const id = row?.id ?? '';
  await at.change(id, 1, { post: '木工', leaveOn: on(30), mobile: '19900000078' }, unit.agent);
  const decision = { requestKey: randomUUID(), id, entryOn: on(-5), seenRev: 2, verdict: 'refused' as const, opinion: '无考勤记录' };
  await at.hall.call(reviewEntry, decision, staff('first-1', ['first']));
  await at.save(await at.checked(no, [{ ...his, mobile: '' }], unit.legal), unit.legal);
  const history = await at.hall.call(rosterHistory, { id }, unit.agent);
  expect(history).toMatchObject({ name: '王示例', projectName: '示例产业园一期' });
  expect(history.rows.map(({ what, by, lines }) => ({ what, by, lines }))).toEqual([
    {
      what: '批量导入变更',
      by: '赵法人',
      lines: [
        {
          field: '在岗登记',
          before: `${on(-5)} 至 ${on(30)}，木工（不予认可：无考勤记录）`,
          after: `${on(-5)} 至 在岗，钢筋工`,
        },
      ],
    },
    { what: '经办机构核实', by: '孙初审（经办机构）', lines: [{ field: '入职日期核实', before: '待核实', after: '不予认可：无考勤记录' }] },
    {
      what: '逐人维护',
      by: '钱联系',
      lines: [
        { field: '离职日期', before: '在岗', after: on(30) },
        { field: '岗位', before: '钢筋工', after: '木工' },
        { field: '移动电话', before: '199****0077', after: '199****0078' },
      ],
    },
    { what: '登记', by: '赵法人', lines: [{ field: '在岗登记', before: '', after: `${on(-5)} 至 在岗，钢筋工` }] },
  ]);
  expect(history.rows.every(({ at: moment }) => moment.endsWith('Z'))).toBe(true);
  const stranger = await at.home();
  expect((await refusal(at.hall.call(rosterHistory, { id }, stranger.legal))).name).toBe('NOT_FOUND');
  expect((await refusal(at.hall.call(rosterHistory, { id }, staff('x', ['first'])))).name).toBe('NOT_ALLOWED');
});

test('the roster of a project is taken away as a file, numbers masked, the own unit’s alone', async () => {
  const unit = await at.home();
  const [one, two] = [await at.project(unit), await at.project(unit, { name: '二期' })];
  await at.save(await at.checked(one.no, [line({ name: '李𠮷' }), line(), line()], unit.legal), unit.legal);
  await at.save(await at.checked(two.no, [line()], unit.legal), unit.legal);
  const { url, rows, name } = await at.hall.call(exportPeople, { filter: { projectNo: one.no } }, unit.agent);
  expect(rows).toBe(3);
  expect(name).toMatch(/^工程项目工伤人员批量参保登记_项目人员_\d{8}\.xlsx$/);
  const book = new ExcelJS.Workbook();
  await book.xlsx.read(await readStream(decodeURIComponent(/exports\/[\w-]+/.exec(url)?.[0] ?? '')));
  const sheet = book.worksheets[0];
  const cells = (n: number) => (sheet?.getRow(n).values as unknown[]).slice(1).map(String);
  expect(cells(1)).toEqual(people.columns.map(({ label }) => label));
  const all = [2, 3, 4].map((n) => cells(n).join());
  expect(all.join()).toMatch(/李𠮷.*619\*{11}/s);
  expect(all.join()).not.toMatch(/619999/);
  expect(all.every((row) => row.includes(one.no) && row.includes('男'))).toBe(true);
  expect((await at.hall.call(exportPeople, { filter: {} }, unit.legal)).rows).toBe(4);
  const stranger = await at.home();
  expect((await at.hall.call(exportPeople, { filter: {} }, stranger.legal)).rows).toBe(0);
  expect((await refusal(at.hall.call(exportPeople, { filter: { projectNo: one.no } }, stranger.legal))).message).toBe(
    '未查询到本单位的该工程项目',
  );
});
