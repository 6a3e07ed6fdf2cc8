import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cityUnits } from '@wangting/seed/city';
import { DEMO_UNIT } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import type { Route } from 'playwright-core';
import { closeBrowser, scanAs, settled, sitDown, type Seat } from '../support/browser.ts';
import { callAs, codeSentTo, newPerson } from '../support/calls.ts';

/** What stands around the items: the catalogue, the toolbar, one stream for eight tabs, hats, progress without a login. */
const OTHER = cityUnits(2)[1] as ReturnType<typeof cityUnits>[number];
let hall: TestHall;
let clerk: Seat;
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '4', '--people', '8'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
}, 180_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

/** Enrols somebody past the pages; returns what came of it. */
const enrol = (sequence: number) =>
  callAs<{ applicationId: string; serialNo: string }>(clerk, 'POST', '/items/person-enrolment/submit', {
    requestKey: randomUUID(),
    values: newPerson(sequence),
  });

describe('the catalogue', () => {
  test('an item is found by name, by what it sounds like, and by initials', async () => {
    const { page } = clerk;
    await page.goto('/business');
    const search = page.getByRole('searchbox', { name: '搜索事项' });
    for (const typed of ['人员参保登记', 'rycbdj', 'renyuancanbao', 'ren yuan can bao', '增员', 'rycanb']) {
      await search.fill(typed);
      await page.getByRole('link', { name: '人员参保登记', exact: true }).waitFor();
      expect(await page.getByRole('heading', { level: 2 }).count()).toBeLessThan(6);
    }
    await clerk.shot('portal-search');
    await search.fill('没有这个事项');
    await page.getByText('共 0 个事项').waitFor();
    await page.getByText('暂无内容').waitFor();
  }, 60_000);

  test('what is not for this person says why and is no link; counts are counted', async () => {
    const { page } = clerk;
    await page.goto('/personal');
    await page
      .getByText(/请使用工伤职工或供养亲属身份办理|建设中/)
      .first()
      .waitFor();
    expect(await page.locator('[data-open=false] h2 a').count()).toBe(0);
    await page.goto('/business');
    const shown = Number(/\d+/.exec(await page.getByText(/^共 \d+ 个事项$/).innerText())?.[0]);
    expect(
      await page
        .getByRole('list')
        .filter({ has: page.getByRole('heading', { level: 2 }) })
        .getByRole('listitem')
        .count(),
    ).toBe(shown);
  }, 60_000);

  test('a favourite and what was opened last are at hand, also in another browser', async () => {
    const { page } = clerk;
    await page.goto('/business');
    await page.getByRole('button', { name: '收藏 人员参保登记', exact: true }).click();
    await page.getByRole('button', { name: '取消收藏 人员参保登记', exact: true }).waitFor();
    await page.goto('/documents/items/unit-certificate');
    await settled(page);
    await page.goto('/business?c=我的收藏');
    await page.getByText('共 1 个事项').waitFor();
    await page.getByRole('navigation', { name: '最近使用' }).getByRole('link', { name: '单位参保证明打印' }).waitFor();
    await clerk.shot('portal-favourites');
  }, 60_000);
});

