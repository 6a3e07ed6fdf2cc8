import type { ActionContract } from '@wangting/contracts/action';
import { allContracts } from '@wangting/kit/contracts';

export type Routed = ActionContract & { rest: NonNullable<ActionContract['rest']> };

/** Every action that has an address. */
export const routedContracts = async (): Promise<Routed[]> =>
  (await allContracts()).filter((contract): contract is Routed => contract.rest !== undefined);
