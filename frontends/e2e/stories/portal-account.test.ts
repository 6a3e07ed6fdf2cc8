import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_PASSWORD } from '@wangting/seed/demo';
import { nowMs } from '@wangting/kit/clock';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { closeBrowser, logIn, logOut, sitDown, type Seat } from '../support/browser.ts';

/** 账号安全 and what operations say to everybody, by clicks. */
const NEXT = 'Wangting-2027';
let hall: TestHall;
let fuhe: Seat;
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '2', '--people', '2'] });
  fuhe = await sitDown(hall.url);
}, 180_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

/** RFC 6238 as an authenticator works it out. */
function totpOf(secret: string, at = nowMs()): string {
  const bits = [...secret.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const from = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('an account', () => {
  test('the password is changed: weak ones and a wrong old one are refused beside their field, then the new one lets in', async () => {
    const { page } = fuhe;
    await logIn(fuhe, '经办机构工作人员', 'fuhe', DEMO_PASSWORD);
    await page.getByRole('link', { name: '修改密码' }).click();
    const form = page.getByRole('form', { name: '修改密码' });
    const fill = async (current: string, next: string, again = next) => {
      await form.getByLabel('原密码').fill(current);
      await form.getByLabel('新密码', { exact: true }).fill(next);
      await form.getByLabel('确认新密码').fill(again);
      await form.getByRole('button', { name: '修改密码' }).click();
    };
    await fill(DEMO_PASSWORD, 'short1');
    await form.getByText('密码应为 8 至 20 位，并含大写字母、小写字母、数字、符号中的三类').waitFor();
    await fill(DEMO_PASSWORD, NEXT, `${NEXT}x`);
    await form.getByText('两次输入的密码不一致').waitFor();
    await fill('Wrong-2024', NEXT);
    await form.getByText('原密码不正确').waitFor();
    await fill(DEMO_PASSWORD, DEMO_PASSWORD);
    await form.getByText('不能使用最近 5 次用过的密码').waitFor();
    await fuhe.shot('portal-password', 'whole');
    await fill(DEMO_PASSWORD, NEXT);
    await page.getByText('密码修改成功，其他设备上的登录已退出').waitFor();
    await logOut(fuhe);
    await logIn(fuhe, '经办机构工作人员', 'fuhe', NEXT);
  }, 120_000);

  test('after wrong passwords the page works out a proof by itself, and the right one still lets in', async () => {
    const guesser = await sitDown(hall.url);
    const { page } = guesser;
    await page.goto('/');
    await page.getByRole('tab', { name: '账号密码登录' }).click();
    await page.getByRole('radio', { name: '经办机构工作人员' }).check();
    await page.getByLabel('账号', { exact: true }).fill('shenpi');
    let asked = 0;
    page.on('response', (response) => {
      if (response.url().endsWith('/login/password') && response.status() === 428) asked += 1;
    });
    for (let n = 0; n < 4; n += 1) {
      await page.getByLabel('密码', { exact: true }).fill(`Wrong-202${n}`);
      const answered = page.waitForResponse((response) => response.url().endsWith('/login/password') && response.status() !== 428);
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await answered;
      await page.getByText(/账号或密码不正确/).waitFor();
    }
    await guesser.shot('portal-wrong-password');
    await page.getByLabel('密码', { exact: true }).fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('button', { name: '登出' }).waitFor();
    expect(asked).toBeGreaterThan(0);
    expect(guesser.faults).toEqual([]);
  }, 120_000);

  test('动态口令 is bound, asked for at the next login, and a recovery word stands in for a lost phone', async () => {
    const { page } = fuhe;
    await page.goto('/centre/account');
    const enrol = page.getByRole('form', { name: '启用动态口令' });
    await enrol.getByLabel('登录密码').fill(NEXT);
    await enrol.getByRole('button', { name: '启用动态口令' }).click();
    const confirm = page.getByRole('form', { name: '确认动态口令' });
    const secret = await confirm.locator('code').innerText();
    await confirm.getByLabel('动态口令').fill('000000');
    await confirm.getByRole('button', { name: '确认启用' }).click();
    await confirm.getByText('动态口令不正确，请输入身份验证器当前显示的 6 位数字').waitFor();
    await fuhe.shot('portal-totp', 'whole');
    await confirm.getByLabel('动态口令').fill(totpOf(secret));
    await confirm.getByRole('button', { name: '确认启用' }).click();
    await page.getByText('动态口令已启用，下次登录时需要输入').waitFor();
    const words = await page
      .getByRole('list')
      .filter({ hasNot: page.getByRole('link') })
      .getByRole('listitem')
      .allInnerTexts();
    await page.getByRole('button', { name: '已抄下' }).click();
    await page.getByText(/剩余恢复码 10 个/).waitFor();
    await logOut(fuhe);

    await page.getByRole('tab', { name: '账号密码登录' }).click();
    await page.getByRole('radio', { name: '经办机构工作人员' }).check();
    await page.getByLabel('账号', { exact: true }).fill('fuhe');
    await page.getByLabel('密码', { exact: true }).fill(NEXT);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('动态口令').waitFor();
    await fuhe.shot('portal-totp-login');
    expect(await page.getByRole('button', { name: '登出' }).count()).toBe(0);
    await page.getByLabel('动态口令').fill(words.find((word) => /^[\w-]{8,}$/.test(word.trim()))?.trim() ?? '');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('button', { name: '登出' }).waitFor();
    await page.goto('/centre/account');
    await page.getByText(/剩余恢复码 9 个/).waitFor();
  }, 120_000);

  test('登录记录 knows this login and the ones that failed; the journal knows what was sent and no password', async () => {
    const { page } = fuhe;
    await page.goto('/centre/account');
    await page.getByText('本次登录').waitFor();
    await page.goto('/centre/journal');
    await page.getByRole('row').filter({ hasText: '修改密码' }).first().waitFor();
    expect(await page.locator('main').innerText()).not.toContain(NEXT);
    // The whole line is seen, its last column too.
    const table = page.locator('main .ant-table-body');
    expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
    await fuhe.shot('portal-journal');
  }, 60_000);
});

test('an announcement takes two people of operations, a banner one; guests read both, and a guide as it was edited', async () => {
  const [first, second, guest] = [await sitDown(hall.url), await sitDown(hall.url), await sitDown(hall.url, { width: 390, height: 844 })];
  await logIn(first, '经办机构工作人员', 'yunwei', DEMO_PASSWORD);
  await first.page.getByRole('button', { name: '新增公告' }).click();
  const dialog = first.page.getByRole('dialog', { name: '新增公告' });
  await dialog.getByLabel('标题').fill('关于春节期间办理时间的公告');
  await dialog.getByLabel(/^内容/).fill('二月十日至十七日暂停现场办理。\n<b>网上办理不受影响</b>');
  await dialog.getByLabel('开始时间').fill('2024-01-01T08:00');
  await dialog
    .getByRole('button', { name: '提 交' })
    .or(dialog.getByRole('button', { name: '提交' }))
    .click();
  await first.page.getByText('已提交，待另一名运行维护人员确认后生效').waitFor();
  await guest.page.goto('/announcements');
  await guest.page.getByText('暂无公告').waitFor();
  // The writer's own word does not count.
  await first.page.goto('/ops/waiting');
  await first.page.getByRole('cell', { name: '运维员戊' }).waitFor();
  await first.page.getByRole('button', { name: '确认', exact: true }).click();
  await first.page.getByRole('button', { name: '确认生效' }).click();
  await first.page.getByText('须由提交人以外的运行维护人员确认').waitFor();
  await first.shot('ops-waiting');

  await logIn(second, '经办机构工作人员', 'yunwei2', DEMO_PASSWORD);
  await second.page.goto('/ops/waiting');
  await second.page.getByRole('button', { name: '确认', exact: true }).click();
  await second.page.getByRole('button', { name: '确认生效' }).click();
  await second.page.getByText('已确认，即时生效').waitFor();

  await first.page.goto('/ops/banner');
  await first.page.getByLabel('内容').fill('今晚 22 时起系统维护');
  await first.page.getByRole('radio', { name: '重要提示' }).check();
  await first.page.getByRole('button', { name: '保存并发布' }).click();
  await first.page.getByRole('region', { name: '维护通知' }).getByText('今晚 22 时起系统维护').waitFor();
  await first.page.goto('/ops/guides?item=person-enrolment');
  await first.page.getByRole('button', { name: '增加一问' }).click();
  const question = first.page.getByRole('group', { name: '第 1 问' });
  await question.getByLabel('问题').fill('试用期要参保吗？');
  await question.getByLabel('回答').fill('要，自用工之日起三十日内办理。');
  await first.page.getByRole('button', { name: '保存并发布' }).click();
  await first.page.getByText('第 1 版').waitFor();

  await guest.page.goto('/');
  await guest.page.getByRole('link', { name: '关于春节期间办理时间的公告' }).click();
  // What operations typed is words, never markup.
  await guest.page.getByText('<b>网上办理不受影响</b>').waitFor();
  await guest.page.getByRole('region', { name: '维护通知' }).getByText('今晚 22 时起系统维护').waitFor();
  await guest.shot('portal-announcement-phone', 'whole');
  await guest.page.goto('/guides/person-enrolment');
  await guest.page.getByText('试用期要参保吗？').click();
  await guest.page.getByText('要，自用工之日起三十日内办理。').waitFor();
  await guest.page.getByRole('link', { name: '12333' }).first().waitFor();
  await guest.shot('portal-guide-phone', 'whole');
  expect([...first.faults, ...second.faults, ...guest.faults]).toEqual([]);
}, 180_000);

test('the role matrix is exported as a table a spreadsheet opens', async () => {
  const ops = await sitDown(hall.url);
  await logIn(ops, '经办机构工作人员', 'yunwei', DEMO_PASSWORD);
  await ops.page.goto('/ops/roles');
  await ops.page.getByRole('searchbox', { name: '搜索操作' }).fill('修改密码');
  await ops.page
    .getByRole('rowheader', { name: /修改密码/ })
    .first()
    .waitFor();
  await ops.shot('ops-roles');
  const saved = ops.page.waitForEvent('download');
  await ops.page.getByRole('button', { name: '导出表格' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^权限矩阵-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const [head, ...rows] = text.slice(1).trimEnd().split('\r\n');
  expect(head).toMatch(/^操作,名称,服务,地址,事项,对象,未登录,/);
  expect(rows.some((row) => row.startsWith('identity.password.change,修改密码,identity,POST /account/password,'))).toBe(true);
  // Somebody of the agency without that role has no such page.
  await fuhe.page.goto('/ops/roles');
  await fuhe.page.getByText('本栏目仅限运行维护人员使用。').waitFor();
}, 120_000);

test('no page threw', () => expect(fuhe.faults).toEqual([]));
