import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cityPeople, type SeedPerson } from '@wangting/seed/city';
import { DEMO_PASSWORD, DEMO_UNIT, demoId, demoMobile } from '@wangting/seed/demo';
import { maskId, maskPhone } from '@wangting/contracts/standards/masking';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { close, closeBrowser, logIn, scanAs, sitDown, type Seat } from '../support/browser.ts';
import { attach, paper } from '../support/papers.ts';

/** @item person-correction — a name and a number were mistyped: the clerk says so, the agency looks, the roster follows. */
let hall: TestHall;
let clerk: Seat;
let intake: Seat;
let first: Seat;
/** One who has been with the demo unit since 2023: the same person that the seed makes. */
const MISTYPED = cityPeople(
  4,
  ['demo', 'b', 'c'].map((unitId) => ({ unitId, state: '1', from: '2020-01-01' })),
).find(({ sex, enrolments }) => sex === '1' && enrolments.some(({ unitId, to }) => unitId === 'demo' && to === null)) as SeedPerson;
const RIGHT = { name: '欧阳正名', idNumber: demoId('1986-08-08', 81), mobile: demoMobile(981) };

beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '4', '--people', '8'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
  [intake, first] = [await sitDown(hall.url), await sitDown(hall.url)];
  await logIn(intake, '经办机构工作人员', 'shouli', DEMO_PASSWORD);
  await logIn(first, '经办机构工作人员', 'chushen', DEMO_PASSWORD);
}, 180_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

async function openFromQueue({ page }: Seat): Promise<void> {
  await page.goto('/agency');
  await page.getByRole('row').filter({ hasText: '人员信息更正' }).getByRole('button', { name: '查看' }).first().click();
  await page.getByRole('heading', { name: '办件信息' }).waitFor();
}
async function step({ page }: Seat, words: string): Promise<void> {
  await page.getByRole('button', { name: words, exact: true }).click();
  await page.getByRole('dialog', { name: words }).getByRole('button', { name: '确定' }).click();
  await page.getByText(`${words}成功，当前状态：`).waitFor({ timeout: 30_000 });
}
const field = (name: string) => clerk.page.getByRole('textbox', { name, exact: true });
const send = () => clerk.page.getByRole('button', { name: '提交', exact: true }).click();

describe('人员信息更正', () => {
  test('the catalogue leads there, and the clerk finds his colleague with numbers masked', async () => {
    const { page } = clerk;
    await page.goto('/business?c=公共业务');
    await page.getByRole('link', { name: '人员信息更正', exact: true }).click();
    const box = page.getByLabel('个人编号');
    await box.fill(MISTYPED.name);
    await box.press('Enter');
    await page.getByText(maskId(MISTYPED.idNumber)).waitFor();
    await page.getByText(maskPhone(MISTYPED.mobile)).waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain(MISTYPED.idNumber);
    await clerk.shot('person-correction-found', 'whole');
  }, 60_000);

  test('nothing changed is said; a phone number alone takes effect at once', async () => {
    const { page } = clerk;
    await field('更正原因').fill('更换手机号码');
    await send();
    await page
      .getByText(/^更正内容与现有信息相同，无需更正/)
      .first()
      .waitFor();
    await field('新移动电话号码').fill(RIGHT.mobile);
    await send();
    await page.getByRole('heading', { name: '更正已生效' }).waitFor();
    await clerk.shot('person-correction-phone-done');
  }, 60_000);

  test('another name and number need the copy of the ID, and are asked about once more', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: '再办一件' }).click();
    const box = page.getByLabel('个人编号');
    await box.fill(MISTYPED.idNumber);
    await box.press('Enter');
    // What was put right before stands below.
    await page.getByRole('row').filter({ hasText: '移动电话号码' }).getByText(maskPhone(RIGHT.mobile)).waitFor();
    await field('新姓名').fill(RIGHT.name);
    await field('新证件号码').fill(RIGHT.idNumber);
    await field('更正原因').fill('参保登记时姓名、证件号码录入有误');
    await page.getByRole('button', { name: '暂存', exact: true }).click();
    await page.getByText(/^已暂存，尚未提交/).waitFor();
    await page.getByRole('button', { name: '材料上传' }).click();
    await attach(page, '身份证件复印件', await paper('身份证件复印件'));
    await close(page, '人员信息更正电子材料上传');
    // Who comes back to the draft still sees whom it is about.
    await page.reload();
    await page.getByText(maskId(MISTYPED.idNumber)).waitFor();
    await clerk.shot('person-correction-draft', 'whole');
    await send();
    const asked = page.getByRole('dialog', { name: '请确认' });
    await asked.getByText(`姓名：${MISTYPED.name} → ${RIGHT.name}`).waitFor();
    await clerk.shot('person-correction-confirm');
    await asked.getByRole('button', { name: '确定' }).click();
    await page.getByRole('heading', { name: '提交成功，更正事项等待经办机构审核' }).waitFor();
  }, 90_000);

  test('the agency sees before and after and passes it', async () => {
    await openFromQueue(intake);
    await step(intake, '受理');
    await openFromQueue(first);
    await first.page.getByRole('row').filter({ hasText: MISTYPED.name }).getByText(RIGHT.name).waitFor();
    await first.shot('person-correction-review', 'whole');
    await step(first, '领取');
    await step(first, '通过');
    await first.page.getByText('更正人员信息').waitFor();
  }, 120_000);

  test('the roster has him under the new name and number', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/roster');
    await page.getByLabel('姓名').fill(RIGHT.name);
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.getByRole('row').filter({ hasText: RIGHT.name }).getByText(maskId(RIGHT.idNumber)).first().waitFor();
    await clerk.shot('person-correction-roster');
    await page.getByLabel('姓名').fill(MISTYPED.name);
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.getByText('暂无内容').waitFor();
    await page.goto('/persons/items/person-correction');
    const box = page.getByLabel('个人编号');
    await box.fill(RIGHT.name);
    await box.press('Enter');
    await page.getByRole('row').filter({ hasText: MISTYPED.name }).getByText(RIGHT.name).waitFor();
    await clerk.shot('person-correction-history', 'whole');
    await page.setViewportSize({ width: 390, height: 844 });
    await clerk.shot('person-correction-phone', 'whole');
  }, 90_000);

  test('no page threw', () => expect([clerk, intake, first].flatMap(({ faults }) => faults)).toEqual([]));
});
