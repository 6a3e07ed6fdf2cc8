import { CATALOGUE, itemScope } from '@wangting/contracts/catalogue';
import type { Proved } from '@wangting/contracts/identity/hats';
import type { Permission } from '@wangting/contracts/item';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import { staffScope, type StaffRole } from '@wangting/contracts/caller';

export interface Wearing {
  kind: 'person' | 'staff';
  hat: 'legal' | 'contact' | 'individual' | 'register' | null;
  /** Categories a contact may work in now. */
  grants?: readonly string[] | undefined;
  /** 个人: what injury and benefits say. */
  proved?: Proved | null;
  /** The unit as identity knows it now; its state decides what is open. */
  unit?: Pick<UnitFacts, 'state'> | null;
  roles?: readonly string[];
}

const personal = (permission: Permission, proved: Proved | null | undefined): boolean =>
  (Boolean(proved?.injured) && (permission === 'injured' || permission === 'injured-or-dependant')) ||
  (Boolean(proved?.dependant) && (permission === 'dependant' || permission === 'injured-or-dependant'));

/**
 * What a hat may do (decisions.md 2 and 5). Pure, so that the role matrix can be printed from it.
 * A unit without a number can only do item 1; a closed or suspended one keeps enquiries, prints, stops and documents.
 */
export function scopesOf({ kind, hat, grants = [], proved, unit, roles = [] }: Wearing): string[] {
  if (kind === 'staff') return roles.map((role) => staffScope(role as StaffRole));
  if (hat === 'individual') {
    const items = CATALOGUE.filter(({ permission }) => personal(permission, proved)).map(({ id }) => itemScope(id));
    return items.length ? ['person.work', ...items] : [];
  }
  if (hat === null || !unit) return [];
  if (hat === 'register' || unit.state === '0') return ['unit.work', itemScope('unit-registration')];
  const open = unit.state === '1';
  const items = CATALOGUE.filter(({ id, path, category, kind: itemKind }) => {
    if (path !== '法人办事') return false;
    // A contact works in the categories the 法人 lets him; 单位经办人员 of the manual is whoever has 工伤认定鉴定.
    if (hat === 'contact' && !grants.includes(category)) return false;
    return open || ['query', 'print', 'sign'].includes(itemKind) || id.startsWith('person-stop');
  });
  return ['unit.work', ...(hat === 'legal' ? ['unit.contacts'] : []), ...items.map(({ id }) => itemScope(id))];
}
