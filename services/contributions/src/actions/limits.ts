import { limits } from '@wangting/contracts/contributions/limits';
import type { BaseLimits } from '@wangting/contracts/policies/base-limits';
import { PolicyError, valueAt, type PolicyRow } from '@wangting/contracts/policies/policy';
import { implement } from '@wangting/kit/implement';
import { limitsInForce } from '../domain/policies.ts';

export const limitsAction = implement(limits, async ({ input: { months } }) => {
  const { rows, version } = await limitsInForce();
  return { version, answers: months.map((month) => ({ month, limits: limitsAt(rows, month) })) };
});
function limitsAt(rows: readonly PolicyRow<BaseLimits>[], month: string): BaseLimits | null {
  try {
    return valueAt(rows, month);
  } catch (error) {
    if (error instanceof PolicyError) return null;
    throw error;
  }
}
