import { z } from 'zod';
import { defineAction } from '../action.ts';
import { STAFF_ROLES, staffScope, type StaffRole } from '../caller.ts';
import { Paging, RequestKey, filled, pageOf } from '../primitives.ts';

const NONE = z.strictObject({});
/** Every member of the agency, whatever his role. */
export const ANY_STAFF = { scopes: (Object.keys(STAFF_ROLES) as StaffRole[]).map(staffScope) } as const;

export const SECURITY_MESSAGES = {
  phoneChanged: '绑定手机修改成功',
  phoneCode: '短信验证码不正确或已过期，请重新获取',
  oldPhone: '请输入原绑定手机收到的短信验证码',
  password: '请输入登录密码，以确认是您本人绑定手机',
  wrongPassword: '登录密码不正确',
  samePhone: '新手机号码与原绑定手机相同',
  totpOn: '动态口令已启用，下次登录时需要输入',
  totpOff: '动态口令已停用',
  totpAlready: '动态口令已启用，如需更换请先停用',
  totpFirst: '请先绑定身份验证器',
  totpWrong: '动态口令不正确，请输入身份验证器当前显示的 6 位数字',
} as const;
export const LOGIN_WAYS = { card: '电子社保卡', password: '账号密码', hat: '切换身份' } as const;
export const LOGIN_RESULTS = {
  ok: '成功',
  failed: '密码错误',
  locked: '账号锁定',
  totp: '动态口令错误',
  refused: '被拒绝',
} as const;

/** 登录记录. The address is masked, the browser is said in words; nothing here would help a thief. */
export const Login = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  way: z.enum(['card', 'password', 'hat']),
  result: z.enum(['ok', 'failed', 'locked', 'totp', 'refused']),
  address: z.string(),
  browser: z.string(),
  /** The login this very page stands on. */
  current: z.boolean(),
});
export const logins = defineAction({
  name: 'identity.mine.logins',
  title: '登录记录',
  access: { anyone: true },
  rest: 'GET /account/logins',
  input: z.strictObject({ ...Paging }),
  output: z.strictObject({
    ...pageOf(Login).shape,
    /** Browsers that logged in during the last 90 days, newest first. `live`: a session of it is open. */
    devices: z.array(
      z.strictObject({ browser: z.string(), address: z.string(), lastAt: z.iso.datetime(), live: z.boolean(), current: z.boolean() }),
    ),
  }),
  errors: ['NOT_LOGGED_IN', 'INPUT_INVALID'],
});
/** 退出其他登录: every session of this identity but this one. */
export const endOthers = defineAction({
  name: 'identity.mine.endOthers',
  title: '退出其他登录',
  access: { anyone: true },
  rest: 'POST /account/sessions/end-others',
  input: NONE,
  output: z.strictObject({ ended: z.int() }),
  errors: ['NOT_LOGGED_IN'],
});
/** When this session falls asleep. Asking does not keep it awake (`stay` does), so a page may ask as often as it likes. */
export const idle = defineAction({
  name: 'identity.session.idle',
  title: '会话剩余时间',
  access: { anyone: true },
  rest: 'GET /session/idle',
  input: NONE,
  output: z.strictObject({ idleEndsAt: z.iso.datetime(), expiresAt: z.iso.datetime(), secondsLeft: z.int() }),
  errors: ['NOT_LOGGED_IN'],
});

/** 继续使用, and the sign of life of whoever types for long: the time starts anew whatever token the door still holds. */
export const stay = defineAction({
  name: 'identity.session.stay',
  title: '继续使用',
  access: { anyone: true },
  rest: 'POST /session/stay',
  input: NONE,
  output: idle.output,
  errors: ['NOT_LOGGED_IN'],
});

