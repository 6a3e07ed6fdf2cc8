import { isOpen } from '@wangting/contracts/application';
import type { ServiceName } from '@wangting/contracts/names';
import { isDuplicateKey } from '../errors.ts';
import { payloadOf } from './append.ts';
import type { Models, Row, Step } from './models.ts';
import { serialNumber } from './numbers.ts';

/** Folds steps, oldest first, into the present state. Pure: the same steps give the same row. */
export function fold(steps: readonly Step[], serialNo: string, dueOf: (step: Step) => string | null): Row | undefined {
  let row: Row | undefined;
  let due: string | null = null;
  for (const step of steps) {
    const payload = payloadOf(step);
    const decided = !isOpen(step.to);
    due = dueOf(step) ?? due;
    row = {
      _id: step.applicationId,
      itemId: step.itemId,
      seq: step.seq,
      status: step.to,
      levels: step.levels,
      serialNo,
      unitId: step.unitId,
      area: step.area,
      subject: payload.subject ?? row?.subject ?? '',
      assignee: assigneeAfter(step, row),
      actors: step.role ? { ...row?.actors, [step.role]: step.actorId } : (row?.actors ?? {}),
      submittedAt: row?.submittedAt ?? step.at,
      submittedBy: row?.submittedBy ?? step.actorId,
      decidedAt: decided ? step.at : null,
      due: decided ? null : due,
      failure: failureAfter(step, payload.opinion, row),
      opinion: payload.opinion || (step.action === 'take' ? (row?.opinion ?? null) : null),
      updatedAt: step.at,
    };
  }
  return row;
}

/** 领取 names the reviewer, and what could not be carried out is his again; every other step leaves the case free for the next stage. */
function assigneeAfter(step: Step, before: Row | undefined): string | null {
  if (step.action === 'take') return step.actorId;
  return step.action === 'fail' && step.to === 'first' ? (before?.actors.first ?? null) : null;
}

/** The refusal of an effect stands beside the case until it is decided again, or the applicant has it back. */
function failureAfter({ action, to }: Step, opinion: string | undefined, before: Row | undefined): string | null {
  if (!isOpen(to) || to === 'correcting') return null;
  return action === 'fail' ? (opinion ?? null) : (before?.failure ?? null);
}

/** Brings the projection up to the newest step and returns it. Replaces only what is older, so any number may project at once. */
export async function project(
  models: Models,
  service: ServiceName,
  applicationId: string,
  dueOf: (step: Step) => string | null,
): Promise<Row> {
  const [steps, known] = await Promise.all([
    models.steps.find({ applicationId }).sort({ seq: 1 }).lean<Step[]>(),
    models.rows.findById(applicationId).lean<Row>(),
  ]);
  const row = fold(steps, known?.serialNo ?? (await serialNumber(models.counters, service)), dueOf);
  if (!row) throw new Error(`No steps of ${applicationId}`);
  if (known && known.seq >= row.seq) return known;
  try {
    await models.rows.replaceOne({ _id: applicationId, seq: { $lt: row.seq } }, row, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error; // somebody projected it first, perhaps with his serial number
  }
  const stored = await models.rows.findById(applicationId).lean<Row>();
  return stored ?? row;
}
