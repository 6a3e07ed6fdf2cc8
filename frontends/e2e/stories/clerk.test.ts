import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_NEW_PERSON, DEMO_RESUMING, DEMO_UNIT, demoId } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { choose, closeBrowser, day, scanAs, sitDown, type Seat } from '../support/browser.ts';

/** @item person-enrolment @item unit-certificate — what `npm run items` looks for. */
let hall: TestHall;
let clerk: Seat;

beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '4', '--people', '8'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

async function enrol(fill: () => Promise<void>): Promise<string> {
  const { page } = clerk;
  await page.goto('/persons/items/person-enrolment');
  await page.getByRole('button', { name: /保存/ }).waitFor();
  await fill();
  await page.getByLabel('移动电话号码').fill(DEMO_NEW_PERSON.mobile);
  await choose(page, '参保身份', '职工（劳动合同制）');
  await page.getByLabel('缴费基数（申报工资）').fill('7000');
  await page.getByRole('button', { name: /保存/ }).click();
  const said = page.getByText(/保存成功，个人编号：\d{12}/).first();
  await said.waitFor();
  return /\d{12}/.exec(await said.innerText())?.[0] ?? '';
}

/** The gateway has heard that persons is back. */
async function seesPersons(): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { away } = (await (await clerk.context.request.get('/readyz')).json()) as { away: string[] };
    if (!away.includes('persons')) return true;
    await clerk.page.waitForTimeout(100);
  }
  return false;
}

/** How many enrolments 我的办件 lists, once there are at least so many. */
async function enrolmentsListed(least: number): Promise<number> {
  let total = 0;
  for (let tries = 0; tries < 100 && total < least; tries += 1) {
    ({ total } = (await (await clerk.context.request.get('/api/work/mine?itemId=person-enrolment')).json()) as { total: number });
    if (total < least) await clerk.page.waitForTimeout(100);
  }
  return total;
}

describe('a clerk before lunch', () => {
  test('a new person gets a number at once', async () => {
    const { page } = clerk;
    const number = await enrol(async () => {
      await page.getByLabel('证件号码').fill(DEMO_NEW_PERSON.idNumber);
      await page.getByLabel('姓名').fill(DEMO_NEW_PERSON.name);
      await day(page, '参加工作时间', '2018-07-01');
      await choose(page, '户籍性质', '统一居民户口');
    });
    expect(number).toMatch(/^61\d{10}$/);
    await clerk.shot('person-enrolment-done');
  }, 60_000);

  test('a person known before is resumed under his old number', async () => {
    const { page } = clerk;
    const number = await enrol(async () => {
      await page.getByLabel('证件号码').fill(DEMO_RESUMING.idNumber);
      await page.getByLabel('姓名').fill(DEMO_RESUMING.name);
      await page.getByLabel('个人编号').fill(DEMO_RESUMING.personNo);
    });
    expect(number).toBe(DEMO_RESUMING.personNo);
  }, 60_000);

  test('the certificate says who the unit is, and a stranger can verify it', async () => {
    const { page } = clerk;
    await page.goto('/documents/items/unit-certificate');
    const issued = page.waitForResponse((response) => response.url().endsWith('/items/unit-certificate/print') && response.ok());
    await page.getByRole('button', { name: /打印/ }).last().click();
    const document = (await (await issued).json()) as { url: string; verificationCode: string };
    await clerk.shot('unit-certificate');

    const pdf = await clerk.context.request.get(document.url);
    const dir = mkdtempSync(path.join(tmpdir(), 'paper-'));
    writeFileSync(path.join(dir, 'paper.pdf'), await pdf.body());
    const text = execFileSync('pdftotext', ['-layout', path.join(dir, 'paper.pdf'), '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
    rmSync(dir, { recursive: true });
    for (const words of ['社会保险单位参保证明', DEMO_UNIT.name, DEMO_UNIT.creditCode, '二、缴费情况', '已实缴'])
      expect(text).toContain(words);

    const verify = (code: string) =>
      clerk.context.request
        .post('/api/verify', { data: { code, check: '0001' }, headers: { 'sec-fetch-site': 'same-origin' } })
        .then((answer) => answer.json() as Promise<{ found: boolean; state?: string }>);
    expect(await verify(document.verificationCode)).toMatchObject({ found: true, state: 'valid' });
    const changed = `${document.verificationCode.startsWith('2') ? '3' : '2'}${document.verificationCode.slice(1)}`;
    expect(await verify(changed)).toMatchObject({ found: false });
  }, 60_000);

  test('with persons stopped, units works, the pages say so, and 保存 pressed again makes one case', async () => {
    const { page } = clerk;
    await page.goto('/persons/items/person-enrolment');
    await page.getByRole('button', { name: /保存/ }).waitFor();
    await page.getByLabel('证件号码').fill(demoId('1997-05-20', 77));
    await page.getByLabel('姓名').fill('郑再按');
    await day(page, '参加工作时间', '2019-07-01');
    await choose(page, '户籍性质', '统一居民户口');
    await page.getByLabel('移动电话号码').fill(DEMO_NEW_PERSON.mobile);
    await choose(page, '参保身份', '职工（劳动合同制）');
    await page.getByLabel('缴费基数（申报工资）').fill('7000');
    const other = await clerk.context.newPage();
    await hall.stopProcess('persons');
    try {
      await page.getByRole('button', { name: /保存/ }).click();
      await page
        .getByText(/服务暂时不可用/)
        .first()
        .waitFor();
      await clerk.shot('persons-away');
      await other.goto('/units/items/unit-maintenance');
      await other.getByText(DEMO_UNIT.creditCode).first().waitFor();
      await other.goto('/persons/items/person-enrolment');
      await other
        .getByText(/服务暂时不可用/)
        .first()
        .waitFor();
    } finally {
      await other.close();
      await hall.startProcess('persons');
    }
    await expect(seesPersons()).resolves.toBe(true);
    await page.getByRole('button', { name: /保存/ }).click();
    await page
      .getByText(/保存成功，个人编号：\d{12}/)
      .first()
      .waitFor()
      .finally(() => clerk.shot('persons-back'));
    // Three enrolments were meant by now; desk hears of the last within two seconds, and of no fourth.
    expect(await enrolmentsListed(3)).toBe(3);
  }, 120_000);

  test('no page threw', () => expect(clerk.faults).toEqual([]));
});
