import { randomUUID } from 'node:crypto';
import { maskPhone } from '@wangting/contracts/standards/masking';
import { isoOf, nowIso, realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { logger } from '@wangting/kit/log';
import { seal, unseal } from '@wangting/kit/sealed';
import { SmsModel, type Sms } from './models/security.ts';
import { SmsMessageModel } from './models/small.ts';

/** What a provider of short messages has to do. Sending the same id twice must be one message. */
interface SmsCentre {
  send(message: { id: string; to: string; text: string }): Promise<void>;
  /** What became of it, as far as is known. */
  report(id: string): Promise<'sent' | 'delivered' | 'failed'>;
}
/** The local stand-in: keeps messages for the simulator page. Numbers that end in 9999 are switched off, so that a failure can be seen. */
const simulator: SmsCentre = {
  async send({ id, to, text }) {
    const state = to.endsWith('9999') ? 'failed' : 'delivered';
    await SmsMessageModel.create({ _id: id, to, text, at: nowIso(), state }).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  },
  report: async (id) => (await SmsMessageModel.findById(id).lean())?.state ?? 'sent',
};
/** The only adapter so far. A hall in production without a provider says so instead of pretending. */
const centre = (): SmsCentre | undefined => (config().WANGTING_MODE === 'production' ? undefined : simulator);
export const smsThere = (): boolean => centre() !== undefined;
export const insistOnSms = (): void => {
  if (!smsThere()) throw new HallError('SERVICE_AWAY');
};

const log = logger('sms');
const TRIES = 6;

/** Puts a message on its way. `key` makes it one however often it is asked for; `about` is the notice it copies. */
export async function sendSms(
  to: string,
  text: string,
  { key = randomUUID() as string, about = null as string | null } = {},
): Promise<void> {
  const row: Sms = {
    _id: key,
    to: seal(to),
    masked: maskPhone(to),
    text: seal(text),
    state: 'waiting',
    tries: 0,
    nextAt: realNow(),
    about,
    at: nowIso(),
  };
  try {
    await SmsModel.create(row);
  } catch (error) {
    if (isDuplicateKey(error)) return;
    throw error;
  }
  await forward(row);
}
/** One step on: hand it over, or ask what became of it. A provider that is away is tried again, later and later. */
async function forward(row: Sms): Promise<void> {
  const provider = centre();
  if (!provider) return;
  const mine = await SmsModel.updateOne(
    { _id: row._id, tries: row.tries, nextAt: { $ne: null } },
    { $inc: { tries: 1 }, $set: { nextAt: realNow() + 1_000 * 2 ** row.tries } },
  );
  if (!mine.modifiedCount) return; // another process has it
  try {
    if (row.state === 'waiting') await provider.send({ id: row._id, to: unseal(row.to), text: unseal(row.text) });
    const state = await provider.report(row._id);
    const over = state !== 'sent';
    await SmsModel.updateOne({ _id: row._id }, { $set: { state }, ...(over ? { $unset: { nextAt: 1 } } : {}) });
  } catch (error) {
    log.warn({ err: error, sms: row._id }, 'a short message could not be handed over');
  }
}
/** What waits is tried again; what was tried often enough is given up as failed. Old ones are forgotten. */
export async function workSms(): Promise<void> {
  const due = await SmsModel.find({ nextAt: { $lte: realNow() } })
    .sort({ nextAt: 1 })
    .limit(50)
    .lean<Sms[]>();
  for (const row of due) {
    if (row.tries < TRIES) await forward(row);
    else
      await SmsModel.updateOne(
        { _id: row._id },
        { $set: { state: row.state === 'waiting' ? 'failed' : row.state }, $unset: { nextAt: 1 } },
      );
  }
}
/** Numbers and texts are kept 30 days: long enough to answer who was told what. */
export const sweepSms = async (): Promise<void> => void (await SmsModel.deleteMany({ at: { $lt: isoOf(realNow() - 30 * 86_400_000) } }));
