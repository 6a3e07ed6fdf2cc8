import { z } from 'zod';
import { defineAction } from '../action.ts';
import { HatChoice, Me } from './session.ts';
import { Id } from '../primitives.ts';

export const HAT_MESSAGES = {
  /** items.md §1.1, when a card belongs to nobody we know. */
  none: '未查询到您作为法人或联系人的单位信息，请先由法人登录维护联系人信息',
} as const;

/** Why somebody may act for himself: recorded in injury (工伤职工) or benefits (供养亲属), never claimed by the page. */
export const Proved = z.strictObject({ injured: z.boolean(), dependant: z.boolean() });
export type Proved = z.infer<typeof Proved>;

/** A hat of this person, with what it may do. */
export const Hat = z.strictObject({
  ...HatChoice.shape,
  current: z.boolean(),
  /** 法人 / 联系人 / 工伤职工 / 供养亲属 / 工伤职工、供养亲属 / 注册账号. */
  label: z.string(),
  scopes: z.array(z.string()),
  /** Only for `individual`. */
  proved: Proved.nullable(),
});
export type Hat = z.infer<typeof Hat>;

export const hats = defineAction({
  name: 'identity.hats.list',
  title: '我的身份',
  access: { anyone: true },
  rest: 'GET /hats',
  input: z.strictObject({}),
  output: z.strictObject({
    rows: z.array(Hat),
    /** True when injury or benefits could not be asked: 个人 may be missing from the list for now. */
    incomplete: z.boolean(),
  }),
  errors: ['NOT_LOGGED_IN'],
});
/**
 * 切换身份, without a new login. The session gets a new id and a new csrf (the gateway sets the cookie): a tab that still shows the other
 * hat cannot write with its old csrf. Its event stream hears `ended` with why `hat`; it must ask `GET /me` and start over.
 */
export const wearHat = defineAction({
  name: 'identity.hats.wear',
  title: '切换身份',
  access: { anyone: true },
  rest: 'POST /hats/wear',
  input: z.strictObject({ hat: HatChoice.shape.hat, unitId: Id.nullable() }),
  output: z.strictObject({ session: z.string(), me: Me }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'SERVICE_AWAY'],
});
