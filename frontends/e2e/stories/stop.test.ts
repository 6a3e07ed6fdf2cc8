import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cityPeople, type SeedPerson } from '@wangting/seed/city';
import { DEMO_UNIT, demoId, demoMobile } from '@wangting/seed/demo';
import { addDays } from '@wangting/contracts/standards/day';
import { today } from '@wangting/kit/clock';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { choose, closeBrowser, day, scanAs, sitDown, type Seat } from '../support/browser.ts';

/** @item person-stop — what `npm run items` looks for. */
let hall: TestHall;
let clerk: Seat;
const NAME = '冯同名';
const TWINS = [demoId('1993-03-03', 71), demoId('1994-04-04', 73)] as const;
const numbers: string[] = [];
/** One who has been with the demo unit since 2023: the same person that the seed makes. */
const VETERAN = cityPeople(
  4,
  ['demo', 'b', 'c'].map((unitId) => ({ unitId, state: '1', from: '2020-01-01' })),
).find(({ sex, enrolments }) => sex === '1' && enrolments.some(({ unitId, to }) => unitId === 'demo' && to === null)) as SeedPerson;
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '4', '--people', '8'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

async function enrol({ name, idNumber }: { name: string; idNumber: string }, personNo?: string): Promise<string> {
  const { page } = clerk;
  await page.goto('/persons/items/person-enrolment');
  await page.getByRole('button', { name: /保存/ }).waitFor();
  await page.getByLabel('证件号码').fill(idNumber);
  await page.getByLabel('姓名').fill(name);
  if (personNo) await page.getByLabel('个人编号').fill(personNo);
  else {
    await day(page, '参加工作时间', '2018-07-01');
    await choose(page, '户籍性质', '统一居民户口');
  }
  await page.getByLabel('移动电话号码').fill(demoMobile(971));
  await choose(page, '参保身份', '职工（劳动合同制）');
  await page.getByLabel('缴费基数（申报工资）').fill('7000');
  await page.getByRole('button', { name: /保存/ }).click();
  const said = page.getByText(/保存成功，个人编号：\d{12}/).first();
  await said.waitFor();
  return /\d{12}/.exec(await said.innerText())?.[0] ?? '';
}

