import { z } from 'zod';
import { addMonths, periodOfDay } from '../standards/period.ts';
import type { PolicyTable } from './policy.ts';

/** Whether the month that contains 停保日期 is still billed (items.md 4, `stop_month_charged`). */
export const StopMonth = z.strictObject({ charged: z.boolean() });
export type StopMonth = z.infer<typeof StopMonth>;

export const stopMonth: PolicyTable<StopMonth> = {
  name: 'stop-month',
  title: '停保当月是否缴费',
  keyDate: '停保日期',
  by: 'day',
  value: StopMonth,
  rows: [
    {
      from: '1999-01-22',
      to: null,
      value: { charged: true },
      source: '【补】items 4：停保当月仍缴费，次月起停止',
      state: 'unverified',
    },
  ],
};

/** The last month billed of an insurance that stops: start and stop in one month are one billed month, whatever the parameter says. */
export function lastBilledMonth(from: string, to: string, { charged }: StopMonth): string {
  const last = charged ? periodOfDay(to) : addMonths(periodOfDay(to), -1);
  const first = periodOfDay(from);
  return last < first ? first : last;
}
