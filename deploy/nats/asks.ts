import { SERVICES, type ServiceName, type SignerName } from '../../services/contracts/names.ts';
import { allContracts } from '../../services/kit/src/contracts.ts';

/** Who may ask whom at all, read from the contracts: a service asks another when one of its actions names it. The door asks everybody. */
export async function asks(): Promise<ReadonlyMap<SignerName, ReadonlySet<ServiceName>>> {
  const found = new Map<SignerName, Set<ServiceName>>([['gateway', new Set(SERVICES)]]);
  for (const { name, access } of await allContracts())
    for (const caller of access.services ?? []) {
      const owners = found.get(caller) ?? new Set();
      found.set(caller, owners.add(name.slice(0, name.indexOf('.')) as ServiceName));
    }
  return found;
}
