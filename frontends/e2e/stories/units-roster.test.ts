import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PURPOSES } from '@wangting/contracts/files/upload';
import { addDays } from '@wangting/contracts/standards/day';
import { item } from '@wangting/contracts/units/project-roster';
import { errorsOf } from '@wangting/kit/batch/xlsx';
import { today as thisDay } from '@wangting/kit/clock';
import { DEMO_PASSWORD, DEMO_UNIT, demoId, demoMobile } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { close, closeBrowser, day, logIn, scanAs, sitDown, type Seat } from '../support/browser.ts';

/** @item project-roster — who really works on a site: by file, and one by one for those who are there. */
let hall: TestHall;
let clerk: Seat;
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '4'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
}, 180_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

const PROJECT = '示例产业园智能化工程';
const today = thisDay();
let sequence = 101;
type Line = Record<string, string>;
const worker = (name: string, over: Line = {}): Line => ({
  idNumber: demoId('1980-05-20', (sequence += 2)),
  name,
  entryOn: today,
  post: '钢筋工',
  mobile: demoMobile(sequence),
  ...over,
});
async function workbook(lines: readonly Line[]): Promise<Buffer> {
  async function* rows() {
    for (const line of lines) yield [...item.batch.columns.map(({ name }) => line[name] ?? ''), '', ''];
  }
  return errorsOf(item, rows());
}
const button = (name: string) => clerk.page.getByRole('button', { name, exact: true });
const said = (words: string | RegExp) => clerk.page.getByText(words).first().waitFor();
/** 选择文件, 文件上传, 校验: against the project that a search by name finds. */
async function uploadAndCheck(name: string, lines: readonly Line[]): Promise<void> {
  const { page } = clerk;
  await page.goto('/units/items/project-roster');
  const number = page.getByRole('searchbox', { name: '工程项目编号' }).or(page.getByRole('textbox', { name: '工程项目编号' }));
  await number.fill('智能化');
  await number.press('Enter');
  await said(PROJECT);
  // 8,600,000 yuan × 1.2 ‰: begun in 2025.
  await said('已实缴10,320.00元');
  await page.getByLabel('选择导入文件').setInputFiles({ name, mimeType: PURPOSES.batch.types.xlsx, buffer: await workbook(lines) });
  await button('文件上传').click();
  await said('导入成功');
  await button('校验').click();
}
async function save(): Promise<void> {
  await button('保存').click();
  await clerk.page
    .getByRole('dialog')
    .getByRole('button', { name: /确\s*定/ })
    .click();
}

