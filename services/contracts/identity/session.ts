import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id, RequestKey, filled, text } from '../primitives.ts';
import { Proof } from './challenge.ts';

/** What a page knows about the person in front of it. Names are shown to themselves only. */
export const Me = z.strictObject({
  kind: z.enum(['person', 'staff']),
  name: z.string(),
  hat: z.enum(['legal', 'contact', 'individual', 'register']).nullable(),
  unit: z.strictObject({ unitId: Id, unitNo: z.string().nullable(), name: z.string(), creditCode: z.string() }).nullable(),
  roles: z.array(z.string()),
  areas: z.array(z.string()),
  scopes: z.array(z.string()),
  /** Double-submit token for writes, header `x-wangting-csrf`. */
  csrf: z.string(),
  expiresAt: z.iso.datetime(),
  /** Falls asleep then unless something is asked before; `idleMinutes` after each request. */
  idleEndsAt: z.iso.datetime(),
  idleMinutes: z.number(),
  /** What has to be done before anything else: until then `scopes` is empty. */
  must: z.enum(['password']).nullable(),
});
export type Me = z.infer<typeof Me>;

const NONE = z.strictObject({});
export const OK = z.strictObject({ ok: z.literal(true) });

/** A hat somebody may put on. */
export const HatChoice = z.strictObject({
  hat: z.enum(['legal', 'contact', 'individual', 'register']),
  unitId: Id.nullable(),
  creditCode: z.string(),
  unitName: z.string(),
  unitNo: z.string().nullable(),
});

export const me = defineAction({
  name: 'identity.session.me',
  title: '当前登录',
  access: { anyone: true },
  rest: 'GET /me',
  input: NONE,
  output: Me,
  errors: ['NOT_LOGGED_IN'],
});

/** 电子社保卡: a ticket shown as a QR code for 120 seconds. `poll` is a secret the browser keeps; the QR holds only `ticket`. */
export const startCard = defineAction({
  name: 'identity.card.start',
  title: '电子社保卡登录：取二维码',
  access: { public: true },
  rest: 'POST /login/card',
  /** `replaces`: the poll secret of the code that was shown before; that one ends. */
  input: z.strictObject({ replaces: z.string().max(100).optional() }),
  output: z.strictObject({ ticket: z.string(), poll: z.string(), qr: z.string(), expiresAt: z.iso.datetime() }),
  errors: ['TOO_MANY_REQUESTS', 'SERVICE_AWAY'],
});
export const pollCard = defineAction({
  name: 'identity.card.poll',
  title: '电子社保卡登录：查询扫码结果',
  access: { public: true },
  rest: 'POST /login/card/poll',
  input: z.strictObject({ poll: z.string().max(100) }),
  output: z.strictObject({ state: z.enum(['waiting', 'scanned']), name: z.string().optional(), choices: z.array(HatChoice) }),
  errors: ['TICKET_EXPIRED', 'TOO_MANY_REQUESTS'],
});
/** Puts on a hat and opens the session; the gateway sets the cookie from `session` and never shows it. */
export const enter = defineAction({
  name: 'identity.card.enter',
  title: '电子社保卡登录：进入',
  access: { public: true },
  rest: 'POST /login/card/enter',
  input: z.strictObject({ poll: z.string().max(100), hat: HatChoice.shape.hat, unitId: Id.nullable() }),
  output: z.strictObject({ session: z.string(), me: Me }),
  errors: ['TICKET_EXPIRED', 'NOT_ALLOWED'],
});
export const passwordLogin = defineAction({
  name: 'identity.password.login',
  title: '账号密码登录（注册账号、工作人员）',
  access: { public: true },
  rest: 'POST /login/password',
  input: z.strictObject({
    kind: z.enum(['unit', 'staff']),
    account: filled(64, '账号'),
    password: z.string().min(1, '请填写密码').max(64),
    /** 动态口令 or a recovery word, after TOTP_NEEDED. */
    totp: z.string().trim().max(20).optional(),
    /** After PROOF_NEEDED. */
    proof: Proof.optional(),
  }),
  output: z.strictObject({ session: z.string(), me: Me }),
  errors: [
    'LOGIN_FAILED',
    'LOGIN_LOCKED',
    'PROOF_NEEDED',
    'TOTP_NEEDED',
    'RULE_REFUSED',
    'NOT_ALLOWED',
    'TOO_MANY_REQUESTS',
    'INPUT_INVALID',
  ],
});
export const logout = defineAction({
  name: 'identity.session.logout',
  title: '退出登录',
  access: { anyone: true },
  rest: 'POST /logout',
  input: NONE,
  output: OK,
  errors: [],
});

/** SMS code for 注册; the local adapter shows it in the simulator only. */
export const sendCode = defineAction({
  name: 'identity.register.code',
  title: '注册：发送短信验证码',
  access: { public: true },
  rest: 'POST /register/code',
  input: z.strictObject({ mobile: z.string().max(20) }),
  output: z.strictObject({ sent: z.literal(true), seconds: z.int() }),
  errors: ['INPUT_INVALID', 'TOO_MANY_REQUESTS'],
});
export const RegisterInput = z.strictObject({
  requestKey: RequestKey,
  creditCode: filled(18, '统一社会信用代码'),
  unitName: filled(100, '单位名称'),
  legalName: filled(50, '法人姓名'),
  legalIdType: z.string().max(2),
  legalIdNumber: filled(30, '法人证件号码'),
  mobile: filled(20, '法人手机号码'),
  code: filled(6, '短信验证码'),
  password: z.string().min(8, '密码为 8 至 20 位').max(20, '密码为 8 至 20 位'),
  area: z.string().max(6),
  agreed: z.literal(true, '请阅读并勾选协议'),
});
export const register = defineAction({
  name: 'identity.register.submit',
  title: '注册单位账号',
  access: { public: true },
  rest: 'POST /register',
  input: RegisterInput,
  output: z.strictObject({ message: z.string(), account: z.string() }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'REQUEST_KEY_REUSED', 'TOO_MANY_REQUESTS', 'SERVICE_AWAY'],
});

