import { maskId } from '@wangting/contracts/standards/masking';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import { ruleContext } from '@wangting/kit/applications/actions';
import type { Row } from '@wangting/kit/applications/models';
import type { RuleContext } from '@wangting/kit/applications/rules';
import { isoOf, msOf } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import type { Request } from '@wangting/kit/implement';
import { applications } from '../applications.ts';
import { aboutOf } from '../domain/about.ts';
import type { Person } from '../models/person.ts';
import { unitOf } from '../units.ts';

const CHINA_MS = 8 * 3_600_000;
/** 2024-04-01 10:05 in China. */
const minuteOf = (iso: string): string =>
  isoOf(msOf(iso) + CHINA_MS)
    .slice(0, 16)
    .replace('T', ' ');

/** The case whose paper is wanted, of the caller's own unit; before its decision and after 撤销 there is none. */
export async function printed(
  request: Request<{ applicationId: string }>,
  itemId: string,
): Promise<{ context: RuleContext; row: Row; unit: UnitFacts }> {
  const context = ruleContext(request);
  const row = await applications.models.rows.findById(request.input.applicationId).lean<Row>();
  if (!row || row.unitId !== context.unitId || row.itemId !== itemId) throw new HallError('NOT_FOUND');
  if (row.status !== 'approved') throw nothingYet(row);
  return { context, row, unit: await unitOf(context.ctx, context.unitId) };
}
/** Decided, but what is to be printed did not take effect (yet). */
export const nothingYet = (row: Row): HallError => new HallError('STEP_NOT_POSSIBLE', { current: row.status, seq: row.seq });

/** What every receipt of a case begins with. */
export const headOf = (row: Row, unit: UnitFacts) => ({
  unit: { name: unit.name, creditCode: unit.creditCode, unitNo: unit.unitNo ?? '' },
  handledAt: minuteOf(row.decidedAt ?? row.updatedAt),
});
/** And what documents needs to know of the case. */
export const caseOf = (row: Row) => ({
  applicationId: row._id,
  serialNo: row.serialNo,
  itemId: row.itemId,
  unitId: row.unitId,
  area: row.area,
});
export function personOf(person: Person) {
  const { name, idNumber } = aboutOf(person);
  return { personNo: person.personNo, name, idMasked: maskId(idNumber) };
}
