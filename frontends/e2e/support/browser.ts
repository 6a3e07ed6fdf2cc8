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
};

/** A person at a screen of his own: cookies are not shared with anybody. */
export interface Seat {
  page: Page;
  context: BrowserContext;
  /** Faults a page threw; a story ends with none. */
  faults: string[];
  /** A picture for people to look at, kept as an artefact of CI. */
  shot(name: string): Promise<void>;
}
export async function sitDown(url: string, size = { width: 1366, height: 768 }): Promise<Seat> {
  const context = await (await openBrowser()).newContext({ baseURL: url, viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return {
    page,
    context,
    faults,
    async shot(name) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: `${shots}${name}.png` });
    },
  };
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
