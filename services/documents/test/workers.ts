import type { PersonMonth } from '@wangting/contracts/contributions/questions';
import type { Worker } from './hall.ts';

const month = (period: string, insurance: string, state = '1'): PersonMonth => {
  const [unit, person] = insurance === '210' ? [2952, 1265] : [843, 0];
  return {
    month: period,
    insurance,
    base: 421_700,
    unit,
    person,
    paid: state === '1' ? { unit, person } : { unit: 0, person: 0 },
    owed: state === '2' ? { unit, person } : { unit: 0, person: 0 },
    state,
  };
};
/** A synthetic worker of a unit: paid from January to March and in May of 2025, in arrears for April. */
export function workerOf(unitId: string, n: number, over: Partial<Worker> = {}): Worker {
  const personId = `person-${String(n).padStart(6, '0')}-${unitId}`;
  const enrolment = (insurance: '210' | '410') => ({
    enrolmentId: `${personId}-${insurance}`,
    rev: 1,
    unitId,
    personId,
    insurance,
    identity: '101',
    from: '2024-11-01',
    to: null,
    state: '1' as const,
    declared: 421_700,
  });
  return {
    personId,
    personNo: `6110${String(n).padStart(8, '0')}`,
    name: '王示例',
    idNumber: '610113199001010019',
    enrolments: [enrolment('210'), enrolment('410')],
    months: ['202501', '202502', '202503', '202504', '202505'].flatMap((period) =>
      ['210', '410'].map((insurance) => month(period, insurance, period === '202504' ? '2' : '1')),
    ),
    ...over,
  };
}
