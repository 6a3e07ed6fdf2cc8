import { z } from 'zod';
import { defineAction } from '../action.ts';
import { RequestKey, filled } from '../primitives.ts';
import { Proof } from './challenge.ts';

/** items.md §1.1, with the validity and history of MLPS level 3. */
export const PASSWORD_RULES = { min: 8, max: 20, classes: 3, history: 5, days: 90, lockAfter: 5, lockMinutes: 30 } as const;
export const PASSWORD_WORDS = [
  '长度 8 至 20 位',
  '含大写字母、小写字母、数字、符号中的三类',
  '不能与最近 5 次使用过的密码相同',
  '有效期 90 天，首次登录须修改',
] as const;
export const PASSWORD_MESSAGES = {
  weak: '密码应为 8 至 20 位，并含大写字母、小写字母、数字、符号中的三类',
  used: '不能使用最近 5 次用过的密码',
  wrong: '原密码不正确',
  changed: '密码修改成功，其他设备上的登录已退出',
  none: '您使用电子社保卡登录，没有登录密码',
  /** Said whether or not there is such an account: nobody learns here who has one. */
  sent: '如该账号存在并登记了手机号码，验证码已发送到登记的手机，5 分钟内有效',
  code: '短信验证码不正确或已过期，请重新获取',
  reset: '密码重置成功，请使用新密码登录',
} as const;

const next = z.string().max(64);
const account = { kind: z.enum(['unit', 'staff']), account: filled(64, '账号') };

/** Is there a password, how old is it, must it be changed before anything else (`me.must`)? */
export const passwordState = defineAction({
  name: 'identity.password.state',
  title: '登录密码状态',
  access: { anyone: true },
  rest: 'GET /account/password',
  input: z.strictObject({}),
  output: z.strictObject({
    has: z.boolean(),
    changedAt: z.iso.datetime().nullable(),
    /** After this day the next login asks for a new one. */
    expiresOn: z.string().nullable(),
    must: z.boolean(),
    rules: z.array(z.string()),
  }),
  errors: ['NOT_LOGGED_IN'],
});
/** 修改密码. The other sessions of the identity end; this one goes on. */
export const changePassword = defineAction({
  name: 'identity.password.change',
  title: '修改密码',
  access: { anyone: true },
  rest: 'POST /account/password',
  input: z.strictObject({ requestKey: RequestKey, current: z.string().min(1, '请填写原密码').max(64), next }),
  output: z.strictObject({ message: z.string() }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'LOGIN_LOCKED', 'STATE_CHANGED'],
});
/** 忘记密码, first half: a code to the registered phone. One answer and one length of time for every account, known or not. */
export const forgotPassword = defineAction({
  name: 'identity.password.forgot',
  title: '忘记密码：发送短信验证码',
  access: { public: true },
  rest: 'POST /password/forgot',
  input: z.strictObject({ ...account, proof: Proof.optional() }),
  output: z.strictObject({ message: z.string(), seconds: z.int() }),
  errors: ['INPUT_INVALID', 'PROOF_NEEDED', 'TOO_MANY_REQUESTS', 'SERVICE_AWAY'],
});
export const resetPassword = defineAction({
  name: 'identity.password.reset',
  title: '忘记密码：重置',
  access: { public: true },
  rest: 'POST /password/reset',
  input: z.strictObject({ ...account, code: filled(6, '短信验证码'), next }),
  output: z.strictObject({ message: z.string() }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'TOO_MANY_REQUESTS'],
});
