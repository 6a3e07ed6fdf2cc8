import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { PASSWORD_MESSAGES, PASSWORD_RULES } from '@wangting/contracts/identity/password';

/** 256 random bits for sessions and poll secrets. */
export const secret = (): string => randomBytes(32).toString('base64url');
export const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url');
export const smsCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');

/** argon2id with the library's defaults (19 MiB, 2 passes). */
export const hashPassword = (password: string): Promise<string> => hash(password);
const NOBODY = await hash(secret());
/** Also spends the time of a check when there is no such account, so that accounts cannot be found by the clock. */
export const checkPassword = (stored: string | undefined, password: string): Promise<boolean> =>
  verify(stored ?? NOBODY, password).then((ok) => ok && stored !== undefined);

/** One of these was it before: each is tried, since only hashes are kept. */
export async function usedBefore(password: string, hashes: readonly string[]): Promise<boolean> {
  for (const stored of hashes) if (await checkPassword(stored, password)) return true;
  return false;
}

/** 8–20 characters, three of the four classes (items.md §1.1); the sentence that refuses, or undefined. */
export function passwordProblem(password: string): string | undefined {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((one) => one.test(password)).length;
  const { min, max, classes: wanted } = PASSWORD_RULES;
  return password.length < min || password.length > max || classes < wanted ? PASSWORD_MESSAGES.weak : undefined;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Sixteen characters nobody confuses, of three classes. */
export function oneTimePassword(): string {
  for (;;) {
    const password = Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    if (!passwordProblem(password)) return password;
  }
}
