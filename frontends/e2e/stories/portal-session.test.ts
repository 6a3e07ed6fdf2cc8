import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEMO_PASSWORD, DEMO_UNIT } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { closeBrowser, logIn, scanAs, sitDown } from '../support/browser.ts';
import { callAs } from '../support/calls.ts';

/** How a session begins with a given password and how it ends by itself. */
const NEXT = 'Wangting-2028';
const before = process.env.IDLE_MINUTES;
let hall: TestHall;
beforeAll(async () => {
  // Long enough to log in, short enough to wait for: the warning comes one minute before the end.
  process.env.IDLE_MINUTES = '1.6';
  hall = await hallForTests({ seedArgs: ['--units', '2', '--people', '2'] });
}, 180_000);
afterAll(async () => {
  if (before === undefined) delete process.env.IDLE_MINUTES;
  else process.env.IDLE_MINUTES = before;
  await closeBrowser();
  await hall.stop();
}, 60_000);

test('a first password has to be changed before anything else is offered, also by typing an address', async () => {
  const [ops, fresh] = [await sitDown(hall.url), await sitDown(hall.url)];
  await logIn(ops, '经办机构工作人员', 'yunwei', DEMO_PASSWORD);
  const { password } = await callAs<{ password: string }>(ops, 'PUT', '/staff/xinren', {
    requestKey: randomUUID(),
    name: '新人员',
    roles: ['intake'],
    areas: ['61'],
  });
  const { page } = fresh;
  await logIn(fresh, '经办机构工作人员', 'xinren', password);
  await page.getByRole('heading', { name: '请先修改密码' }).waitFor();
  await fresh.shot('portal-must-change');
  await page.goto('/agency');
  await page.getByRole('heading', { name: '请先修改密码' }).waitFor();
  expect((await fresh.context.request.get('/api/work/queue')).ok()).toBe(false);
  const form = page.getByRole('form', { name: '修改密码' });
  await form.getByLabel('原密码').fill(password);
  await form.getByLabel('新密码', { exact: true }).fill(NEXT);
  await form.getByLabel('确认新密码').fill(NEXT);
  await form.getByRole('button', { name: '修改密码' }).click();
  await page.getByRole('heading', { name: '请先修改密码' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '登出' }).waitFor();
  expect([...ops.faults, ...fresh.faults]).toEqual([]);
}, 120_000);

test('who is idle is warned and keeps what he typed; who does not answer is logged out and told why', async () => {
  const clerk = await sitDown(hall.url);
  const { page } = clerk;
  await scanAs(clerk, DEMO_UNIT.legal.name);
  await page.goto('/persons/items/person-enrolment');
  const wage = page.getByLabel('缴费基数（申报工资）');
  await wage.fill('7654');
  const warning = page.getByRole('dialog', { name: '即将自动退出' });
  await warning.waitFor({ timeout: 60_000 });
  await clerk.shot('portal-idle-warning');
  await page.keyboard.press('Enter'); // the button has the focus
  await warning.waitFor({ state: 'hidden' });
  expect(await wage.inputValue()).toMatch(/^7654/);
  expect((await clerk.context.request.get('/api/me')).ok()).toBe(true);

  await warning.waitFor({ timeout: 60_000 });
  await page.getByText('登录已超时，请重新登录').waitFor({ timeout: 90_000 });
  await clerk.shot('portal-idle-over');
  expect(await page.evaluate<string>('JSON.stringify(sessionStorage)')).not.toContain('7654');
  expect(clerk.faults).toEqual([]);
}, 240_000);
