import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { bankCodeOf } from '@wangting/contracts/standards/bank';
import { bankSnapshot, flagReturned } from '@wangting/contracts/units/questions-bank';
import { item, type BankAccount } from '@wangting/contracts/units/unit-bank';
import { printReceipt } from '@wangting/contracts/units/unit-bank-print';
import { unsealJson } from '@wangting/kit/sealed';
import { staff, until } from '@wangting/kit/testing';
import { cases, refusal, unitsHall, type Registered, type UnitsHall } from './hall.ts';

const bank = itemActions(item);
let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
afterAll(() => at.stop());

const PROOF = 'account-proof';
const reviewers = {
  accept: staff('bank-intake', ['intake']),
  first: staff('bank-first', ['first']),
  second: staff('bank-second', ['second']),
};
const home = () => at.registered({ items: ['unit-bank'] });
const account = (over: Partial<BankAccount> = {}): BankAccount => ({
  purpose: '0',
  accountName: '西安示例科技有限公司',
  account: '6100000000000001',
  bankName: '示例银行西安示例支行',
  bankCode: bankCodeOf('10279100017'),
  bankClass: '102',
  ...over,
});
async function drafted(unit: Registered, accounts: BankAccount[], slots = [PROOF]): Promise<string> {
  const { applicationId } = await at.hall.call(bank.draft, { requestKey: randomUUID(), values: { accounts } }, unit.legal);
  await at.attach(applicationId, slots, unit.legal.id);
  return applicationId;
}
async function submitted(unit: Registered, accounts: BankAccount[], requestKey = randomUUID()) {
  const applicationId = await drafted(unit, accounts);
  return at.hall.call(bank.submit, { requestKey, applicationId, values: { accounts } }, unit.legal);
}
const step = (applicationId: string, seenSeq: number, action: 'accept' | 'take' | 'pass' | 'reject', who = reviewers.first, opinion = '') =>
  at.hall.call(cases.step, { requestKey: randomUUID(), applicationId, seenSeq, action, opinion }, who);
async function passed(unit: Registered, accounts: BankAccount[]): Promise<string> {
  const { applicationId } = await submitted(unit, accounts);
  await step(applicationId, 1, 'accept', reviewers.accept);
  await step(applicationId, 2, 'take');
  await step(applicationId, 3, 'pass');
  expect((await step(applicationId, 4, 'pass', reviewers.second)).row.status).toBe('approved');
  return applicationId;
}
const inUse = async (unitId: string, purpose: '0' | '1' | '2' | '3' = '1') =>
  (await at.hall.callAs('unemployment', bankSnapshot, { unitIds: [unitId], purpose })).answers[0]?.account ?? null;

test('two people pass it, and not before is the account in use; only the last four digits stand on the page, none in the database', async () => {
  const unit = await home();
  const opening = await at.hall.call(bank.open, {}, unit.agent);
  expect(opening).toMatchObject({ allowed: true, values: { accounts: [{ purpose: '0', accountName: unit.name }] } });
  const sent = await submitted(unit, [account()]);
  expect(sent).toMatchObject({ status: 'submitted', message: '保存成功，已提交经办机构审核' });
  await step(sent.applicationId, 1, 'accept', reviewers.accept);
  await step(sent.applicationId, 2, 'take');
  await step(sent.applicationId, 3, 'pass');
  expect(await inUse(unit.unitId)).toBeNull();
  expect((await refusal(step(sent.applicationId, 4, 'pass'))).name).toMatch(/NOT_ALLOWED|SAME_REVIEWER/);
  await step(sent.applicationId, 4, 'pass', reviewers.second);
  expect(await inUse(unit.unitId)).toMatchObject({ accountId: `${sent.applicationId}:0`, account: '6100000000000001', returned: false });
  const shown = (await at.hall.call(bank.open, {}, unit.agent)).shows.current as { account: string }[];
  expect(shown.map((row) => row.account)).toEqual(['************0001']);
  const { UnitModel } = await import('../src/models/unit.ts');
  const kept = await UnitModel.findById(unit.unitId).lean();
  expect(JSON.stringify(kept)).not.toContain('6100000000000001');
  expect(kept).toMatchObject({ rev: 2 });
});

