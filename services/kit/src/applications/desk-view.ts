import { STATUSES, STEP_ACTIONS, availableActions, isOpen, roleFor, type Seat } from '@wangting/contracts/application';
import type { ApplicationRow, ApplicationView, Material } from '@wangting/contracts/applications';
import { HATS, STAFF_ROLES, applicantOf, holderOf, servesArea, type Caller, type StaffRole } from '@wangting/contracts/caller';
import { headOf, itemScope } from '@wangting/contracts/catalogue';
import { HallError } from '../errors.ts';
import { payloadOf } from './append.ts';
import { resultIn, submittedPayload, type Effect } from './effects.ts';
import type { EffectRow, MaterialRow, Models, Row, Step } from './models.ts';

/** Unit names for rows: each owner knows them (its own, or its reference copy). */
export type UnitNames = (ids: string[]) => Promise<Map<string, { name: string; unitNo: string | null }>>;

export async function rowsOf(rows: readonly Row[], names: UnitNames): Promise<ApplicationRow[]> {
  const units = await names([...new Set(rows.map((row) => row.unitId))].filter((id) => !holderOf(id)));
  return rows.map((row) => {
    const head = headOf(row.itemId);
    const unit = units.get(row.unitId);
    return {
      applicationId: row._id,
      owner: head.owner,
      itemId: row.itemId,
      itemName: head.name,
      serialNo: row.serialNo,
      status: row.status,
      seq: row.seq,
      unitId: row.unitId,
      unitName: unit?.name ?? (holderOf(row.unitId) ? HATS.individual : '—'),
      unitNo: unit?.unitNo ?? null,
      subject: row.subject,
      area: row.area,
      submittedAt: row.submittedAt,
      decidedAt: row.decidedAt,
      due: row.due,
      updatedAt: row.updatedAt,
      opinion: row.opinion,
      assignee: row.assignee,
      failure: row.failure ?? null,
    };
  });
}

const rolesOf = (caller: Caller): StaffRole[] =>
  (Object.keys(STAFF_ROLES) as StaffRole[]).filter((role) => caller.scopes.includes(`staff.${role}`));

/**
 * From which side somebody looks. Who has no business with the case gets NOT_FOUND, as if it were not there:
 * the unit (under 个人 the person) itself with the item's scope, or staff of the area with a reviewing role.
 */
export function seatOf(caller: Caller, row: Pick<Row, 'unitId' | 'area' | 'itemId'>): Seat {
  if (caller.kind === 'person' && applicantOf(caller) === row.unitId && caller.scopes.includes(itemScope(row.itemId)))
    return { side: 'applicant', id: caller.id };
  const roles = rolesOf(caller);
  if (
    caller.kind === 'staff' &&
    servesArea(caller.areas, row.area) &&
    roles.some((role) => ['intake', 'first', 'second', 'third'].includes(role))
  )
    return { side: 'staff', id: caller.id, roles };
  throw new HallError('NOT_FOUND');
}

export const materialOf = (row: MaterialRow): Material => ({
  id: row._id,
  slot: row.slot,
  fileId: row.fileId,
  name: row.name,
  size: row.size,
  type: row.type,
  at: row.at,
});
export const materialsOf = async (models: Models, applicationId: string): Promise<Material[]> =>
  (await models.materials.find({ applicationId }).sort({ slot: 1, at: 1 }).lean<MaterialRow[]>()).map(materialOf);

const roleWord = (step: Step): string =>
  step.actorKind === 'staff' ? (STAFF_ROLES[step.role as StaffRole] ?? '经办机构') : step.actorKind === 'service' ? '系统' : '申请人';

/** The whole case as this reader may see it. */
export async function viewOf(
  models: Models,
  row: Row,
  seat: Seat,
  names: UnitNames,
  effects: ReadonlyMap<string, Effect>,
  undoable: boolean,
): Promise<ApplicationView> {
  const [steps, materials, effectRows, payload] = await Promise.all([
    models.steps.find({ applicationId: row._id }).sort({ seq: 1 }).lean<Step[]>(),
    materialsOf(models, row._id),
    models.effects.find({ applicationId: row._id }).lean<EffectRow[]>(),
    submittedPayload(models, { applicationId: row._id }),
  ]);
  // A decision that was given up owes nothing and brought nothing; right after it could not be carried out one sees where it stopped.
  const decided = row.status === 'approved' || row.status === 'void';
  const owing = decided || steps.at(-1)?.action === 'fail' ? steps.filter((step) => step.effects.length) : [];
  const [view] = await rowsOf([row], names);
  return {
    row: view as ApplicationRow,
    values: payload.values ?? {},
    shows: payload.shows ?? {},
    flags: payload.flags ?? [],
    materials,
    timeline: steps.map((step) => ({
      seq: step.seq,
      action: step.action,
      to: step.to,
      at: step.at,
      by: roleWord(step),
      opinion: payloadOf(step).opinion || undefined,
    })),
    effects: [...new Set(owing.flatMap((step) => step.effects))].map((name) => {
      const seq = owing.findLast((step) => step.effects.includes(name))?.seq ?? 0;
      const found = effectRows.find((effect) => effect.name === name && (effect.seq ?? seq) >= seq);
      return { name, title: effects.get(name)?.title ?? name, state: found?.state ?? 'pending', note: found?.note || undefined };
    }),
    actions: availableActions(seat, {
      status: row.status,
      levels: row.levels,
      assignee: row.assignee,
      actors: row.actors,
      mayUndo: undoable,
    }),
    result: decided ? resultIn(effectRows) : {},
  };
}

/** What happens next, in words, for the page after a step. */
export function nextWords(row: Pick<Row, 'status' | 'due' | 'failure'>): string {
  if (row.failure && isOpen(row.status))
    return `未能当场办结：${row.failure.replace(/。$/, '')}。已转经办机构处理，申请内容已保存，请勿重复提交，可在“我的办件”查看进度。`;
  const until = row.due ? `，承诺 ${row.due} 前办结` : '';
  const role = roleFor(row.status);
  if (row.status === 'approved') return '已审核通过，正在执行，完成后即办结，请勿重复提交，可在“我的办件”查看进度。';
  if (row.status === 'correcting') return '请按补正意见修改后重新提交。';
  if (role) return `等待经办机构${STAFF_ROLES[role]}${until}，可在“我的办件”查看进度。`;
  return `${STATUSES[row.status].label}。`;
}
export const wordOfStep = (action: keyof typeof STEP_ACTIONS): string => STEP_ACTIONS[action];
