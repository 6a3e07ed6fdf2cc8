import { isoOf, msOf, realNow } from '@wangting/kit/clock';
import { PASSWORD_RULES } from '@wangting/contracts/identity/password';
import { refuse } from '@wangting/kit/errors';
import { forget, takeAttempt } from './attempts.ts';
import { AccountModel, type Account } from './models/account.ts';
import type { Session } from './models/session.ts';
import { checkPassword, hashPassword } from './secrets.ts';

const DAY = 86_400_000;
export const accountId = (kind: 'unit' | 'staff', typed: string): string => `${kind}:${kind === 'unit' ? typed.toUpperCase() : typed}`;
/** Accounts from before the password had a date are as old as the account. */
export const passwordAtOf = ({ passwordAt, at }: Pick<Account, 'passwordAt' | 'at'>): string => passwordAt || at;
export const passwordEnds = (account: Pick<Account, 'passwordAt' | 'at'>): number =>
  msOf(passwordAtOf(account)) + PASSWORD_RULES.days * DAY;
/** First use, a reset by somebody else, or 90 days of real time gone. */
export const mustChange = (account: Account): boolean => account.mustChange || passwordEnds(account) <= realNow();

/** The account behind a login: the one that was typed, or the 注册 account of a 法人 who came by card. */
export async function accountOf({ account, hat, unitId, idHash }: Session): Promise<Account | null> {
  if (account) return AccountModel.findById(account).lean<Account>();
  return unitId && idHash && hat === 'legal' ? AccountModel.findOne({ unitId, idHash }).lean<Account>() : null;
}
/** The account's owner types his password again before something grave. Wrong ones count, like at the door. */
export async function confirmPassword(account: Account, password: string, wrong: string, field: string): Promise<void> {
  const what = `confirm:${account._id}`;
  await takeAttempt(what);
  if (!(await checkPassword(account.passwordHash, password))) throw refuse(wrong, field);
  await forget(what);
}
/** Sets a new password unless somebody else changed the account meanwhile. */
export async function setPassword(account: Account, next: string, changeKey: string): Promise<boolean> {
  const history = [account.passwordHash, ...(account.history ?? [])].slice(0, PASSWORD_RULES.history - 1);
  const passwordHash = await hashPassword(next);
  const set = await AccountModel.updateOne(
    // Accounts from before there was a rev have none.
    { _id: account._id, passwordHash: account.passwordHash },
    { $set: { passwordHash, history, passwordAt: isoOf(realNow()), mustChange: false, changeKey }, $inc: { rev: 1 } },
  );
  return set.modifiedCount === 1;
}
