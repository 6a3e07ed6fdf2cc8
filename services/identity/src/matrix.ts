import type { ActionContract } from '@wangting/contracts/action';
import { CATALOGUE } from '@wangting/contracts/catalogue';
import type { Caller } from '@wangting/contracts/caller';
import { CALLERS, type CallerKind, type MATRIX_ANSWERS, type MatrixRow } from '@wangting/contracts/identity/roles';
import { CATEGORIES } from '@wangting/contracts/item';
import type { z } from 'zod';
import { mayCall } from '@wangting/kit/implement';
import { scopesOf, type Wearing } from './scopes.ts';

type Answer = (typeof MATRIX_ANSWERS)[number];
const OPEN = { state: '1' } as const;
const WEARING: Partial<Record<CallerKind, Wearing>> = {
  nobody: { kind: 'person', hat: null },
  register: { kind: 'person', hat: 'register', unit: { state: '0' } },
  contactNone: { kind: 'person', hat: 'contact', grants: [], unit: OPEN },
  contact: { kind: 'person', hat: 'contact', grants: CATEGORIES, unit: OPEN },
  legal: { kind: 'person', hat: 'legal', grants: CATEGORIES, unit: OPEN },
  injured: { kind: 'person', hat: 'individual', proved: { injured: true, dependant: false } },
  dependant: { kind: 'person', hat: 'individual', proved: { injured: false, dependant: true } },
  intake: { kind: 'staff', hat: null, roles: ['intake'] },
  first: { kind: 'staff', hat: null, roles: ['first'] },
  second: { kind: 'staff', hat: null, roles: ['second'] },
  third: { kind: 'staff', hat: null, roles: ['third'] },
  finance: { kind: 'staff', hat: null, roles: ['finance'] },
  ops: { kind: 'staff', hat: null, roles: ['ops'] },
};
export const KINDS_OF_CALLER = Object.keys(CALLERS) as CallerKind[];

/** One caller of each kind, with the scopes a real session of that kind gets. `service` is any service the contract does not name. */
export function callerOfKind(kind: CallerKind): Caller | undefined {
  const wearing = WEARING[kind];
  if (kind === 'service') return { kind: 'service', id: 'nobody', scopes: [] };
  if (!wearing) return undefined;
  return {
    kind: wearing.kind,
    id: `matrix-${kind}`,
    scopes: scopesOf(wearing),
    ...(wearing.hat ? { hat: wearing.hat } : {}),
    ...(wearing.unit ? { unitId: 'matrix-unit' } : {}),
    ...(wearing.kind === 'staff' ? { areas: ['61'] } : {}),
  };
}
/** What the contract alone says to this kind of caller; the column 系统服务 is allowed wherever any service is. */
export function answerFor({ access }: Pick<ActionContract, 'access'>, kind: CallerKind): Answer {
  if (kind === 'service') return access.public || access.services?.length ? 'allowed' : 'NOT_ALLOWED';
  const caller = callerOfKind(kind);
  if (mayCall({ access }, caller)) return 'allowed';
  return caller || (access.services && !access.anyone && !access.scopes) ? 'NOT_ALLOWED' : 'NOT_LOGGED_IN';
}
const whomOf = ({ access }: Pick<ActionContract, 'access'>): string => {
  if (access.public) return '任何人';
  const scopes = access.scopes ?? [];
  const whom = [
    ...(access.anyone ? ['本人及所属单位'] : []),
    ...(scopes.some((scope) => scope.startsWith('unit.') || scope.startsWith('person.') || scope.startsWith('item:'))
      ? ['本单位或本人']
      : []),
    ...(scopes.some((scope) => scope.startsWith('staff.')) ? ['管辖区域'] : []),
    ...(access.services?.length ? [`系统（${access.services.join('、')}）`] : []),
  ];
  return whom.join('；');
};
export function matrixOf(contracts: readonly ActionContract[]): z.infer<typeof MatrixRow>[] {
  return contracts
    .map((contract) => {
      const [service = '', second = ''] = contract.name.split('.');
      return {
        action: contract.name,
        title: contract.title,
        service,
        rest: contract.rest ?? null,
        itemName: CATALOGUE.find(({ id, owner }) => owner === service && id === second)?.name ?? null,
        whom: whomOf(contract),
        cells: KINDS_OF_CALLER.map((kind) => answerFor(contract, kind)),
      };
    })
    .sort((a, b) => (a.action < b.action ? -1 : 1));
}
