import { after, type Seat } from '@wangting/contracts/application';
import { dayOf, today } from '../clock.ts';
import { HallError, refuse } from '../errors.ts';
import { append, lastStep, takenBefore } from './append.ts';
import { caseOf } from './effects.ts';
import { dropGuards, takeGuards } from './guards.ts';
import type { Models, Row, Step } from './models.ts';
import type { ItemRules, RuleContext } from './rules.ts';

export const TOO_LATE = '只能在办结当日撤销，请按变更业务办理或到经办机构办理';

/** Whether 撤销 is offered: the item knows how, rules alone decided, and it is still the day (in China) of the decision. */
export const mayUndo = (rules: Pick<ItemRules, 'undo'>, row: Pick<Row, 'status' | 'levels' | 'decidedAt'>): boolean =>
  Boolean(rules.undo && row.decidedAt && after(row.status, 'undo', row.levels) && dayOf(row.decidedAt) === today());

/**
 * 撤销: the applicant takes back what rules decided today. Like 提交 the order is key, rules, guards, and last the one insert that is the act;
 * its effects then take back what the first ones did.
 */
export async function takeUndo(
  models: Models,
  rules: ItemRules,
  seat: Seat,
  request: RuleContext,
  wish: { requestKey: string; applicationId: string; seenSeq: number; opinion: string },
): Promise<Step> {
  const intention = { step: 'undo', applicationId: wish.applicationId, opinion: wish.opinion };
  const repeated = await takenBefore(models, wish.requestKey, seat.id, intention);
  if (repeated) return repeated;
  if (seat.side !== 'applicant') throw new HallError('NOT_ALLOWED');
  const current = await lastStep(models, wish.applicationId);
  if (!current) throw new HallError('NOT_FOUND');
  if (current.seq !== wish.seenSeq) throw new HallError('STATE_CHANGED', { current: current.to, seq: current.seq });
  const to = after(current.to, 'undo', current.levels);
  if (!to || !rules.undo) throw new HallError('STEP_NOT_POSSIBLE', { current: current.to, seq: current.seq });
  if (dayOf(current.at) !== today()) throw refuse(TOO_LATE);
  if (current.due) throw refuse('办理结果尚未全部生效，请稍后再撤销');

  const of = await caseOf(models, current);
  const { guards } = await rules.undo.check(request, of);
  await takeGuards(models, guards, wish.applicationId, wish.requestKey);
  try {
    await rules.undo.check(request, of); // what became untrue before the guards were held
    const { step } = await append(models, {
      applicationId: wish.applicationId,
      seq: current.seq + 1,
      itemId: current.itemId,
      action: 'undo',
      from: current.to,
      to,
      levels: current.levels,
      actorId: seat.id,
      actorKind: 'person',
      role: null,
      unitId: current.unitId,
      area: current.area,
      requestKey: wish.requestKey,
      effects: rules.undo.effects.map(({ name }) => name),
      payload: { opinion: wish.opinion },
      intention,
    });
    return step;
  } catch (error) {
    if (!(await models.steps.exists({ requestKey: wish.requestKey }))) {
      await dropGuards(
        models.guards,
        guards.map(({ id }) => id),
        wish.requestKey,
      );
    }
    throw error;
  }
}
