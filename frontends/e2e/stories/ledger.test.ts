import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_PASSWORD, DEMO_UNIT } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { taxOfficeKey } from '../../../deploy/simulator/key.ts';
import { startTaxOffice } from '../../../deploy/simulator/tax-office.ts';
import { choose, closeBrowser, day, logIn, logOut, scanAs, sitDown, type Seat } from '../support/browser.ts';
import { callAs } from '../support/calls.ts';

/** @item monthly-payments @item back-payments @item unit-payments @item person-payments @item refunds @item overage-findings @item treaty-query @item treaty-exemption — what `npm run items` looks for. */
let hall: TestHall;
let clerk: Seat;
let office: Awaited<ReturnType<typeof startTaxOffice>>;

beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '12'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
  office = await startTaxOffice({ hall: hall.url, key: taxOfficeKey(String(hall.env.KEYS_DIR)) });
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await office.stop();
  await hall.stop();
}, 60_000);

const open = async (id: string, tab: string) => {
  const { page } = clerk;
  await page.goto(`/contributions/items/${id}`);
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).waitFor();
  await page
    .getByText(/共 \d+ 条/)
    .first()
    .waitFor();
};
const total = async (): Promise<number> =>
  Number(
    /共 (\d+) 条/.exec(
      await clerk.page
        .getByText(/共 \d+ 条/)
        .first()
        .innerText(),
    )?.[1],
  );
const sums = async () => clerk.page.getByLabel('合计').innerText();
const amountIn = (words: string): string => /缴费总额\s*([\d,]+\.\d{2}) 元/.exec(words)?.[1] ?? '';

