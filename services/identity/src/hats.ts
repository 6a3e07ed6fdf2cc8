import type { ServiceBroker } from 'moleculer';
import type { z } from 'zod';
import type { HatChoice } from '@wangting/contracts/identity/session';
import type { CategoryGrant } from '@wangting/contracts/identity/grants';
import type { Proved } from '@wangting/contracts/identity/hats';
import { today } from '@wangting/kit/clock';
import { grantId, GrantModel, UnitCopyModel, type Grant } from './models/grant.ts';
import { AuthorisationModel, type Authorisation } from './models/mine.ts';
import { prove } from './proved.ts';

export type Choice = z.infer<typeof HatChoice> & { proved: Proved | null; grants: string[] };
export const authorisationId = (unitId: string, idHash: string): string => `${unitId}:${idHash}`;
/** In force up to and including its day. */
export const inForce = ({ until }: CategoryGrant): boolean => until === null || until >= today();

/** What a contact may do now: what the 法人 has authorised, and while he has said nothing, what units says. A 法人 needs no grant. */
const categoriesOf = (grant: Pick<Grant, 'hat' | 'grants'>, said: Pick<Authorisation, 'grants'> | null | undefined): string[] =>
  grant.hat === 'contact' && said ? said.grants.filter(inForce).map(({ category }) => category) : grant.grants;

/** Categories of somebody who acts for a unit; undefined when he does not, or when everything was withdrawn from him. */
export async function grantsOf(unitId: string, idHash: string, hat: 'legal' | 'contact'): Promise<string[] | undefined> {
  const [grant, said] = await Promise.all([
    GrantModel.findById(grantId(unitId, idHash, hat)).lean<Grant>(),
    hat === 'contact' ? AuthorisationModel.findById(authorisationId(unitId, idHash)).lean<Authorisation>() : null,
  ]);
  if (!grant) return undefined;
  const categories = categoriesOf(grant, said);
  return said && !categories.length ? undefined : categories;
}

/** Every hat of a card holder: units where he is 法人 or contact, as heard from units, and 个人 when injury or benefits says so. */
export async function choicesOf(broker: ServiceBroker, idHash: string): Promise<{ choices: Choice[]; complete: boolean }> {
  const [grants, said, { proved, complete }] = await Promise.all([
    GrantModel.find({ idHash }).sort({ _id: 1 }).limit(200).lean<Grant[]>(),
    AuthorisationModel.find({ idHash }).limit(200).lean<Authorisation[]>(),
    prove(broker, idHash),
  ]);
  const byUnit = new Map(said.map((one) => [one.unitId, one]));
  const copies = await UnitCopyModel.find({ _id: { $in: grants.map(({ unitId }) => unitId) } }).lean();
  const units = new Map(copies.map((copy) => [copy._id, copy.facts]));
  const acting = grants.flatMap((grant): Choice[] => {
    const unit = units.get(grant.unitId);
    const word = grant.hat === 'contact' ? byUnit.get(grant.unitId) : undefined;
    const categories = categoriesOf(grant, word);
    if (!unit || (word && !categories.length)) return [];
    const { creditCode, name, unitNo } = unit;
    return [{ hat: grant.hat, unitId: grant.unitId, creditCode, unitName: name, unitNo, proved: null, grants: categories }];
  });
  const himself: Choice = { hat: 'individual', unitId: null, creditCode: '', unitName: '', unitNo: null, proved, grants: [] };
  return { choices: [...acting, ...(proved.injured || proved.dependant ? [himself] : [])], complete };
}
/** What a page is shown of a hat. */
export const shown = ({ hat, unitId, creditCode, unitName, unitNo }: Choice): z.infer<typeof HatChoice> => ({
  hat,
  unitId,
  creditCode,
  unitName,
  unitNo,
});
