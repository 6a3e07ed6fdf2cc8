import { item, type TreatyExemptionInput } from '@wangting/contracts/contributions/treaty-exemption';
import { country } from '@wangting/contracts/dictionaries/country';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { insuranceKind } from '@wangting/contracts/dictionaries/insurance';
import { agreementAt, unemploymentExempt } from '@wangting/contracts/policies/agreements';
import { addDays, addMonthsToDay } from '@wangting/contracts/standards/day';
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
  const { firstMonths, totalMonths } = agreement.value;
  const isFirst = !earlier.some((row) => row.valid && row.country === values.country);
  const most = isFirst ? firstMonths : (totalMonths ?? firstMonths);
  if (most !== null && values.to > addDays(addMonthsToDay(values.from, most), -1)) throw refuse(say('tooLong', { n: String(most) }), 'to');
  if (earlier.some((row) => row.valid && row.from <= values.to && values.from <= row.to)) throw refuse(say('overlap'), 'from');
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
