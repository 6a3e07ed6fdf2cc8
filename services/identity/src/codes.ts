import { realNow } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { lookup } from '@wangting/kit/sealed';
import { withinDay } from './attempts.ts';
import { SmsCodeModel } from './models/small.ts';
import { hashed, smsCode } from './secrets.ts';
import { sendSms } from './sms.ts';

export const CODE_SECONDS = 300;
const AGAIN_SECONDS = 60;
const PER_DAY = 10;
const USED = 1_000;
/** What a code is for. The same phone has one code per purpose, and a code of one purpose opens nothing of another. */
export type Purpose = 'register' | 'reset' | 'phone-old' | 'phone-new' | 'progress';

const idOf = (purpose: Purpose, whom: string): string => lookup('mobile', `${purpose}:${whom}`);
/** A new code for this phone or account; TOO_MANY_REQUESTS within a minute of the last. The caller decides whether and where it is sent. */
export async function newCode(purpose: Purpose, whom: string): Promise<string> {
  const _id = idOf(purpose, whom);
  const now = realNow();
  if (!(await withinDay(`code:${_id}`, PER_DAY))) throw new HallError('TOO_MANY_REQUESTS', { seconds: 3600 });
  const code = smsCode();
  const row = { _id, codeHash: hashed(`${_id}:${code}`), until: now + CODE_SECONDS * 1000, tries: 0, sentAt: now };
  try {
    await SmsCodeModel.replaceOne({ _id, sentAt: { $lte: now - AGAIN_SECONDS * 1000 } }, row, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error; // the insert met a code that is younger than a minute
    const known = await SmsCodeModel.findById(_id).lean();
    throw new HallError('TOO_MANY_REQUESTS', { seconds: Math.max(1, Math.ceil(((known?.sentAt ?? now) - now) / 1000) + AGAIN_SECONDS) });
  }
  return code;
}
export const codeText = (code: string): string => `验证码 ${code}，5 分钟内有效，请勿告知他人。【网上办事大厅】`;
/** Sends a code to the phone it is for; with `owner` only his own request can use it. */
export const sendCodeTo = async (purpose: Purpose, mobile: string, owner?: string): Promise<void> =>
  sendSms(mobile, codeText(await newCode(purpose, owner ? `${owner}:${mobile}` : mobile)));

/** Is it the code? A code bears five tries. */
export async function codeFits(purpose: Purpose, whom: string, code: string): Promise<boolean> {
  const _id = idOf(purpose, whom);
  const row = await SmsCodeModel.findOneAndUpdate({ _id, until: { $gt: realNow() }, tries: { $lt: 5 } }, { $inc: { tries: 1 } }).lean();
  return row?.codeHash === hashed(`${_id}:${code}`);
}
/** Uses it up; true for the one who did. The row stays for its minute, so the next code is not to be had sooner. */
export const useUp = async (purpose: Purpose, whom: string): Promise<boolean> =>
  (await SmsCodeModel.updateOne({ _id: idOf(purpose, whom), tries: { $lt: USED } }, { $set: { tries: USED } })).modifiedCount === 1;
