import { nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { sealJson } from '@wangting/kit/sealed';
import { ChangeModel, type Change, type Revoked } from '../models/change.ts';
import { UnitModel, type Unit, type UnitFactKind } from '../models/unit.ts';
import { comparable, differencesOf } from './differences.ts';

/** Who changes a unit, and why. */
export interface Intent {
  kind: UnitFactKind;
  /** Told with it: another 法人 is a change and other people. */
  also?: UnitFactKind;
  who: string;
  /** 法人, 联系人, 经办机构 … */
  hat?: string;
  /** 业务流水号 of a save that makes no application. */
  no?: string;
  note?: string;
  applicationId?: string;
  requestKey?: string;
  payloadHash?: string;
  revoke?: Revoked[];
}
export type UnitContent = Omit<Unit, '_id' | 'rev' | 'at' | 'pending' | 'untold' | 'filing' | 'unfiled'>;

const changeOf = (
  unitId: string,
  rev: number,
  at: string,
  { kind, who, hat, no, note, applicationId, requestKey, payloadHash, revoke = [] }: Intent,
  before: Record<string, unknown>,
  after: UnitContent,
): Change => ({
  _id: `${unitId}:${rev}`,
  unitId,
  rev,
  kind,
  who,
  at,
  differences: sealJson(differencesOf(before, comparable(after))),
  revoke,
  ...(hat ? { hat } : {}),
  ...(no ? { no } : {}),
  ...(note ? { note } : {}),
  ...(applicationId ? { applicationId } : {}),
  ...(requestKey ? { requestKey } : {}),
  ...(payloadHash ? { payloadHash } : {}),
});

/** Inserts a unit; undefined when its 统一社会信用代码 is there already. */
export async function createUnit(unitId: string, content: UnitContent, intent: Intent): Promise<Unit | undefined> {
  const at = nowIso();
  const unit: Unit = {
    ...content,
    _id: unitId,
    rev: 1,
    at,
    pending: true,
    untold: [intent.kind],
    filing: true,
    unfiled: [changeOf(unitId, 1, at, intent, {}, content)],
  };
  try {
    await UnitModel.create(unit);
    return unit;
  } catch (error) {
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
}

/** The only way a unit changes: compare-and-set on `rev`. Undefined when somebody was faster; nothing was written then. */
export async function changeUnit(unit: Unit, next: Partial<UnitContent>, intent: Intent): Promise<Unit | undefined> {
  const [rev, at] = [unit.rev + 1, nowIso()];
  // What is undefined is taken away: stored as null it would stand in a sparse index.
  const content = Object.fromEntries(Object.entries({ ...unit, ...next }).filter(([, value]) => value !== undefined)) as unknown as Unit;
  const changed: Unit = {
    ...content,
    rev,
    at,
    pending: true,
    untold: [...new Set([...(unit.pending ? unit.untold : []), ...(intent.also ? [intent.also] : []), intent.kind])],
    filing: true,
    unfiled: [...unit.unfiled, changeOf(unit._id, rev, at, intent, comparable(unit), content)],
  };
  const { matchedCount } = await UnitModel.replaceOne({ _id: unit._id, rev: unit.rev }, changed);
  return matchedCount ? changed : undefined;
}

/** The unit that must be there: of the login, or of a case that was decided. */
export async function ownUnit(unitId: string): Promise<Unit> {
  const unit = await unitById(unitId);
  if (!unit) throw new HallError('NOT_FOUND');
  return unit;
}
export const unitById = (unitId: string) => UnitModel.findById(unitId).lean<Unit>();

/** Has this application changed the unit already? Looked for in what is filed and in what is not yet. */
export const changedFor = async (unit: Unit, applicationId: string): Promise<boolean> =>
  unit.unfiled.some((one) => one.applicationId === applicationId) || Boolean(await ChangeModel.exists({ applicationId }));
