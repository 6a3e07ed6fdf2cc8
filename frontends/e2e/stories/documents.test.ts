import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEMO_PASSWORD, DEMO_UNIT } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { closeBrowser, logIn, scanAs, settled, sitDown, type Seat } from '../support/browser.ts';
import { callAs } from '../support/calls.ts';
import { photo } from '../support/papers.ts';

/** @item rights-record @item person-certificate @item document-signing — what `npm run items` looks for. */
let hall: TestHall;
let clerk: Seat;
let personNo: string;
let other: string;

beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '12'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
  // Two people of the unit, from the months the ledger knows.
  const { page } = clerk;
  await page.goto('/contributions/items/monthly-payments');
  await page.locator('tbody tr.ant-table-row').first().waitFor();
  const numbers = new Set(await page.locator('tbody tr.ant-table-row td:nth-child(2)').allInnerTexts());
  [personNo = '', other = ''] = [...numbers];
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

const pick = async (number: string) => {
  const { page } = clerk;
  await page.getByLabel('个人编号', { exact: true }).fill(number);
  await page.getByLabel('个人编号', { exact: true }).press('Enter');
};
const preview = async () => {
  const dialog = clerk.page.getByRole('dialog', { name: /^打印预览/ });
  await dialog.locator('iframe').waitFor();
  return dialog;
};

test('9: a clerk prints the record of one person, and takes everybody’s along in one file', async () => {
  const { page } = clerk;
  await page.goto('/documents/items/rights-record');
  await settled(page);
  await pick('没有这个人');
  await page.getByText('未查询到该人员信息').waitFor();
  await pick(personNo);
  await page.getByText(/^已选择：/).waitFor();
  await clerk.shot('documents-9-chosen');
  await page.getByRole('button', { name: '打印', exact: true }).click();
  const dialog = await preview();
  await dialog.getByText(/验证码/).waitFor();
  const [paper] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '下载' }).click()]);
  expect(
    readFileSync(await paper.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await clerk.shot('documents-9-preview');
  await dialog.locator('.ant-btn', { hasText: '关闭' }).click();
  await page.getByRole('button', { name: /^批量打印.*全部人员$/ }).click();
  await page.getByText(/已生成/).waitFor({ timeout: 60_000 });
  await clerk.shot('documents-9-batch', 'whole');
  const [zip] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^下载\d{4}年度权益单$/ }).click()]);
  expect(
    readFileSync(await zip.path())
      .subarray(0, 4)
      .toString('latin1'),
  ).toBe('PK\x03\x04');
  await page.setViewportSize({ width: 390, height: 844 });
  await clerk.shot('documents-9-phone', 'whole');
  await page.setViewportSize({ width: 1366, height: 768 });
  expect(clerk.faults).toEqual([]);
}, 120_000);

test('11: a clerk looks at what a person has paid, prints it, then a roster of two', async () => {
  const { page } = clerk;
  await page.goto('/documents/items/person-certificate');
  await settled(page);
  await page.getByRole('button', { name: '查询缴费记录' }).click();
  await page.getByRole('alert').getByText('请先添加人员').waitFor();
  await pick(personNo);
  const added = page.getByRole('group', { name: '已添加人员' });
  await added.getByText(personNo).waitFor();
  await page.getByRole('button', { name: '查询缴费记录' }).click();
  await page.locator('tbody tr.ant-table-row').first().waitFor();
  await clerk.shot('documents-11-rows', 'whole');
  await page.getByRole('button', { name: '打印', exact: true }).click();
  let dialog = await preview();
  await clerk.shot('documents-11-preview');
  await dialog.locator('.ant-btn', { hasText: '关闭' }).click();
  await pick(other);
  await page.getByRole('checkbox', { name: /名册完整显示/ }).waitFor();
  await clerk.shot('documents-11-roster', 'whole');
  await page.getByRole('button', { name: '打印', exact: true }).click();
  dialog = await preview();
  await clerk.shot('documents-11-roster-preview');
  expect(clerk.faults).toEqual([]);
}, 120_000);

