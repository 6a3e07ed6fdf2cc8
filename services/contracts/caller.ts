import { z } from 'zod';

/**
 * Who is calling. It travels as a token signed by identity (people, staff) or by a service's own key (background work),
 * lives at most 60 seconds, and is checked in every service. What a browser or another process writes into `meta` counts for nothing.
 */
export const Caller = z.strictObject({
  kind: z.enum(['person', 'staff', 'service', 'department']),
  /** Identity id (person), staff id, service name, or the code of a department that pushes data. */
  id: z.string(),
  /** The hat a person wears now (身份). `register` is a 注册 account whose unit has no number yet. */
  hat: z.enum(['legal', 'contact', 'individual', 'register']).optional(),
  unitId: z.string().optional(),
  scopes: z.array(z.string()),
  /** Staff: area codes they serve; '61' serves the province, '6101' a city, '610113' a county. */
  areas: z.array(z.string()).optional(),
  session: z.string().optional(),
  /** A service acting for somebody: whose intention it was. For the audit only, gives no rights. */
  onBehalfOf: z.string().optional(),
});
export type Caller = z.infer<typeof Caller>;

/**
 * Whose an application is: the unit's for which somebody acts, or, under 个人, his own. A person's id never looks like a unit's.
 * Undefined: he can have none.
 */
export const applicantOf = ({ kind, hat, id, unitId }: Caller): string | undefined =>
  kind !== 'person' ? undefined : hat === 'individual' ? id : unitId;
const CARD = 'card-';
/** Identity's id of a card holder, by the blind index of his number. */
export const cardHolder = (idHash: string): string => `${CARD}${idHash}`;
/** The blind index of an applicant who is a person; undefined for a unit. */
export const holderOf = (applicant: string): string | undefined => (applicant.startsWith(CARD) ? applicant.slice(CARD.length) : undefined);

/** 身份 in words. */
export const HATS = { legal: '法人', contact: '联系人', individual: '个人', register: '注册账号' } as const;

/**
 * Scopes. Items ask for `item:<id>`; a hat or role brings a set of them.
 * `unit.*` are the employer's, `person.*` those of whoever acts for himself; `desk.*` the agency's stages; `ops` the operators'.
 */
export const STAFF_ROLES = {
  intake: '受理',
  first: '初审',
  second: '复核',
  third: '审批',
  finance: '财务',
  ops: '运行维护',
} as const;
export type StaffRole = keyof typeof STAFF_ROLES;
export const staffScope = (role: StaffRole) => `staff.${role}`;

/** Does this staff member serve the area? `61` covers `610113`. */
export const servesArea = (areas: readonly string[] | undefined, area: string): boolean =>
  (areas ?? []).some((prefix) => area.startsWith(prefix));
