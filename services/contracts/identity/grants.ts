import { z } from 'zod';
import { defineAction } from '../action.ts';
import { CHANGE_ERRORS } from '../errors.ts';
import { CATEGORIES } from '../item.ts';
import { Day, Id, RequestKey } from '../primitives.ts';

export const GRANT_MESSAGES = {
  saved: '授权已保存，立即生效',
  withdrawn: '授权已撤销，该联系人已退出登录',
  past: '截止日期不能早于今天',
  twice: '同一类事项只能授权一次',
} as const;

/** One category a contact may work in, up to and including a day; `until` null = until it is withdrawn. */
export const CategoryGrant = z.strictObject({ category: z.enum(CATEGORIES), until: Day.nullable() });
export type CategoryGrant = z.infer<typeof CategoryGrant>;

/** A contact of the unit as the 法人 sees him. Without an authorisation of the 法人 (`explicit` false) a contact may do all business (items.md §1.1). */
export const ContactGrants = z.strictObject({
  contactId: Id,
  name: z.string(),
  /** Masked. */
  idNumber: z.string(),
  mobile: z.string(),
  explicit: z.boolean(),
  grants: z.array(CategoryGrant.extend({ expired: z.boolean() })),
  /** Sent back as `seenRev`; 0 = nothing saved yet. */
  rev: z.int(),
  changedAt: z.iso.datetime().nullable(),
});
export type ContactGrants = z.infer<typeof ContactGrants>;

// 联系人 has no `unit.contacts`: he is refused before the handler, and the refusal is in the audit.
const access = { scopes: ['unit.contacts'] } as const;
export const grants = defineAction({
  name: 'identity.grants.list',
  title: '联系人授权',
  access,
  rest: 'GET /grants',
  input: z.strictObject({}),
  output: z.strictObject({ contacts: z.array(ContactGrants) }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'SERVICE_AWAY'],
});
/** Replaces what one contact may do. An empty list withdraws everything: his sessions for this unit end at once. */
export const saveGrants = defineAction({
  name: 'identity.grants.save',
  title: '保存联系人授权',
  access,
  rest: 'PUT /grants/:contactId',
  input: z.strictObject({
    requestKey: RequestKey,
    contactId: Id,
    seenRev: z.int().min(0),
    grants: z.array(CategoryGrant).max(CATEGORIES.length),
  }),
  output: z.strictObject({ message: z.string(), contacts: z.array(ContactGrants) }),
  errors: [...CHANGE_ERRORS, 'SERVICE_AWAY'],
});
