import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sentenceOf } from '@wangting/contracts/errors';
import { item as enrolmentBatch } from '@wangting/contracts/persons/person-enrolment-batch';
import { headerOf } from '@wangting/kit/batch/xlsx';
import { DEMO_PASSWORD, DEMO_UNIT, demoId, demoMobile } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import type { Page } from 'playwright-core';
import { closeBrowser, logIn, scanAs, settled, sitDown, type Seat } from '../support/browser.ts';
import { callAs, itemPages, newPerson, registerNewcomer, submitRegistration } from '../support/calls.ts';

/**
 * axe finds nothing on any page, as the hall is and with 高对比 and 大字版: each page is opened once and looked at in both. Item pages come from the
 * catalogue: a new one is looked at by itself. Three people look side by side; each test waits for its own.
 */
let hall: TestHall;
const NAMES = ['visitor', 'clerk', 'contact', 'newcomer', 'staff', 'first', 'second', 'finance', 'operator'] as const;
const seats: Record<(typeof NAMES)[number], Seat> = {} as never;
const looks = new Map<string, Promise<string[]>>();
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '6'] });
  for (const name of NAMES) {
    seats[name] = await sitDown(hall.url);
    await seats[name].page.emulateMedia({ reducedMotion: 'reduce' });
  }
  await scanAs(seats.clerk, DEMO_UNIT.legal.name);
  await scanAs(seats.contact, DEMO_UNIT.contact.name);
  await registerNewcomer(seats.newcomer);
  const waiting = await submitRegistration(seats.newcomer);
  const staff = { staff: 'shouli', first: 'chushen', second: 'fuhe', finance: 'caiwu', operator: 'yunwei' };
  for (const [name, account] of Object.entries(staff))
    await logIn(seats[name as keyof typeof staff], '经办机构工作人员', account, DEMO_PASSWORD);
  await beginLooking(waiting);
}, 240_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

const MODES = {
  'as it is': {},
  '高对比 and 大字版': { contrast: true, large: true },
};
/** What the toolbar sets, as if set in another tab of this browser: it works with a dialog open, and the page stays as it is. */
const showAs = (page: Page, mode: object) =>
  page.evaluate<string>(`(async () => {
    localStorage.setItem('wangting:display', '${JSON.stringify(mode)}');
    dispatchEvent(new StorageEvent('storage', { key: 'wangting:display' }));
    // The colours change a frame later, and slide: what is looked at is what stays.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000);
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)));
    // A busy machine draws the other theme root by root: until what buttons look like has stood still for a while.
    const seen = () => [...document.querySelectorAll('button')].map((one) => getComputedStyle(one).color + getComputedStyle(one).backgroundColor).join();
    let before = '';
    for (let still = 0, tries = 0; still < 2 && tries < 80; tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
      const now = seen();
      still = now === before ? still + 1 : 0;
      before = now;
    }
    return document.documentElement.className;
  })()`);

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;
/** A button that is at work takes no press and is paler for it: inactive parts need no contrast, which axe knows of disabled ones only. */
const AT_WORK = '.ant-btn-loading';
/** What axe finds in both modes, one line each: rule, place, and what it says. */
async function found({ page }: Seat, where: string, without: string[] = []): Promise<string[]> {
  const all: string[] = [];
  await settled(page);
  // target-size belongs to WCAG 2.2 AA and is the one rule of it that axe leaves out unless asked.
  const rules = { 'target-size': { enabled: true }, ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])) };
  const options = { resultTypes: ['violations' as const], rules };
  for (const [name, mode] of Object.entries(MODES)) {
    expect((await showAs(page, mode)).includes('wt-contrast')).toBe('contrast' in mode);
    // Legacy: in the page itself, without opening another one for each look; no page holds frames of other origins. Put into the page once.
    const { violations } = (await page.evaluate<boolean>('"axe" in window'))
      ? await page.evaluate<AxeResults>(`axe.run({ exclude: [['${AT_WORK}']] }, ${JSON.stringify(options)})`)
      : await new AxeBuilder({ page }).setLegacyMode().options(options).exclude(AT_WORK).analyze();
    for (const { id, nodes } of violations)
      for (const { target, failureSummary = '' } of nodes)
        all.push(`${where} (${name}) ${id} ${target.join(' ')} ${failureSummary.replaceAll(/\s+/g, ' ')}`);
  }
  await showAs(page, {});
  return all;
}
async function look(seat: Seat, paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const path of paths) {
    await seat.page.goto(path);
    all.push(...(await found(seat, path)));
  }
  return all;
}
/** Where the links of a navigation lead. */
async function linksIn({ page }: Seat, name: RegExp | string): Promise<string[]> {
  const links = page.getByRole('navigation', { name }).getByRole('link');
  await links.nth(5).waitFor(); // a menu of its own may come after the frame's
  return links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
}

