import type { Model } from 'mongoose';
import { isOpen } from '@wangting/contracts/application';
import { isoOf, nowIso, nowMs } from '../clock.ts';
import { HallError, isDuplicateKey } from '../errors.ts';
import type { Guard, Models } from './models.ts';

export interface GuardWish {
  id: string;
  kind: 'open' | 'lasting';
}

/**
 * Takes every guard for one request, or none: a guard that somebody else holds gives back what this call took and refuses.
 * Our own guard of an earlier try (same request key) is ours.
 */
export async function takeGuards(models: Models, wishes: readonly GuardWish[], applicationId: string, requestKey: string): Promise<void> {
  const taken: string[] = [];
  for (const wish of wishes) {
    try {
      await models.guards.create({
        _id: wish.id,
        applicationId,
        requestKey,
        at: nowIso(),
        kind: wish.kind === 'lasting' ? 'held' : 'open',
      });
      taken.push(wish.id);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const holder = await models.guards.findById(wish.id).lean();
      if (holder?.requestKey === requestKey || holder?.applicationId === applicationId) continue;
      await dropGuards(models.guards, taken, requestKey);
      throw new HallError('ALREADY_OPEN', { no: holder ? await serialOf(models, holder.applicationId) : '正在提交' });
    }
  }
}
const serialOf = async (models: Models, applicationId: string): Promise<string> =>
  (await models.rows.findById(applicationId).select({ serialNo: 1 }).lean())?.serialNo ?? '正在提交';

export const dropGuards = async (guards: Model<Guard>, ids: readonly string[], requestKey: string): Promise<void> => {
  if (ids.length) await guards.deleteMany({ _id: { $in: [...ids] }, requestKey });
};
/** What was sent last is all an application guards: what only an earlier 提交 took (a number mistyped and corrected since) goes. */
export const keepGuards = async (guards: Model<Guard>, applicationId: string, ids: readonly string[]): Promise<void> => {
  await guards.deleteMany({ applicationId, kind: { $in: ['open', 'held'] }, _id: { $nin: [...ids] } });
};
/** After the closing step: what was only for the application goes; what guards its result stays when there is one. */
export const releaseGuards = async (guards: Model<Guard>, applicationId: string, approved: boolean): Promise<void> => {
  if (approved) await guards.updateMany({ applicationId, kind: 'held' }, { $set: { kind: 'lasting' } });
  await guards.deleteMany({ applicationId, kind: { $in: ['open', 'held'] } });
};

/** Guards left by a crash between guard and step: older than five minutes and without an open step. Returns how many went. */
export async function sweepGuards(models: Models, olderThanMs = 5 * 60_000): Promise<number> {
  const before = isoOf(nowMs() - olderThanMs);
  const old = (
    await Promise.all(
      (['open', 'held'] as const).map((kind) =>
        models.guards
          .find({ kind, at: { $lt: before } })
          .sort({ at: 1 })
          .limit(200)
          .lean(),
      ),
    )
  ).flat();
  let swept = 0;
  for (const guard of old) {
    const last = await models.steps.findOne({ applicationId: guard.applicationId }).sort({ seq: -1 }).select({ to: 1, due: 1 }).lean();
    if (last && (isOpen(last.to) || last.due)) continue;
    // Taken for a step that never came: an approval of long ago does not make it the application's.
    const acted = await models.steps.exists({ requestKey: guard.requestKey });
    if (guard.kind === 'held' && acted && (last?.to === 'approved' || last?.to === 'void')) {
      await models.guards.updateOne({ _id: guard._id, requestKey: guard.requestKey }, { $set: { kind: 'lasting' } });
      continue;
    }
    swept += (await models.guards.deleteOne({ _id: guard._id, requestKey: guard.requestKey })).deletedCount;
  }
  return swept;
}