/** 绑定手机: masked. `source` unit = nothing is bound here yet, the phone the unit has on record is used. */
export const phoneState = defineAction({
  name: 'identity.phone.state',
  title: '绑定手机',
  access: { anyone: true },
  rest: 'GET /account/phone',
  input: NONE,
  output: z.strictObject({
    mobile: z.string().nullable(),
    source: z.enum(['bound', 'unit']).nullable(),
    boundAt: z.iso.datetime().nullable(),
    /** 短信提醒 on. */
    notices: z.boolean(),
  }),
  errors: ['NOT_LOGGED_IN', 'SERVICE_AWAY'],
});
/** A code to the phone that is bound (`old`), or to the new one. */
export const phoneCode = defineAction({
  name: 'identity.phone.code',
  title: '绑定手机：发送短信验证码',
  access: { anyone: true },
  rest: 'POST /account/phone/code',
  input: z.discriminatedUnion('to', [
    z.strictObject({ to: z.literal('old') }),
    z.strictObject({ to: z.literal('new'), mobile: filled(20, '手机号码') }),
  ]),
  output: z.strictObject({ sent: z.literal(true), seconds: z.int() }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'TOO_MANY_REQUESTS', 'SERVICE_AWAY'],
});
/** The new phone's code always; the old phone's code too when one is known. With none known and a password login, the password. */
export const changePhone = defineAction({
  name: 'identity.phone.change',
  title: '修改绑定手机',
  access: { anyone: true },
  rest: 'PUT /account/phone',
  input: z.strictObject({
    requestKey: RequestKey,
    mobile: filled(20, '手机号码'),
    code: filled(6, '短信验证码'),
    oldCode: z.string().trim().max(6).optional(),
    password: z.string().max(64).optional(),
  }),
  output: z.strictObject({ message: z.string(), mobile: z.string() }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'LOGIN_LOCKED', 'SERVICE_AWAY'],
});
export const phoneNotices = defineAction({
  name: 'identity.phone.notices',
  title: '短信提醒开关',
  access: { anyone: true },
  rest: 'PUT /account/phone/notices',
  input: z.strictObject({ on: z.boolean() }),
  output: z.strictObject({ on: z.boolean() }),
  errors: ['NOT_LOGGED_IN'],
});

/** 动态口令 (TOTP, RFC 6238: SHA-1, six digits, 30 s) for the agency. Once confirmed, the password alone lets nobody in. */
export const totpState = defineAction({
  name: 'identity.totp.state',
  title: '动态口令状态',
  access: ANY_STAFF,
  rest: 'GET /account/totp',
  input: NONE,
  output: z.strictObject({ enrolled: z.boolean(), since: z.iso.datetime().nullable(), recoveryLeft: z.int() }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED'],
});
/** A new secret, not in force before `confirm`. `uri` is what the QR code holds; `secret` is for typing. Shown once. */
export const totpEnrol = defineAction({
  name: 'identity.totp.enrol',
  title: '动态口令：绑定',
  access: ANY_STAFF,
  rest: 'POST /account/totp/enrol',
  input: z.strictObject({ password: z.string().min(1, '请填写登录密码').max(64) }),
  output: z.strictObject({ secret: z.string(), uri: z.string() }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'LOGIN_LOCKED'],
});
/** Ten recovery words come back, shown once: each lets in once when the phone is lost. */
export const totpConfirm = defineAction({
  name: 'identity.totp.confirm',
  title: '动态口令：确认启用',
  access: ANY_STAFF,
  rest: 'POST /account/totp/confirm',
  input: z.strictObject({ code: filled(6, '动态口令') }),
  output: z.strictObject({ message: z.string(), recovery: z.array(z.string()) }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED'],
});
export const totpRemove = defineAction({
  name: 'identity.totp.remove',
  title: '动态口令：停用',
  access: ANY_STAFF,
  rest: 'POST /account/totp/remove',
  input: z.strictObject({ password: z.string().min(1, '请填写登录密码').max(64), code: filled(20, '动态口令') }),
  output: z.strictObject({ message: z.string() }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'LOGIN_LOCKED'],
});