async function everybody(): Promise<string[]> {
  const { visitor } = seats;
  const guides = ['/guides', '/guides/person-enrolment'];
  const all = await look(visitor, ['/', '/register', '/forgot', '/progress', '/announcements', ...guides, '/verify', '/simulator']);
  await visitor.page.goto('/');
  await visitor.page.getByRole('tab', { name: '账号密码登录' }).click();
  all.push(...(await found(visitor, '账号密码登录')));
  await visitor.page.goto('/register');
  await visitor.page.getByRole('button', { name: '注册', exact: true }).click();
  all.push(...(await found(visitor, '注册 refused')));
  return all;
}
async function agency(waiting: string): Promise<string[]> {
  const { staff } = seats;
  const all = await look(staff, ['/agency', `/agency/units/${waiting}`]);
  await staff.page.getByRole('button', { name: '补正', exact: true }).click();
  await staff.page.getByRole('dialog', { name: '补正' }).waitFor();
  return [...all, ...(await found(staff, '补正'))];
}
/** What the agency keeps beside its cases: lists, the ledger, what units see. */
async function agencyKeeps(): Promise<string[]> {
  const { first, second, finance } = seats;
  return [
    ...(await look(
      first,
      ['units', 'registrations', 'entries', 'deliveries', 'exemptions', 'over-age'].map((page) => `/agency/${page}`),
    )),
    ...(await look(second, ['/agency/samples', '/agency/policies'])),
    ...(await look(finance, ['/agency/dues', '/agency/payments'])),
  ];
}
async function operations(): Promise<string[]> {
  const { operator } = seats;
  await operator.page.goto('/ops');
  const all = await look(operator, await linksIn(operator, '运行维护'));
  await operator.page.goto('/ops');
  await operator.page.getByRole('button', { name: '新增公告' }).click();
  await operator.page.getByRole('dialog', { name: '新增公告' }).waitFor();
  return [...all, ...(await found(operator, '新增公告'))];
}
async function centre(): Promise<string[]> {
  await seats.clerk.page.goto('/centre');
  return look(seats.clerk, await linksIn(seats.clerk, /个人中心|主要栏目/));
}
async function overAnItem(): Promise<string[]> {
  const { page } = seats.contact;
  const all: string[] = [];
  await page.goto('/persons/items/person-enrolment');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('alert', { name: '需要修改的内容' }).waitFor();
  all.push(...(await found(seats.contact, '保存 refused')));
  for (const panel of ['材料上传', '办件进度', '常见问题']) {
    await page.getByRole('complementary', { name: '办理工具' }).getByRole('button', { name: panel }).click();
    await page.getByRole('dialog').last().waitFor();
    all.push(...(await found(seats.contact, panel)));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await page.getByRole('combobox', { name: '参保身份' }).click();
  // A list that belongs to its box: the focus stays in the box, which the arrows move through, and the list is in no landmark of its own.
  all.push(...(await found(seats.contact, 'a list of choices', ['region', 'scrollable-region-focusable'])));
  return all;
}

/** A case of one's own that waits: its materials, one of them, 撤回, and 撤回 of what somebody else was faster with. */
async function waitingCase(waiting: string): Promise<string[]> {
  const { newcomer } = seats;
  const { page } = newcomer;
  const all = await look(newcomer, [`/units/applications/${waiting}`]);
  await newcomer.shot('axe-waiting-case', 'whole');
  await page.getByRole('button', { name: /^预览/ }).first().click();
  await page.getByRole('dialog').getByRole('img').waitFor();
  all.push(...(await found(newcomer, 'a material')));
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '撤回', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '撤回' });
  await dialog.waitFor();
  all.push(...(await found(newcomer, '撤回')));
  const faster = { name: 'STATE_CHANGED', status: 409, detail: sentenceOf('STATE_CHANGED'), data: {} };
  const refusal = { status: 409, contentType: 'application/problem+json', body: JSON.stringify(faster) };
  await page.route(`**/applications/units/${waiting}/steps`, (route) => route.fulfill(refusal), { times: 1 });
  await dialog.getByRole('button', { name: '确定' }).click();
  const late = page.getByRole('status').filter({ hasText: '数据已被其他人修改，请刷新后重试' });
  await late.waitFor();
  await dialog.waitFor({ state: 'hidden' });
  // It is in sight, though the buttons stand below a long page.
  expect(((await late.boundingBox()) ?? { y: -1 }).y).toBeGreaterThan(0);
  await newcomer.shot('axe-overtaken');
  return [...all, ...(await found(newcomer, '撤回 that came too late'))];
}
/** 保存, the page after it, and the ended case with its 好差评. */
async function afterASuccess(): Promise<string[]> {
  const { contact } = seats;
  const { page } = contact;
  await callAs(contact, 'PUT', '/items/person-enrolment/draft', { requestKey: randomUUID(), values: newPerson(311) });
  await page.goto('/persons/items/person-enrolment');
  await page.getByText(/^已暂存，尚未提交/).waitFor();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('button', { name: '查看办件' }).waitFor();
  const all = await found(contact, 'after 保存');
  await contact.shot('axe-done');
  await page.getByRole('button', { name: '查看办件' }).click();
  await page.getByRole('heading', { name: '好差评' }).waitFor();
  all.push(...(await found(contact, 'an ended case')));
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('请选择满意度').waitFor();
  await contact.shot('axe-ended-case', 'whole');
  return [...all, ...(await found(contact, '好差评 refused'))];
}
/** A file of which one row is right and one is not. */
async function fileWithRows(): Promise<string[]> {
  const { contact } = seats;
  const { page } = contact;
  const { values } = await callAs<{ values: { from: string } }>(contact, 'GET', '/items/person-enrolment/open');
  const person = (name: string, sequence: number, mobile: string): Record<string, string> => ({
    idType: '居民身份证',
    idNumber: demoId('1990-03-12', sequence),
    name,
    ethnicGroup: '汉族',
    householdKind: '统一居民户口',
    mobile,
    workStartOn: '2015-07-01',
    identity: '职工（劳动合同制）',
    from: values.from,
    declaredBase: '7000',
  });
  const { columns } = enrolmentBatch.batch;
  const lines = [person('张示例', 321, demoMobile(321)), person('李更正', 323, '199000')];
  const table = [columns.map(headerOf), ...lines.map((line) => columns.map(({ name }) => line[name] ?? ''))];
  await page.goto('/persons/items/person-enrolment-batch');
  const file = { name: '人员.csv', mimeType: 'text/csv', buffer: Buffer.from(table.map((cells) => cells.join(',')).join('\r\n')) };
  await page.getByLabel('选择导入文件').setInputFiles(file);
  await page.getByRole('button', { name: '文件上传', exact: true }).click();
  await page.getByText(/已上传/).waitFor();
  await page.getByRole('button', { name: '校验', exact: true }).click();
  await page.getByText('校验完成，成功1条，失败1条').first().waitFor();
  await page.getByRole('cell', { name: '张示例' }).waitFor();
  const all = await found(contact, 'a file that was checked');
  await page.getByRole('tab', { name: /错误信息/ }).click();
  await page.getByText('手机号码应为11位，以13至19开头').first().waitFor();
  await contact.shot('axe-batch-errors', 'whole');
  return [...all, ...(await found(contact, '错误信息 of a file'))];
}
/** What a double click on a row opens: the tab of its details. */
async function detailsOfARow(): Promise<string[]> {
  const { clerk } = seats;
  const { page } = clerk;
  await page.goto('/contributions/items/monthly-payments');
  await page.locator('tbody tr.ant-table-row').first().dblclick();
  await page.getByRole('tab', { name: '费率依据', selected: true }).waitFor();
  await page.getByRole('row', { name: '缴费基数上下限' }).first().waitFor();
  await clerk.shot('axe-details');
  return found(clerk, '费率依据');
}

