import { randomBytes } from 'node:crypto';
import { toString as qrToString } from 'qrcode';
import { verificationCodeFrom } from '@wangting/contracts/standards/verification-code';

/** 验证码: 80 random bits nobody can guess. */
export const newCode = (): string => verificationCodeFrom(randomBytes(10));

/** What the QR code of a certificate opens. */
export const verifyAddress = (publicUrl: string, code: string): string => `${publicUrl.replace(/\/$/, '')}/verify?c=${code}`;

/** A QR code as SVG. */
export const qrOf = (text: string): Promise<string> => qrToString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 });