test('29: the agency sends a paper of the hall by its number; the clerk is told, signs for it, and downloads it with its proof of delivery', async () => {
  const { page } = clerk;
  const { rows } = await callAs<{ rows: { documentId: string; title: string; no: string }[] }>(clerk, 'GET', '/documents/prints');
  const { title, no } = rows.find((row) => row.title.includes('参保缴费证明')) ?? { title: '', no: '' };
  const agency = await sitDown(hall.url);
  await logIn(agency, '经办机构工作人员', 'fuhe', DEMO_PASSWORD);
  await agency.page.goto('/agency');
  await agency.page.getByRole('link', { name: '文书送达' }).click();
  await agency.page.getByRole('search').first().getByLabel('文书编号').fill(no);
  await agency.page.getByRole('search').first().getByRole('button', { name: '查询' }).click();
  await agency.page.getByText(`${DEMO_UNIT.name}（`).waitFor();
  await agency.shot('documents-29-agency', 'whole');
  await agency.page.getByRole('button', { name: '送达', exact: true }).click();
  await agency.page.getByText(/^已于 .* 送达/).waitFor();
  await agency.page.getByRole('row').filter({ hasText: no }).getByText('待签收').waitFor();

  await page.goto('/business');
  await page.getByRole('link', { name: /^消息/ }).click();
  await page.getByText('文书待签收').first().waitFor();
  await clerk.shot('documents-29-message');
  await page.goto('/documents/items/document-signing');
  await settled(page);
  await page.getByRole('button', { name: `签收 ${title} ${no}` }).click();
  const asked = page.getByRole('dialog').filter({ hasText: '确认签收该文书吗？签收时间将作为法定送达时间。' });
  await asked.waitFor();
  await clerk.shot('documents-29-confirm');
  await asked.getByRole('button', { name: /^确\s?定$/ }).click();
  const done = page.getByRole('dialog', { name: '签收成功' });
  await done.getByText(DEMO_UNIT.legal.name).waitFor();
  await clerk.shot('documents-29-signed');
  await done.getByRole('button', { name: '下载文书' }).click();
  let dialog = await preview();
  const [paper] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '下载' }).click()]);
  expect(
    readFileSync(await paper.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await dialog.locator('.ant-btn', { hasText: '关闭' }).click();
  await page.getByRole('button', { name: `下载 ${title} ${no}` }).waitFor();
  await page.getByRole('button', { name: `送达回证 ${no}` }).click();
  dialog = await preview();
  await dialog.getByText(/验证码/).waitFor();
  await clerk.shot('documents-29-proof');
  await dialog.locator('.ant-btn', { hasText: '关闭' }).click();
  await clerk.shot('documents-29-list', 'whole');
  await page.setViewportSize({ width: 390, height: 844 });
  await clerk.shot('documents-29-phone', 'whole');
  await page.setViewportSize({ width: 1366, height: 768 });

  await agency.page.reload();
  await settled(agency.page);
  await agency.page.getByRole('row').filter({ hasText: no }).getByText('已签收').waitFor();
  await agency.shot('documents-29-register', 'whole');

  // Another paper is sent, and void before anybody signs: its row says so, and there is nothing to press.
  const spoilt = rows.find((row) => row.no !== no && row.title.includes('权益记录单')) ?? { documentId: '', title: '', no: '' };
  await callAs(agency, 'POST', '/agency/deliveries', { requestKey: randomUUID(), no: spoilt.no, way: '1' });
  await callAs(agency, 'POST', `/documents/${spoilt.documentId}/revoke`, { reason: '内容有误' });
  await page.reload();
  const gone = page.getByRole('row').filter({ hasText: spoilt.no });
  await gone.getByText('已作废').first().waitFor();
  expect(await gone.getByRole('button').count()).toBe(0);
  await clerk.shot('documents-29-void');
  expect([...clerk.faults, ...agency.faults]).toEqual([]);
}, 120_000);

test('查看示例: beside each material slot stands what it should look like; the agency sees all of them', async () => {
  const { page } = clerk;
  await page.goto('/contributions/items/treaty-exemption');
  await settled(page);
  await page.getByRole('button', { name: /^材料上传/ }).click();
  await page
    .getByRole('button', { name: /^查看示例：/ })
    .first()
    .click();
  await page
    .getByRole('dialog', { name: /（示例）$/ })
    .locator('iframe')
    .waitFor();
  await clerk.shot('documents-sample');
  expect(clerk.faults).toEqual([]);
}, 60_000);

test('材料示例: 复核 replaces a sample with one of the agency’s own, clerks see that one, and the generated one comes back', async () => {
  const agency = await sitDown(hall.url);
  await logIn(agency, '经办机构工作人员', 'fuhe', DEMO_PASSWORD);
  await agency.page.goto('/agency');
  await agency.page.getByRole('link', { name: '材料示例' }).click();
  const row = agency.page.locator('tbody tr.ant-table-row').filter({ hasText: '互免协议免缴登记' }).first();
  await row.getByText('系统示例').waitFor();
  const [chooser] = await Promise.all([
    agency.page.waitForEvent('filechooser'),
    row.getByRole('button', { name: /^更换示例：互免协议免缴登记/ }).click(),
  ]);
  await chooser.setFiles(await photo('证明示例'));
  await row.getByText(/^经办机构更换于 /).waitFor();
  await agency.shot('agency-samples');
  await agency.page.setViewportSize({ width: 390, height: 844 });
  await agency.shot('agency-samples-phone');
  await agency.page.setViewportSize({ width: 1366, height: 768 });

  const { page } = clerk;
  const looksAt = async () => {
    await page.goto('/contributions/items/treaty-exemption');
    await settled(page);
    await page.getByRole('button', { name: /^材料上传/ }).click();
    await page
      .getByRole('button', { name: /^查看示例：/ })
      .first()
      .click();
    return page.getByRole('dialog', { name: /（示例）$/ });
  };
  await (await looksAt()).locator('img').waitFor();
  await clerk.shot('documents-sample-own');
  await row.getByRole('button', { name: /^恢复示例：/ }).click();
  await row.getByText('系统示例').waitFor();
  await (await looksAt()).locator('iframe').waitFor();
  expect([...clerk.faults, ...agency.faults]).toEqual([]);
}, 90_000);
