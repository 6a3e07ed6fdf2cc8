import { isoOf, nowIso, nowMs } from '../clock.ts';
import { isDuplicateKey, nameOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { sealJson, unsealJson } from '../sealed.ts';
import { inSpan } from '../telemetry.ts';
import { payloadOf } from './append.ts';
import { keepGuards, releaseGuards } from './guards.ts';
import type { EffectRow, Models, Step, StepPayload } from './models.ts';

/** What an effect is given: the decided step, what was filled in, and what earlier effects of the same case brought. */
export interface EffectCase {
  applicationId: string;
  itemId: string;
  unitId: string;
  area: string;
  decidedAt: string;
  submittedBy: string;
  values: Record<string, unknown>;
  keep: Record<string, unknown>;
  result: Record<string, string>;
}
/**
 * What an approval does beyond the decision (decisions.md 3, 9). `run` must write under a key made from the application, so that
 * doing it again finds it done. A refusal by name (HallError) marks it 失败 and makes it the reviewer's task; a fault is tried again.
 */
export interface Effect {
  name: string;
  title: string;
  run(of: EffectCase): Promise<Record<string, string> | void>;
}
/** Thrown by `run`: the work goes on elsewhere (a batch), ask again in two seconds. Neither a fault nor a refusal; `message` stands on the timeline. */
export class Underway extends Error {}
const retryAfter = (tries: number): number => Math.min(60_000, 500 * 2 ** tries);

async function rowOf(models: Models, step: Step, name: string): Promise<EffectRow> {
  const _id = `${step.applicationId}:${name}`;
  const fresh: EffectRow = {
    _id,
    applicationId: step.applicationId,
    name,
    state: 'pending',
    tries: 0,
    nextAt: nowIso(),
    note: '',
    result: null,
    at: nowIso(),
  };
  try {
    await models.effects.create(fresh);
    return fresh;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return (await models.effects.findById(_id).lean<EffectRow>()) ?? fresh;
  }
}

/** The case as its effects see it, before any of them has brought something. */
export async function caseOf(models: Models, step: Step): Promise<EffectCase> {
  const [payload, first] = await Promise.all([
    submittedPayload(models, step),
    models.steps.findOne({ applicationId: step.applicationId, seq: 1 }).select({ actorId: 1 }).lean<Step>(),
  ]);
  return {
    applicationId: step.applicationId,
    itemId: step.itemId,
    unitId: step.unitId,
    area: step.area,
    decidedAt: step.at,
    submittedBy: first?.actorId ?? '',
    values: payload.values ?? {},
    keep: payload.keep ?? {},
    result: {},
  };
}

/** Runs what an approval still owes, in order. True when nothing is owed any more. Two processes at once are harmless: each effect has its key. */
export async function runEffects(models: Models, effects: ReadonlyMap<string, Effect>, step: Step, log: Logger): Promise<boolean> {
  const of = await caseOf(models, step);
  const result: Record<string, string> = {};
  for (const name of step.effects) {
    const row = await rowOf(models, step, name);
    if (row.state === 'done') {
      Object.assign(result, row.result ? unsealJson<Record<string, string>>(row.result) : {});
      continue;
    }
    if (row.state === 'failed') return true; // the reviewer's task now; later effects wait for it
    if (row.nextAt > nowIso()) return false;
    const effect = effects.get(name);
    if (!effect) throw new Error(`No effect ${name} of ${step.itemId}`);
    try {
      const brought = await inSpan(`effect ${step.itemId}.${name}`, step.traceparent, () => effect.run({ ...of, result: { ...result } }));
      Object.assign(result, brought ?? {});
      await models.effects.updateOne({ _id: row._id }, { $set: { state: 'done', note: '', result: sealJson(brought ?? {}) } });
    } catch (error) {
      if (error instanceof Underway) {
        await models.effects.updateOne({ _id: row._id }, { $set: { note: error.message, nextAt: isoOf(nowMs() + 2_000) } });
        return false;
      }
      const refused = nameOf(error) && !['SERVICE_AWAY', 'INTERNAL'].includes(nameOf(error) as string);
      const note = refused ? (error as Error).message : '暂时未能执行，系统将自动重试';
      log.warn(
        { err: error, itemId: step.itemId, effect: name, applicationId: step.applicationId },
        refused ? 'an effect was refused; the reviewer has a task' : 'an effect will be tried again',
      );
      await models.effects.updateOne(
        { _id: row._id },
        { $set: { state: refused ? 'failed' : 'pending', note, nextAt: isoOf(nowMs() + retryAfter(row.tries)) }, $inc: { tries: 1 } },
      );
      return Boolean(refused);
    }
  }
  return true;
}

/** What the applicant sent last: 提交 or 补正提交. */
export async function submittedPayload(models: Models, step: Pick<Step, 'applicationId'>): Promise<StepPayload> {
  const sent = await models.steps
    .find({ applicationId: step.applicationId, action: { $in: ['submit', 'resubmit'] } })
    .sort({ seq: -1 })
    .limit(1)
    .lean<Step[]>();
  return sent[0] ? payloadOf(sent[0]) : {};
}
/** What effects brought so far: numbers and ids for the page. */
export async function resultOf(models: Models, applicationId: string): Promise<Record<string, string>> {
  const rows = await models.effects.find({ applicationId, state: 'done' }).lean<EffectRow[]>();
  return Object.assign({}, ...rows.map((row) => (row.result ? unsealJson<Record<string, string>>(row.result) : {})));
}

/** Steps whose effects are owed, oldest first; takes the mark away when nothing is owed any more. Returns how many were finished. */
export async function runDueEffects(
  models: Models,
  effectsOf: (itemId: string) => ReadonlyMap<string, Effect>,
  log: Logger,
): Promise<number> {
  const owed = await models.steps.find({ due: true }).sort({ at: 1 }).limit(50).lean<Step[]>();
  let finished = 0;
  for (const step of owed) {
    try {
      if (await settle(models, effectsOf(step.itemId), step, log)) finished += 1;
    } catch (error) {
      log.error({ err: error, applicationId: step.applicationId }, 'effects could not be looked at');
    }
  }
  return finished;
}
/** Runs what a step owes and lets go of its guards when nothing is owed any more. */
export async function settle(models: Models, effects: ReadonlyMap<string, Effect>, step: Step, log: Logger): Promise<boolean> {
  const settled = await runEffects(models, effects, step, log);
  if (!settled) return false;
  // What an earlier 提交 guarded and a crash left behind must not come to last. What 撤销 took is its own.
  const { guards } = step.action === 'undo' ? {} : await submittedPayload(models, step);
  if (guards) await keepGuards(models.guards, step.applicationId, guards);
  // Only now may the next one begin: until the effects are there he would judge by what is about to change.
  await releaseGuards(models.guards, step.applicationId, true);
  await models.steps.updateOne({ _id: step._id }, { $unset: { due: 1 } });
  return true;
}