describe('what a payroll clerk looks up', () => {
  test('15: the months of the unit’s people, narrowed to one insurance, with sums below and a file to take along', async () => {
    const { page } = clerk;
    await open('monthly-payments', '月缴费明细');
    const all = await total();
    expect(all).toBeGreaterThan(0);
    await choose(page, '险种类型', '失业保险');
    await page.getByRole('button', { name: /查询/ }).click();
    await page.waitForURL(/insurance=210/);
    await page.getByText(`共 ${all} 条`).first().waitFor({ state: 'hidden' });
    expect(await total()).toBeLessThan(all);
    expect(await sums()).toMatch(/缴费总额\s*[\d,]+\.\d{2} 元/);
    await clerk.shot('ledger-15-months');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /导出/ }).click()]);
    expect(file.suggestedFilename()).toMatch(/^单位人员月缴费明细查询_月缴费明细_\d{8}\.xlsx$/);
  });
  test('15: a double click on a due says by which rates and limits it was reckoned, and on what authority', async () => {
    const { page } = clerk;
    await page.locator('tbody tr.ant-table-row').first().dblclick();
    await page.getByRole('tab', { name: '费率依据', selected: true }).waitFor();
    for (const [name, value] of [
      ['缴费基数上下限', /缴费基数下限 [\d,]+\.\d{2} 元/],
      ['失业保险费率', /单位费率 0\.7%，个人费率 0\.3%/],
    ] as const)
      await page.getByRole('row', { name }).getByText(value).waitFor();
    await clerk.shot('ledger-15-basis');
    await page.setViewportSize({ width: 390, height: 844 });
    await clerk.shot('ledger-15-basis-phone', 'whole');
    await page.setViewportSize({ width: 1366, height: 768 });
  });
  test('17: a double click on a sum shows its people, and they add up', async () => {
    const { page } = clerk;
    await open('unit-payments', '单位缴费信息');
    await clerk.shot('ledger-17-sums');
    const before = await page.locator('tbody tr.ant-table-row').first().innerText();
    await page.locator('tbody tr.ant-table-row').first().dblclick();
    await page.waitForURL(/view=people/);
    await page
      .getByText(/共 \d+ 条/)
      .first()
      .waitFor();
    const amount = amountIn(await sums());
    expect(before).toContain(amount);
    await clerk.shot('ledger-17-people');
    await page.goBack();
    await page.getByRole('tab', { name: /^单位缴费信息/, selected: true }).waitFor();
  });
  test('17 图表: the months as bars, with the figures of the table of sums below, to the fen, on a phone too', async () => {
    const { page } = clerk;
    await open('unit-payments', '单位缴费信息');
    const before = amountIn(await sums());
    await page.getByRole('tab', { name: '图表' }).click();
    const picture = page.getByRole('img', { name: /^图表：\d{4}年\d\d月至/ });
    await picture.waitFor();
    expect(amountIn(await sums())).toBe(before);
    const months = await page.locator('tbody tr.ant-table-row').count();
    expect(await picture.locator('[data-month]').count()).toBe(months);
    expect(months).toBeGreaterThan(1);
    await clerk.shot('ledger-17-chart', 'whole');
    await page.setViewportSize({ width: 390, height: 844 });
    await clerk.shot('ledger-17-chart-phone', 'whole');
    const sideways = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    expect(sideways).toBe(false);
    await page.setViewportSize({ width: 1366, height: 768 });
    await choose(page, '险种类型', '工伤保险');
    await page.getByRole('button', { name: /查询/ }).click();
    await page.waitForURL(/insurance=410/);
    await page.getByText(`缴费总额${before} 元`).waitFor({ state: 'detached' });
    await picture.waitFor();
    expect(clerk.faults).toEqual([]);
  });
  test('18: asks for a person, then shows what he owes and has paid', async () => {
    const { page } = clerk;
    await page.goto('/contributions/items/person-payments');
    await page.getByText('请填写个人编号、社会保障号码或姓名').first().waitFor();
    await clerk.shot('ledger-18-asks');
    await page.goto('/contributions/items/monthly-payments');
    await page.locator('tbody tr.ant-table-row').first().waitFor();
    const name = await page.locator('tbody tr.ant-table-row td').nth(2).innerText();
    await page.goto('/contributions/items/person-payments');
    await page.getByLabel('姓名').fill(name);
    await page.getByRole('button', { name: /查询/ }).click();
    await page
      .getByText(/共 [1-9]\d* 条/)
      .first()
      .waitFor();
    expect(await sums()).toMatch(/实缴总额/);
    await clerk.shot('ledger-18-person');
    // Who was asked for stands neither in the address nor in what the browser keeps; going away and back brings him again.
    expect(decodeURIComponent(page.url())).not.toContain(name);
    expect(await page.evaluate<string>('JSON.stringify([sessionStorage, localStorage, history.state])')).not.toContain(name);
    await page.getByRole('link', { name: '个人中心' }).click();
    await page.getByRole('heading', { name: '我的办件' }).waitFor();
    await page.goBack();
    await page
      .getByText(/共 [1-9]\d* 条/)
      .first()
      .waitFor();
    expect(await page.getByLabel('姓名').inputValue()).toBe(name);
  });
  test('16 and 19: nothing was late and nothing goes back, said in words', async () => {
    for (const [id, tab] of [
      ['back-payments', '补缴汇总'],
      ['refunds', '退费汇总'],
    ] as const) {
      await open(id, tab);
      await clerk.page.getByText('暂无内容').first().waitFor();
      await clerk.shot(`ledger-${id}`);
    }
    await clerk.page.getByRole('tab', { name: /^单位特殊退费汇总/ }).click();
    await clerk.page.getByText('暂无内容').first().waitFor();
  });
  test('12, 14 and 20: no finding, no exemption yet; a Chinese is told that only foreigners can register one', async () => {
    const { page } = clerk;
    await open('overage-findings', '延长缴费认定信息');
    await clerk.shot('ledger-12');
    await open('treaty-query', '互免信息');
    await clerk.shot('ledger-14');
    await page.goto('/contributions/items/monthly-payments');
    await page.locator('tbody tr.ant-table-row').first().waitFor();
    const personNo = await page.locator('tbody tr.ant-table-row td').nth(1).innerText();
    await page.goto('/contributions/items/treaty-exemption');
    await page.getByLabel('个人编号').fill(personNo);
    await page.getByLabel('个人编号').press('Enter');
    await page.getByText('居民身份证').first().waitFor();
    await choose(page, '互免国家/地区', '德国');
    await choose(page, '人员类别', '派遣人员');
    await day(page, '协议开始时间', '2026-01-01');
    await day(page, '协议结束时间', '2026-12-31');
    await page.getByRole('checkbox', { name: '失业保险' }).check();
    await clerk.shot('ledger-20-filled');
    await page.getByRole('button', { name: /提交/ }).click();
    await page.getByText('仅外国人可办理互免协议免缴登记').first().waitFor();
    await clerk.shot('ledger-20-refused');
    expect(clerk.faults).toEqual([]);
  });
});

