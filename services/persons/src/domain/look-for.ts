import type { RuleContext } from '@wangting/kit/applications/rules';
import { refuse } from '@wangting/kit/errors';
import type { Person } from '../models/person.ts';
import { MOST_NAMESAKES, findHere, type Found } from './find.ts';
import { countedLook } from './misses.ts';

/** 人员查询 of a page: a number that names nobody of ours is a miss that counts, whoever it names (decisions.md 17). */
export async function lookFor(
  { caller, unitId }: RuleContext,
  text: string,
  say: (name: 'otherUnit' | 'noPerson' | 'tooMany') => string,
): Promise<Person[]> {
  let found: Found | undefined;
  const look = async () => {
    found = await findHere(unitId, text);
    return found.here.length || !found.byNumber ? found : undefined;
  };
  await countedLook(caller.id, look);
  if (!found?.here.length) throw refuse(say(found?.elsewhere ? 'otherUnit' : 'noPerson'), 'personNo');
  if (found.here.length > MOST_NAMESAKES) throw refuse(say('tooMany'), 'personNo');
  return found.here;
}
