import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Id, Paging, filled, pageOf } from '../primitives.ts';

/** 作废: the paper stays readable for its holder, and 证明验证 says that it no longer counts. Asked again it stays as it was. */
export const revoke = defineAction({
  name: 'documents.document.revoke',
  title: '文书作废',
  access: {
    scopes: ['staff.second', 'staff.third'],
    services: ['units', 'persons', 'contributions', 'injury', 'benefits', 'unemployment'],
  },
  rest: 'POST /documents/:documentId/revoke',
  input: z.strictObject({ documentId: Id, reason: filled(200, '作废原因') }),
  output: z.strictObject({ documentId: Id, revokedAt: z.iso.datetime() }),
  errors: ['INPUT_INVALID', 'NOT_FOUND', 'NOT_LOGGED_IN', 'NOT_ALLOWED'],
});

/** One line of 打印记录. `what`: 签发 (made or printed again) or 下载. */
export const PrintRow = z.strictObject({
  id: z.string(),
  documentId: Id,
  title: z.string(),
  no: z.string(),
  unitId: z.string(),
  itemId: z.string(),
  what: z.enum(['issue', 'open']),
  at: z.iso.datetime(),
  /** Name of who asked, as far as identity knows it; otherwise the service that asked for him. */
  by: z.string(),
  state: z.enum(['valid', 'expired', 'revoked', 'replaced']),
});
const Filter = { itemId: z.string().max(60).optional(), from: Day.optional(), to: Day.optional(), ...Paging };
/** 打印记录 of the own unit, newest first. */
export const printsOfUnit = defineAction({
  name: 'documents.prints.unit',
  title: '本单位打印记录',
  access: { scopes: ['unit.work'] },
  rest: 'GET /documents/prints',
  input: z.strictObject(Filter),
  output: pageOf(PrintRow),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'INPUT_INVALID'],
});
/** 打印记录 for operations: of one unit, one paper, or all. */
export const printsOfAll = defineAction({
  name: 'documents.prints.all',
  title: '打印记录',
  access: { scopes: ['staff.ops'] },
  rest: 'GET /documents/prints/all',
  input: z.strictObject({ ...Filter, unitId: Id.optional(), documentId: Id.optional() }),
  output: pageOf(PrintRow),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'INPUT_INVALID'],
});