describe('12: what the agency finds, the unit sees', () => {
  /** The unit, and one of its women: past the age of 女工人, as the synthetic city has them. */
  async function overAged(): Promise<{ unitNo: string; personNo: string }> {
    const { page } = clerk;
    const { shows } = await callAs<{ shows: { unitNo: string } }>(clerk, 'GET', '/items/overage-findings/open');
    await page.goto('/contributions/items/monthly-payments');
    await page.locator('tbody tr.ant-table-row').first().waitFor();
    const numbers = new Set(await page.locator('tbody tr.ant-table-row td:nth-child(2)').allInnerTexts());
    for (const personNo of numbers) {
      const look = { lookup: 'personNo', value: personNo };
      const { hits } = await callAs<{ hits: { values: { sex: string } }[] }>(clerk, 'POST', '/items/rights-record/lookup', look);
      if (hits[0]?.values.sex === '女') return { unitNo: shows.unitNo, personNo };
    }
    throw new Error('the city has no woman in this unit');
  }
  test('a finding for somebody over age, refused first where it is wrong, and revoked again with its reason', async () => {
    const { unitNo, personNo } = await overAged();
    const agency = await sitDown(hall.url);
    const { page } = agency;
    await logIn(agency, '经办机构工作人员', 'chushen', DEMO_PASSWORD);
    await page.getByRole('link', { name: '延长缴费认定' }).click();
    await page.getByLabel('单位编号').fill(unitNo);
    await page.getByRole('button', { name: /查询/ }).click();
    await page.getByRole('heading', { name: DEMO_UNIT.name }).waitFor();
    await page.getByRole('button', { name: '新增认定' }).click();
    const making = page.getByRole('dialog', { name: /^新增延长缴费认定/ });
    await making.getByLabel('个人编号').fill(personNo);
    await choose(page, '认定类型', '弹性延迟退休');
    await day(page, '起始日期', '2020-01-01');
    await making.getByLabel('认定依据').fill('单位与本人书面约定延迟退休（示例）');
    await making.getByRole('button', { name: /认\s*定/ }).click();
    await making.getByText('该人员在起始日期未达到法定退休年龄，无需延长缴费认定').first().waitFor();
    await agency.shot('agency-over-age-refused');
    await day(page, '起始日期', '2026-01-01');
    await making.getByRole('button', { name: /认\s*定/ }).click();
    await making.waitFor({ state: 'hidden' });
    const row = page.getByRole('row', { name: new RegExp(personNo) });
    await row.getByText('有效', { exact: true }).waitFor();
    await agency.shot('agency-over-age');

    await open('overage-findings', '延长缴费认定信息');
    await clerk.page.getByText('弹性延迟退休').first().waitFor();
    expect(await total()).toBe(1);
    await clerk.shot('ledger-12-found');

    await row.getByRole('button', { name: `撤销 ${personNo}` }).click();
    const revoking = page.getByRole('dialog', { name: /^撤销延长缴费认定/ });
    await revoking.getByRole('button', { name: '撤销认定' }).click();
    await revoking.getByText('请填写撤销原因').first().waitFor();
    await revoking.getByLabel('撤销原因').fill('约定已解除');
    await revoking.getByRole('button', { name: '撤销认定' }).click();
    await row.getByText('约定已解除').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await agency.shot('agency-over-age-phone', 'whole');
    await open('overage-findings', '延长缴费认定信息');
    await clerk.page
      .getByText(/已撤销：约定已解除/)
      .first()
      .waitFor();
    expect([...agency.faults, ...clerk.faults]).toEqual([]);
  }, 90_000);
});