describe('a colleague leaves', () => {
  test('two people of one name: the clerk types it and chooses', async () => {
    for (const idNumber of TWINS) numbers.push(await enrol({ name: NAME, idNumber }));
    const { page } = clerk;
    await page.goto('/persons/items/person-stop');
    await page.getByRole('button', { name: /保存/ }).waitFor();
    const box = page.getByLabel('个人编号');
    await box.fill(NAME);
    await box.press('Enter');
    const list = page.getByRole('dialog').getByRole('button', { name: new RegExp(NAME) });
    await list.first().waitFor();
    expect(await list.count()).toBe(2);
    const offered = await page.getByRole('dialog').innerText();
    for (const idNumber of TWINS) expect(offered).not.toContain(idNumber);
    await clerk.shot('person-stop-pick-list');
    await list.filter({ hasText: numbers[1] }).click();
    expect(await box.inputValue()).toBe(numbers[1]);
    expect(await page.getByRole('checkbox', { name: /停保第/, checked: true }).count()).toBe(2);
  }, 90_000);

  test('what runs stops together, and the message says what is due', async () => {
    const { page } = clerk;
    await choose(page, '停保原因', '单位提出协商解除');
    await day(page, '劳动合同解除日期', today());
    await clerk.shot('person-stop-filled');
    await page.getByRole('button', { name: /保存/ }).click();
    await page.getByRole('heading', { name: '保存成功' }).waitFor();
    await page.getByText(/失业保险待遇告知/).waitFor();
    await clerk.shot('person-stop-done');
  }, 60_000);

  test('the receipt is a sealed paper that says the same', async () => {
    const { page } = clerk;
    const issued = page.waitForResponse((response) => response.url().endsWith('/items/person-stop/print') && response.ok());
    await page.getByRole('button', { name: '打印参保人员减少回执' }).click();
    const { url } = (await (await issued).json()) as { url: string };
    await page
      .getByRole('dialog')
      .getByText(/验证码/)
      .first()
      .waitFor();
    const pdf = await clerk.context.request.get(url);
    const dir = mkdtempSync(path.join(tmpdir(), 'paper-'));
    writeFileSync(path.join(dir, 'paper.pdf'), await pdf.body());
    const text = execFileSync('pdftotext', ['-layout', path.join(dir, 'paper.pdf'), '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
    rmSync(dir, { recursive: true });
    for (const words of ['参保人员减少回执', DEMO_UNIT.name, NAME, String(numbers[1]), '15日内']) expect(text).toContain(words);
    expect(text).not.toContain(TWINS[1]);
    await clerk.shot('person-stop-receipt');
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();
  }, 60_000);

  test('it was the wrong one: 撤销 in 我的办件, and he is insured as before', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: '查看办件' }).click();
    await page.getByRole('button', { name: '撤销' }).click();
    await page
      .getByRole('dialog')
      .getByText(/恢复到办理之前的状态/)
      .waitFor();
    await page.getByLabel('撤销原因').fill('选错了同名人员');
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByText(/撤销成功，当前状态：已作废/).waitFor();
    await clerk.shot('person-stop-undone');
    expect(await page.getByRole('button', { name: '撤销' }).count()).toBe(0);
    await page.goto('/persons/items/person-stop');
    await page.getByRole('button', { name: /保存/ }).waitFor();
    const box = page.getByLabel('个人编号');
    await box.fill(String(numbers[1]));
    await box.press('Enter');
    await page.getByText('参保缴费').first().waitFor();
  }, 60_000);

  test('a day typed while the hall still looks somebody up stays as typed', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-stop');
    await page.getByRole('button', { name: /保存/ }).waitFor();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/items/person-stop/lookup', async (route) => {
      await held;
      await route.continue();
    });
    const box = page.getByLabel('个人编号');
    await box.fill(VETERAN.name);
    await box.press('Enter');
    const to = page.getByLabel('停保日期');
    await to.fill(addDays(today(), -1));
    answer();
    await page.getByText('参保缴费').first().waitFor();
    await to.press('Enter');
    expect(await to.inputValue()).toBe(addDays(today(), -1));
    await page.unroute('**/items/person-stop/lookup');
  }, 60_000);

  test('somebody of long standing left yesterday and comes back today under his number', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-stop');
    await page.getByRole('button', { name: /保存/ }).waitFor();
    const box = page.getByLabel('个人编号');
    await box.fill(VETERAN.name);
    await box.press('Enter');
    await page.getByText('参保缴费').first().waitFor();
    const personNo = await box.inputValue();
    await day(page, '停保日期', addDays(today(), -1));
    await choose(page, '停保原因', '调动、转往其他单位');
    await page.getByRole('button', { name: /保存/ }).click();
    await page.getByRole('heading', { name: '保存成功' }).waitFor();
    expect(await enrol(VETERAN, personNo)).toBe(personNo);
  }, 90_000);

  test('one insurance alone: only with a reason that ends one', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-stop');
    await page.getByRole('button', { name: /保存/ }).waitFor();
    const box = page.getByLabel('个人编号');
    await box.fill(TWINS[0]);
    await box.press('Enter');
    await page.getByText('参保缴费').first().waitFor();
    const boxes = page.getByRole('checkbox', { name: /停保第/ });
    await choose(page, '停保原因', '本人辞职');
    expect(await boxes.first().isDisabled()).toBe(true);
    await choose(page, '停保原因', '险种终止（重复参保清理）');
    await boxes.first().uncheck();
    await clerk.shot('person-stop-single');
    await page.getByRole('button', { name: /保存/ }).click();
    await page.getByRole('heading', { name: '保存成功' }).waitFor();
  }, 60_000);

  test('no page threw', () => expect(clerk.faults).toEqual([]));
});
