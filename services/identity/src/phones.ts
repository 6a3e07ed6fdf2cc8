import type { ServiceBroker } from 'moleculer';
import { reach } from '@wangting/contracts/units/questions';
import { ask } from '@wangting/kit/call';
import { unseal } from '@wangting/kit/sealed';
import { ProfileModel, type Profile } from './models/security.ts';

export interface Phone {
  mobile: string;
  source: 'bound' | 'unit';
  boundAt: string | null;
}
/** The phone of a person: bound here, else the one his unit has on record. SERVICE_AWAY when units cannot be asked. */
export async function phoneOf(
  broker: ServiceBroker,
  { personId, idHash, unitId }: { personId: string; idHash: string | null; unitId: string | null },
): Promise<Phone | null> {
  const profile = await ProfileModel.findById(personId).lean<Profile>();
  if (profile?.mobile) return { mobile: unseal(profile.mobile), source: 'bound', boundAt: profile.boundAt };
  if (!idHash || !unitId) return null;
  const { people } = await ask(broker, 'identity', reach, { unitId });
  const found = people.find((one) => one.idHash === idHash && one.mobile);
  return found ? { mobile: found.mobile, source: 'unit', boundAt: null } : null;
}