/** Three chains side by side: what one person opens comes one after the other. 法人 and 联系人 share the items both may do. */
async function beginLooking(waiting: string): Promise<void> {
  const { clerk, contact, newcomer } = seats;
  const [first, second] = await Promise.all([itemPages(clerk, newcomer), itemPages(contact, clerk, newcomer)]);
  const pages = first.map((page, n) => (n % 2 ? (second[n] ?? page) : page));
  expect(pages.length).toBeGreaterThan(3);
  const itemsOf = (seat: Seat) => () =>
    look(
      seat,
      pages.filter(([who]) => who === seat).map(([, path]) => path),
    );
  const chains: [string, () => Promise<string[]>][][] = [
    [
      ['everybody', everybody],
      ['agency', () => agency(waiting)],
      ['operations', operations],
    ],
    [
      ['items of the 法人', itemsOf(clerk)],
      ['centre', centre],
      ['details of a row', detailsOfARow],
      ['what the agency keeps', agencyKeeps],
    ],
    [
      ['items of the 联系人', itemsOf(contact)],
      ['items of a newcomer', itemsOf(newcomer)],
      ['a case that waits', () => waitingCase(waiting)],
      ['over an item', overAnItem],
      ['after a success', afterASuccess],
      ['a file with rows', fileWithRows],
    ],
  ];
  for (const chain of chains) {
    let before: Promise<unknown> = Promise.resolve();
    for (const [name, work] of chain) {
      const mine = before.then(work);
      looks.set(name, mine);
      before = mine.catch(() => undefined);
    }
  }
}

test.each([
  ['pages for everybody: login, 注册, 忘记密码, 进度, 公告, 指南, 证明验证, 模拟器', ['everybody']],
  ["the agency's queue, a case, and its step", ['agency']],
  ['what the agency keeps beside its cases', ['what the agency keeps']],
  ['运行维护', ['operations']],
  ['every item', ['items of the 法人', 'items of the 联系人', 'items of a newcomer']],
  ['what opens over an item page, and what it refuses', ['over an item']],
  [
    "one's own cases: one that waits and its 撤回, the page after 保存, one that ended and its 好差评",
    ['a case that waits', 'after a success'],
  ],
  ['a file with rows and errors, and the details of a row', ['a file with rows', 'details of a row']],
  ['catalogue and 个人中心', ['centre']],
])(
  '%s',
  async (_name, parts) => {
    for (const part of parts) expect(await looks.get(part)).toEqual([]);
  },
  600_000,
);
