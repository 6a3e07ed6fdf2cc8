import { z } from 'zod';
import { defineAction } from '../action.ts';
import { STAFF_ROLES, type StaffRole } from '../caller.ts';
import { Paging, RequestKey, filled, pageOf } from '../primitives.ts';

const ROLES = Object.keys(STAFF_ROLES) as [StaffRole, ...StaffRole[]];
export const STAFF_MESSAGES = {
  saved: '保存成功',
  created: '账号已建立，请将一次性密码当面交给本人，首次登录须修改',
  self: '不能修改自己的账号，请由其他运行维护人员办理',
  exists: '该账号已存在',
  password: '密码已重置，请将一次性密码当面交给本人，首次登录须修改',
  totp: '动态口令已停用，请本人登录后重新绑定',
} as const;

const account = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9._-]{2,31}$/, '账号应为 3 至 32 位小写字母、数字、点、横线，以字母开头');
export const StaffRow = z.strictObject({
  account: z.string(),
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  areas: z.array(z.string()),
  disabled: z.boolean(),
  totp: z.boolean(),
  mustChange: z.boolean(),
  /** Sent back as `seenRev`. */
  rev: z.int(),
});

const access = { scopes: ['staff.ops'] } as const;
const errors = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'STATE_CHANGED'] as const;
export const staffList = defineAction({
  name: 'identity.staff.list',
  title: '工作人员账号',
  access,
  rest: 'GET /staff',
  input: z.strictObject({ ...Paging }),
  output: pageOf(StaffRow),
  errors,
});
/** `seenRev` absent = a new account; its one-time password comes back once and is stored as a hash only. */
export const saveStaff = defineAction({
  name: 'identity.staff.save',
  title: '保存工作人员账号',
  access,
  rest: 'PUT /staff/:account',
  input: z.strictObject({
    requestKey: RequestKey,
    account,
    seenRev: z.int().min(0).optional(),
    name: filled(50, '姓名'),
    roles: z.array(z.enum(ROLES)).min(1, '请选择角色').max(ROLES.length),
    areas: z
      .array(z.string().regex(/^\d{2,6}$/, '行政区划应为 2 至 6 位数字'))
      .min(1, '请填写行政区划')
      .max(50),
    disabled: z.boolean().default(false),
  }),
  output: z.strictObject({ message: z.string(), staff: StaffRow, password: z.string().nullable() }),
  errors: [...errors, 'REQUEST_KEY_REUSED'],
});
/** Somebody forgot his password and has no phone, or lost his authenticator. His sessions end. */
export const resetStaff = defineAction({
  name: 'identity.staff.reset',
  title: '重置工作人员密码或动态口令',
  access,
  rest: 'POST /staff/:account/reset',
  input: z.strictObject({ requestKey: RequestKey, account, what: z.enum(['password', 'totp']) }),
  output: z.strictObject({ message: z.string(), password: z.string().nullable() }),
  errors,
});
