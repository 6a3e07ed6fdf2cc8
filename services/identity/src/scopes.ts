import { CATALOGUE, itemScope } from '@wangting/contracts/catalogue';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import { staffScope, type StaffRole } from '@wangting/contracts/caller';

export interface Wearing {
  kind: 'person' | 'staff';
  hat: 'legal' | 'contact' | 'individual' | 'register' | null;
  /** Categories granted to a contact. */
  grants?: readonly string[];
  /** The unit as identity knows it now; its state decides what is open. */
  unit?: Pick<UnitFacts, 'state'> | null;
  roles?: readonly string[];
}

/**
 * What a hat may do (decisions.md 2 and 5). Pure, so that the role matrix can be printed from it.
 * A unit without a number can only do item 1; a closed or suspended one keeps enquiries, prints, stops and documents.
 */
export function scopesOf({ kind, hat, grants = [], unit, roles = [] }: Wearing): string[] {
  if (kind === 'staff') return roles.map((role) => staffScope(role as StaffRole));
  if (hat === null || hat === 'individual' || !unit) return [];
  if (hat === 'register' || unit.state === '0') return ['unit.work', itemScope('unit-registration')];
  const open = unit.state === '1';
  const items = CATALOGUE.filter(({ id, path, permission, kind: itemKind }) => {
    if (path !== '法人办事') return false;
    // 单位经办人员: a contact needs the grant for injury matters.
    if (permission === 'unit-injury' && hat === 'contact' && !grants.includes('工伤认定鉴定')) return false;
    return open || ['query', 'print', 'sign'].includes(itemKind) || id.startsWith('person-stop');
  });
  return ['unit.work', ...(hat === 'legal' ? ['unit.contacts'] : []), ...items.map(({ id }) => itemScope(id))];
}
