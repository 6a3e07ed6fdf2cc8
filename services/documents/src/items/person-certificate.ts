import type { z } from 'zod';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { unitType } from '@wangting/contracts/dictionaries/unit';
import { item, periodIssues, type PersonCertificateInput } from '@wangting/contracts/documents/person-certificate';
import { print, query, type CertificateRow } from '@wangting/contracts/documents/person-certificate-print';
import { maskId, maskName } from '@wangting/contracts/standards/masking';
import { fenToYuan } from '@wangting/contracts/standards/money';
import { addMonths, periodLabel } from '@wangting/contracts/standards/period';
import { ruleContext } from '@wangting/kit/applications/actions';
import type { RuleContext } from '@wangting/kit/applications/rules';
import { thisMonth, today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { checkOf, maskUnitName } from '../holder.ts';
import { INSURANCES, insuranceName } from '../insurances.ts';
import { insuredPeople, isRegistered, lookPerson, personOf, unitHeadOf, type Insured, type Unit } from '../people.ts';
import { definePrint } from '../print-item.ts';
import { agencyOf, placeOf } from '../sealing.ts';
import { unitNow } from '../units.ts';

interface Wanted {
  personNos: string[];
  from: string;
  to: string;
  whole: boolean;
  /** A certificate of today: tomorrow more may have been paid. */
  on: string;
}
type Values = z.infer<typeof PersonCertificateInput>;
const said = (name: keyof typeof item.messages): string => item.messages[name] ?? '';

function want({ personNos, fromMonth, toMonth, whole }: Values): Wanted {
  const issues = periodIssues({ fromMonth, toMonth });
  if (toMonth > thisMonth()) issues.push({ path: 'toMonth', message: said('periodAhead') });
  if (issues.length) throw new HallError('INPUT_INVALID', { issues });
  return { personNos: [...new Set(personNos)].sort(), from: fromMonth, to: toMonth, whole: whole === '1', on: today() };
}

/** The people named, each found within the unit, with the months that were paid in full. */
async function peopleOf(request: RuleContext, { personNos, from, to }: Wanted): Promise<{ unit: Unit; people: Insured[] }> {
  const { ctx, unitId, caller } = request;
  const [{ unit }, cards] = await Promise.all([
    unitNow(ctx, unitId),
    Promise.all(personNos.map((personNo) => personOf(request, personNo))),
  ]);
  const ids = cards.flatMap((card) => card?.personId ?? []);
  if (ids.length < personNos.length) throw refuse(said('noPerson'), 'personNos');
  const people = await insuredPeople(ctx, { unitId, ids, what: item.id, by: caller.id, months: { from, to } });
  if (!people) throw refuse(said('noLedger'));
  return { unit, people: people.map((one) => ({ ...one, months: one.months.filter(({ state }) => state === '1') })) };
}

type Months = Insured['months'];
const total = (months: Months, of: (month: Months[number]) => number): string =>
  fenToYuan(months.reduce((sum, month) => sum + of(month), 0));
const sums = (months: Months) => ({
  unit: total(months, ({ paid }) => paid.unit),
  person: total(months, ({ paid }) => paid.person),
  base: total(months, ({ base }) => base),
  count: months.length,
});
/** 1-3,5: months of a year as ranges. */
function ranges(months: Months): string {
  const numbers = months.map(({ month }) => Number(month.slice(4))).sort((a, b) => a - b);
  const parts: [number, number][] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}
function rowsOf(unit: Unit, { facts, enrolments, months }: Insured): CertificateRow[] {
  return INSURANCES.flatMap((insurance) => {
    const own = months.filter((month) => month.insurance === insurance);
    const insured = enrolments.some((row) => row.insurance === insurance && row.state === '1');
    return [...Map.groupBy(own, ({ month }) => month.slice(0, 4))].map(([year, inYear]) => ({
      personNo: facts.personNo,
      name: facts.name,
      insurance: insuranceName(insurance),
      state: insured ? '正常参保' : '停保',
      unitName: unit.name,
      unitNo: unit.unitNo ?? '',
      ...sums(inYear),
      year,
      months: ranges(inYear),
      agency: agencyOf(unit.area),
      area: placeOf(unit.area),
    }));
  });
}
function rosterOf({ facts, months }: Insured, whole: boolean) {
  return INSURANCES.flatMap((insurance) => {
    const own = months.filter((month) => month.insurance === insurance);
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) return [];
    return {
      name: facts.name,
      id: whole ? facts.idNumber : maskId(facts.idNumber),
      insurance: insuranceName(insurance),
      period: `${periodLabel(first.month)}至${periodLabel(last.month)}`,
      count: own.length,
    };
  });
}

/** 11 单位人员参保证明打印. */
export const rules = definePrint<typeof PersonCertificateInput, Wanted>({
  item,
  print,
  want,
  lookups: { personNo: lookPerson },
  async open({ ctx, unitId }) {
    const { unit, asOf } = await unitNow(ctx, unitId);
    const allowed = isRegistered(unit);
    return {
      allowed,
      ...(allowed ? {} : { reason: said('notRegistered') }),
      shows: { unitNo: unit.unitNo ?? '', unitName: unit.name, unitType: labelOf(unitType, unit.unitType), asOf },
      values: { fromMonth: addMonths(thisMonth(), -11), toMonth: thisMonth() },
    };
  },
  async paper(request, wanted) {
    const { unit, people } = await peopleOf(request, wanted);
    const months = people.flatMap((person) => person.months);
    if (months.length === 0) throw refuse(said('noPayment'), 'personNos');
    const single = people.length === 1 ? people[0] : undefined;
    return {
      kind: 'person-certificate',
      itemId: item.id,
      unitId: unit.unitId,
      area: unit.area,
      holder: single ? maskName(single.facts.name) : maskUnitName(unit.name),
      check: checkOf(unit),
      data: {
        unit: unitHeadOf(unit),
        period: { from: wanted.from, to: wanted.to },
        person: single ? { name: single.facts.name, socialNo: single.facts.idNumber, personNo: single.facts.personNo } : null,
        rows: single ? rowsOf(unit, single).map(({ personNo: _personNo, name: _name, ...row }) => row) : [],
        roster: single ? [] : people.flatMap((person) => rosterOf(person, wanted.whole)),
        totals: INSURANCES.flatMap((insurance) => {
          const own = months.filter((month) => month.insurance === insurance);
          return own.length ? [{ insurance: insuranceName(insurance), ...sums(own) }] : [];
        }),
      },
    };
  },
});
const queryAction = implement(query, async (request) => {
  const { unit, people } = await peopleOf(ruleContext(request), want(request.input));
  const rows = people.flatMap((person) => rowsOf(unit, person));
  if (rows.length === 0) throw refuse(said('noPayment'), 'personNos');
  return { rows };
});
export const handlers = [queryAction] as unknown as Implemented[];
