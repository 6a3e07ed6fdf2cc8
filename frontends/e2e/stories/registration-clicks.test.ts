import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_NEWCOMER, DEMO_PASSWORD, DEMO_UNIT, demoCode } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { signed } from '../../../deploy/exchange-kit/sign.ts';
import { choose, close, closeBrowser, day, logIn, logOut, scanAs, sitDown, type Seat } from '../support/browser.ts';
import { callAs } from '../support/calls.ts';
import { attach, downloaded, notAPicture, paper, photo } from '../support/papers.ts';

/** @item unit-registration @item unit-closing — from 注册 to a unit number and back to none, as a 法人 and three people of the agency click it. */
let hall: TestHall;
let owner: Seat;
let intake: Seat;
let first: Seat;
const { legal, contact } = DEMO_NEWCOMER;
const OPINION = '注册地址请写到门牌号';

beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '4'] });
  [owner, intake, first] = [await sitDown(hall.url), await sitDown(hall.url), await sitDown(hall.url)];
  await push();
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

const PUSHED = { creditCode: demoCode('91', 901), name: '西安推送示例有限公司', address: '西安市雁塔区推送路8号' };
/** 市场监管 tells of a unit whose 法人 has never been here, and of one that is registered with another address, through its own door and with its own key. */
async function push(): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const ops = await sitDown(hall.url);
  await logIn(ops, '经办机构工作人员', 'yunwei', DEMO_PASSWORD);
  await callAs(ops, 'PUT', '/departments/amr-610000', {
    requestKey: randomUUID(),
    name: '示例市场监管局',
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    doors: ['registrations'],
    disabled: false,
  });
  await logOut(ops);
  const of = (recordNo: string, { name, idType, idNumber }: typeof contact | typeof DEMO_UNIT.legal) => ({
    recordNo,
    issuedAt: '2026-01-10T02:00:00.000Z',
    ...PUSHED,
    legalName: name,
    legalIdType: idType,
    legalIdNumber: idNumber,
    area: '610113',
    registeredOn: '2024-01-10',
    scope: '软件开发；信息系统集成服务。',
  });
  const { creditCode, name } = DEMO_UNIT;
  const records = [of('amr-1', contact), { ...of('amr-2', DEMO_UNIT.legal), creditCode, name }];
  const path = '/api/exchange/registrations';
  const body = Buffer.from(JSON.stringify({ count: 2, records }));
  const headers = signed({ path, body, keyId: 'amr-610000', key: privateKey });
  const answer = await fetch(new URL(path, hall.url), { method: 'POST', headers, body: new Uint8Array(body) });
  expect(await answer.json()).toMatchObject({ results: [{ result: 'new' }, { result: 'notice' }] });
}

/** The six digits on the phone: the simulator stands in for the SMS centre. */
async function codeSentTo(mobile: string): Promise<string> {
  const phone = await owner.context.newPage();
  await phone.goto('/simulator');
  const sms = phone.getByRole('list', { name: '短信' }).getByRole('listitem').filter({ hasText: mobile }).first();
  const code = /\d{6}/.exec(await sms.getByRole('paragraph').innerText())?.[0] ?? '';
  await phone.close();
  return code;
}

/** A county found by typing: the box of three levels needs no walk through them. */
async function chooseArea(label: string, words: string): Promise<void> {
  const box = owner.page.getByRole('combobox', { name: label });
  await box.click();
  await box.fill(words);
  await owner.page.locator('.ant-cascader-menu-item:visible').filter({ hasText: words }).first().click();
}

async function fillRegister(): Promise<void> {
  const { page } = owner;
  await page.goto('/');
  await page.getByRole('link', { name: '注册' }).click();
  await page.getByRole('heading', { name: '注册单位账号' }).waitFor();
  await page.getByLabel('统一社会信用代码').fill(DEMO_NEWCOMER.creditCode);
  await page.getByLabel('单位名称').fill(DEMO_NEWCOMER.name);
  await page.getByLabel('法人姓名').fill(legal.name);
  await page.getByLabel('法人证件号码').fill(legal.idNumber);
  await chooseArea('所属行政区划', '雁塔区');
  await page.getByLabel('法人手机号码').fill(legal.mobile);
  await page.getByLabel('登录密码').fill(DEMO_PASSWORD);
  await page.getByLabel('确认密码').fill(DEMO_PASSWORD);
}