test('each refusal in its own words and at its own cell', async () => {
  const unit = await home();
  const send = (accounts: unknown[]) =>
    refusal(at.hall.call(bank.submit, { requestKey: randomUUID(), values: { accounts } as never }, unit.legal));
  const issue = (found: Awaited<ReturnType<typeof refusal>>) => (found.data.issues as { path: string; message: string }[])[0];
  const cases: [Partial<BankAccount>, string, string][] = [
    [{ accountName: '别的公司' }, 'accounts.0.accountName', '开户名称与单位名称不一致'],
    [{ account: '1234567' }, 'values.accounts.0.account', '银行账号应为8至32位数字'],
    [{ bankCode: '10279100017' }, 'values.accounts.0.bankCode', '银行行号应为12位数字'],
    [{ bankCode: '102791000178' }, 'values.accounts.0.bankCode', '银行行号校验不通过'],
    [{ bankClass: '103' }, 'values.accounts.0.bankCode', '银行行号与银行类别不一致'],
    [{ bankCode: bankCodeOf('99979100017'), bankClass: '999' }, 'accounts.0.bankClass', '请从列表中选择银行类别'],
    [{ purpose: '7' }, 'accounts.0.purpose', '请从列表中选择账户用途'],
    [{ bankName: '' }, 'values.accounts.0.bankName', '请填写开户银行'],
  ];
  for (const [over, path, message] of cases) expect(issue(await send([account(over)]))).toEqual({ path, message });
  expect(issue(await send([account(), account({ account: '6100000000000002' })]))).toEqual({
    path: 'accounts.1.purpose',
    message: '同一用途只能登记一个银行账户',
  });
  expect(issue(await send([]))).toMatchObject({ message: '请至少填写一个银行账户' });
  expect(await send([{ ...account(), unitId: 'other' }])).toMatchObject({ name: 'INPUT_INVALID' });
  expect(await send([account()])).toMatchObject({ name: 'MATERIAL_MISSING', message: '请上传材料：开户许可证或基本存款账户信息' });
  const closed = await at.registered({ state: '3', items: ['unit-bank'] });
  const late = await refusal(at.hall.call(bank.submit, { requestKey: randomUUID(), values: { accounts: [account()] } }, closed.legal));
  expect(late.message).toBe('单位登记状态为“注销”，不能维护银行信息');
  expect((await at.hall.call(bank.open, {}, closed.legal)).allowed).toBe(false);
});

test('full-width brackets in a name are the same name', async () => {
  const unit = await at.registered({ name: '西安示例（集团）有限公司', items: ['unit-bank'] });
  expect((await submitted(unit, [account({ accountName: '西安示例(集团)有限公司' })])).status).toBe('submitted');
});

test('one open application, however many are sent at once; a repeat is answered, not done again', async () => {
  const unit = await home();
  const drafts = await Promise.all([1, 2, 3].map((n) => drafted(unit, [account({ account: `610000000000001${n}` })])));
  const sends = await Promise.all(
    drafts.map((applicationId, n) =>
      refusal(
        at.hall.call(
          bank.submit,
          { requestKey: randomUUID(), applicationId, values: { accounts: [account({ account: `610000000000001${n + 1}` })] } },
          unit.legal,
        ),
      ),
    ),
  );
  expect(sends.map(({ name }) => name).sort()).toEqual(['ALREADY_OPEN', 'ALREADY_OPEN', 'none']);
  const other = await home();
  const applicationId = await drafted(other, [account()]);
  const wish = { requestKey: randomUUID(), applicationId, values: { accounts: [account()] } };
  const twice = await Promise.all([at.hall.call(bank.submit, wish, other.legal), at.hall.call(bank.submit, wish, other.legal)]);
  expect(twice[0]).toEqual(twice[1]);
  expect(await at.models.steps.countDocuments({ unitId: other.unitId })).toBe(1);
});

test('one account for a purpose: a new one takes the place of the old, the history keeps both, and the general one serves the others', async () => {
  const unit = await home();
  await passed(unit, [account()]);
  const special = account({ purpose: '1', account: '6100000000000099' });
  const applicationId = await passed(unit, [special, account({ account: '6100000000000002' })]);
  expect(await inUse(unit.unitId, '1')).toMatchObject({ account: '6100000000000099' });
  expect(await inUse(unit.unitId, '2')).toMatchObject({ account: '6100000000000002', purpose: '0' });
  expect(await refusal(submitted(unit, [special]))).toMatchObject({ message: '银行信息与正在使用的账户相同，无需变更' });
  const { ChangeModel } = await import('../src/models/change.ts');
  const change = await until(() => ChangeModel.findById(`${unit.unitId}:3`).lean());
  expect(change).toMatchObject({ kind: 'changed', who: unit.legal.id, applicationId });
  expect(unsealJson<object[]>(change.differences)).toContainEqual({
    path: 'banks.0.account',
    before: '6100000000000001',
    after: '6100000000000002',
  });
});

