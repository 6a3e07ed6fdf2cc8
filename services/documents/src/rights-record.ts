import { INSURANCES, insuranceName } from './insurances.ts';
import { item } from '@wangting/contracts/documents/rights-record';
import { maskName } from '@wangting/contracts/standards/masking';
import { fenToYuan } from '@wangting/contracts/standards/money';
import { periodsOfYear } from '@wangting/contracts/standards/period';
import { thisMonth, today } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import { checkOf } from './holder.ts';
import type { Paper } from './issue.ts';
import { sexName, unitHeadOf, type Insured, type Unit } from './people.ts';

/** A sentence of the item. */
export const said = (name: keyof typeof item.messages, year = ''): string => (item.messages[name] ?? '').replace('{year}', year);

/** The months a record of this year is about: the current year up to this month. */
export function recordMonths(year: string): { from: string; to: string } {
  const now = thisMonth();
  return { from: `${year}01`, to: `${year}12` < now ? `${year}12` : now };
}

type Months = Insured['months'];
const sum = (months: Months, of: (month: Months[number]) => number): number => months.reduce((total, month) => total + of(month), 0);
/** What stands in a cell when it was not paid. */
const UNPAID: Record<string, string> = { '0': '未缴', '2': '欠', '3': '缓缴', '5': '核销' };
/** 欠 stands where something is owed, whatever it nets to with what goes back. */
const amount = (month: Months[number], part: 'unit' | 'person'): string => {
  if (month.owed[part] > 0) return '欠';
  if (month[part] === 0 && month.paid[part] === 0) return '0.00';
  if (month.state === '0' && month[part] < 0) return '待退费';
  return UNPAID[month.state] ?? fenToYuan(month.paid[part]);
};

function yearOf(months: Months, year: string) {
  const by = new Map(months.map((month) => [month.month, month]));
  // Only what arrived is added up: a base that was not paid on is no right yet.
  const paid = months.filter(({ state }) => state === '1' || state === '4');
  return {
    cells: periodsOfYear(Number(year)).map((period) => {
      const month = by.get(period);
      if (!month) return { base: '', unit: '', person: '' };
      return { base: fenToYuan(month.base), unit: amount(month, 'unit'), person: amount(month, 'person') };
    }),
    total: {
      months: months.filter(({ state }) => state === '1').length,
      base: fenToYuan(sum(paid, ({ base }) => base)),
      unit: fenToYuan(sum(paid, (month) => month.paid.unit)),
      person: fenToYuan(sum(paid, (month) => month.paid.person)),
    },
  };
}

/** 个人权益记录单 (documents.md 11) of one person in one year. Refuses who has nothing in that year. */
export function recordPaper(unit: Unit, { facts, enrolments, months, paidMonths }: Insured, year: string): Paper {
  const own = months.filter(({ month }) => month.startsWith(year));
  if (own.length === 0) throw refuse(said('noPayment', year), 'year');
  return {
    kind: 'rights-record',
    itemId: item.id,
    unitId: unit.unitId,
    area: unit.area,
    holder: maskName(facts.name),
    check: checkOf(unit),
    data: {
      unit: unitHeadOf(unit),
      year,
      asOf: today(),
      person: { name: facts.name, sex: sexName(facts.sex), socialNo: facts.idNumber, personNo: facts.personNo },
      enrolments: INSURANCES.flatMap((insurance) => {
        const rows = enrolments.filter((row) => row.insurance === insurance).toSorted((a, b) => (a.from < b.from ? -1 : 1));
        const [first, last] = [rows[0], rows.at(-1)];
        if (!first || !last) return [];
        const state = last.state === '1' ? '正常参保' : '停保';
        return [{ insurance: insuranceName(insurance), first: first.from, from: last.from, state, months: paidMonths[insurance] ?? 0 }];
      }),
      months: INSURANCES.flatMap((insurance) => {
        const of = own.filter((month) => month.insurance === insurance);
        return of.length ? [{ insurance: insuranceName(insurance), ...yearOf(of, year) }] : [];
      }),
      // Nobody answers for paid benefits yet: the table is left out rather than shown as empty.
      benefits: [],
    },
  };
}
