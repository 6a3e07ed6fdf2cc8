import { register, sendCode } from '@wangting/contracts/identity/session';
import { area } from '@wangting/contracts/dictionaries/area';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { reserve } from '@wangting/contracts/units/questions';
import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { checkPersonName } from '@wangting/contracts/standards/person-name';
import { checkMobile } from '@wangting/contracts/standards/phone';
import { ask } from '@wangting/kit/call';
import { isoOf, nowIso, realNow, today } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { lookup, seal } from '@wangting/kit/sealed';
import { CODE_SECONDS, codeFits, sendCodeTo, useUp } from '../codes.ts';
import { askUnits } from '../hear-units.ts';
import { AccountModel } from '../models/account.ts';
import { SimIdentityModel } from '../models/small.ts';
import { hashPassword, passwordProblem } from '../secrets.ts';
import { insistOnSms } from '../sms.ts';

const MESSAGE = '注册成功，请登录后办理企业参保登记';

export const sendCodeAction = implement(sendCode, async ({ input }) => {
  const mobile = checkMobile(input.mobile);
  if (!mobile.ok) throw new HallError('INPUT_INVALID', { issues: [{ path: 'mobile', message: mobile.message }] });
  insistOnSms();
  await sendCodeTo('register', mobile.normalised);
  return { sent: true as const, seconds: CODE_SECONDS };
});
/** A finished registration uses the code up. */
async function insistOnCode(mobile: string, code: string): Promise<void> {
  if (!(await codeFits('register', mobile, code))) throw refuse('短信验证码不正确或已过期，请重新获取', 'code');
}

async function soonRegistered(_id: string, requestKey: string): Promise<boolean> {
  for (let round = 0; round < 10; round += 1) {
    if (await AccountModel.exists({ _id, requestKey })) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

export const registerAction = implement(register, async ({ input, ctx }) => {
  const known = await AccountModel.findOne({ requestKey: input.requestKey }).lean();
  if (known) {
    if (known._id !== `unit:${checkCreditCode(input.creditCode).normalised}`) throw new HallError('REQUEST_KEY_REUSED');
    return { message: MESSAGE, account: known._id.slice('unit:'.length) };
  }
  const checks = {
    creditCode: checkCreditCode(input.creditCode),
    legalName: checkPersonName(input.legalName),
    legalIdNumber: checkIdNumber(input.legalIdType, input.legalIdNumber, today()),
    mobile: checkMobile(input.mobile),
  };
  const issues = Object.entries(checks).flatMap(([path, check]) => (check.ok ? [] : [{ path, message: check.message ?? '格式不正确' }]));
  const weak = passwordProblem(input.password);
  if (weak) issues.push({ path: 'password', message: weak });
  const place = entryOf(area, input.area);
  if (!place || place.retired || place.level === 'province') issues.push({ path: 'area', message: '请选择所属行政区划' });
  if (issues.length) throw new HallError('INPUT_INVALID', { issues });

  const creditCode = checks.creditCode.normalised;
  const _id = `unit:${creditCode}`;
  if (await AccountModel.exists({ _id })) throw refuse('该统一社会信用代码已注册，请直接登录', 'creditCode');
  try {
    await insistOnCode(checks.mobile.normalised, input.code);
  } catch (error) {
    // The same intention, sent twice, may be using the code right now. Every refusal waits as long, so that waiting tells nothing.
    if (await soonRegistered(_id, input.requestKey)) return { message: MESSAGE, account: creditCode };
    throw error;
  }
  const legal = {
    name: checks.legalName.normalised,
    idType: input.legalIdType,
    idNumber: checks.legalIdNumber.normalised,
    mobile: checks.mobile.normalised,
  };
  const unit = await ask(ctx, 'identity', reserve, { creditCode, name: input.unitName, area: input.area, legal });
  if (unit.unitNo) throw refuse('该统一社会信用代码已注册，请直接登录', 'creditCode');
  const idHash = lookup('id', legal.idNumber);
  try {
    await AccountModel.create({
      _id,
      kind: 'unit',
      personId: `card-${idHash}`,
      name: legal.name,
      passwordHash: await hashPassword(input.password),
      unitId: unit.unitId,
      idHash,
      roles: [],
      areas: [],
      verified: false,
      passwordAt: isoOf(realNow()),
      mustChange: false,
      history: [],
      rev: 0,
      requestKey: input.requestKey,
      at: nowIso(),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const same = await AccountModel.findOne({ requestKey: input.requestKey }).lean();
    if (same?._id !== _id) throw refuse('该统一社会信用代码已注册，请直接登录', 'creditCode');
  }
  await useUp('register', legal.mobile);
  // Only sooner, not surer: the fact brings the same.
  await askUnits(ctx.broker, [unit.unitId]).catch(() => undefined);
  if (config().WANGTING_MODE !== 'production') await simulated(idHash, legal, input.unitName);
  return { message: MESSAGE, account: creditCode };
});
/** In the simulator a newly registered 法人 has a card to scan, as he has in life. */
async function simulated(idHash: string, legal: { name: string; idNumber: string }, unitName: string): Promise<void> {
  const _id = `sim-${idHash}`;
  await SimIdentityModel.replaceOne(
    { _id },
    { _id, name: legal.name, idNumber: seal(legal.idNumber), idHash, note: `${unitName} 法人（刚注册）`, order: realNow() },
    { upsert: true },
  );
}
