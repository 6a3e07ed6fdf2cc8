import type { ServiceBroker } from 'moleculer';
import { namesOf } from '@wangting/contracts/identity/names';
import { revoke } from '@wangting/contracts/identity/session';
import { ask } from '@wangting/kit/call';
import { isDuplicateKey } from '@wangting/kit/errors';
import { logger } from '@wangting/kit/log';
import { seal } from '@wangting/kit/sealed';
import { ChangeModel } from '../models/change.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

const log = logger('units');

/** 经办人 by name, as far as identity knows them and answers: a list without names is better than none. */
export async function namesFor(broker: ServiceBroker, ids: readonly string[]): Promise<Record<string, string>> {
  const asked = [...new Set(ids)].slice(0, 200);
  return (await ask(broker, 'units', namesOf, { ids: asked }, { timeout: 1_000 }).catch(() => ({ names: {} }))).names;
}
/** 经办人 by name (sealed), for as long as identity knows it. */
export async function nameOf(broker: ServiceBroker, who: string): Promise<{ name?: string }> {
  const names = await namesFor(broker, [who]);
  return names[who] ? { name: seal(names[who]) } : {};
}

/**
 * Files the history rows a unit owes: identity first ends the sessions of people who were taken off, then the row is inserted, then the mark goes.
 * Stopped anywhere it is done again by the next round; every part bears that.
 */
export async function file(broker: ServiceBroker, unit: Pick<Unit, '_id' | 'unfiled'>): Promise<void> {
  for (const change of unit.unfiled) {
    for (const one of change.revoke) await ask(broker, 'units', revoke, { unitId: unit._id, ...one, rev: change.rev });
    try {
      await ChangeModel.create({ ...change, ...(await nameOf(broker, change.who)) });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    await UnitModel.updateOne({ _id: unit._id }, { $pull: { unfiled: { _id: change._id } } } as never);
  }
  await UnitModel.updateOne({ _id: unit._id, unfiled: { $size: 0 } }, { $unset: { filing: 1 } });
}

/** Right after the change, so that who was taken off is out at once; what does not go now goes with the next round. */
export const fileNow = (broker: ServiceBroker, unit: Unit): Promise<void> =>
  file(broker, unit).catch((error: unknown) => log.warn({ err: error }, 'history of a unit is not filed yet; the next round files it'));

/** What is owed anywhere, oldest first. One unit that cannot be filed does not hold the others. */
export async function fileAll(broker: ServiceBroker): Promise<void> {
  const owing = await UnitModel.find({ filing: true }).limit(200).lean<Unit[]>();
  const outcomes = await Promise.allSettled(owing.map((unit) => file(broker, unit)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
