import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bankCodeOf } from '@wangting/contracts/standards/bank';
import { DEMO_PASSWORD, DEMO_UNIT } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { choose, close, closeBrowser, day, logIn, scanAs, sitDown, type Seat } from '../support/browser.ts';
import { attach, paper } from '../support/papers.ts';

/** @item unit-bank @item unit-maintenance @item project-changes — what a unit keeps about itself, and the agency beside it. */
let hall: TestHall;
let clerk: Seat;
/** 受理, 初审, 复核: three people, since nobody acts in two stages of a case. */
const agency: Record<'intake' | 'first' | 'second', Seat> = {} as never;

beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '4'] });
  clerk = await sitDown(hall.url);
  await scanAs(clerk, DEMO_UNIT.legal.name);
  for (const [stage, account] of [
    ['intake', 'shouli'],
    ['first', 'chushen'],
    ['second', 'fuhe'],
  ] as const) {
    agency[stage] = await sitDown(hall.url);
    await logIn(agency[stage], '经办机构工作人员', account, DEMO_PASSWORD);
  }
}, 180_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

/** The case of the unit in the staff's own list. */
async function openFromQueue({ page }: Seat, item: string): Promise<void> {
  await page.goto('/agency');
  await page.getByRole('row').filter({ hasText: item }).getByRole('button', { name: '查看' }).first().click();
  await page.getByRole('heading', { name: '办件信息' }).waitFor();
}
async function step({ page }: Seat, words: string, opinion?: string): Promise<void> {
  await page.getByRole('button', { name: words, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: words });
  if (opinion) await dialog.getByRole('textbox').fill(opinion);
  await dialog.getByRole('button', { name: '确定' }).click();
  // A refusal stands in the dialog: then that is what the story failed of, not a long silence.
  const refused = dialog.getByRole('alert');
  await page.getByText(`${words}成功，当前状态：`).or(refused).first().waitFor({ timeout: 30_000 });
  if (await refused.isVisible()) throw new Error(`${words}: ${await refused.innerText()}`);
}
const applied = () => clerk.page.getByRole('tab', { name: '已申请流程信息' }).click();

describe('8 单位银行信息维护申请', () => {
  const text = (label: string, words: string) => clerk.page.getByRole('textbox', { name: label, exact: true }).fill(words);

  test('a wrong bank number is refused at its cell', async () => {
    const { page } = clerk;
    await page.goto('/units/items/unit-bank');
    await text('第1行银行账号', '6100 0000 0000 0001');
    await text('第1行开户银行', '示例银行西安示例支行');
    await text('第1行银行行号', '102791000178');
    await choose(page, '第1行银行类别', '中国工商银行');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('alert', { name: '需要修改的内容' }).getByText('银行行号校验不通过').waitFor();
    await clerk.shot('unit-bank-refused');
  }, 60_000);

  test('it is sent with its proof and stands under 已申请流程信息', async () => {
    const { page } = clerk;
    await text('第1行银行行号', bankCodeOf('10279100017'));
    await page.getByRole('button', { name: '暂存', exact: true }).click();
    await page.getByText(/^已暂存，尚未提交/).waitFor();
    await page.getByRole('button', { name: '材料上传' }).click();
    await attach(page, '开户许可证或基本存款账户信息', await paper('开户许可证'));
    await close(page, '单位银行信息维护申请电子材料上传');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('heading', { name: '保存成功，已提交经办机构审核' }).waitFor();
    await clerk.shot('unit-bank-sent');
    await page.goto('/units/items/unit-bank');
    await applied();
    await page.getByRole('row').filter({ hasText: '待受理' }).getByRole('button', { name: '撤回' }).waitFor();
    await clerk.shot('unit-bank-applied');
  }, 60_000);

  test('two people of the agency pass it, then the account is in use', async () => {
    const { page } = clerk;
    await openFromQueue(agency.intake, '单位银行信息维护申请');
    await step(agency.intake, '受理');
    await openFromQueue(agency.first, '单位银行信息维护申请');
    await step(agency.first, '领取');
    await step(agency.first, '通过');
    await openFromQueue(agency.second, '单位银行信息维护申请');
    await agency.second.shot('unit-bank-review', 'whole');
    await step(agency.second, '通过', '账户信息一致');
    await page.goto('/units/items/unit-bank');
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.getByText('************0001').waitFor();
    await clerk.shot('unit-bank-in-use', 'whole');
    await applied();
    await page.getByRole('row').filter({ hasText: '审核通过' }).getByText('账户信息一致').waitFor();
  }, 90_000);
});

