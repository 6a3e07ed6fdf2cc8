import type { ServiceBroker } from 'moleculer';
import { authorisationId } from './hats.ts';
import type { Grant } from './models/grant.ts';
import { AuthorisationModel } from './models/mine.ts';
import { endSessions } from './sessions.ts';

/** What stood on a grant that is gone: what a contact was authorised to do, and his sessions. The 注册 account is the 法人's, so it goes with him. */
export async function endStanding(broker: ServiceBroker, { unitId, idHash, hat }: Pick<Grant, 'unitId' | 'idHash' | 'hat'>): Promise<void> {
  if (hat === 'contact') await AuthorisationModel.deleteOne({ _id: authorisationId(unitId, idHash) });
  const hats = hat === 'legal' ? ['legal', 'register'] : ['contact'];
  await endSessions(broker, { unitId, idHash, hat: { $in: hats } }, 'revoked');
}
