import { MAX_SPAN, MESSAGES } from '@wangting/contracts/contributions/due-views';
import { cards, find, type PersonCard } from '@wangting/contracts/persons/snapshots';
import { addMonths, monthsBetween } from '@wangting/contracts/standards/period';
import type { RuleContext } from '@wangting/kit/applications/rules';
import { ask } from '@wangting/kit/call';
import { thisMonth } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { unitOf } from '../hear.ts';

export interface PersonAsked {
  personNo?: string | undefined;
  socialNo?: string | undefined;
  name?: string | undefined;
  sex?: string | undefined;
}

/** 单位信息 of the login. */
export async function unitShows({ ctx, unitId }: RuleContext): Promise<Record<string, unknown>> {
  const unit = await unitOf(ctx, unitId);
  return { unitNo: unit.unitNo ?? '', unitName: unit.name, unitType: unit.unitType, creditCode: unit.creditCode };
}

/** The people a filter names, asked of persons within the own unit; undefined when it names nobody in particular. */
export async function askedPeople(
  { ctx, unitId }: RuleContext,
  { personNo, socialNo, name, sex }: PersonAsked,
): Promise<string[] | undefined> {
  if (!personNo && !socialNo && !name) {
    if (sex) throw refuse(MESSAGES.askPerson, 'personNo');
    return undefined;
  }
  const found = await ask(ctx, 'contributions', find, { unitId, personNo, idNumber: socialNo, name });
  const people = found.cards.filter((card) => !sex || card.sex === sex);
  if (people.length === 0) throw refuse(MESSAGES.noPerson, personNo ? 'personNo' : socialNo ? 'socialNo' : 'name');
  return people.map(({ personId }) => personId);
}

const NOBODY: Omit<PersonCard, 'personId'> = { personNo: '', name: '', socialNo: '', sex: '', idType: '', nationality: '' };
/** How the people of a page are named. A row of the unit as a whole, or of somebody persons no longer knows, stays blank. */
export async function named(
  { ctx, unitId }: RuleContext,
  ids: readonly (string | null)[],
): Promise<(personId: string | null) => Omit<PersonCard, 'personId'>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const found = wanted.length ? (await ask(ctx, 'contributions', cards, { unitId, ids: wanted })).cards : [];
  const byId = new Map(found.map(({ personId, ...card }) => [personId, card]));
  return (personId) => byId.get(personId ?? '') ?? NOBODY;
}

/** 所属期 asked for: the last twelve months when nothing is said, never more than two years. */
export function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }): { $gte: string; $lte: string } {
  const last = to ?? (from ? addMonths(from, 11) : thisMonth());
  const first = from ?? addMonths(last, -11);
  const apart = monthsBetween(first, last);
  if (apart < 0) throw invalid('from', MESSAGES.reversed);
  if (apart >= MAX_SPAN) throw invalid('to', MESSAGES.tooLong);
  return { $gte: first, $lte: last };
}
const invalid = (path: string, message: string) => new HallError('INPUT_INVALID', { issues: [{ path, message }] });
