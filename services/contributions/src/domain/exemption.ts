import { item, type TreatyExemptionInput } from '@wangting/contracts/contributions/treaty-exemption';
import { country } from '@wangting/contracts/dictionaries/country';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { insuranceKind } from '@wangting/contracts/dictionaries/insurance';
import { agreementAt, unemploymentExempt, type Agreement } from '@wangting/contracts/policies/agreements';
import { addDays, addMonthsToDay, daysBetween } from '@wangting/contracts/standards/day';
import { dayOf } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import type { Exemption } from '../models/decision.ts';

const words = item.messages as Record<string, string>;
const say = (name: string, values: Record<string, string> = {}): string =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '—');

/** Who the person is, as far as an exemption asks. */
export interface Foreigner {
  nationality: string;
  /** Insured in this unit now. */
  insured: boolean;
}

/** Every rule of item 20 that needs no question: refuses with the item's sentence and the field. */
export function judgeExemption(values: TreatyExemptionInput, person: Foreigner, earlier: readonly Exemption[]): void {
  if (person.nationality === 'CHN' || !person.nationality) throw refuse(say('onlyForeigners'), 'personNo');
  if (!person.insured) throw refuse(say('notInsured'), 'personNo');
  if (person.nationality !== values.country) throw refuse(say('otherCountry'), 'country');
  const agreement = agreementAt(values.country, values.from);
  const called = agreement?.value.name ?? labelOf(country, values.country);
  if (!agreement) throw refuse(say('noAgreement', { country: called }), 'country');
  for (const insurance of values.insurances) {
    // 工伤保险 is in no agreement (policy §11.1).
    const covered = insurance === '210' && unemploymentExempt(values.country, values.personKind, values.from);
    if (!covered) throw refuse(say('notCovered', { country: called, insurance: labelOf(insuranceKind, insurance) }), 'insurances');
  }
  judgeLength(values, agreement.value, earlier);
  if (earlier.some((row) => row.valid && row.from <= values.to && values.from <= row.to)) throw refuse(say('overlap'), 'from');
}

/** The first posting by its own limit; after it the total of all records of that country, whichever unit they were in (policy §11.1). */
function judgeLength(
  { country: of, personKind, from, to }: TreatyExemptionInput,
  agreement: Agreement,
  earlier: readonly Exemption[],
): void {
  const { name, firstMonths, totalMonths, unlimited } = agreement;
  if (unlimited.includes(personKind)) return;
  const counted = earlier.filter((row) => row.valid && row.country === of && !unlimited.includes(row.personKind));
  if (counted.length === 0 || totalMonths === null) {
    if (firstMonths !== null && to > endOf(from, firstMonths)) throw refuse(say('tooLong', { n: String(firstMonths) }), 'to');
    return;
  }
  const spent = counted.map(lengthOf);
  const months = spent.reduce((sum, one) => sum + one.months, 0);
  const days = spent.reduce((sum, one) => sum + one.days, 0);
  const used = `${months}个月${days > 0 ? `零${days}天` : ''}`;
  if (to > addDays(endOf(from, totalMonths - months), -days))
    throw refuse(say('tooLongAltogether', { country: name, n: String(totalMonths), used }), 'to');
}
/** The last day of so many months that begin on a day. */
const endOf = (from: string, months: number): string => addDays(addMonthsToDay(from, months), -1);
/** Whole months of a record, and the days that are left. */
function lengthOf({ from, to }: Pick<Exemption, 'from' | 'to'>): { months: number; days: number } {
  let months = 0;
  while (endOf(from, months + 1) <= to) months += 1;
  return { months, days: daysBetween(endOf(from, months), to) };
}

/** An exemption as lists show it. */
export const shownOf = ({ country: of, at, insurances, from, to, valid }: Exemption) => {
  const flag = (yes: boolean): '1' | '0' => (yes ? '1' : '0');
  return {
    country: of,
    at: dayOf(at),
    unemployment: flag(insurances.includes('210')),
    injury: flag(insurances.includes('410')),
    from,
    to,
    valid: flag(valid),
  };
};
