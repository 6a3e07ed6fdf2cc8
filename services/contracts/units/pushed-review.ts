import { z } from 'zod';
import { defineAction } from '../action.ts';
import type { Column, FieldLayout } from '../item.ts';
import { Paging, RequestKey, filled, pageOf } from '../primitives.ts';
import { ChangeLine } from './history.ts';

/**
 * 登记信息核对: what a register has said of a unit and the hall has otherwise, when nobody but the agency can settle it. Either another 法人 has an account
 * for a unit that is not registered yet, or the unit is registered and keeps what it had, though it was told.
 */
export const PUSHED_REVIEW_MESSAGES = {
  settled: '已标记为核对完毕',
  decided: '该登记信息已由{who}核对，请刷新后查看',
  moved: '登记机关已推送新的登记信息，请刷新后核对最新一条',
} as const;
const KINDS = { differs: '法人与网上注册账号不一致', notice: '登记信息已变更，单位尚未办理变更' } as const;

/** `{source}:{recordNo}` of the register. */
const PushId = z
  .string()
  .max(110)
  .regex(/^[\w-]+:[\w:-]+$/, '编号格式不正确');
export const DifferingRegistration = z.strictObject({
  id: PushId,
  kind: z.enum(['differs', 'notice']),
  /** What it is, in words. */
  what: z.string(),
  source: z.string(),
  issuedAt: z.iso.datetime(),
  creditCode: z.string(),
  unitNo: z.string(),
  unitName: z.string(),
  area: z.string(),
  /** Before: as the hall has it; after: as the register says. Empty when they agree by now. */
  lines: z.array(ChangeLine),
});
export type DifferingRegistration = z.infer<typeof DifferingRegistration>;
export const whatOf = (kind: DifferingRegistration['kind']): string => KINDS[kind];

export const DIFFERING_FILTERS: readonly FieldLayout[] = [{ name: 'creditCode', label: '统一社会信用代码', as: 'text' }];
export const DIFFERING_COLUMNS: readonly Column[] = [
  { name: 'unitName', label: '单位名称', as: 'text', width: 200 },
  { name: 'what', label: '情形', as: 'text', width: 200 },
  { name: 'source', label: '登记机关', as: 'text', width: 120 },
  { name: 'issuedAt', label: '推送时间', as: 'moment', width: 150 },
  { name: 'creditCode', label: '统一社会信用代码', as: 'text', width: 180 },
  { name: 'unitNo', label: '单位编号', as: 'text', width: 108 },
  { name: 'area', label: '行政区划', as: 'text', dictionary: 'area', width: 90 },
];

const staff = { scopes: ['staff.intake', 'staff.first'] } as const;
const errors = ['INPUT_INVALID', 'NOT_LOGGED_IN', 'NOT_ALLOWED'] as const;

/** In the caller's areas, what waits longest first. */
export const differingRegistrations = defineAction({
  name: 'units.pushed.differing',
  title: '登记信息待核对',
  access: staff,
  rest: 'GET /agency/registrations',
  input: z.strictObject({ creditCode: z.string().trim().max(30).optional(), ...Paging }),
  output: pageOf(DifferingRegistration),
  errors,
});

/** Somebody has looked into it and says what he found. Of two at once, one does; the other learns by whom it was done. */
export const settleRegistration = defineAction({
  name: 'units.pushed.settle',
  title: '登记信息核对',
  access: staff,
  rest: 'PUT /agency/registrations/:id',
  input: z.strictObject({ requestKey: RequestKey, id: PushId, opinion: filled(200, '核对情况') }),
  output: z.strictObject({ message: z.string() }),
  errors: [...errors, 'RULE_REFUSED', 'NOT_FOUND', 'REQUEST_KEY_REUSED'],
});
