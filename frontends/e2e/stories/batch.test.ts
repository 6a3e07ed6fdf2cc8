import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchItem } from '@wangting/contracts/batch';
import { PURPOSES } from '@wangting/contracts/files/upload';
import { item as enrolmentBatch } from '@wangting/contracts/persons/person-enrolment-batch';
import { item as stopBatch } from '@wangting/contracts/persons/person-stop-batch';
import { readTable } from '@wangting/kit/batch/table';
import { errorsOf, headerOf } from '@wangting/kit/batch/xlsx';
import { DEMO_UNIT, demoId, demoMobile } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { closeBrowser, scanAs, sitDown, type Seat } from '../support/browser.ts';

/** @item person-enrolment-batch @item person-stop-batch — what `npm run items` looks for. */
let hall: TestHall;
let clerk: Seat;
let from = '';

beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '4', '--people', '8'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
  const opened = await clerk.context.request.get('/api/items/person-enrolment/open');
  from = ((await opened.json()) as { values: { from: string } }).values.from;
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

type Line = Record<string, string>;
let sequence = 101;
const person = (name: string, over: Line = {}): Line => ({
  idType: '居民身份证',
  idNumber: demoId('1990-03-12', (sequence += 2)),
  name,
  ethnicGroup: '汉族',
  householdKind: '统一居民户口',
  mobile: demoMobile(sequence),
  workStartOn: '2015-07-01',
  identity: '职工（劳动合同制）',
  from,
  declaredBase: '7000',
  ...over,
});
const cellsOf = ({ batch }: BatchItem, line: Line) => batch.columns.map(({ name }) => line[name] ?? '');
async function workbook(item: BatchItem, lines: readonly Line[]): Promise<Buffer> {
  async function* rows() {
    for (const line of lines) yield [...cellsOf(item, line), '', ''];
  }
  return errorsOf(item, rows());
}
const csv = (item: BatchItem, lines: readonly Line[]): Buffer =>
  Buffer.from([item.batch.columns.map(headerOf).join(','), ...lines.map((line) => cellsOf(item, line).join(','))].join('\r\n'));

const { xlsx } = PURPOSES.batch.types;
const button = (name: string) => clerk.page.getByRole('button', { name, exact: true });
const choose = (name: string, mimeType: string, buffer: Buffer) =>
  clerk.page.getByLabel('选择导入文件').setInputFiles({ name, mimeType, buffer });
async function download(press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [kept] = await Promise.all([clerk.page.waitForEvent('download'), press()]);
  return { name: kept.suggestedFilename(), bytes: readFileSync(await kept.path()) };
}
async function uploadAndCheck(): Promise<void> {
  await button('文件上传').click();
  await clerk.page.getByText(/已上传/).waitFor();
  await button('校验').click();
}
const said = (words: string) => clerk.page.getByText(words).first().waitFor();

