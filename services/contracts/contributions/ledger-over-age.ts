import { z } from 'zod';
import { defineAction } from '../action.ts';
import { overAgeKind } from '../dictionaries/dues.ts';
import { Day, Id, RequestKey, filled } from '../primitives.ts';

export const OVER_AGE_MESSAGES = {
  noUnit: '未查询到该单位编号的单位，或不属于您的服务地区',
  notTheirs: '该人员不在该单位，不能认定，请核对单位编号和个人编号',
  notOverAge: '该人员在起始日期未达到法定退休年龄，无需延长缴费认定',
  found: '该人员在该单位已有期间重叠的有效认定，请先核对；需更正的，撤销后重新认定',
  reversed: '终止日期不能早于起始日期',
  made: '已认定，单位可在延长缴费认定查询中查看，并可凭此办理参保登记',
  over: '该认定已撤销',
  revoked: '已撤销，此后不能再凭该认定参保',
} as const;

const access = { scopes: ['staff.first', 'staff.second'] } as const;
const errors = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'REQUEST_KEY_REUSED'] as const;

/** 延长缴费认定 of a unit's people, as the agency sees them, newest first. */
export const unitFindings = defineAction({
  name: 'contributions.overAge.ofUnit',
  title: '单位的延长缴费认定',
  access,
  rest: 'GET /dues/over-age',
  input: z.strictObject({ unitNo: filled(20, '单位编号') }),
  output: z.strictObject({
    unitName: z.string(),
    rows: z.array(
      z.strictObject({
        id: Id,
        personNo: z.string(),
        name: z.string(),
        kind: z.string(),
        /** The day of the finding, and the days it is for. */
        on: Day,
        from: Day,
        to: Day.nullable(),
        note: z.string(),
        valid: z.boolean(),
        /** Why it was revoked; null: it was not. */
        reason: z.string().nullable(),
        revocable: z.boolean(),
      }),
    ),
  }),
  errors,
});
/** Made for somebody past the retirement age, within the unit he is or was insured in. From then on item 2 takes him, for 工伤保险, after a look. */
export const findOverAge = defineAction({
  name: 'contributions.overAge.find',
  title: '延长缴费认定',
  access,
  rest: 'POST /dues/over-age',
  input: z.strictObject({
    requestKey: RequestKey,
    unitNo: filled(20, '单位编号'),
    personNo: filled(20, '个人编号'),
    kind: z.enum(overAgeKind.entries.map(({ code }) => code) as [string, ...string[]], '请选择认定类型'),
    from: Day,
    to: Day.optional(),
    note: filled(200, '认定依据'),
  }),
  output: z.strictObject({ id: Id, message: z.string() }),
  errors,
});
export const revokeOverAge = defineAction({
  name: 'contributions.overAge.revoke',
  title: '撤销延长缴费认定',
  access,
  rest: 'POST /dues/over-age/:id/revoke',
  input: z.strictObject({ requestKey: RequestKey, id: Id, reason: filled(200, '撤销原因') }),
  output: z.strictObject({ message: z.string() }),
  errors,
});
