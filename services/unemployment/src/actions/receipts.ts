import { receipts } from '@wangting/contracts/unemployment/questions';
import { thisMonth } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { ImportModel } from '../models/import.ts';
import { ReceiptModel, type Receipt } from '../models/receipt.ts';

const yearOf = (month: string) => Number(month.slice(0, 4));
/** Years in which something was drawn; a run that goes on reaches to this year and no further. */
function yearsOf(runs: readonly Receipt[], now: string): number[] {
  const years = new Set<number>();
  for (const { from, to } of runs)
    for (let year = yearOf(from); year <= yearOf(to !== null && to < now ? to : now); year += 1) years.add(year);
  return [...years].sort((a, b) => a - b);
}

/** Without an imported register the answer is "not known", never "does not draw". */
export const receiptsAction = implement(receipts, async ({ input: { idHashes } }) => {
  if (!(await ImportModel.exists({ state: 'done' }))) return { known: false, answers: [] };
  const now = thisMonth();
  const runs = Map.groupBy(await ReceiptModel.find({ idHash: { $in: idHashes } }).lean<Receipt[]>(), ({ idHash }) => idHash);
  return {
    known: true,
    answers: idHashes.map((idHash) => {
      const own = runs.get(idHash) ?? [];
      return { idHash, drawingNow: own.some(({ from, to }) => from <= now && (to === null || to >= now)), years: yearsOf(own, now) };
    }),
  };
});