describe('the tax office collects', () => {
  const half = async (seat: Seat, name: string) => {
    await seat.page.setViewportSize({ width: 390, height: 844 });
    await seat.shot(`${name}-phone`, 'whole');
    await seat.page.setViewportSize({ width: 1366, height: 768 });
  };
  test('已缴, 部分缴纳 and 拒绝 go through the signed door; the unit sees what was paid, finance what was not', async () => {
    const tax = await sitDown(office.url);
    const { page } = tax;
    const press = async (insurance: string, button: string, answer: string) => {
      await page
        .getByRole('form', { name: `${DEMO_UNIT.name} ${insurance} 正常应缴` })
        .getByRole('button', { name: button })
        .click();
      await page.getByRole('region', { name: '来文记录' }).locator('tbody tr').first().getByText(answer).waitFor();
    };
    await page.goto('/');
    await page.getByRole('heading', { name: /^应缴信息 \d{4}年/ }).waitFor();
    await press('失业保险', '拒绝', '扣款被拒绝，转人工处理');
    await press('失业保险', '已缴', '已全额到账');
    await press('工伤保险', '部分缴纳', '部分到账，余下仍为未缴');
    await tax.shot('tax-office');
    await half(tax, 'tax-office');
    await clerk.page.goto('/contributions/items/unit-payments?insurance=210');
    await clerk.page.locator('tbody tr.ant-table-row').first().getByText('已实缴').waitFor();
    await clerk.shot('ledger-17-paid');

    const agency = await sitDown(hall.url);
    await logIn(agency, '经办机构工作人员', 'caiwu', DEMO_PASSWORD);
    await agency.page.getByRole('link', { name: '到账核对' }).click();
    const refused = agency.page.locator('tbody tr.ant-table-row').filter({ hasText: '扣款被拒绝' });
    await refused.waitFor();
    await agency.shot('agency-payments');
    await half(agency, 'agency-payments');
    await refused.getByRole('button', { name: /^处理/ }).click();
    const dialog = agency.page.getByRole('dialog', { name: /^处理到账记录/ });
    await dialog.getByRole('button', { name: '处理完毕' }).click();
    await dialog.getByText('请填写处理说明').first().waitFor();
    await agency.shot('agency-payments-settle');
    await dialog.getByLabel('处理说明').fill('已电话通知单位');
    await dialog.getByRole('button', { name: '处理完毕' }).click();
    await refused.waitFor({ state: 'detached' });
    await logOut(agency);

    await logIn(agency, '经办机构工作人员', 'yunwei', DEMO_PASSWORD);
    await agency.page.getByRole('link', { name: '应缴核定' }).click();
    await agency.page.getByText('各组合计与台账逐笔相符。').waitFor();
    await agency.page.getByRole('button', { name: '开始核定' }).click();
    await agency.page.getByRole('dialog').getByRole('button', { name: '开始核定' }).click();
    await agency.page.getByRole('row', { name: /第2次 完成/ }).waitFor();
    // Nothing was changed late: a run over what was billed finds no difference.
    await agency.page.getByRole('button', { name: '开始差额核定' }).click();
    await agency.shot('agency-differences-asked');
    await agency.page.getByRole('dialog').getByRole('button', { name: '开始差额核定' }).click();
    await agency.page.getByRole('row', { name: /差额（自\d{4}年\d{2}月）第1次 完成/ }).waitFor();
    await agency.shot('agency-dues');
    await half(agency, 'agency-dues');
    await agency.page.getByRole('link', { name: '返回运行维护' }).click();
    await agency.page.getByRole('link', { name: '交换机构' }).click();
    await agency.page.getByText('tax-610000').waitFor();
    await agency.shot('ops-departments');
    await agency.page.getByRole('button', { name: /^编辑/ }).click();
    await agency.page.getByLabel(/^公钥/).fill('没有密钥');
    await agency.page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await agency.page.getByText('公钥不正确').first().waitFor();
    await agency.shot('ops-departments-edit');
    expect([...agency.faults, ...tax.faults, ...clerk.faults]).toEqual([]);
  }, 90_000);
  test('a base limit is changed by two people, and not by one', async () => {
    const agency = await sitDown(hall.url);
    const { page } = agency;
    await logIn(agency, '经办机构工作人员', 'fuhe', DEMO_PASSWORD);
    await page.getByRole('link', { name: '费率与基数' }).click();
    await page.getByRole('button', { name: '增加时段 缴费基数上下限' }).click();
    const dialog = page.getByRole('dialog', { name: '缴费基数上下限：增加时段' });
    await dialog.getByLabel('自何时起').fill('202701');
    await dialog.getByLabel(/^缴费基数下限/).fill('4800');
    await dialog.getByRole('button', { name: '提交' }).click();
    await dialog.getByText('请填写依据').first().waitFor();
    await dialog.getByLabel(/^依据/).fill('陕人社发〔2027〕示例号');
    await agency.shot('agency-policies-add');
    await dialog.getByRole('button', { name: '提交' }).click();
    const waiting = page.getByRole('group', { name: '待确认 缴费基数上下限' });
    await waiting.getByText(/由您提交，须另一人确认/).waitFor();
    expect(await waiting.getByRole('button', { name: '确认生效' }).count()).toBe(0);
    await logOut(agency);
    await logIn(agency, '经办机构工作人员', 'shenpi', DEMO_PASSWORD);
    await page.goto('/agency/policies');
    await agency.shot('agency-policies');
    await half(agency, 'agency-policies');
    await waiting.getByRole('button', { name: '确认生效' }).click();
    await waiting.waitFor({ state: 'detached' });
    await page
      .getByRole('region', { name: '缴费基数上下限' })
      .getByText(/缴费基数下限 4,800\.00 元/)
      .waitFor();
    expect(agency.faults).toEqual([]);
  }, 90_000);
});
