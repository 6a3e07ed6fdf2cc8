import { after } from '@wangting/contracts/application';
import { isoOf, nowIso, nowMs } from '../clock.ts';
import { isDuplicateKey, nameOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { sealJson, unsealJson } from '../sealed.ts';
import { inSpan } from '../telemetry.ts';
import { append, payloadOf } from './append.ts';
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
 * doing it again finds it done. A refusal by name (HallError) marks it 失败 and takes the case back to the reviewer, so it must leave nothing
 * behind; a fault is tried again.
 */
export interface Effect {
  name: string;
  title: string;
  run(of: EffectCase): Promise<Record<string, string> | void>;
}
/** Thrown by `run`: the work goes on elsewhere (a batch), ask again in two seconds. Neither a fault nor a refusal; `message` stands on the timeline. */
export class Underway extends Error {}
const retryAfter = (tries: number): number => Math.min(60_000, 500 * 2 ** tries);

/** The effect as this step owes it; one that an earlier decision owed begins anew. */
async function rowOf(models: Models, step: Step, name: string): Promise<EffectRow> {
  const _id = `${step.applicationId}:${name}`;
  const anew = { seq: step.seq, state: 'pending' as const, tries: 0, nextAt: nowIso(), note: '', result: null };
  const fresh: EffectRow = { _id, applicationId: step.applicationId, name, at: nowIso(), ...anew };
  try {
    await models.effects.create(fresh);
    return fresh;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const row = (await models.effects.findById(_id).lean<EffectRow>()) ?? fresh;
  if ((row.seq ?? 0) >= step.seq) return row;
  await models.effects.updateOne({ _id, seq: row.seq ?? { $exists: false } }, { $set: anew });
  return (await models.effects.findById(_id).lean<EffectRow>()) ?? fresh;
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

/** What became of the effects of a step: all there, one refused by name (with its sentence), or still something to wait for. */
type Outcome = 'done' | 'waiting' | { refused: string };

/** Runs what an approval still owes, in order. Two processes at once are harmless: each effect has its key, and its first outcome counts. */
export async function runEffects(models: Models, effects: ReadonlyMap<string, Effect>, step: Step, log: Logger): Promise<Outcome> {
  const of = await caseOf(models, step);
  const result: Record<string, string> = {};
  for (const name of step.effects) {
    const row = await rowOf(models, step, name);
    if (row.state === 'done') {
      Object.assign(result, row.result ? unsealJson<Record<string, string>>(row.result) : {});
      continue;
    }
    if (row.state === 'failed') return { refused: row.note };
    if (row.nextAt > nowIso()) return 'waiting';
    const effect = effects.get(name);
    if (!effect) throw new Error(`No effect ${name} of ${step.itemId}`);
    const change = (what: Partial<EffectRow>, tries = 0) =>
      models.effects.updateOne({ _id: row._id, seq: step.seq, state: 'pending' }, { $set: what, $inc: { tries } });
    try {
      const brought = await inSpan(`effect ${step.itemId}.${name}`, step.traceparent, () => effect.run({ ...of, result: { ...result } }));
      Object.assign(result, brought ?? {});
      await change({ state: 'done', note: '', result: sealJson(brought ?? {}) });
    } catch (error) {
      if (error instanceof Underway) {
        await change({ note: error.message, nextAt: isoOf(nowMs() + 2_000) });
        return 'waiting';
      }
      const refused = nameOf(error) && !['SERVICE_AWAY', 'INTERNAL'].includes(nameOf(error) as string);
      log.warn(
        { err: error, itemId: step.itemId, effect: name, applicationId: step.applicationId },
        refused ? 'an effect was refused; the reviewer has a task' : 'an effect will be tried again',
      );
      const nextAt = isoOf(nowMs() + retryAfter(row.tries));
      if (!refused) await change({ note: '暂时未能执行，系统将自动重试', nextAt }, 1);
      else if ((await change({ state: 'failed', note: (error as Error).message, nextAt }, 1)).modifiedCount)
        return { refused: (error as Error).message };
      return 'waiting'; // also when another process was first: what it found counts
    }
  }
  return 'done';
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
export const resultIn = (rows: readonly EffectRow[]): Record<string, string> =>
  Object.assign({}, ...rows.map(({ state, result }) => (state === 'done' && result ? unsealJson<Record<string, string>>(result) : {})));

type Settled = 'done' | 'waiting' | 'failed';
/** Steps whose effects are owed, oldest first. Returns how many came to an end. */
export async function runDueEffects(models: Models, settleOne: (step: Step) => Promise<Settled>, log: Logger): Promise<number> {
  const owed = await models.steps.find({ due: true }).sort({ at: 1 }).limit(50).lean<Step[]>();
  let ended = 0;
  for (const step of owed) {
    try {
      if ((await settleOne(step)) !== 'waiting') ended += 1;
    } catch (error) {
      log.error({ err: error, applicationId: step.applicationId }, 'effects could not be looked at');
    }
  }
  return ended;
}
/**
 * Runs what a step owes. When all of it is there the guards are let go; when an effect was refused the case goes back (`fail`). The mark `due` goes
 * last, so a process that stops anywhere in between is followed by one that does the rest.
 */
export async function settle(
  models: Models,
  effects: ReadonlyMap<string, Effect>,
  step: Step,
  log: Logger,
  project: (applicationId: string) => Promise<unknown>,
): Promise<Settled> {
  const { _id, applicationId, seq } = step;
  // What follows a step whose effects are owed can only be its `fail`: a process stopped right after it.
  const gone = await models.steps.exists({ applicationId, seq: seq + 1 });
  const outcome = gone ? undefined : await runEffects(models, effects, step, log);
  if (outcome === 'waiting') return 'waiting';
  if (outcome !== 'done') {
    if (outcome) await giveBack(models, step, outcome.refused);
    // A case that is open again keeps its guards. What a 撤销 took for itself goes: nothing was taken back.
    if (step.action === 'undo') await releaseGuards(models.guards, applicationId, false);
    await project(applicationId);
    await models.steps.updateOne({ _id }, { $unset: { due: 1 } });
    return 'failed';
  }
  // What an earlier 提交 guarded and a crash left behind must not come to last. What 撤销 took is its own.
  const { guards } = step.action === 'undo' ? {} : await submittedPayload(models, step);
  if (guards) await keepGuards(models.guards, applicationId, guards);
  // Only now may the next one begin: until the effects are there he would judge by what is about to change.
  await releaseGuards(models.guards, applicationId, true);
  // 已办结 is told when it is true: what a person decided is told once more.
  const tell = step.action === 'pass' ? { pending: true } : {};
  await models.steps.updateOne({ _id, due: true }, { $set: { settled: true, ...tell }, $unset: { due: 1 } });
  return 'done';
}
/** The decision could not be carried out: a step of the system takes the case back to whoever decides it again, with the effect's own sentence. */
async function giveBack(models: Models, step: Step, why: string): Promise<void> {
  const to = after(step.to, 'fail', step.levels);
  if (!to) throw new Error(`nowhere to take ${step.applicationId} back to from ${step.to}`);
  await append(models, {
    applicationId: step.applicationId,
    seq: step.seq + 1,
    itemId: step.itemId,
    action: 'fail',
    from: step.to,
    to,
    // What rules alone decided is now for people to decide.
    levels: step.action === 'undo' ? step.levels : step.levels || 1,
    actorId: 'effects',
    actorKind: 'service',
    role: null,
    unitId: step.unitId,
    area: step.area,
    requestKey: `failed:${step._id}`,
    effects: [],
    payload: { opinion: why },
    intention: { failed: step._id },
  });
}
