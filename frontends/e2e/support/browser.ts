import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const shots = fileURLToPath(new URL('../../../.artifacts/screenshots/', import.meta.url));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser | undefined;
/** One Chromium for all stories of a file. */
export async function openBrowser(): Promise<Browser> {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
  return browser;
}
export const closeBrowser = async (): Promise<void> => {
  await browser?.close();
  browser = undefined;
  seats.length = 0;
};

/** A person at a screen of his own: cookies are not shared with anybody. */
export interface Seat {
  page: Page;
  context: BrowserContext;
  /** Faults a page threw; a story ends with none. */
  faults: string[];
  /** A picture for people to look at, kept as an artefact of CI. */
  shot(name: string, whole?: 'whole'): Promise<void>;
}
/** Everybody who sits at a screen now: environment.mjs keeps what they see when a story fails. */
const seats: Seat[] = [];
Object.assign(globalThis, { seats });
export async function sitDown(url: string, size = { width: 1366, height: 768 }): Promise<Seat> {
  const context = await (await openBrowser()).newContext({ baseURL: url, viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const seat: Seat = {
    page,
    context,
    faults,
    async shot(name, whole) {
      mkdirSync(shots, { recursive: true });
      const seen = page.viewportSize();
      // By a taller window, not by a longer picture: bars that stick to the lower edge would stand in its middle.
      if (whole && seen)
        await page.setViewportSize({ ...seen, height: await page.evaluate<number>('document.documentElement.scrollHeight') });
      await page.screenshot({ path: `${shots}${name}.png` });
      if (whole && seen) await page.setViewportSize(seen);
    },
  };
  seats.push(seat);
  return seat;
}

/** 电子社保卡: takes the QR's address to the simulator and scans as this person. */
export async function scanAs({ page, context }: Seat, name: string): Promise<void> {
  await page.goto('/');
  const address = await page.getByRole('link', { name: /模拟器/ }).getAttribute('href');
  const phone = await context.newPage();
  await phone.goto(String(address));
  await phone.getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: /扫/ }).click();
  await phone.close();
  await page.waitForURL(/\/business/);
}
/** 账号密码登录, for 注册 accounts and for staff. */
export async function logIn({ page }: Seat, kind: '单位注册账号' | '经办机构工作人员', account: string, password: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('tab', { name: '账号密码登录' }).click();
  await page.getByRole('radio', { name: kind }).check();
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('button', { name: '登出' }).waitFor();
}
export async function logOut({ page }: Seat): Promise<void> {
  await page.getByRole('button', { name: '登出' }).click();
  await page.getByRole('dialog', { name: '确定退出登录吗？' }).getByRole('button', { name: '确定' }).click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
}
/** Picks an entry of a drop-down by its words. */
export async function choose(page: Page, label: string, words: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true });
  await field.click();
  await field.fill(words);
  await page.locator('.ant-select-dropdown:visible').getByText(words, { exact: true }).first().click();
}
export async function day(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByLabel(label);
  await field.fill(value);
  await field.press('Enter');
}
/** 关闭 of a dialog or drawer, by its words or its corner. */
export async function close(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name });
  await dialog
    .getByRole('button', { name: /关闭|Close/ })
    .last()
    .click();
  await dialog.waitFor({ state: 'hidden' });
}
/** Everything that was asked for is there: no skeleton, no spinner, and no button that is at work (those are paler than a page may be). */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await page
    .locator('main [class*=waiting], [aria-busy=true], .ant-spin-spinning, main .ant-btn-loading')
    .first()
    .waitFor({ state: 'detached' });
}
