import { timingSafeEqual } from 'node:crypto';
import { verify, verifyFile, verifyKey } from '@wangting/contracts/documents/certificates';
import { normaliseVerificationCode } from '@wangting/contracts/standards/verification-code';
import { realNow } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import { DocumentModel, stateOf, type DocumentRow } from '../models/document.ts';
import { MissModel } from '../models/miss.ts';
import { sealAdapter } from '../sealing.ts';

/** Wrong questions somebody may ask in ten minutes: per address, and per code (whoever holds a code may not try all checks). */
const WINDOW_MS = 10 * 60_000;
const MAX_MISSES = 10;

const NOT_FOUND = '未查询到相符的文书，请核对验证码和单位编号后4位。';
const FILE_NOT_FOUND = '未查询到与该文件一致的文书：文件不是由本系统开具，或者已被改动。';
const WORDS = {
  valid: '经核验，该文书由本系统开具，目前有效。',
  expired: '经核验，该文书由本系统开具，已超过有效期。',
  revoked: '经核验，该文书由本系统开具，已作废。',
  replaced: '经核验，该文书由本系统开具，已被新的文书替换。',
} as const;
const CHANGED = '验证码对应的文书由本系统开具，但您核对的文件与其不一致，已被改动或者不是该文书。';

/** What a stranger is told of a paper. */
function answerOf(row: DocumentRow, file?: 'same' | 'changed') {
  const state = stateOf(row);
  return {
    found: true,
    message: file === 'changed' ? CHANGED : WORDS[state],
    title: row.title,
    holder: row.holder,
    issuedAt: row.issuedAt,
    ...(row.validTo ? { validTo: row.validTo } : {}),
    state,
    sm3: row.sm3,
    sha256: row.sha256,
    signature: row.signature,
    ...(file ? { file } : {}),
  };
}

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
  return answerOf(row, input.sha256 === undefined ? undefined : input.sha256 === row.sha256 ? 'same' : 'changed');
});

/** A file alone: its digest cannot be guessed, so nothing else is asked; one changed byte is another digest. */
export const verifyFileAction = implement(verifyFile, async ({ input: { algorithm, digest: wanted }, ctx }) => {
  const keys = [windowKey('address', ctx.meta.address ?? '')];
  await refuseGuessers(keys);
  const row = await DocumentModel.findOne({ [algorithm]: wanted, state: 'issued' }).lean<DocumentRow>();
  if (row) return answerOf(row, 'same');
  await countMiss(keys);
  return { found: false, message: FILE_NOT_FOUND };
});
export const verifyKeyAction = implement(verifyKey, async () => sealAdapter().publicKey());
