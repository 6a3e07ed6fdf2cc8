import { z } from 'zod';
import { defineAction } from '../action.ts';

/** The kinds of caller, columns of the role matrix. Which scopes each has is worked out by the same function that fills a real session. */
export const CALLERS = {
  anonymous: '未登录',
  nobody: '登录但无单位',
  register: '注册账号',
  contactNone: '联系人（未授权）',
  contact: '联系人（已授权）',
  legal: '法人',
  injured: '工伤职工',
  dependant: '供养亲属',
  intake: '受理',
  first: '初审',
  second: '复核',
  third: '审批',
  finance: '财务',
  ops: '运行维护',
  service: '系统服务',
} as const;
export type CallerKind = keyof typeof CALLERS;
export const MATRIX_ANSWERS = ['allowed', 'NOT_LOGGED_IN', 'NOT_ALLOWED'] as const;

/** One action of the contracts: who may do it, and for whom. */
export const MatrixRow = z.strictObject({
  action: z.string(),
  title: z.string(),
  service: z.string(),
  /** Address from outside; null = only between services. */
  rest: z.string().nullable(),
  itemName: z.string().nullable(),
  /** 任何人 / 本人 / 本单位 / 管辖区域 / 系统. */
  whom: z.string(),
  /** One answer per column, in the order of `columns`. */
  cells: z.array(z.enum(MATRIX_ANSWERS)),
});
export const matrix = defineAction({
  name: 'identity.roles.matrix',
  title: '权限矩阵',
  access: { scopes: ['staff.ops'] },
  rest: 'GET /roles',
  input: z.strictObject({}),
  output: z.strictObject({ columns: z.array(z.strictObject({ id: z.string(), label: z.string() })), rows: z.array(MatrixRow) }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED'],
});