describe('7 工程项目工伤人员批量参保登记', () => {
  const carpenter = worker('王木工', { post: '木工' });

  test('a project of another unit is not found, the own one is found by its name', async () => {
    const { page } = clerk;
    await page.goto('/units/items/project-roster');
    await said('将文件拖到此处，或选择导入文件');
    const number = page.getByRole('searchbox', { name: '工程项目编号' }).or(page.getByRole('textbox', { name: '工程项目编号' }));
    await number.fill('渭南');
    await number.press('Enter');
    await said('未查询到本单位的该工程项目');
    await clerk.shot('project-roster-empty', 'whole');
  }, 60_000);

  test('the file is checked row by row and the good rows are saved', async () => {
    const lines = [
      carpenter,
      worker('李𠮷'),
      worker('赵倒填', { entryOn: addDays(today, -5) }),
      worker('钱早来', { entryOn: '2024-01-01' }),
      worker('孙错离', { leaveOn: addDays(today, -1) }),
    ];
    await uploadAndCheck('项目人员.xlsx', lines);
    await said('校验完成，成功3条，失败2条');
    await said(/入职日期早于登记日1日以上/);
    await clerk.shot('project-roster-checked', 'whole');
    await clerk.page.getByRole('tab', { name: /错误信息/ }).click();
    await said(/^入职日期应在项目参保有效期内/);
    await said('离职日期不能早于入职日期');
    await clerk.shot('project-roster-errors');
    await save();
    await said('保存完成，成功3条，失败0条');
    await clerk.shot('project-roster-saved', 'whole');
  }, 90_000);

  test('imported again he is brought up to date', async () => {
    await uploadAndCheck('离场人员.xlsx', [{ ...carpenter, leaveOn: addDays(today, 30), post: '班组长' }]);
    await said(/该人员已在本项目登记，保存后更新/);
    await save();
    await said('保存完成，成功1条，失败0条');
  }, 60_000);

  test('who is there is looked up and maintained line by line', async () => {
    const { page } = clerk;
    await page.getByRole('tab', { name: '项目人员' }).click();
    await page.getByRole('row').filter({ hasText: '王木工' }).getByText('班组长').waitFor();
    await page.getByRole('row').filter({ hasText: '赵倒填' }).getByText('倒填入职日期，待核实').waitFor();
    await clerk.shot('project-roster-people', 'whole');
    await page.getByRole('button', { name: `维护 李𠮷 ${PROJECT}` }).click();
    const dialog = page.getByRole('dialog', { name: '项目人员维护：李𠮷' });
    await day(page, '离职日期', addDays(today, -2));
    await dialog.getByRole('button', { name: '保存', exact: true }).click();
    await dialog.getByText('离职日期不能早于入职日期').first().waitFor();
    await day(page, '离职日期', addDays(today, 60));
    await dialog.getByRole('textbox', { name: '岗位' }).fill('电工');
    await clerk.shot('project-roster-edit');
    await dialog.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('变更成功', { exact: true }).waitFor();
    await page.getByRole('row').filter({ hasText: '李𠮷' }).getByText('电工').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await clerk.shot('project-roster-phone');
    await page.setViewportSize({ width: 1366, height: 768 });
  }, 90_000);

  test('the roster is taken away and printed, and each line tells what became of it', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: `记录 李𠮷 ${PROJECT}` }).click();
    const history = page.getByRole('dialog', { name: '变更记录：李𠮷' });
    await history.getByText('岗位：钢筋工 → 电工').waitFor();
    await history.getByText(`离职日期：在岗 → ${addDays(today, 60)}`).waitFor();
    await clerk.shot('project-roster-history');
    await close(page, '变更记录：李𠮷');
    const saved = page.waitForEvent('download');
    await button('导出').click();
    expect((await saved).suggestedFilename()).toMatch(/^工程项目工伤人员批量参保登记_项目人员_\d{8}\.xlsx$/);
    await button('打印').click();
    const sheet = page.getByRole('dialog', { name: '打印预览：工程项目工伤保险参保人员名册' });
    await sheet.getByText('共 3 人').waitFor();
    await clerk.shot('project-roster-print');
    await close(page, '打印预览：工程项目工伤保险参保人员名册');
    await page.getByLabel('姓名').fill('没有此人');
    await page.getByRole('button', { name: /查\s*询/ }).click();
    await said('暂无内容');
  }, 60_000);

  test('who was entered late waits for the agency, which says why it does not accept him', async () => {
    const agency = await sitDown(hall.url);
    await logIn(agency, '经办机构工作人员', 'chushen', DEMO_PASSWORD);
    const { page } = agency;
    await page.goto('/agency');
    await page.getByRole('link', { name: '倒填入职日期核实' }).click();
    await page.getByRole('row').filter({ hasText: '赵倒填' }).getByText(DEMO_UNIT.name).waitFor();
    await agency.shot('late-entries');
    await page.setViewportSize({ width: 390, height: 844 });
    await agency.shot('late-entries-phone');
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.getByRole('button', { name: `核实 赵倒填 ${PROJECT}` }).click();
    const dialog = page.getByRole('dialog', { name: '核实：赵倒填' });
    await dialog.getByRole('button', { name: '不予认可' }).click();
    await dialog.getByText('请填写不予认可的原因').waitFor();
    await dialog.getByRole('textbox').fill('无考勤记录');
    await agency.shot('late-entry');
    await dialog.getByRole('button', { name: '不予认可' }).click();
    await page.getByText('核实不予认可', { exact: true }).waitFor();
    await page.getByText('暂无内容').waitFor();
    await clerk.page.goto('/units/items/project-roster?tab=people');
    await clerk.page.getByRole('row').filter({ hasText: '赵倒填' }).getByText('核实不予认可：无考勤记录').waitFor();
    expect(agency.faults).toEqual([]);
  }, 90_000);

  test('no page threw', () => expect(clerk.faults).toEqual([]));
});