test('an effect done twice changes nothing, and one that comes late brings no old account back', async () => {
  const unit = await home();
  const applicationId = await passed(unit, [account()]);
  const { rules } = await import('../src/items/unit-bank.ts');
  const run = (decidedAt: string, number: string) =>
    rules.effects[0]?.run({
      applicationId,
      itemId: 'unit-bank',
      unitId: unit.unitId,
      area: '610113',
      decidedAt,
      submittedBy: 'x',
      values: { accounts: [account({ account: number })] },
      keep: {},
      result: {},
    });
  await run('2020-01-01T00:00:00.000Z', '6100000000009999');
  expect(await inUse(unit.unitId)).toMatchObject({ account: '6100000000000001' });
  const { unitById, changeUnit } = await import('../src/domain/write.ts');
  expect((await unitById(unit.unitId))?.rev).toBe(2);
  const now = await unitById(unit.unitId);
  if (now) await changeUnit(now, { name: '改名有限公司' }, { kind: 'changed', who: 'test' });
  await expect(run('2099-01-01T00:00:00.000Z', '6100000000009999')).rejects.toMatchObject({ message: '开户名称与单位名称不一致' });
});

test('退票 is flagged once and seen by the unit; nobody but who pays may ask for an account', async () => {
  const unit = await home();
  const applicationId = await passed(unit, [account()]);
  const wish = { unitId: unit.unitId, accountId: `${applicationId}:0`, on: '2024-06-01', reason: '账号不存在' };
  expect(await at.hall.callAs('unemployment', flagReturned, wish)).toEqual({ flagged: true });
  expect(await at.hall.callAs('unemployment', flagReturned, wish)).toEqual({ flagged: true });
  expect(await at.hall.callAs('unemployment', flagReturned, { ...wish, accountId: 'gone:0' })).toEqual({ flagged: false });
  expect(await inUse(unit.unitId)).toMatchObject({ returned: true });
  expect((await at.hall.call(bank.open, {}, unit.legal)).shows.current).toMatchObject([{ note: '2024-06-01发生退票：账号不存在' }]);
  const ask = { unitIds: [unit.unitId], purpose: '0' as const };
  expect((await refusal(at.hall.callAs('persons', bankSnapshot, ask))).name).toBe('NOT_ALLOWED');
  expect((await refusal(at.hall.call(bankSnapshot, ask, unit.legal))).name).toBe('NOT_ALLOWED');
});

test('the receipt of a decided case says what took the place of what, with masked numbers', async () => {
  const unit = await home();
  const first = await passed(unit, [account()]);
  await at.hall.call(printReceipt, { requestKey: randomUUID(), applicationId: first }, unit.legal);
  expect(at.identity.receipts.at(-1)).toMatchObject({ form: 'bank-change-receipt', data: { before: null, purpose: '通用' } });
  const second = await passed(unit, [account({ account: '6100000000000002' })]);
  await at.hall.call(printReceipt, { requestKey: randomUUID(), applicationId: second }, unit.legal);
  expect(at.identity.receipts.at(-1)).toMatchObject({
    data: { before: { accountMasked: '************0001' }, after: { accountMasked: '************0002', bankClass: '中国工商银行' } },
  });
  const { applicationId } = await submitted(unit, [account({ account: '6100000000000003' })]);
  const print = (id: string, who = unit.legal) => refusal(at.hall.call(printReceipt, { requestKey: randomUUID(), applicationId: id }, who));
  expect((await print(applicationId)).name).toBe('STEP_NOT_POSSIBLE');
  expect((await print(first, (await home()).legal)).name).toBe('NOT_FOUND');
});

test("another unit's application is not there", async () => {
  const [unit, stranger] = [await home(), await home()];
  const { applicationId } = await submitted(unit, [account()]);
  expect((await refusal(at.hall.call(cases.view, { applicationId }, stranger.legal))).name).toBe('NOT_FOUND');
  const values = { accounts: [account()] };
  expect((await refusal(at.hall.call(bank.submit, { requestKey: randomUUID(), applicationId, values }, stranger.legal))).name).toBe(
    'NOT_FOUND',
  );
  expect((await refusal(at.hall.call(bank.draft, { requestKey: randomUUID(), applicationId, values }, stranger.legal))).name).toBe(
    'NOT_FOUND',
  );
});
