import { worker } from '@wangting/contracts/injury/questions';
import { implement } from '@wangting/kit/implement';
import { CaseModel, type InjuryCase } from '../models/case.ts';

/** Whoever has a case, open or closed, is 工伤职工: his benefits outlast it. */
export const workerAction = implement(worker, async ({ input: { idHashes } }) => {
  const cases = await CaseModel.find({ idHash: { $in: idHashes } })
    .select({ idHash: 1 })
    .lean<InjuryCase[]>();
  const injured = new Set(cases.map(({ idHash }) => idHash));
  return { answers: idHashes.map((idHash) => ({ idHash, injured: injured.has(idHash) })) };
});
