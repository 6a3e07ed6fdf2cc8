import { thisMonth } from '@wangting/kit/clock';

/** 欠费 is not stored: it is 未缴 after the month is over. A sum of nothing but refunds is never in arrears. */
export const stateSaid = (state: string, period: string, total: number): string =>
  state === '0' && total > 0 && period < thisMonth() ? '2' : state;

/** The stored rows a 缴费标志 means, as a filter on state and period within a span. Undefined: no month of the span can have it. */
export function stateAsked(
  state: string | undefined,
  span: { $gte: string; $lte: string },
): { state?: string; period: { $gte: string; $lte: string } } | undefined {
  if (state !== '0' && state !== '2') return { ...(state ? { state } : {}), period: span };
  const now = thisMonth();
  const period =
    state === '2'
      ? { $gte: span.$gte, $lte: span.$lte < now ? span.$lte : before(now) }
      : { $gte: span.$gte > now ? span.$gte : now, $lte: span.$lte };
  return period.$gte > period.$lte ? undefined : { state: '0', period };
}
const before = (period: string): string => (period.endsWith('01') ? `${Number(period.slice(0, 4)) - 1}12` : String(Number(period) - 1));
