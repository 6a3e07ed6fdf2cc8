import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEMO_NEW_PERSON, DEMO_UNIT } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { closeBrowser, scanAs, sitDown, type Seat } from '../support/browser.ts';

/** A whole item without a mouse. The code on the login page is scanned by a phone, so nothing is clicked there either. */
let hall: TestHall;
let clerk: Seat;
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '2', '--people', '2'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
}, 180_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

/** What has the focus, by the name a reader would say. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  const words = at?.getAttribute('aria-label') || at?.labels?.[0]?.innerText || at?.innerText || '';
  return words.replace(/^\\s*\\*/, '').trim();
})()`;
async function tabTo(name: string): Promise<void> {
  const seen: string[] = [];
  for (let tries = 0; tries < 120; tries += 1) {
    await clerk.page.keyboard.press('Tab');
    const now = await clerk.page.evaluate<string>(FOCUSED);
    if (now === name) return;
    seen.push(now);
  }
  throw new Error(`${name} is never reached: ${seen.join(' | ')}`);
}
const type = (words: string) => clerk.page.keyboard.type(words);
const press = (key: string) => clerk.page.keyboard.press(key);

test('人员参保登记 from the catalogue to 保存成功 by keys alone', async () => {
  const { page } = clerk;
  await page.getByRole('link', { name: '人员参保登记', exact: true }).first().waitFor();
  await tabTo('搜索事项');
  await type('rycbdj');
  await tabTo('人员参保登记');
  await press('Enter');
  await page.getByRole('button', { name: '保存', exact: true }).waitFor();

  await tabTo('证件号码');
  await type(DEMO_NEW_PERSON.idNumber);
  await tabTo('姓名');
  await type(DEMO_NEW_PERSON.name);
  const choose = async (label: string, words: string) => {
    await tabTo(label);
    await type(words);
    await page.locator('.ant-select-dropdown:visible').getByText(words, { exact: true }).first().waitFor();
    await press('Enter');
  };
  await tabTo('参加工作时间');
  await type('2018-07-01');
  await press('Enter');
  await choose('户籍性质', '统一居民户口');
  await tabTo('移动电话号码');
  await type(DEMO_NEW_PERSON.mobile);
  await choose('参保身份', '职工（劳动合同制）');
  await tabTo('缴费基数（申报工资）');
  await type('7000');
  await clerk.shot('keyboard-filled', 'whole');
  await tabTo('保存');
  await press('Enter');
  await page
    .getByText(/保存成功，个人编号：\d{12}/)
    .first()
    .waitFor();
  // Whoever cannot see is told: the focus is at the answer or in it, not lost at the top of the page.
  expect(await page.evaluate<boolean>("document.querySelector('main').contains(document.activeElement)")).toBe(true);
  await clerk.shot('keyboard-done');
  expect(clerk.faults).toEqual([]);
}, 180_000);