/** Item 1 as a person without any number to look up fills it in; what 注册 knew stands there already. */
async function fillItem(): Promise<void> {
  const { page } = owner;
  const text = (label: string, words: string) => page.getByRole('textbox', { name: label, exact: true }).fill(words);
  await choose(page, '隶属关系', '市（地）');
  await text('注册地址', DEMO_NEWCOMER.address);
  await choose(page, '单位类型', '企业');
  await choose(page, '经济类型', '私营有限责任');
  await choose(page, '所属行业', '软件和信息技术服务业');
  await text('主管部门', '示例主管部门');
  await choose(page, '特殊单位类别', '无');
  await text('经营范围', '软件开发；信息系统集成服务。');
  await choose(page, '执照种类', '营业执照');
  await text('执照号码', DEMO_NEWCOMER.creditCode);
  await day(page, '有效日期', '2044-01-09');
  await day(page, '工商登记日期', DEMO_NEWCOMER.registeredOn);
  await page.getByRole('button', { name: '新增行' }).click();
  await text('第1行姓名', contact.name);
  await text('第1行证件号码', contact.idNumber);
  await text('第1行移动电话', contact.mobile);
}

/** 我的办件: the one case there, opened by its button. */
async function ofMyWork(button: string): Promise<void> {
  const { page } = owner;
  await page.getByRole('link', { name: '个人中心' }).click();
  const row = page.getByRole('row').filter({ hasText: '企业参保登记' });
  await row.getByRole('button', { name: button }).waitFor();
  await owner.shot(`my-work-${button === '查看' ? 'decided' : 'correcting'}`);
  await row.getByRole('button', { name: button }).click();
}

/** The staff's own list, then the unit's case of that item: until the list is read again it still shows what was there before. */
async function openFromQueue({ page }: Seat, itemName = '企业参保登记'): Promise<void> {
  await page.getByRole('link', { name: '待办', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: DEMO_NEWCOMER.name }).filter({ hasText: itemName });
  await row.getByRole('button', { name: '查看' }).click();
  await page.getByRole('heading', { name: '办件信息' }).waitFor();
}
async function take({ page }: Seat, step: string, opinion?: string, said = `${step}成功`): Promise<void> {
  await page.getByRole('button', { name: step, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: step });
  if (opinion) await dialog.getByRole('textbox').fill(opinion);
  await dialog.getByRole('button', { name: '确定' }).click();
  await page.getByText(`${said}，当前状态：`).waitFor();
}

