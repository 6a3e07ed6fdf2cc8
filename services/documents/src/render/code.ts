import { randomBytes } from 'node:crypto';
import { create } from 'qrcode';
import { verificationCodeFrom } from '@wangting/contracts/standards/verification-code';

/** 验证码: 80 random bits nobody can guess. */
export const newCode = (): string => verificationCodeFrom(randomBytes(10));

/** What the QR code of a certificate opens. */
export const verifyAddress = (publicUrl: string, code: string): string => `${publicUrl.replace(/\/$/, '')}/verify?c=${code}`;

/**
 * A QR code as the template draws it: the grey of each module, row by row, as JSON. It becomes a picture of one dot per module (lib/frame.typ): an outline of
 * some four hundred runs took the typesetter longer than any other part of a paper.
 */
export function qrOf(text: string): string {
  const { data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  return JSON.stringify(Array.from(data, (dark) => (dark ? 0 : 255)));
}