/** The local stand-in of the card app and the SMS centre; absent in production (adapter `mock`). */
export const simulatorState = defineAction({
  name: 'identity.simulator.state',
  title: '模拟器：测试身份与短信',
  access: { public: true },
  rest: 'GET /simulator',
  input: NONE,
  output: z.strictObject({
    identities: z.array(z.strictObject({ id: Id, name: z.string(), idNumber: z.string(), note: z.string() })),
    /** `state` 送达状态 as the SMS centre would report it. */
    messages: z.array(z.strictObject({ to: z.string(), text: z.string(), at: z.iso.datetime(), state: z.string() })),
  }),
  errors: ['NOT_FOUND'],
});
export const simulatorScan = defineAction({
  name: 'identity.simulator.scan',
  title: '模拟器：扫码',
  access: { public: true },
  rest: 'POST /simulator/scan',
  input: z.strictObject({ ticket: z.string().max(100), identityId: Id }),
  output: OK,
  errors: ['TICKET_EXPIRED', 'NOT_FOUND'],
});

export const favourites = defineAction({
  name: 'identity.favourites.list',
  title: '我的收藏',
  access: { anyone: true },
  rest: 'GET /favourites',
  input: NONE,
  output: z.strictObject({ items: z.array(z.string()) }),
  errors: ['NOT_LOGGED_IN'],
});
export const setFavourite = defineAction({
  name: 'identity.favourites.set',
  title: '收藏或取消收藏',
  access: { anyone: true },
  rest: 'PUT /favourites/:itemId',
  input: z.strictObject({ itemId: z.string().max(60), on: z.boolean() }),
  output: z.strictObject({ items: z.array(z.string()) }),
  errors: ['NOT_LOGGED_IN', 'NOT_FOUND'],
});
export const notices = defineAction({
  name: 'identity.notices.list',
  title: '我的消息',
  access: { anyone: true },
  rest: 'GET /notices',
  input: NONE,
  output: z.strictObject({
    unread: z.int(),
    rows: z.array(
      z.strictObject({ id: Id, title: z.string(), text: z.string(), at: z.iso.datetime(), read: z.boolean(), link: z.string().nullable() }),
    ),
  }),
  errors: ['NOT_LOGGED_IN'],
});
export const readNotice = defineAction({
  name: 'identity.notices.read',
  title: '消息已读',
  access: { anyone: true },
  rest: 'POST /notices/:id/read',
  input: z.strictObject({ id: Id }),
  output: z.strictObject({ unread: z.int() }),
  errors: ['NOT_LOGGED_IN', 'NOT_FOUND'],
});

/** Between gateway and identity: a session cookie becomes a caller token (≤ 60 s). */
export const token = defineAction({
  name: 'identity.session.token',
  title: '会话换令牌',
  access: { services: ['gateway'] },
  /** `awake` false: somebody only listens (events); that does not keep a session from falling asleep. */
  input: z.strictObject({ session: z.string().max(200), awake: z.boolean().default(true) }),
  output: z.strictObject({ token: z.string(), csrf: z.string(), expiresAt: z.iso.datetime() }),
  errors: ['NOT_LOGGED_IN'],
});
/** A withdrawal ends every session that stands on the grant, at once. `rev`: the unit's revision that took him off; what was granted with it or later stays. */
export const revoke = defineAction({
  name: 'identity.grants.revoke',
  title: '撤销授权',
  access: { services: ['units'] },
  input: z.strictObject({ unitId: Id, idHash: z.string(), hat: z.enum(['legal', 'contact']), rev: z.int().min(1) }),
  output: OK,
  errors: [],
});
/** A notice to everybody who acts for a unit, or to a staff role. Business words only: no personal data in the text. */
export const notify = defineAction({
  name: 'identity.notices.add',
  title: '发送消息',
  access: { services: ['units', 'persons', 'contributions', 'injury', 'benefits', 'unemployment', 'documents', 'files', 'desk'] },
  input: z.strictObject({
    key: z.string().max(120),
    unitId: Id,
    title: filled(60, '标题'),
    text: text(300),
    link: z.string().max(200).nullable(),
    /** The tag it wears in 我的消息: a document waits for a signature. */
    kind: z.enum(['notice', 'signing']).default('notice'),
  }),
  output: OK,
  errors: [],
});
/** 审计: a look at another's data, batched, stored by identity. */
export const audit = defineAction({
  name: 'identity.audit.add',
  title: '审计记录',
  access: {
    services: [
      'identity',
      'units',
      'persons',
      'contributions',
      'injury',
      'benefits',
      'unemployment',
      'documents',
      'files',
      'desk',
      'gateway',
    ],
  },
  input: z.strictObject({
    entries: z
      .array(
        z.strictObject({
          id: Id,
          who: z.string(),
          kind: z.string(),
          whose: z.string(),
          fields: z.array(z.string()),
          what: z.string(),
          at: z.iso.datetime(),
        }),
      )
      .max(500),
  }),
  output: OK,
  errors: [],
});