describe('无障碍', () => {
  test('the toolbar keeps what was set after a reload, reflows when enlarged, and 退出 takes it all back', async () => {
    const { page } = clerk;
    await page.goto('/business');
    await page.getByRole('button', { name: '无障碍' }).click();
    const bar = page.getByRole('region', { name: '无障碍工具栏' });
    for (let n = 0; n < 4; n += 1) await bar.getByRole('button', { name: '放大' }).click();
    for (const name of ['高对比', '纯文本', '大鼠标', '辅助线']) await bar.getByRole('button', { name }).click();
    await page.reload();
    await page.getByText(/^共 \d+ 个事项$/).waitFor();
    await bar.getByText('200%').waitFor();
    for (const name of ['高对比', '纯文本', '大鼠标', '辅助线'])
      expect(await bar.getByRole('button', { name }).getAttribute('aria-pressed')).toBe('true');
    expect(await bar.getByRole('button', { name: '放大' }).isDisabled()).toBe(true);
    // Nothing runs out of the screen: the page is laid out as for one half as wide.
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(
      0,
    );
    await clerk.shot('portal-enlarged');

    await bar.getByRole('button', { name: '快捷键说明' }).click();
    await page.getByRole('dialog', { name: '快捷键说明' }).getByText('跳到主要内容').waitFor();
    await page.keyboard.press('Escape');
    await bar.getByRole('button', { name: '退出' }).click();
    await bar.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.documentElement.className + document.documentElement.style.zoom')).toBe('');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('无障碍');
  }, 60_000);

  test('what a person chose is there in another browser, and a visitor of that browser had his own', async () => {
    const { page } = clerk;
    await page.goto('/business');
    await page.getByRole('button', { name: '无障碍' }).click();
    const bar = page.getByRole('region', { name: '无障碍工具栏' });
    for (const name of ['放大', '高对比']) {
      const kept = page.waitForResponse((answer) => answer.url().endsWith('/api/account/display') && answer.request().method() === 'PUT');
      await bar.getByRole('button', { name }).click();
      expect((await kept).ok()).toBe(true);
    }
    // The same person at another screen; this one's session ends by it, so it comes back afterwards.
    const elsewhere = await sitDown(hall.url);
    await elsewhere.page.goto('/');
    const look = () => elsewhere.page.evaluate<string>('document.documentElement.className + document.documentElement.style.zoom');
    expect(await look()).toBe('');
    await scanAs(elsewhere, DEMO_UNIT.legal.name);
    await elsewhere.page.locator('html.wt-contrast').waitFor();
    expect(await look()).toBe('wt-contrast1.25');
    await elsewhere.shot('portal-display-elsewhere');
    expect(elsewhere.faults).toEqual([]);
    await scanAs(clerk, DEMO_UNIT.legal.name);
    await bar.getByRole('button', { name: '退出', exact: true }).click();
    await page.locator('html[class=""]').waitFor();
  }, 60_000);

  test('语音 reads what has the focus and what the pointer rests on, in Chinese, and never a password', async () => {
    const { page } = await sitDown(hall.url);
    await page.addInitScript(`
      window.said = [];
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
      const synthesis = new EventTarget();
      Object.assign(synthesis, {
        getVoices: () => [{ lang: 'en-US', name: 'a' }, { lang: 'zh-CN', name: 'b' }],
        cancel: () => undefined,
        speak: ({ text, lang, voice }) => window.said.push({ text, lang, voice: voice.lang }),
      });
      Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
    `);
    await page.goto('/');
    await page.getByRole('button', { name: '无障碍' }).click();
    await page.getByRole('button', { name: '语音' }).click();
    await page.getByText('语音已打开：朗读键盘焦点和鼠标停留处的文字。').waitFor();
    await page.getByRole('tab', { name: '账号密码登录' }).click();
    await page.getByLabel('密码', { exact: true }).fill('Geheim-2026');
    await page.getByLabel('账号', { exact: true }).focus();
    await page.getByLabel('密码', { exact: true }).focus();
    await page.getByRole('heading', { name: '登录' }).hover();
    const heard = () => page.evaluate<{ text: string; lang: string; voice: string }[]>('window.said');
    for (let tries = 0; tries < 50 && (await heard()).at(-1)?.text !== '登录'; tries += 1) await page.waitForTimeout(100);
    const said = await heard();
    expect(said.at(-1)?.text).toBe('登录');
    expect(said.map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^账号，输入框/), expect.stringMatching(/^密码，/)]),
    );
    expect(new Set(said.map(({ lang, voice }) => `${lang} ${voice}`))).toEqual(new Set(['zh-CN zh-CN']));
    expect(JSON.stringify(said)).not.toContain('Geheim');
    await page.close();
  }, 60_000);

  test('a browser without a voice says so and does not pretend', async () => {
    const { page } = clerk;
    await page.goto('/business');
    await page.getByRole('button', { name: '无障碍' }).click();
    const speech = page.getByRole('button', { name: '语音' });
    await speech.click();
    await page.getByText(/不能朗读|不支持语音朗读/).waitFor();
    expect(await speech.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('button', { name: '退出', exact: true }).click();
  }, 60_000);

  test('the first Tab leads past the header', async () => {
    const { page } = clerk;
    await page.goto('/business');
    await page.getByText(/^共 \d+ 个事项$/).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  }, 60_000);
});

