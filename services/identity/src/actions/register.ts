import { randomUUID } from 'node:crypto';
import { register, sendCode } from '@wangting/contracts/identity/session';
import { area } from '@wangting/contracts/dictionaries/area';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { reserve } from '@wangting/contracts/units/questions';
import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { checkPersonName } from '@wangting/contracts/standards/person-name';
import { checkMobile } from '@wangting/contracts/standards/phone';
import { ask } from '@wangting/kit/call';
import { nowIso, realNow, today } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { lookup, seal } from '@wangting/kit/sealed';
import { askUnits } from '../hear-units.ts';
import { AccountModel } from '../models/account.ts';
import { SimIdentityModel, SmsCodeModel, SmsMessageModel } from '../models/small.ts';
import { hashed, hashPassword, passwordProblem, smsCode } from '../secrets.ts';

const CODE_SECONDS = 300;
const AGAIN_SECONDS = 60;
const MESSAGE = '注册成功，请登录后办理企业参保登记';

/** SMS goes through an adapter; the local one keeps the message for the simulator page. Production without a provider refuses rather than pretends. */
export const sendCodeAction = implement(sendCode, async ({ input }) => {
  const mobile = checkMobile(input.mobile);
  if (!mobile.ok) throw new HallError('INPUT_INVALID', { issues: [{ path: 'mobile', message: mobile.message }] });
  if (config().WANGTING_MODE === 'production') throw new HallError('SERVICE_AWAY');
  const _id = lookup('mobile', mobile.normalised);
  const known = await SmsCodeModel.findById(_id).lean();
  const wait = known ? Math.ceil((known.sentAt + AGAIN_SECONDS * 1000 - realNow()) / 1000) : 0;
  if (wait > 0) throw new HallError('TOO_MANY_REQUESTS', { seconds: wait });
  const code = smsCode();
  await SmsCodeModel.replaceOne(
    { _id },
    { _id, codeHash: hashed(`${_id}:${code}`), until: realNow() + CODE_SECONDS * 1000, tries: 0, sentAt: realNow() },
    { upsert: true },
  );
  await SmsMessageModel.create({
    _id: randomUUID(),
    to: mobile.normalised,
    text: `验证码 ${code}，5 分钟内有效，请勿告知他人。【网上办事大厅】`,
    at: nowIso(),
  });
  return { sent: true as const, seconds: CODE_SECONDS };
});
/** A code bears five tries; a finished registration uses it up. */
async function useCode(mobile: string, code: string): Promise<void> {
  const _id = lookup('mobile', mobile);
  const row = await SmsCodeModel.findOneAndUpdate({ _id, until: { $gt: realNow() }, tries: { $lt: 5 } }, { $inc: { tries: 1 } }).lean();
  if (row?.codeHash !== hashed(`${_id}:${code}`)) throw refuse('短信验证码不正确或已过期，请重新获取', 'code');
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
    await useCode(checks.mobile.normalised, input.code);
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
      failures: 0,
      lockedUntil: 0,
      requestKey: input.requestKey,
      at: nowIso(),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const same = await AccountModel.findOne({ requestKey: input.requestKey }).lean();
    if (same?._id !== _id) throw refuse('该统一社会信用代码已注册，请直接登录', 'creditCode');
  }
  await SmsCodeModel.deleteOne({ _id: lookup('mobile', legal.mobile) });
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