describe('a payroll clerk on the first of the month', () => {
  let newcomers: Line[];
  let mistyped: Line;
  let twice: Line;
  beforeAll(() => {
    newcomers = [person('王示例'), person('张示例'), person('赵𠮷')];
    mistyped = person('李更正', { mobile: '199000' });
    twice = person('周重复');
  });

  test('takes the template, which is the item’s own', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-enrolment-batch');
    await page.getByText('将文件拖到此处，或选择导入文件').waitFor();
    await clerk.shot('batch-empty');
    const { name, bytes } = await download(() => button('模板下载').click());
    expect(name).toBe('人员参保登记（批量）模板.xlsx');
    // Nothing in it but the example, which is passed over.
    await expect(
      (async () => {
        for await (const row of (await readTable(enrolmentBatch, bytes, xlsx)).rows()) expect(row).toBeUndefined();
      })(),
    ).rejects.toThrow('文件中没有数据');
  }, 60_000);

  test('is told at once that an old workbook will not do', async () => {
    await choose('人员.xls', 'application/vnd.ms-excel', Buffer.from('x'));
    await said('请另存为 .xlsx 后上传');
  }, 60_000);

  test('uploads, checks, sees everything that is wrong at once, and exports it', async () => {
    const lines = [...newcomers, mistyped, twice, { ...twice, name: '周重复' }];
    await choose('十月新增人员.xlsx', xlsx, await workbook(enrolmentBatch, lines));
    await uploadAndCheck();
    await said('校验完成，成功3条，失败3条');
    await clerk.page.getByRole('cell', { name: '赵𠮷' }).waitFor();
    await clerk.shot('batch-checked');
    await clerk.page.getByRole('tab', { name: /错误信息/ }).click();
    await said('手机号码应为11位，以13至19开头');
    await said('文件内证件号码重复（第8行）');
    await clerk.shot('batch-errors');
    const { name, bytes } = await download(() => button('导出错误信息').click());
    expect(name).toBe('人员参保登记（批量）错误信息.xlsx');
    const rows = [];
    for await (const { cells } of (await readTable(enrolmentBatch, bytes, xlsx)).rows()) rows.push(cells);
    // As it was typed; a row whose fault was found later, behind it in the file, as it was understood.
    expect([rows[0], rows[2]]).toEqual([mistyped, twice].map((line) => cellsOf(enrolmentBatch, line)));
    expect(rows[1]).toEqual(expect.arrayContaining([twice.idNumber, '周重复', twice.mobile]));
    expect(rows).toHaveLength(3);
  }, 60_000);

  test('saves the good rows as one case, with a number', async () => {
    const { page } = clerk;
    await button('保存').click();
    await page.getByText('将保存校验成功的 3 条，另有 3 条有错误，不会保存。确定吗？').waitFor();
    await clerk.shot('batch-confirm');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s*定/ })
      .click();
    await said('保存完成，成功3条，失败0条');
    await page
      .getByRole('cell', { name: /^61\d{10}$/ })
      .first()
      .waitFor();
    await clerk.shot('batch-saved');
    await button('查看办件').click();
    await page.getByText('批量保存').first().waitFor();
    await clerk.shot('batch-application');
  }, 60_000);

  test('drops the corrected file, a CSV this time, and leaves the page while it is saved', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-enrolment-batch');
    await page.getByText('将文件拖到此处，或选择导入文件').waitFor();
    const bytes = [...csv(enrolmentBatch, [{ ...mistyped, mobile: demoMobile(7_001) }, twice])];
    const data = await page.evaluateHandle((content) => {
      // Runs in the page, whose names this project's types do not know.
      const { DataTransfer } = globalThis as unknown as { DataTransfer: new () => { items: { add(file: File): void } } };
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(content)], '更正.csv', { type: 'text/csv' }));
      return transfer;
    }, bytes);
    await page.getByText('将文件拖到此处，或选择导入文件').dispatchEvent('drop', { dataTransfer: data });
    await said('更正.csv');
    await uploadAndCheck();
    await said('校验完成，成功2条，失败0条');
    await button('保存').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s*定/ })
      .click();
    await page.goto('/business');
    await page.goto('/persons/items/person-enrolment-batch');
    await said('最近的批次');
    // Unfolded while something is under way; folded when all has come to its end.
    const back = page.getByRole('button', { name: /查看 更正.csv/ });
    if (!(await back.isVisible())) await page.getByText(/^最近的批次/).click();
    await back.click();
    await said('保存完成，成功2条，失败0条');
    await clerk.shot('batch-again');
  }, 60_000);

  test('finds the new people in the roster of the unit, and takes it away as a file', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/roster');
    await page
      .getByText(/共 [1-9]\d* 条/)
      .first()
      .waitFor();
    await clerk.shot('roster');
    await page.getByLabel('姓名').fill('赵𠮷');
    await page.getByRole('button', { name: /查询/ }).click();
    await page.getByText('共 2 条').first().waitFor();
    expect(await page.getByRole('cell', { name: '赵𠮷' }).count()).toBe(2);
    await clerk.shot('roster-name');
    const { name } = await download(() => page.getByRole('button', { name: /导出/ }).click());
    expect(name).toMatch(/^单位人员花名册_花名册_\d{8}\.xlsx$/);
  }, 60_000);

  test('stops people by a file as well', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-stop-batch');
    await said('将文件拖到此处，或选择导入文件');
    const [first, second, third] = newcomers.map(({ idNumber = '', name = '' }) => ({ idNumber, name, to: from }));
    const lines = [
      { ...first, reason: '调动、转往其他单位' },
      { ...second, reason: '劳动合同期满终止', detail: '非本人意愿（单位不续订或单位提出）', contractEndOn: from },
      { ...third, reason: '本人辞职' },
    ];
    await choose('十月离职人员.xlsx', xlsx, await workbook(stopBatch, lines));
    await uploadAndCheck();
    await said('校验完成，成功2条，失败1条');
    await said('失业保险、工伤保险');
    await clerk.shot('stop-batch-checked', 'whole');
    await page.getByRole('tab', { name: /错误信息/ }).click();
    await said('请选择劳动合同解除日期');
    await clerk.shot('stop-batch-errors', 'whole');
    await button('保存').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s*定/ })
      .click();
    await said('保存完成，成功2条，失败0条');
    await clerk.shot('stop-batch-saved', 'whole');
    await page.goto('/persons/items/roster');
    await page.getByLabel('姓名').fill('张示例');
    await page.getByRole('button', { name: /查询/ }).click();
    await page.getByText('共 2 条').first().waitFor();
    await page.getByRole('cell', { name: '暂停缴费' }).nth(1).waitFor();
    await clerk.shot('roster-stopped');
  }, 60_000);

  test('takes one of them back the same day, and the others stay stopped', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-stop-batch');
    await page.getByText(/^最近的批次/).click();
    await page.getByRole('button', { name: /查看 十月离职人员.xlsx/ }).click();
    await button('撤销序号 1').click();
    await said('确定撤销序号 1');
    await page.getByRole('dialog').getByRole('button', { name: '确定撤销' }).click();
    await page.getByRole('cell', { name: '已撤销' }).waitFor();
    expect(await page.getByRole('button', { name: /^撤销序号/ }).count()).toBe(1);
    await clerk.shot('stop-batch-undone', 'whole');
    await page.goto('/persons/items/roster');
    await page.getByLabel('姓名').fill('王示例');
    await page.getByRole('button', { name: /查询/ }).click();
    await page.getByRole('cell', { name: '参保缴费' }).nth(1).waitFor();
  }, 60_000);

  test('no page threw', () => expect(clerk.faults).toEqual([]));
});
