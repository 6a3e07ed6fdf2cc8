import { limits } from '@wangting/contracts/contributions/limits';
import { baseLimits } from '@wangting/contracts/policies/base-limits';
import { implement } from '@wangting/kit/implement';

/** 缴费基数上下限 as contributions would say them: the first values of the contract, in version 1. A test counts the questions, or lets nobody be there. */
export const policy = { asked: 0, away: false };
export const limitsAnswer = () =>
  implement(limits, async ({ input: { months } }) => {
    policy.asked += 1;
    if (policy.away) throw Object.assign(new Error('nobody there'), { type: 'SERVICE_NOT_AVAILABLE' });
    const valueOf = (month: string) => baseLimits.rows.find(({ from, to }) => from <= month && (to === null || month <= to))?.value ?? null;
    return { version: 'base-limits:1', answers: months.map((month) => ({ month, limits: valueOf(month) })) };
  });
