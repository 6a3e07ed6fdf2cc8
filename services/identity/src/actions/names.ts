import { namesOf } from '@wangting/contracts/identity/names';
import { implement, type Implemented } from '@wangting/kit/implement';
import { AccountModel } from '../models/account.ts';
import { SessionModel } from '../models/session.ts';

/** Staff and 注册 accounts by their account, who scanned a card by his session (indexes personId of both). */
export async function namesFor(ids: readonly string[]): Promise<Record<string, string>> {
  const whose = { personId: { $in: [...new Set(ids)] } };
  const [sessions, accounts] = await Promise.all([
    SessionModel.find(whose).select({ personId: 1, name: 1 }).lean(),
    AccountModel.find(whose).select({ personId: 1, name: 1 }).lean(),
  ]);
  return Object.fromEntries([...sessions, ...accounts].map(({ personId, name }) => [personId, name]));
}
const answer = implement(namesOf, async ({ input }) => ({ names: await namesFor(input.ids) }));
export const namesAction = answer as unknown as Implemented;