test('outside 办理时间 an item says so before anything is filled in, and its button why; drafts and files are taken', async () => {
  const closed = '本事项办理时间为每日 9:00 至 17:00，现在不能提交';
  const page = await clerk.context.newPage();
  let boards = 0;
  await page.route('**/api/board', async (route) => {
    boards += 1;
    const answer = await route.fetch();
    const window = { fromDay: null, toDay: null, fromDate: null, toDate: null, fromHour: 9, toHour: 17, note: '' };
    const windows = ['person-enrolment', 'person-enrolment-batch'].map((itemId) => ({ itemId, window, version: 1, closed }));
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), windows } });
  });
  await page.goto('/persons/items/person-enrolment');
  await page.getByText(closed).waitFor();
  await page.getByText('可以先填写并暂存，到办理时间再提交。').waitFor();
  const save = page.getByRole('button', { name: '保存', exact: true });
  expect(await save.isDisabled()).toBe(true);
  expect(await page.locator(`#${await save.getAttribute('aria-describedby')}`).innerText()).toContain(closed);
  expect(await page.getByRole('button', { name: '暂存', exact: true }).isEnabled()).toBe(true);
  expect(boards).toBe(1); // the answer the frame has asked for anyway
  await page.screenshot({ path: new URL('../../../.artifacts/screenshots/portal-closed.png', import.meta.url).pathname });

  await page.goto('/persons/items/person-enrolment-batch');
  await page.getByText(closed).waitFor();
  expect(await save.getAttribute('title')).toBe(closed);
  expect(await page.getByRole('button', { name: '选择文件' }).isEnabled()).toBe(true);
  await page.close();
}, 60_000);

test('eight tabs listen through one stream, and when its tab closes another one takes over', async () => {
  const opened: string[] = [];
  clerk.context.on('request', (request) => {
    if (request.url().endsWith('/api/events')) opened.push(request.url());
  });
  const tabs = [];
  for (let n = 0; n < 8; n += 1) {
    const tab = await clerk.context.newPage();
    await tab.goto('/centre/work');
    await tab.getByText(/^共 \d+ 条/).waitFor();
    tabs.push(tab);
  }
  // The seat's own page was the first to ask and holds the stream; no tab opened another.
  expect(opened).toEqual([]);

  const { serialNo } = await enrol(301);
  for (const tab of tabs) await tab.getByText(serialNo).waitFor();
  await tabs[7]?.screenshot({ path: new URL('../../../.artifacts/screenshots/portal-eight-tabs.png', import.meta.url).pathname });

  await clerk.page.goto('about:blank');
  for (let tries = 0; tries < 50 && opened.length === 0; tries += 1) await clerk.page.waitForTimeout(100);
  expect(opened).toHaveLength(1);
  const after = await enrol(303);
  for (const tab of tabs) await tab.getByText(after.serialNo).waitFor();
  expect(opened).toHaveLength(1);
  for (const tab of tabs) await tab.close();
}, 120_000);

test('a stream refused once, as by a gateway that is just starting, is opened again: what happens arrives live', async () => {
  await clerk.page.goto('about:blank');
  const page = await clerk.context.newPage();
  const answers: number[] = [];
  page.on('response', (answer) => {
    if (answer.url().endsWith('/api/events')) answers.push(answer.status());
  });
  await page.route('**/api/events', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 });
  await page.goto('/centre/work');
  await page.getByText(/^共 \d+ 条/).waitFor();
  for (let tries = 0; tries < 150 && answers.length < 2; tries += 1) await page.waitForTimeout(100);
  expect(answers).toEqual([503, 200]);
  const { serialNo } = await enrol(307);
  await page.getByText(serialNo).waitFor();
  await page.close();
}, 60_000);

test('an ended case is rated once, its receipt printed from the list, and its progress told to the phone of its unit', async () => {
  const { page } = clerk;
  const { applicationId, serialNo } = await enrol(305);
  await page.goto(`/persons/applications/${applicationId}`);
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('请选择满意度').waitFor();
  await page.getByRole('radio', { name: /^(★* )?非常满意/ }).check();
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('感谢您的评价').waitFor();
  await page.reload();
  await page.getByText(/非常满意（5 星）/).waitFor();
  await clerk.shot('portal-rated', 'whole');

  await page.goto('/centre/work');
  const row = page.getByRole('row').filter({ hasText: serialNo });
  for (const words of ['人员参保登记', '已办结', '审核通过', '社会保险经办机构']) await row.getByText(words).first().waitFor();
  await row.getByRole('button', { name: '打印回执' }).click();
  await page.getByRole('dialog').getByText(/回执/).first().waitFor();
  await clerk.shot('portal-receipt');

  const guest = await sitDown(hall.url);
  await guest.page.goto('/progress');
  await guest.page.getByLabel('业务流水号').fill(serialNo);
  await guest.page.getByLabel('手机号码').fill(DEMO_UNIT.legal.mobile);
  await guest.page.getByRole('button', { name: '获取验证码' }).click();
  await guest.page.getByText('验证码已发送，5 分钟内有效').waitFor();
  const code = await codeSentTo(clerk, DEMO_UNIT.legal.mobile);
  await guest.page.getByLabel('短信验证码').fill(code === '000000' ? '000001' : '000000');
  await guest.page.getByRole('button', { name: '查询' }).click();
  await guest.page.getByText('短信验证码不正确或已过期，请重新获取').waitFor();
  await guest.page.getByLabel('短信验证码').fill(code);
  await guest.page.getByRole('button', { name: '查询' }).click();
  await guest.page.getByRole('heading', { name: '人员参保登记：审核通过' }).waitFor();
  expect(await guest.page.locator('main').innerText()).not.toContain('王');
  await guest.shot('portal-progress', 'whole');
  expect(guest.faults).toEqual([]);
}, 120_000);

