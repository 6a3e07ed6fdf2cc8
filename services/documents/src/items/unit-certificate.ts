import type { z } from 'zod';
import { history } from '@wangting/contracts/contributions/questions';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { dueState } from '@wangting/contracts/dictionaries/dues';
import { unitStatus, unitType } from '@wangting/contracts/dictionaries/unit';
import { areaPath } from '@wangting/contracts/dictionaries/area';
import {
  CERTIFIED,
  DEFAULT_MONTHS,
  item,
  periodIssues,
  type CertifiedInsurance,
  type UnitCertificateInput,
} from '@wangting/contracts/documents/unit-certificate';
import { print } from '@wangting/contracts/documents/unit-certificate-print';
import { headcount } from '@wangting/contracts/persons/questions';
import { fenToYuan } from '@wangting/contracts/standards/money';
import { addMonths, periodLabel } from '@wangting/contracts/standards/period';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import { ask } from '@wangting/kit/call';
import { dayOf, thisMonth } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { checkOf, maskUnitName } from '../holder.ts';
import { definePrint } from '../print-item.ts';
import { agencyOf } from '../sealing.ts';
import { unitNow } from '../units.ts';

type Unit = z.infer<typeof UnitFacts>;
interface Wanted {
  insurance: CertifiedInsurance | 'all';
  from: string;
  to: string;
}

/** 参保状态 of a unit's insurance in the words of the certificate. */
const STATES: Record<'1' | '2' | '3', string> = { '1': '正常参保', '2': '暂停', '3': '注销' };
const nameOfInsurance = (code: string): string => CERTIFIED[code as CertifiedInsurance] ?? code;
const messageOf = (name: string, data: Record<string, string> = {}): string =>
  (item.messages[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => data[key] ?? '');

const isRegistered = (unit: Unit): boolean => unit.unitNo !== null && unit.state !== '0';

/** The default period, and the refusals that need today's month. */
function want({ insurance, fromMonth, toMonth }: z.infer<typeof UnitCertificateInput>): Wanted {
  const now = thisMonth();
  const to = toMonth ?? now;
  const from = fromMonth ?? addMonths(to, 1 - DEFAULT_MONTHS);
  const issues = periodIssues({ fromMonth: from, toMonth: to });
  if (to > now) issues.push({ path: 'toMonth', message: messageOf('periodAhead') });
  if (issues.length) throw new HallError('INPUT_INVALID', { issues });
  return { insurance, from, to };
}

/** Which of the unit's insurances the certificate is about; refuses with the item's own sentence. */
function insurancesOf(unit: Unit, wanted: Wanted['insurance']): Unit['insurances'] {
  if (!isRegistered(unit)) throw refuse(messageOf('notRegistered'));
  const found = unit.insurances.filter(({ insurance }) => wanted === 'all' || insurance === wanted);
  if (found.length) return found;
  const names = wanted === 'all' ? Object.values(CERTIFIED).join('、') : CERTIFIED[wanted];
  throw refuse(messageOf('notInsured', { insurance: names }), 'insurance');
}

/** A month in which money only goes back has nothing unpaid. */
const stateName = ({ state, due }: Months['months'][number]): string => (state === '0' && due < 0 ? '待退费' : labelOf(dueState, state));

type Months = z.infer<(typeof history)['output']>;
function monthsOf({ available, months }: Months, insurances: Unit['insurances']) {
  if (!available) return { available: false as const };
  const wanted = months.filter(({ insurance }) => insurances.some((one) => one.insurance === insurance));
  const inArrears = new Set(wanted.filter(({ owed }) => owed > 0).map(({ month }) => month)).size;
  return {
    available: true as const,
    arrears: inArrears ? `欠费${inArrears}个月` : '无欠费',
    rows: wanted.map((row) => ({
      month: periodLabel(row.month),
      insurance: nameOfInsurance(row.insurance),
      people: row.people,
      due: fenToYuan(row.due),
      paid: fenToYuan(row.paid),
      state: stateName(row),
    })),
  };
}

/** 10 单位参保证明打印. */
export const rules = definePrint<typeof UnitCertificateInput, Wanted>({
  item,
  print,
  want,
  async open({ ctx, unitId }) {
    const { unit, asOf } = await unitNow(ctx, unitId);
    const allowed = isRegistered(unit);
    return {
      allowed,
      ...(allowed ? {} : { reason: messageOf('notRegistered') }),
      shows: {
        unitNo: unit.unitNo ?? '',
        unitName: unit.name,
        unitType: labelOf(unitType, unit.unitType),
        creditCode: unit.creditCode,
        unitState: labelOf(unitStatus, unit.state),
        area: areaPath(unit.area),
        agency: agencyOf(unit.area),
        asOf,
        insurances: unit.insurances.map((one) => ({ ...one, name: nameOfInsurance(one.insurance), stateName: STATES[one.state] })),
      },
      values: { insurance: 'all', fromMonth: addMonths(thisMonth(), 1 - DEFAULT_MONTHS), toMonth: thisMonth() },
    };
  },
  async paper({ ctx, unitId, caller }, { insurance, from, to }) {
    const { unit, asOf } = await unitNow(ctx, unitId);
    const insurances = insurancesOf(unit, insurance);
    const onBehalfOf = caller.id;
    // An answer that is missing is SERVICE_AWAY: a certificate says what is known or is not issued.
    const [{ counts }, months] = await Promise.all([
      ask(ctx, 'documents', headcount, { unitId }, { onBehalfOf }),
      ask(ctx, 'documents', history, { unitId, from, to }, { onBehalfOf }),
    ]);
    return {
      kind: 'unit-certificate',
      itemId: item.id,
      unitId,
      area: unit.area,
      holder: maskUnitName(unit.name),
      check: checkOf(unit),
      data: {
        unit: {
          name: unit.name,
          creditCode: unit.creditCode,
          unitNo: unit.unitNo,
          type: labelOf(unitType, unit.unitType),
          area: areaPath(unit.area),
          state: labelOf(unitStatus, unit.state),
        },
        asOf: dayOf(asOf),
        insurances: insurances.map((one) => ({
          name: nameOfInsurance(one.insurance),
          from: one.from,
          state: STATES[one.state],
          people: counts[one.insurance],
        })),
        period: { from, to },
        history: monthsOf(months, insurances),
      },
    };
  },
});
