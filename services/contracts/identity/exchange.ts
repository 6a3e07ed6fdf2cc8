import { z } from 'zod';
import { defineAction } from '../action.ts';
import { RequestKey, filled } from '../primitives.ts';

export const DEPARTMENT_MESSAGES = {
  saved: '保存成功，即时生效',
  created: '交换机构已登记',
  exists: '该机构代码已存在',
  key: '公钥不正确，应为 Ed25519 公钥（PEM 格式）',
} as const;

/** A department that may push: its public key alone, so that nobody can take its place with what we hold. */
export const Department = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{2,39}$/, '机构代码应为 3 至 40 位小写字母、数字、横线，以字母开头'),
  name: filled(60, '机构名称'),
  /** Ed25519, SPKI in PEM. */
  publicKey: z.string().trim().max(500, DEPARTMENT_MESSAGES.key),
  doors: z.array(z.string().max(40)).max(20),
  disabled: z.boolean(),
});
export const DepartmentRow = Department.extend({ rev: z.int(), changedBy: z.string(), at: z.string(), lastAt: z.string().nullable() });

const access = { scopes: ['staff.ops'] } as const;
const errors = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'STATE_CHANGED'] as const;
export const departments = defineAction({
  name: 'identity.exchange.departments',
  title: '交换机构',
  access,
  rest: 'GET /departments',
  input: z.strictObject({}),
  output: z.strictObject({
    departments: z.array(DepartmentRow),
    doors: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  }),
  errors,
});
/** Adds one, or with `seenRev` changes it. A new key replaces the old one at once. */
export const saveDepartment = defineAction({
  name: 'identity.exchange.save',
  title: '登记交换机构',
  access,
  rest: 'PUT /departments/:code',
  input: Department.extend({ requestKey: RequestKey, seenRev: z.int().optional() }),
  output: z.strictObject({ message: z.string(), department: DepartmentRow }),
  errors,
});
/**
 * Is this signature the department's, fresh, and never seen before? Answers with a token that opens this door once.
 * The gateway has compared the content digest with the body and worked out `base`, what was signed.
 */
export const admit = defineAction({
  name: 'identity.exchange.admit',
  title: '来文验签',
  access: { services: ['gateway'] },
  input: z.strictObject({
    door: z.string().max(40),
    keyId: z.string().max(80),
    /** Seconds since 1970, of the sender's clock. */
    created: z.int(),
    nonce: z.string().min(16).max(80),
    base: z.string().max(2_000),
    /** base64. */
    signature: z.string().max(200),
  }),
  output: z.strictObject({ token: z.string(), name: z.string() }),
  errors: ['INPUT_INVALID', 'NOT_ALLOWED', 'EXCHANGE_SIGNATURE', 'EXCHANGE_STALE', 'EXCHANGE_REPLAYED'],
});
