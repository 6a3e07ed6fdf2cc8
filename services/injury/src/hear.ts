import { hashes, personFact } from '@wangting/contracts/persons/questions';
import { ask } from '@wangting/kit/call';
import type { Listener } from '@wangting/kit/consume';
import type { Running } from '@wangting/kit/service';
import { CaseModel } from './models/case.ts';

/** A worker whose ID number was corrected is found by the new one: his e-card asks by it. */
export const followNumbers = ({ service }: Running): Listener => ({
  service: 'injury',
  fact: personFact,
  batch: 100,
  handle: async (facts) => {
    const ids = [...new Set(facts.map(({ entityId }) => entityId))];
    const ours = (await CaseModel.distinct('personId', { personId: { $in: ids } })) as unknown as string[];
    if (!ours.length) return;
    const { people } = await ask(service.broker, 'injury', hashes, { ids: ours });
    for (const { personId, idHash } of people) await CaseModel.updateMany({ personId }, { $set: { idHash } });
  },
});
