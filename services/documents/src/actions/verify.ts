import { timingSafeEqual } from 'node:crypto';
import { verify } from '@wangting/contracts/documents/certificates';
import { normaliseVerificationCode } from '@wangting/contracts/standards/verification-code';
import { realNow, today } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import { DocumentModel, type DocumentRow } from '../models/document.ts';
import { MissModel } from '../models/miss.ts';

/** Wrong questions somebody may ask in ten minutes: per address, and per code (whoever holds a code may not try all checks). */
const WINDOW_MS = 10 * 60_000;
const MAX_MISSES = 10;

const NOT_FOUND = '未查询到相符的文书，请核对验证码和单位编号后4位。';
const WORDS = {
  valid: '经核验，该文书由本系统开具，目前有效。',
  expired: '经核验，该文书由本系统开具，已超过有效期。',
  revoked: '经核验，该文书由本系统开具，已作废。',
} as const;
const stateOf = (row: DocumentRow): keyof typeof WORDS => (row.revokedAt ? 'revoked' : row.validTo < today() ? 'expired' : 'valid');

const windowKey = (kind: 'address' | 'code', value: string): string => `${kind}:${digest(value)}:${Math.floor(realNow() / WINDOW_MS)}`;
async function refuseGuessers(keys: readonly string[]): Promise<void> {
  const spent = await MissModel.find({ _id: { $in: [...keys] }, count: { $gte: MAX_MISSES } }).lean();
  if (spent.length)
    throw new HallError('TOO_MANY_REQUESTS', { seconds: Math.ceil((Math.max(...spent.map(({ until }) => until)) - realNow()) / 1000) });
}
async function countMiss(keys: readonly string[]): Promise<void> {
  const until = (Math.floor(realNow() / WINDOW_MS) + 1) * WINDOW_MS;
  for (const _id of keys) await MissModel.updateOne({ _id }, { $inc: { count: 1 }, $setOnInsert: { until } }, { upsert: true });
}
/** Windows that are over. */
export const sweepMisses = async (): Promise<number> => (await MissModel.deleteMany({ until: { $lt: realNow() } })).deletedCount;

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * 证明验证, open to everybody. A code that does not exist, one that is not finished and a wrong check read the same from outside,
 * so nobody learns which codes exist. Only wrong questions count against the limit.
 */
export const verifyAction = implement(verify, async ({ input, ctx }) => {
  const code = normaliseVerificationCode(input.code);
  const check = input.check.normalize('NFKC').replace(/\s/g, '');
  const keys = [windowKey('address', ctx.meta.address ?? ''), ...(code ? [windowKey('code', code)] : [])];
  await refuseGuessers(keys);
  const row = code ? await DocumentModel.findOne({ code, state: 'issued' }).lean<DocumentRow>() : null;
  if (!row || !same(Buffer.from(check).toString('hex'), Buffer.from(row.check).toString('hex'))) {
    await countMiss(keys);
    return { found: false, message: NOT_FOUND };
  }
  const state = stateOf(row);
  return {
    found: true,
    message: WORDS[state],
    title: row.title,
    holder: row.holder,
    issuedAt: row.issuedAt,
    validTo: row.validTo,
    state,
    sm3: row.sm3,
  };
});
