import { randomUUID } from 'node:crypto';
import { nowIso } from '../clock.ts';
import { HallError, isDuplicateKey } from '../errors.ts';
import { digest, sealJson, unsealJson } from '../sealed.ts';
import { traceparent } from '../telemetry.ts';
import type { Models, Step, StepPayload } from './models.ts';

export type NewStep = Omit<Step, '_id' | 'at' | 'pending' | 'due' | 'settled' | 'payload' | 'payloadHash' | 'traceparent'> & {
  payload: StepPayload;
  intention: unknown;
};

export const lastStep = (models: Models, applicationId: string) => models.steps.findOne({ applicationId }).sort({ seq: -1 }).lean<Step>();
export const payloadOf = (step: Pick<Step, 'payload'>): StepPayload => unsealJson<StepPayload>(step.payload);

/**
 * The step already taken with this key, for the same person and the same intention; undefined when the key is new.
 * The same key for something else is refused (decisions.md 11).
 */
export async function takenBefore(models: Models, requestKey: string, actorId: string, intention: unknown): Promise<Step | undefined> {
  const step = await models.steps.findOne({ requestKey }).lean<Step>();
  if (!step) return undefined;
  if (step.actorId !== actorId || step.payloadHash !== digest(intention)) throw new HallError('REQUEST_KEY_REUSED');
  return step;
}

/**
 * The only way an application changes. The inserted row is the change, the lock, the audit line, the proof against double
 * submission and the fact waiting to be told - all or nothing. Loses against a faster person with STATE_CHANGED.
 */
export async function append(models: Models, { payload, intention, ...step }: NewStep): Promise<{ step: Step; fresh: boolean }> {
  const row: Step = {
    ...step,
    _id: randomUUID(),
    at: nowIso(),
    payload: sealJson(payload),
    payloadHash: digest(intention),
    pending: true,
    ...(step.effects.length ? { due: true } : {}),
    ...(traceparent() ? { traceparent: traceparent() } : {}),
  };
  try {
    await models.steps.create(row);
    return { step: row, fresh: true };
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const same = await takenBefore(models, step.requestKey, step.actorId, intention);
  if (same) return { step: same, fresh: false };
  const current = await lastStep(models, step.applicationId);
  throw new HallError('STATE_CHANGED', { current: current?.to, seq: current?.seq });
}