test('on paper: no navigation, the whole table with its head, and where it comes from', async () => {
  const { page } = clerk;
  await page.goto('/centre/work');
  await page.getByRole('row').nth(2).waitFor();
  const shown = async () => ({
    header: await page.getByRole('banner').isVisible(),
    tabs: await page.getByRole('navigation', { name: '主要栏目' }).isVisible(),
    menu: await page.getByRole('navigation', { name: '个人中心' }).isVisible(),
    buttons: await page.locator('main .ant-btn:visible').count(),
    from: await page.getByText('社会保险网上办事大厅（陕西省）').isVisible(),
    heads: await page.locator('main thead:visible').count(),
  });
  expect(await shown()).toMatchObject({ header: true, tabs: true, menu: true, from: false });
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 1040, height: 720 }); // A4 across
  await page.locator('main th').filter({ hasText: '操作' }).waitFor({ state: 'detached' });
  expect(await shown()).toEqual({ header: false, tabs: false, menu: false, buttons: 0, from: true, heads: 1 });
  // Nothing is cut at the edge: no box is wider inside than outside.
  const cut =
    "[...document.querySelectorAll('main *')].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible').length";
  expect(await page.evaluate<number>(cut)).toBe(0);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0);
  expect(await page.getByText('部分业务的暂存暂时无法读取').count()).toBe(0);
  await clerk.shot('portal-print', 'whole');
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.locator('main th').filter({ hasText: '操作' }).first().waitFor();
}, 60_000);

test('one person puts on another hat without a new login, and nothing of the first one comes along', async () => {
  const { legal } = OTHER;
  const other = await sitDown(hall.url);
  await scanAs(other, legal.name);
  const { rev, contacts } = await callAs<{ rev: number; contacts: object[] }>(other, 'GET', '/items/unit-maintenance/view');
  await callAs(other, 'PUT', '/items/unit-maintenance/contacts', {
    requestKey: randomUUID(),
    seenRev: rev,
    contacts: [...contacts, DEMO_UNIT.contact],
  });

  const contact = await sitDown(hall.url);
  const { page, context } = contact;
  await page.goto('/');
  const address = await page.getByRole('link', { name: /模拟器/ }).getAttribute('href');
  const phone = await context.newPage();
  await phone.goto(String(address));
  await phone.getByRole('listitem').filter({ hasText: DEMO_UNIT.contact.name }).getByRole('button', { name: /扫/ }).click();
  await phone.getByText('扫码成功，请回到登录页。').waitFor();
  await phone.close();
  const choice = page.getByRole('dialog', { name: '选择单位' });
  await choice.getByText(OTHER.name).waitFor();
  await contact.shot('portal-choose-unit');
  await choice.getByRole('button', { name: DEMO_UNIT.name }).click();
  await page.waitForURL(/\/business/);

  // A second tab with something typed: after the switch it belongs to the other unit and is empty.
  const second = await context.newPage();
  await second.goto('/persons/items/person-enrolment');
  const wage = second.getByLabel('缴费基数（申报工资）');
  await wage.fill('7654');
  const kept = () => second.evaluate<string>('JSON.stringify(sessionStorage)');
  for (let tries = 0; tries < 50 && !(await kept()).includes('7654'); tries += 1) await second.waitForTimeout(100);
  expect(await kept()).toContain('7654');
  await page.getByRole('button', { name: /切换身份/ }).click();
  await contact.shot('portal-hats');
  // A request of the session before may be answered after the new one has begun: that is not the end of it.
  const overtaken = { name: 'NOT_LOGGED_IN', status: 401, detail: '登录已超时，请重新登录。', data: {} };
  const late = (route: Route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(overtaken) });
  await page.route('**/api/hats', late, { times: 1 });
  await page.getByRole('dialog', { name: '切换身份' }).getByRole('button', { name: OTHER.name }).click();
  await page.getByRole('banner').getByText(OTHER.name).waitFor();
  await second.getByRole('banner').getByText(OTHER.name).waitFor();
  await wage.waitFor();
  expect(await wage.inputValue()).toBe('');
  expect(await kept()).not.toContain('7654');
  expect([...contact.faults, ...other.faults]).toEqual([]);
}, 120_000);

test('no page threw', () => expect(clerk.faults).toEqual([]));
