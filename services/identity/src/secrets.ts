import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

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

/** 8–20 characters, three of the four classes (items.md §1.1); the sentence that refuses, or undefined. */
export function passwordProblem(password: string): string | undefined {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((one) => one.test(password)).length;
  return password.length < 8 || password.length > 20 || classes < 3
    ? '密码应为 8 至 20 位，并含大写字母、小写字母、数字、符号中的三类'
    : undefined;
}
