import pino, { type Logger } from 'pino';

/** Anything that looks like an ID number, a mobile or a bank account is masked, wherever it stands in a line. */
const ID = /(?<![\dA-Za-z])(\d{3})\d{11}([\dXx]{4})(?![\dA-Za-z])/g;
const MOBILE = /(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g;
export const maskText = (text: string): string => text.replace(ID, '$1***********$2').replace(MOBILE, '$1****$2');

const SECRET = [
  'password',
  'token',
  'session',
  'csrf',
  'code',
  'idNumber',
  'mobile',
  'account',
  'name',
  'legalName',
  'values',
  'payload',
  'params',
];

/** Structured logs on stdout; known personal fields removed, the rest masked by shape. */
export function logger(name: string, level = process.env.LOG_LEVEL ?? 'info'): Logger {
  return pino({
    name,
    level,
    base: { pid: process.pid },
    redact: { paths: SECRET.flatMap((key) => [key, `*.${key}`]), censor: '[…]' },
    hooks: {
      logMethod(args, method) {
        const masked = args.map((arg) => (typeof arg === 'string' ? maskText(arg) : arg)) as Parameters<typeof method>;
        method.apply(this, masked);
      },
    },
    serializers: {
      err: (error: Error & { type?: string; code?: unknown }) => ({
        name: error.name,
        type: error.type,
        code: error.code,
        message: maskText(String(error.message)),
        stack: maskText(String(error.stack ?? '')),
      }),
    },
  });
}
export type { Logger };
