import { z } from 'zod';
import { addDays, daysBetween } from '../standards/day.ts';
import { shareOf } from '../standards/money.ts';
import { lastDayOf } from '../standards/period.ts';
import { Ppm, type PolicyTable } from './policy.ts';

/** 滞纳金 (policy §3.3): simple, on the arrears only, borne by the unit alone. */
export const LateFee = z.strictObject({ ratePpmPerDay: Ppm, capAtPrincipal: z.boolean() });
export type LateFee = z.infer<typeof LateFee>;

export const lateFee: PolicyTable<LateFee> = {
  name: 'late-fee',
  title: '滞纳金',
  keyDate: '欠缴之日',
  by: 'day',
  value: LateFee,
  rows: [
    {
      from: '1999-01-22',
      to: '2011-06-30',
      value: { ratePpmPerDay: 2_000, capAtPrincipal: true },
      source: '社会保险费征缴暂行条例第十三条（千分之二）',
      state: 'unverified',
      note: '旧标准按记忆，未核实',
    },
    {
      from: '2011-07-01',
      to: null,
      value: { ratePpmPerDay: 500, capAtPrincipal: true },
      source: '社会保险法第八十六条（万分之五）',
      state: 'checked',
      note: '以本金为限未核实',
    },
  ],
};

/** 欠缴之日: the day after the due date, the last day of the month (unverified). It chooses the rate. */
export const arrearsFrom = (period: string): string => addDays(lastDayOf(period), 1);
/** Days of arrears: the first is the day after the due date (the last day of the month, unverified), the last the day of payment. */
export const arrearsDays = (period: string, paidOn: string): number => Math.max(0, daysBetween(lastDayOf(period), paidOn));

export function lateFeeOf(arrearsFen: number, days: number, { ratePpmPerDay, capAtPrincipal }: LateFee): number {
  const fee = shareOf(arrearsFen, ratePpmPerDay * days, 1_000_000);
  return capAtPrincipal ? Math.min(fee, arrearsFen) : fee;
}
