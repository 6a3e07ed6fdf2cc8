import { after, blockedBy, roleFor, type Seat, type StepAction } from '@wangting/contracts/application';
import type { ServiceName } from '@wangting/contracts/names';
import { HallError } from '../errors.ts';
import { append, lastStep, takenBefore } from './append.ts';
import { releaseGuards } from './guards.ts';
import type { Models, Row, Step } from './models.ts';
import { project } from './project.ts';

/** One step by the applicant (撤回) or the agency (受理 … 不通过). Everything a step must keep is here: key, state, four eyes, words. */
export async function takeStep(
  models: Models,
  service: ServiceName,
  row: Row,
  seat: Seat,
  wish: { requestKey: string; seenSeq: number; action: StepAction; opinion: string },
  effects: readonly string[],
  dueOf: (step: Step) => string | null,
): Promise<{ row: Row; step: Step }> {
  const intention = { step: wish.action, applicationId: row._id, opinion: wish.opinion };
  const repeated = await takenBefore(models, wish.requestKey, seat.id, intention);
  if (repeated) return { row: await project(models, service, row._id, dueOf), step: repeated };

  const current = await lastStep(models, row._id);
  if (!current) throw new HallError('NOT_FOUND');
  if (current.seq !== wish.seenSeq) throw new HallError('STATE_CHANGED', { current: current.to, seq: current.seq });
  const byApplicant = wish.action === 'withdraw';
  if (byApplicant !== (seat.side === 'applicant')) throw new HallError('NOT_ALLOWED');
  const to = after(current.to, wish.action, current.levels);
  if (!to) throw new HallError('STEP_NOT_POSSIBLE', { current: current.to, seq: current.seq });
  const fresh = row.seq >= current.seq ? row : await project(models, service, row._id, dueOf);
  if (!byApplicant) {
    const blocked = blockedBy(seat, { status: current.to, levels: current.levels, assignee: fresh.assignee, actors: fresh.actors });
    if (blocked) throw new HallError(blocked);
  }
  if (['correct', 'refuse', 'reject', 'sendBack'].includes(wish.action) && !wish.opinion) {
    throw new HallError('INPUT_INVALID', { issues: [{ path: 'opinion', message: '请填写意见，申请人将看到该意见' }] });
  }
  const { step } = await append(models, {
    applicationId: row._id,
    seq: wish.seenSeq + 1,
    itemId: current.itemId,
    action: wish.action,
    from: current.to,
    to,
    levels: current.levels,
    actorId: seat.id,
    actorKind: byApplicant ? 'person' : 'staff',
    role: byApplicant ? null : (roleFor(current.to) ?? null),
    unitId: current.unitId,
    area: current.area,
    requestKey: wish.requestKey,
    effects: to === 'approved' ? [...effects] : [],
    payload: { opinion: wish.opinion },
    intention,
  });
  const now = await project(models, service, row._id, dueOf);
  if (['rejected', 'refused', 'withdrawn'].includes(step.to)) await releaseGuards(models.guards, row._id, false);
  return { row: now, step };
}
