import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { SECURITY_MESSAGES } from '@wangting/contracts/identity/security';
import { isoOf, realNow } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { seal, unseal } from '@wangting/kit/sealed';
import { AccountModel, type Account } from './models/account.ts';
import { hashed } from './secrets.ts';

const PERIOD = 30;
const RECOVERY = 10;
const totpOf = (secret: Secret, label = ''): TOTP =>
  new TOTP({ issuer: '社会保险网上办事大厅', label, algorithm: 'SHA1', digits: 6, period: PERIOD, secret });
const wordOf = (typed: string): string => hashed(`recovery:${typed.replace(/[\s-]/g, '').toLowerCase()}`);

/** A new secret for the authenticator; not in force before `confirmTotp`. */
export async function enrolTotp(account: Account): Promise<{ secret: string; uri: string }> {
  if (account.totp?.since) throw refuse(SECURITY_MESSAGES.totpAlready);
  const secret = new Secret({ size: 20 });
  const totp = { secret: seal(secret.base32), since: null, step: 0, recovery: [] };
  await AccountModel.updateOne({ _id: account._id, 'totp.since': null }, { $set: { totp } });
  return { secret: secret.base32, uri: totpOf(secret, account._id.slice(account._id.indexOf(':') + 1)).toString() };
}
/** The authenticator shows what we expect: from now on it is asked for. The recovery words are stored as hashes and shown this once. */
export async function confirmTotp(account: Account, code: string): Promise<string[]> {
  const { totp } = account;
  if (!totp) throw refuse(SECURITY_MESSAGES.totpFirst, 'code');
  if (totp.since) throw refuse(SECURITY_MESSAGES.totpAlready);
  const step = stepOf(totp.secret, code);
  if (step === undefined) throw refuse(SECURITY_MESSAGES.totpWrong, 'code');
  const recovery = Array.from({ length: RECOVERY }, () => randomBytes(5).toString('hex'));
  const on = await AccountModel.updateOne(
    { _id: account._id, 'totp.secret': totp.secret, 'totp.since': null },
    { $set: { totp: { ...totp, since: isoOf(realNow()), step, recovery: recovery.map(wordOf) } }, $inc: { rev: 1 } },
  );
  if (!on.modifiedCount) throw refuse(SECURITY_MESSAGES.totpAlready);
  return recovery.map((word) => `${word.slice(0, 5)}-${word.slice(5)}`);
}
export const removeTotp = (account: Account) => AccountModel.updateOne({ _id: account._id }, { $set: { totp: null }, $inc: { rev: 1 } });

/** The time step this code belongs to, one to each side allowed for clocks that differ. */
function stepOf(sealed: string, code: string): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const now = realNow();
  const delta = totpOf(Secret.fromBase32(unseal(sealed))).validate({ token: code, window: 1, timestamp: now });
  return delta === null ? undefined : Math.trunc(now / 1000 / PERIOD) + delta;
}
/** Right, and not used before: the database lets each step and each recovery word through once. */
export async function secondFactorFits(account: Account, code: string): Promise<boolean> {
  const { _id, totp } = account;
  if (!totp) return false;
  const step = stepOf(totp.secret, code);
  if (step !== undefined)
    return (await AccountModel.updateOne({ _id, 'totp.step': { $lt: step } }, { $set: { 'totp.step': step } })).modifiedCount === 1;
  const word = wordOf(code);
  return (await AccountModel.updateOne({ _id, 'totp.recovery': word }, { $pull: { 'totp.recovery': word } } as never)).modifiedCount === 1;
}
/** At the door, after the password was right. Does nothing for an account that never confirmed one. */
export async function insistOnSecondFactor(
  account: Account,
  code: string | undefined,
  on: { missing(): PromiseLike<unknown>; wrong(): Promise<void> },
): Promise<void> {
  if (!account.totp?.since) return;
  if (!code) {
    await on.missing();
    throw new HallError('TOTP_NEEDED');
  }
  if (await secondFactorFits(account, code)) return;
  await on.wrong();
  throw refuse(SECURITY_MESSAGES.totpWrong, 'totp');
}
