import { z } from 'zod';
import { defineAction } from '../action.ts';
import { IssuedDocument } from '../documents/certificates.ts';
import { Id, Paging, RequestKey, pageOf } from '../primitives.ts';

/** One line of 变更前/变更后, in words; numbers of people and accounts are masked. */
export const ChangeLine = z.strictObject({ section: z.string(), field: z.string(), before: z.string(), after: z.string() });
export type ChangeLine = z.infer<typeof ChangeLine>;

/** One act that changed the unit. */
export const UnitChange = z.strictObject({
  rev: z.int(),
  at: z.iso.datetime(),
  /** 变更, 联系人维护, 登记 … */
  what: z.string(),
  /** Why, when somebody said so. */
  note: z.string(),
  /** Who did it: name and hat, as they were then. */
  by: z.string(),
  serialNo: z.string().nullable(),
  /** Empty for the registration itself: what was registered is the unit. */
  lines: z.array(ChangeLine),
});
export type UnitChange = z.infer<typeof UnitChange>;

const access = { scopes: ['item:unit-maintenance'] } as const;
export const history = defineAction({
  name: 'units.unit-maintenance.history',
  title: '单位基本信息及联系人维护：变更记录',
  access,
  rest: 'GET /items/unit-maintenance/history',
  input: z.strictObject(Paging),
  output: pageOf(UnitChange),
  errors: ['INPUT_INVALID', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
/** 打印《单位信息变更回执》 of one change. */
export const changeReceipt = defineAction({
  name: 'units.unit-maintenance.receipt',
  title: '单位基本信息及联系人维护：打印单位信息变更回执',
  access,
  rest: 'POST /items/unit-maintenance/receipt',
  input: z.strictObject({ requestKey: RequestKey, rev: z.int().min(1) }),
  output: IssuedDocument,
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'STEP_NOT_POSSIBLE', 'GLYPH_MISSING', 'REQUEST_KEY_REUSED', 'SERVICE_AWAY'],
  timeout: 20_000,
});
/** The same paper, asked for from the decided case that led to the change. */
export const printReceipt = defineAction({
  name: 'units.unit-maintenance.print',
  title: '单位基本信息及联系人维护：打印办件的变更回执',
  access,
  rest: 'POST /items/unit-maintenance/print',
  input: z.strictObject({ requestKey: RequestKey, applicationId: Id }),
  output: IssuedDocument,
  errors: changeReceipt.errors,
  timeout: 20_000,
});
