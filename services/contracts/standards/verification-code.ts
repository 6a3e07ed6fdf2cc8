import { toHalfWidth } from './checked.ts';

/**
 * 验证码 on certificates (standards §16): 16 characters of Crockford's base 32, 80 random bits.
 * I, L, O and U are never written; a reader's O is taken for 0, I and L for 1.
 */
export const VERIFICATION_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const BYTES = 10;

/** `random`: ten bytes from a cryptographic source, given by the caller. Throws RangeError `RANDOM_BYTES_INVALID`. */
export function verificationCodeFrom(random: Uint8Array): string {
  if (random.length !== BYTES) throw new RangeError(`RANDOM_BYTES_INVALID: ${random.length}`);
  let bits = random.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  let code = '';
  for (let i = 0; i < 16; i++) {
    code = VERIFICATION_ALPHABET.charAt(Number(bits & 31n)) + code;
    bits >>= 5n;
  }
  return code;
}

/** What somebody typed, as it is stored; null when it cannot be a code. */
export function normaliseVerificationCode(input: string): string | null {
  const code = toHalfWidth(input)
    .toUpperCase()
    .replace(/[\s\u200B-\u200D\uFEFF—–-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : null;
}

/** Printed in four groups: `7K3D-09QF-…`. */
export const verificationCodeLabel = (code: string): string => code.match(/.{1,4}/g)?.join('-') ?? '';
