import { dependant } from '@wangting/contracts/benefits/questions';
import { implement } from '@wangting/kit/implement';
import { DependantModel, type Dependant } from '../models/dependant.ts';

export const dependantAction = implement(dependant, async ({ input: { idHashes } }) => {
  const found = await DependantModel.find({ idHash: { $in: idHashes } })
    .select({ idHash: 1 })
    .lean<Dependant[]>();
  const recorded = new Set(found.map(({ idHash }) => idHash));
  return { answers: idHashes.map((idHash) => ({ idHash, dependant: recorded.has(idHash) })) };
});