describe('6 单位基本信息及联系人维护', () => {
  const row = (words: string) => clerk.page.getByRole('row').filter({ hasText: words });

  test('an address is changed at once, and the change stands in the history with its receipt', async () => {
    const { page } = clerk;
    await page.goto('/units/items/unit-maintenance');
    await page.getByRole('textbox', { name: '注册地址' }).fill('西安市雁塔区示例路200号');
    await page.getByRole('textbox', { name: '邮政编码' }).fill('7100');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('alert', { name: '需要修改的内容' }).getByText('邮政编码应为6位数字').waitFor();
    await page.getByRole('textbox', { name: '邮政编码' }).fill('710061');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('保存成功', { exact: true }).waitFor();
    await clerk.shot('unit-maintenance-basics', 'whole');
    await page.getByRole('tab', { name: '单位参保信息' }).click();
    await page.getByRole('cell', { name: '工伤保险' }).waitFor();
    await clerk.shot('unit-maintenance-insurances');
    await page.getByRole('tab', { name: '变更记录' }).click();
    await row('西安市雁塔区示例路200号').getByRole('button', { name: '打印回执' }).click();
    await page.getByRole('dialog', { name: '打印预览：单位信息变更回执' }).getByText('验证码').waitFor();
    await page.frameLocator('iframe').locator('body').waitFor({ state: 'attached' });
    await clerk.shot('unit-maintenance-receipt');
    await close(page, '打印预览：单位信息变更回执');
    await clerk.shot('unit-maintenance-history');
  }, 60_000);

  test('another name needs papers, and the agency sees before and after', async () => {
    const { page } = clerk;
    await page.goto('/units/items/unit-maintenance');
    await page.getByRole('button', { name: '申请变更' }).click();
    const form = page.locator('form');
    await clerk.shot('unit-maintenance-form', 'whole');
    await form.getByRole('textbox', { name: '单位名称' }).fill('西安示例改名软件有限公司');
    await day(page, '变更日期', '2024-01-05');
    await form.getByRole('button', { name: '暂存', exact: true }).click();
    await page.getByText(/^已暂存，尚未提交/).waitFor();
    await page.getByRole('button', { name: '材料上传' }).click();
    await attach(page, '营业执照或登记证书', await paper('营业执照'));
    await attach(page, '变更证明', await paper('变更核准通知书'));
    await clerk.shot('unit-maintenance-materials');
    await close(page, '单位基本信息及联系人维护电子材料上传');
    await form.getByRole('button', { name: '保存', exact: true }).click();
    const asked = page.getByRole('dialog', { name: '请确认' });
    await asked.getByText(`单位名称：${DEMO_UNIT.name} → 西安示例改名软件有限公司`).waitFor();
    await clerk.shot('unit-maintenance-confirm');
    await asked.getByRole('button', { name: '确定' }).click();
    await page.getByRole('heading', { name: '保存成功，变更事项已提交经办机构审核' }).waitFor();

    await openFromQueue(agency.intake, '单位基本信息及联系人维护');
    await step(agency.intake, '受理');
    await openFromQueue(agency.first, '单位基本信息及联系人维护');
    await agency.first.page.getByRole('row').filter({ hasText: '西安示例改名软件有限公司' }).first().waitFor();
    await agency.first.shot('unit-maintenance-review', 'whole');
    await step(agency.first, '领取');
    await step(agency.first, '通过');
    await page.goto('/units/items/unit-maintenance');
    await page.getByText('西安示例改名软件有限公司').filter({ visible: true }).first().waitFor();
    await page.getByRole('tab', { name: '变更记录' }).click();
    await row('西安示例改名软件有限公司').first().waitFor();
    await clerk.shot('unit-maintenance-renamed', 'whole');
  }, 120_000);
});

