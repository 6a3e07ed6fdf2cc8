import { thisMonth } from '@wangting/kit/clock';

/** 欠费 is not stored: it is 未缴 after the month is over. A sum of nothing but refunds is never in arrears. */
export const stateSaid = (state: string, period: string, total: number): string =>
  state === '0' && total > 0 && period < thisMonth() ? '2' : state;

/** Dues that stand alike: one due, or what those of one kind and state add up to. */
export interface Standing {
  state: string;
  period: string;
  total: number;
}
/** 欠费: charged, unpaid, and its 费款所属期 is over. */
export const isOwed = ({ state, period, total }: Standing): boolean => stateSaid(state, period, total) === '2';
/** The money came, or went back. */
export const isSettled = ({ state }: { state: string }): boolean => state === '1' || state === '4';

/**
 * What the dues of a month say together. Never from what they net to: a refund that waits makes nothing unpaid, and one that is as much as an
 * unpaid due does not pay it. 2 欠费, 0 未缴 and 3 缓缴 of any due come first; 1 已实缴 when all of it arrived, 4 已退费 when all of it went back.
 */
export function stateTogether(dues: readonly Standing[]): string {
  const charged = dues.filter(({ total }) => total > 0).map(({ state, period, total }) => stateSaid(state, period, total));
  const unpaid = ['2', '0', '3', '5'].find((state) => charged.includes(state));
  if (unpaid) return unpaid;
  const here = dues.filter(isSettled).reduce((sum, { total }) => sum + total, 0);
  if (charged.length) return here > 0 ? '1' : '4';
  const back = dues.filter(({ total }) => total < 0);
  return back.length === 0 ? '1' : back.every(isSettled) ? '4' : '0';
}

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
