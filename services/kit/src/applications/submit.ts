import { createHash } from 'node:crypto';
import type { Status } from '@wangting/contracts/application';
import { holds, type ItemDefinition } from '@wangting/contracts/item';
import type { ServiceName } from '@wangting/contracts/names';
import { HallError } from '../errors.ts';
import { digest } from '../sealed.ts';
import { append, lastStep, payloadOf, takenBefore } from './append.ts';
import { dropGuards, keepGuards, takeGuards } from './guards.ts';
import type { Models, Step } from './models.ts';
import type { ItemRules, RuleContext, Verdict } from './rules.ts';

/** The application of a request that has no draft: the same request key names the same application, so a repeat cannot make a second. */
export const applicationIdFor = (service: string, actorId: string, requestKey: string): string =>
  createHash('sha256').update(`${service}:${actorId}:${requestKey}`).digest('hex').slice(0, 32);

export interface Submission {
  requestKey: string;
  applicationId?: string;
  seenSeq?: number;
  confirmed: string[];
  values: Record<string, unknown>;
}

/**
 * 提交 and 补正提交. Order matters: the key is looked at first (a repeat is answered, not judged again), then rules, materials, guards, and
 * last the one insert that is the act. A crash anywhere before it leaves at most guards, which the sweeper takes back.
 */
export async function submit(
  models: Models,
  service: ServiceName,
  rules: ItemRules,
  request: RuleContext,
  wish: Submission,
): Promise<Step> {
  const { caller, unitId } = request;
  const intention = { item: rules.item.id, unitId, applicationId: wish.applicationId ?? null, values: digest(wish.values) };
  const repeated = await takenBefore(models, wish.requestKey, caller.id, intention);
  if (repeated) {
    if (wish.applicationId) await guardOnly(models, repeated); // the first time it may have stopped before that
    return repeated;
  }

  const current = wish.applicationId ? await standing(models, rules.item.id, unitId, wish.applicationId) : undefined;
  if (current && current.seq !== wish.seenSeq) throw new HallError('STATE_CHANGED', { current: current.to, seq: current.seq });
  if (current && current.to !== 'correcting') throw new HallError('STEP_NOT_POSSIBLE', { current: current.to, seq: current.seq });

  const confirmed = new Set(wish.confirmed);
  const verdict = await rules.check(request, wish.values, confirmed);
  const open = (verdict.confirms ?? []).filter(({ code }) => !confirmed.has(code));
  if (open.length) throw new HallError('CONFIRM_NEEDED', { confirms: open });
  const applicationId = wish.applicationId ?? applicationIdFor(service, caller.id, wish.requestKey);
  const materials = await insistOnMaterials(models, rules.item, applicationId, wish.values, verdict);

  await takeGuards(models, verdict.guards ?? [], applicationId, wish.requestKey);
  try {
    await verdict.again?.();
    const { step } = await append(models, stepOf(rules, request, wish, verdict, materials, applicationId, current, intention));
    if (wish.applicationId) {
      await guardOnly(models, step);
      await models.drafts.deleteOne({ _id: applicationId });
    }
    return step;
  } catch (error) {
    // A refused insert: what this request took goes back, unless its step is there after all.
    if (!(await models.steps.exists({ requestKey: wish.requestKey }))) {
      await dropGuards(
        models.guards,
        (verdict.guards ?? []).map(({ id }) => id),
        wish.requestKey,
      );
    }
    throw error;
  }
}

/**
 * An application guards what was sent last and nothing from before (looked at once more when it is approved, effects.ts). Its guards belong
 * to this request from now on, so that another 补正提交 which lost against it takes none of them back.
 */
async function guardOnly(models: Models, { applicationId, seq, requestKey, payload }: Step): Promise<void> {
  const { guards } = payloadOf({ payload });
  if (!guards || (await lastStep(models, applicationId))?.seq !== seq) return;
  if (guards.length) await models.guards.updateMany({ _id: { $in: guards }, applicationId }, { $set: { requestKey } });
  await keepGuards(models.guards, applicationId, guards);
}

function stepOf(
  rules: ItemRules,
  { caller, unitId }: RuleContext,
  wish: Submission,
  verdict: Verdict,
  materials: string[],
  applicationId: string,
  current: Step | undefined,
  intention: unknown,
) {
  const levels = verdict.route === 'manual' ? rules.item.flow.levels || 1 : verdict.route === 'auto' ? 0 : rules.item.flow.levels;
  const to: Status = !current && levels === 0 ? 'approved' : 'submitted';
  return {
    applicationId,
    seq: (current?.seq ?? 0) + 1,
    itemId: rules.item.id,
    action: current ? ('resubmit' as const) : ('submit' as const),
    from: current?.to ?? null,
    to,
    levels: current?.levels ?? levels,
    actorId: caller.id,
    actorKind: 'person' as const,
    role: null,
    unitId,
    area: verdict.area,
    requestKey: wish.requestKey,
    effects: to === 'approved' ? rules.effects.map(({ name }) => name) : [],
    payload: {
      values: wish.values,
      shows: verdict.shows,
      flags: verdict.flags,
      confirmed: wish.confirmed,
      subject: verdict.subject,
      keep: verdict.keep,
      guards: (verdict.guards ?? []).map(({ id }) => id),
      materials,
    },
    intention,
  };
}

/** The last step of an application of this unit and item; undefined for a draft of theirs; NOT_FOUND for anything else. */
async function standing(models: Models, itemId: string, unitId: string, applicationId: string): Promise<Step | undefined> {
  const step = await lastStep(models, applicationId);
  if (step) {
    if (step.unitId !== unitId || step.itemId !== itemId) throw new HallError('NOT_FOUND');
    return step;
  }
  const draft = await models.drafts.findById(applicationId).select({ unitId: 1, itemId: 1 }).lean();
  if (!draft || draft.unitId !== unitId || draft.itemId !== itemId) throw new HallError('NOT_FOUND');
  return undefined;
}

/** What the case is sent with, by id: all that must be there is. */
async function insistOnMaterials(
  models: Models,
  item: ItemDefinition,
  applicationId: string,
  values: Record<string, unknown>,
  verdict: Verdict,
): Promise<string[]> {
  if (!item.materials.length) return [];
  const wanted = item.materials.filter((slot) => holds(slot.when, values) && (slot.min > 0 || verdict.needs?.includes(slot.id)));
  const there = await models.materials.find({ applicationId }).select({ slot: 1 }).lean();
  const missing = wanted.filter((slot) => there.filter((row) => row.slot === slot.id).length < Math.max(1, slot.min));
  if (missing.length)
    throw new HallError('MATERIAL_MISSING', { slots: missing.map(({ id }) => id), names: missing.map(({ name }) => name).join('、') });
  return there.map(({ _id }) => _id);
}
