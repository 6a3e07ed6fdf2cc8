import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id, Paging, pageOf } from '../primitives.ts';

/** Kinds of 我的消息, with the word on the tag. */
export const MESSAGE_KINDS = {
  accept: '受理',
  correct: '补正',
  refuse: '不予受理',
  done: '办结',
  reject: '审核不通过',
  signing: '文书待签收',
  security: '账号安全',
  notice: '通知',
} as const;
export type MessageKind = keyof typeof MESSAGE_KINDS;
const kinds = Object.keys(MESSAGE_KINDS) as [MessageKind, ...MessageKind[]];
/** State of the copy sent by SMS. `none`: nobody was to get one. */
export const SMS_STATES = { waiting: '待发送', sent: '已发送', delivered: '已送达', failed: '发送失败' } as const;
export type SmsState = keyof typeof SMS_STATES;

/** Text without personal data: who it is about is seen behind the link, by whoever may. */
export const Message = z.strictObject({
  id: Id,
  kind: z.enum(kinds),
  title: z.string(),
  text: z.string(),
  at: z.iso.datetime(),
  read: z.boolean(),
  link: z.string().nullable(),
  /** 短信副本: to whom (masked), what became of it. */
  sms: z.array(
    z.strictObject({ to: z.string(), state: z.enum(Object.keys(SMS_STATES) as [SmsState, ...SmsState[]]), at: z.iso.datetime() }),
  ),
});
export type Message = z.infer<typeof Message>;

/** So many unread ones are counted; of more it is said that there are this many. */
export const COUNTED = 1_000;
const access = { anyone: true } as const;
export const messages = defineAction({
  name: 'identity.messages.list',
  title: '我的消息',
  access,
  rest: 'GET /messages',
  input: z.strictObject({ unread: z.enum(['1']).optional(), kind: z.enum(kinds).optional(), ...Paging }),
  output: z.strictObject({ ...pageOf(Message).shape, unread: z.int() }),
  errors: ['NOT_LOGGED_IN', 'INPUT_INVALID'],
});
export const unread = defineAction({
  name: 'identity.messages.unread',
  title: '未读消息数',
  access,
  rest: 'GET /messages/unread',
  input: z.strictObject({}),
  output: z.strictObject({ unread: z.int() }),
  errors: ['NOT_LOGGED_IN'],
});
export const readMessages = defineAction({
  name: 'identity.messages.read',
  title: '消息标为已读',
  access,
  rest: 'POST /messages/read',
  input: z.strictObject({ ids: z.array(Id).min(1).max(100) }),
  output: z.strictObject({ unread: z.int() }),
  errors: ['NOT_LOGGED_IN', 'INPUT_INVALID', 'NOT_FOUND'],
});
/** Everything up to the newest one the page shows; what came since stays unread. */
export const readAll = defineAction({
  name: 'identity.messages.readAll',
  title: '全部标为已读',
  access,
  rest: 'POST /messages/read-all',
  input: z.strictObject({ upTo: z.iso.datetime() }),
  output: z.strictObject({ unread: z.int() }),
  errors: ['NOT_LOGGED_IN', 'INPUT_INVALID'],
});
