import { CALLERS, matrix } from '@wangting/contracts/identity/roles';
import { allContracts } from '@wangting/kit/contracts';
import { implement } from '@wangting/kit/implement';
import { KINDS_OF_CALLER, matrixOf } from '../matrix.ts';

/** Made from the contracts of this very version each time it is asked for. */
export const matrixAction = implement(matrix, async () => ({
  columns: KINDS_OF_CALLER.map((id) => ({ id, label: CALLERS[id] })),
  rows: matrixOf(await allContracts()),
}));