describe('a new unit', () => {
  test('registers an account with the code that came by SMS', async () => {
    const { page } = owner;
    await fillRegister();
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await page.getByText('有 2 处需要修改，尚未提交').waitFor();
    await owner.shot('register-refused');
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByText(/验证码已发送至 199\*{4}/).waitFor();
    await page.getByLabel('短信验证码').fill(await codeSentTo(legal.mobile));
    await page.getByRole('checkbox', { name: '我已阅读并同意' }).check();
    await owner.shot('register');
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await page.getByRole('heading', { name: '注册成功，请登录后办理企业参保登记' }).waitFor();
    await owner.shot('register-done');
    await page.getByRole('button', { name: '去登录' }).click();
    await logIn(owner, '单位注册账号', DEMO_NEWCOMER.creditCode, DEMO_PASSWORD);
    await page.getByRole('link', { name: '企业参保登记', exact: true }).waitFor();
    await owner.shot('newcomer-catalogue');
  }, 60_000);

  test('meanwhile the 法人 of a unit that 市场监管 has pushed finds it in item 1, and what the register said is not his to change', async () => {
    const pushed = await sitDown(hall.url);
    const { page } = pushed;
    await scanAs(pushed, contact.name);
    await page.getByText(`法人 ${contact.name}`).waitFor();
    await page.getByRole('link', { name: '企业参保登记', exact: true }).click();
    await page.getByText(/^已带出.*推送的登记信息，不能修改；信息有误的，请先到登记机关更正。$/).waitFor();
    for (const [field, words] of [
      ['name', PUSHED.name],
      ['address', PUSHED.address],
    ] as const) {
      await page.locator(`[data-field=${field}]`).getByText(words).waitFor();
      expect(await page.locator(`[data-field=${field}]`).getByRole('textbox').count()).toBe(0);
    }
    expect(await page.getByRole('textbox', { name: '主管部门', exact: true }).isEditable()).toBe(true);
    await pushed.shot('unit-registration-pushed', 'whole');
    await page.setViewportSize({ width: 390, height: 844 });
    await pushed.shot('unit-registration-pushed-phone', 'whole');
    expect(pushed.faults).toEqual([]);
  }, 60_000);

  test('fills in item 1 and is told, field by field, what is missing', async () => {
    const { page } = owner;
    await page.getByRole('link', { name: '企业参保登记', exact: true }).click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('alert', { name: '需要修改的内容' }).getByText('请选择隶属关系').waitFor();
    await owner.shot('unit-registration-refused');
    await fillItem();
    expect(await page.locator('[data-field=riskClass] output').innerText()).toBe('一类');
    expect(await page.locator('[data-field=orgCode] output').innerText()).toBe(DEMO_NEWCOMER.creditCode.slice(8, 17));
    await owner.shot('unit-registration-filled', 'whole');
  }, 60_000);

  test('stores it, prints the form, and hands in the papers through the rail', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: '材料上传' }).click();
    await page.getByText('请先暂存后再上传材料').first().waitFor();
    await close(page, '企业参保登记电子材料上传');
    await page.getByRole('button', { name: '暂存', exact: true }).click();
    await page.getByText(/^暂存成功，请打印《社会保险登记表》/).waitFor();
    await page.getByText(/^已暂存，尚未提交/).waitFor();

    await page.getByRole('button', { name: '打印', exact: true }).click();
    const preview = page.getByRole('dialog', { name: '打印预览：社会保险登记表' });
    const saved = page.waitForEvent('download');
    await preview.getByRole('button', { name: '下载' }).click();
    const form = await downloaded(await saved);
    await owner.shot('unit-registration-form');
    await close(page, '打印预览：社会保险登记表');

    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('请上传材料：营业执照或登记证书').first().waitFor();
    await page.getByRole('button', { name: '去上传材料' }).click();
    await page.getByLabel('选择文件：营业执照或登记证书').setInputFiles(notAPicture('营业执照'));
    await page.getByText(/营业执照\.png：/).waitFor();
    await owner.shot('materials-refused');
    await attach(page, '营业执照或登记证书', await paper('营业执照'));
    await attach(page, '法人身份证件', await photo('法人身份证件正面'));
    await attach(page, '法人身份证件', await photo('法人身份证件反面'));
    await attach(page, '社会保险登记表', form);
    await owner.shot('materials');
    await page.getByRole('button', { name: '预览 营业执照.pdf' }).click();
    await page.getByRole('dialog', { name: '营业执照.pdf' }).getByRole('link', { name: '下载' }).waitFor();
    await owner.shot('material-preview');
    await close(page, '营业执照.pdf');
    await close(page, '企业参保登记电子材料上传');
    await page.getByRole('button', { name: /^材料上传\s*\(3\/3\)/ }).waitFor();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('heading', { name: '保存成功，已提交经办机构审核' }).waitFor();
    await owner.shot('unit-registration-done');
  }, 60_000);

  test('is returned by the agency, and the applicant reads why', async () => {
    await logIn(intake, '经办机构工作人员', 'shouli', DEMO_PASSWORD);
    await openFromQueue(intake);
    await intake.shot('agency-case', 'whole');
    await intake.page.getByRole('button', { name: '补正', exact: true }).click();
    const dialog = intake.page.getByRole('dialog', { name: '补正' });
    await dialog.getByRole('button', { name: '确定' }).click();
    await dialog.getByText('请填写补正内容').waitFor();
    await dialog.getByRole('button', { name: '取消' }).click();
    await take(intake, '补正', OPINION, '已退回补正');
    await intake.shot('agency-returned');

    const { page } = owner;
    await ofMyWork('补正');
    await page.getByText(`补正：${OPINION}`).waitFor();
    await owner.shot('unit-registration-correcting');
    await page.getByRole('textbox', { name: '注册地址', exact: true }).fill(`${DEMO_NEWCOMER.address}1幢`);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('heading', { name: '保存成功，已提交经办机构审核' }).waitFor();
  }, 60_000);

  test('beside the queue, 登记信息核对 says what the register has otherwise of a registered unit', async () => {
    const { page } = intake;
    await page.goto('/agency');
    await page.getByRole('link', { name: '登记信息核对' }).click();
    await page.getByRole('button', { name: `核对 ${DEMO_UNIT.name}` }).click();
    const dialog = page.getByRole('dialog', { name: `核对：${DEMO_UNIT.name}` });
    await dialog.getByRole('row').filter({ hasText: '注册地址' }).getByText(PUSHED.address).waitFor();
    await dialog.getByRole('button', { name: '核对完毕' }).click();
    await dialog.getByText('请填写核对情况').waitFor();
    await intake.shot('agency-registration');
    await page.setViewportSize({ width: 390, height: 844 });
    await intake.shot('agency-registration-phone');
    await page.setViewportSize({ width: 1366, height: 768 });
    await dialog.getByRole('textbox').fill('已电话联系单位办理变更');
    await dialog.getByRole('button', { name: '核对完毕' }).click();
    await page.getByText('已标记为核对完毕').waitFor();
    await page.getByRole('button', { name: `核对 ${DEMO_UNIT.name}` }).waitFor({ state: 'detached' });
    await intake.shot('agency-registrations');
  }, 60_000);

  test('is taken in by one, passed by another, and has a number', async () => {
    await openFromQueue(intake);
    await take(intake, '受理');
    expect(await intake.page.getByRole('button', { name: '领取' }).count()).toBe(0);

    await logIn(first, '经办机构工作人员', 'chushen', DEMO_PASSWORD);
    await first.shot('agency-queue');
    await openFromQueue(first);
    await first.page.getByText(`${DEMO_NEWCOMER.address}1幢`).waitFor();
    await take(first, '领取');
    await take(first, '通过', '材料齐全');
    await first.shot('agency-passed', 'whole');
  }, 60_000);

  test('reads its number in 我的办件 and in 我的消息, and the 法人 comes back with his card', async () => {
    const { page } = owner;
    await ofMyWork('查看');
    // Decided is not yet carried out: the page shows the number when it is there.
    const shown = page.locator('[data-field=unitNo] output').filter({ hasText: /^61\d{8}$/ });
    await shown.waitFor();
    const number = await shown.innerText();
    await owner.shot('unit-registration-approved', 'whole');
    await page.getByRole('link', { name: /^消息/ }).click();
    await page.getByText(`社会保险登记已审核通过，单位编号：${number}。`).waitFor();
    await owner.shot('messages');

    await logOut(owner);
    await scanAs(owner, legal.name);
    await page.getByText(`法人 ${legal.name}`).waitFor();
    await page.getByRole('link', { name: '人员参保登记', exact: true }).waitFor();
    await page.getByRole('link', { name: '个人中心' }).click();
    await page.getByRole('link', { name: '单位信息' }).click();
    await page.getByRole('definition').filter({ hasText: number }).waitFor();
    await owner.shot('unit-with-number');
  }, 60_000);

  test('closes again, since it insures nobody and owes nothing: after that it only looks and prints', async () => {
    const { page } = owner;
    await page.goto('/units/items/unit-closing');
    await page.getByRole('row').filter({ hasText: '参保人员' }).getByText('无').waitFor();
    await choose(page, '注销原因', '解散');
    await day(page, '注销日期', DEMO_NEWCOMER.registeredOn);
    await page.getByRole('button', { name: '暂存', exact: true }).click();
    await page.getByText(/^已暂存，尚未提交/).waitFor();
    await page.getByRole('button', { name: '材料上传' }).click();
    await attach(page, '注销证明', await paper('注销通知书'));
    await close(page, '单位注销登记电子材料上传');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    const asked = page.getByRole('dialog', { name: '请确认' });
    await asked.getByText('注销后单位只能查询和打印').waitFor();
    await owner.shot('unit-closing-confirm');
    await asked.getByRole('button', { name: '确定' }).click();
    await page.getByRole('heading', { name: '提交成功，等待经办机构审核' }).waitFor();
    await openFromQueue(intake, '单位注销登记');
    await take(intake, '受理');
    await openFromQueue(first, '单位注销登记');
    await take(first, '领取');
    await first.shot('unit-closing-review', 'whole');
    await take(first, '通过', '登记机关已核准注销');
    await page.goto('/units/items/unit-closing');
    await page.getByText('单位登记状态为“注销”，不能办理注销登记').waitFor();
    await owner.shot('unit-closed', 'whole');
  }, 60_000);

  test('no page threw', () => expect([owner, intake, first].flatMap(({ faults }) => faults)).toEqual([]));
});