describe('13 项目变更信息查询', () => {
  const PROJECT = '示例产业园标准化厂房（二期）建设项目';

  test('the agency registers a project and puts its completion off', async () => {
    const { page } = agency.intake;
    await page.goto('/agency');
    await page.getByRole('link', { name: '单位与工程项目' }).click();
    await page.getByLabel('单位编号').fill('6112000001');
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.getByRole('button', { name: '登记项目' }).click();
    const form = page.getByRole('dialog', { name: '工程项目登记' });
    await form.getByRole('button', { name: '保存', exact: true }).isDisabled();
    await form.getByRole('textbox', { name: '项目名称' }).fill(PROJECT);
    await choose(page, '工程项目类别', '房屋建筑');
    await form.getByRole('textbox', { name: '项目造价（合同额，元）' }).fill('12000000');
    await form.getByRole('textbox', { name: '发包单位名称' }).fill('西安示例投资有限公司');
    await form.getByRole('textbox', { name: '联系人' }).fill('王工');
    await form.getByRole('textbox', { name: '联系电话' }).fill('19900000031');
    await day(page, '开工日期', '2026-03-01');
    await day(page, '竣工日期', '2027-12-31');
    await day(page, '参保日期', '2026-03-01');
    await agency.intake.shot('project-register');
    await form.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText(/^登记成功，工程项目编号：\d{13}$/).waitFor();
    await page.getByRole('button', { name: `变更 ${PROJECT}` }).click();
    const change = page.getByRole('dialog', { name: /^工程项目变更/ });
    await day(page, '竣工日期', '2028-06-30');
    await change.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('变更成功', { exact: true }).waitFor();
    // By now contributions has heard of it: 12,000,000 yuan × 1.5 ‰.
    await page.reload();
    await page
      .getByRole('row')
      .filter({ hasText: PROJECT })
      .getByText(/^未缴18,000\.00元/)
      .waitFor();
    await page.getByText(/^\d个工程项目的工伤保险费尚未缴清/).waitFor();
    await agency.intake.shot('projects-of-unit', 'whole');
  }, 90_000);

  test('the unit finds it, and another number finds nothing', async () => {
    const { page } = clerk;
    await page.goto('/units/items/project-changes');
    await page.getByRole('row').filter({ hasText: PROJECT }).getByRole('button', { name: '查看' }).waitFor();
    await clerk.shot('project-changes-own');
    await page.getByLabel('工程项目编号').fill('2020000000002');
    await page.getByLabel('工程项目编号').press('Enter');
    await page.getByText('未查询到本单位的该工程项目').waitFor();
    await clerk.shot('project-changes-not-found');
    await page.getByRole('button', { name: '清除', exact: true }).click();
    await page.getByRole('row').filter({ hasText: PROJECT }).dblclick();
    await page.getByRole('row').filter({ hasText: '竣工日期（延期）' }).getByText('2028-06-30').waitFor();
    await page.getByText(/^未缴18,000\.00元（\d{4}年\d\d月起）$/).waitFor();
    await clerk.shot('project-changes', 'whole');
  }, 60_000);
});

describe('单位注销登记', () => {
  test('a unit that insures people, or has a case open, is told so and stays', async () => {
    const { page } = clerk;
    await page.goto('/units/items/unit-closing');
    await page
      .getByRole('row')
      .filter({ hasText: '参保人员' })
      .getByText(/^尚有 \d+ 人$/)
      .waitFor();
    await choose(page, '注销原因', '解散');
    await day(page, '注销日期', '2026-01-05');
    await page.getByRole('button', { name: '暂存', exact: true }).click();
    await page.getByText(/^已暂存，尚未提交/).waitFor();
    await page.getByRole('button', { name: '材料上传' }).click();
    await attach(page, '注销证明', await paper('注销通知书'));
    await close(page, '单位注销登记电子材料上传');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page
      .getByText(/单位尚有\d+名参保人员，请先办理人员停保登记/)
      .first()
      .waitFor();
    await clerk.shot('unit-closing-refused', 'whole');
    await page.setViewportSize({ width: 390, height: 844 });
    await clerk.shot('unit-closing-refused-phone');
    await page.setViewportSize({ width: 1366, height: 768 });
  }, 60_000);
});

test('no page threw', () => expect([clerk, ...Object.values(agency)].flatMap(({ faults }) => faults)).toEqual([]));
