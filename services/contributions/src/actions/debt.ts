import { debt } from '@wangting/contracts/contributions/questions';
import { implement } from '@wangting/kit/implement';
import { unreckonedOf } from '../domain/unreckoned.ts';
import { SumModel, type Sum } from '../models/sum.ts';

/**
 * 未缴 and 缓缴 of a unit over all its groups, by the index of the unit: some dozens a year. What is owed back to it pays for nothing here.
 * Beside it the months that are still to be billed: nothing is owed for them yet, and something will be.
 */
export const debtAction = implement(debt, async ({ input: { unitId } }) => {
  const sums = await SumModel.find({ unitId }).select({ period: 1, states: 1 }).lean<Pick<Sum, 'period' | 'states'>[]>();
  const unpaid = ({ states }: Pick<Sum, 'states'>) =>
    ['0', '3'].reduce((total, state) => total + (states[state]?.unit ?? 0) + (states[state]?.person ?? 0), 0);
  const owing = sums.filter((sum) => unpaid(sum) > 0);
  return {
    owed: owing.reduce((total, sum) => total + unpaid(sum), 0),
    months: [...new Set(owing.map(({ period }) => period))].sort(),
    unbilled: await unreckonedOf(unitId),
  };
});
