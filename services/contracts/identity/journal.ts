import { z } from 'zod';
import { defineAction } from '../action.ts';
import { ApplicationRow, StatusName } from '../applications.ts';
import { Id, Paging, RequestKey, filled, pageOf, text } from '../primitives.ts';

export const JOURNAL_MESSAGES = {
  rated: '感谢您的评价',
  ratedBefore: '本办件已评价，每个办件只能评价一次',
  notEnded: '办件尚未办结，办结后可以评价',
  progressSent: '验证码已发送，5 分钟内有效',
  progressCode: '短信验证码不正确或已过期，请重新获取',
  /** The same for a number nobody has and for somebody else's. */
  progressNone: '没有找到与该手机号码对应的办件，请核对业务流水号和办理时登记的手机号码',
} as const;

/** One thing I sent, and what was answered. Kept by the gateway's word: which action, when, how it ended; never what was typed. */
export const JournalRow = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  /** The action's title, in Chinese. */
  title: z.string(),
  itemId: z.string().nullable(),
  ok: z.boolean(),
  /** The sentence that came back. */
  answer: z.string(),
  serialNo: z.string().nullable(),
  /** For whom it was sent: the unit's name, or 本人. */
  unitName: z.string(),
  hat: z.string(),
});
export const journal = defineAction({
  name: 'identity.journal.list',
  title: '办事日志：我提交的与答复',
  access: { anyone: true },
  rest: 'GET /journal',
  input: z.strictObject({
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    result: z.enum(['ok', 'refused']).optional(),
    ...Paging,
  }),
  output: pageOf(JournalRow),
  errors: ['NOT_LOGGED_IN', 'INPUT_INVALID'],
});
/** What the gateway tells of each write, in batches. */
export const JournalEntry = z.strictObject({
  id: Id,
  who: z.string().max(100),
  hat: z.string().max(20),
  unitId: z.string().max(64),
  action: z.string().max(120),
  title: z.string().max(120),
  ok: z.boolean(),
  answer: z.string().max(500),
  serialNo: z.string().max(40),
  at: z.iso.datetime(),
});
export const addJournal = defineAction({
  name: 'identity.journal.add',
  title: '办事日志：记录',
  access: { services: ['gateway'] },
  input: z.strictObject({ entries: z.array(JournalEntry).max(500) }),
  output: z.strictObject({ ok: z.literal(true) }),
  errors: ['INPUT_INVALID'],
});

/** 好差评: 1 非常不满意 … 5 非常满意, once per ended application. */
export const STARS = { '1': '非常不满意', '2': '不满意', '3': '基本满意', '4': '满意', '5': '非常满意' } as const;
export const Rating = z.strictObject({
  applicationId: Id,
  itemId: z.string(),
  itemName: z.string(),
  stars: z.int(),
  words: z.string(),
  at: z.iso.datetime(),
});
export const rate = defineAction({
  name: 'identity.ratings.give',
  title: '好差评',
  access: { anyone: true },
  rest: 'POST /ratings',
  input: z.strictObject({
    requestKey: RequestKey,
    applicationId: Id,
    stars: z.int('请选择满意度').min(1, '请选择满意度').max(5, '请选择满意度'),
    words: text(300, '评价').default(''),
  }),
  output: z.strictObject({ message: z.string(), rating: Rating }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_FOUND', 'REQUEST_KEY_REUSED', 'SERVICE_AWAY'],
});
/** Was it rated, and may it be? For the page of one application. */
export const ratingOf = defineAction({
  name: 'identity.ratings.of',
  title: '办件的评价',
  access: { anyone: true },
  rest: 'GET /ratings/:applicationId',
  input: z.strictObject({ applicationId: Id }),
  output: z.strictObject({ possible: z.boolean(), rating: Rating.nullable() }),
  errors: ['NOT_LOGGED_IN', 'NOT_FOUND', 'SERVICE_AWAY'],
});
/** For operations: per item how many of each, and the newest words. Without who said it. */
export const ratingSummary = defineAction({
  name: 'identity.ratings.summary',
  title: '好差评汇总',
  access: { scopes: ['staff.ops'] },
  rest: 'GET /ratings',
  input: z.strictObject({ itemId: z.string().max(60).optional(), ...Paging }),
  output: z.strictObject({
    ...pageOf(Rating.omit({ applicationId: true })).shape,
    items: z.array(z.strictObject({ itemId: z.string(), itemName: z.string(), counts: z.array(z.int()).length(5), total: z.int() })),
  }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'INPUT_INVALID'],
});

const ask = { serialNo: filled(20, '业务流水号'), mobile: filled(20, '手机号码') };
/** 进度查询 without a login: a code to the phone. The answer tells nothing about the number. */
export const progressCode = defineAction({
  name: 'identity.progress.code',
  title: '进度查询：发送短信验证码',
  access: { public: true },
  rest: 'POST /progress/code',
  input: z.strictObject({ mobile: ask.mobile }),
  output: z.strictObject({ message: z.string(), seconds: z.int() }),
  errors: ['INPUT_INVALID', 'TOO_MANY_REQUESTS', 'SERVICE_AWAY'],
});
/** How far a case is, for somebody whose phone stands on record for its unit. No names, no opinion. A code bears one good answer. */
export const progress = defineAction({
  name: 'identity.progress.ask',
  title: '进度查询',
  access: { public: true },
  rest: 'POST /progress',
  input: z.strictObject({ ...ask, code: filled(6, '短信验证码') }),
  output: ApplicationRow.pick({ serialNo: true, itemName: true, submittedAt: true, decidedAt: true, due: true, updatedAt: true }).extend({
    status: StatusName,
    statusWord: z.string(),
  }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'TOO_MANY_REQUESTS', 'SERVICE_AWAY'],
});

/** 最近办理: items I opened, newest first, at most twelve. */
export const recent = defineAction({
  name: 'identity.recent.list',
  title: '最近办理',
  access: { anyone: true },
  rest: 'GET /recent',
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(z.strictObject({ itemId: z.string(), at: z.iso.datetime() })) }),
  errors: ['NOT_LOGGED_IN'],
});
export const addRecent = defineAction({
  name: 'identity.recent.add',
  title: '记入最近办理',
  access: { anyone: true },
  rest: 'PUT /recent/:itemId',
  input: z.strictObject({ itemId: z.string().max(60) }),
  output: recent.output,
  errors: ['NOT_LOGGED_IN', 'NOT_FOUND'],
});
