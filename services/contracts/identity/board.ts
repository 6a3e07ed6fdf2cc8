import { z } from 'zod';
import { defineAction } from '../action.ts';
import { CHANGE_ERRORS } from '../errors.ts';
import { Id, Paging, RequestKey, filled, pageOf, text } from '../primitives.ts';

export const HOTLINE = '12333';
export const BOARD_MESSAGES = {
  saved: '已保存并发布',
  proposed: '已提交，待另一名运行维护人员确认后生效',
  confirmed: '已确认，即时生效',
  same: '须由提交人以外的运行维护人员确认',
  order: '结束时间应晚于开始时间',
} as const;

const itemId = z.string().max(60);
const moments = { from: z.iso.datetime(), to: z.iso.datetime().nullable() };
export const Announcement = z.strictObject({
  title: filled(80, '标题'),
  text: filled(5000, '内容'),
  pinned: z.boolean(),
  ...moments,
});
/** The strip over every page. `away`: no business can be done meanwhile. */
export const Banner = z.strictObject({ text: filled(200, '内容'), level: z.enum(['info', 'warning', 'away']), ...moments });
/**
 * 办理时间 of an item: days of the month, days of the year, hours of the day; all that are given must hold. Asia/Shanghai.
 * `opensAt` decides it, one function for page, gateway and service.
 */
export const Window = z.strictObject({
  fromDay: z.int().min(1).max(31).nullable(),
  toDay: z.int().min(1).max(31).nullable(),
  fromDate: z.iso.date().nullable(),
  toDate: z.iso.date().nullable(),
  fromHour: z.int().min(0).max(23).nullable(),
  toHour: z.int().min(1).max(24).nullable(),
  note: text(100, '说明'),
});
export type Window = z.infer<typeof Window>;
export const Guide = z.strictObject({
  sections: z.array(z.strictObject({ title: filled(40, '标题'), lines: z.array(filled(500, '内容')).max(50) })).max(20),
  questions: z.array(z.strictObject({ ask: filled(200, '问题'), answer: filled(1000, '回答') })).max(50),
});

/** Is the item open at this wall-clock time of China, `2024-04-01T09:30`? Otherwise why not. */
export function closedBecause(window: Window | undefined, wall: string): string | undefined {
  if (!window) return undefined;
  const { fromDay, toDay, fromDate, toDate, fromHour, toHour, note } = window;
  const date = wall.slice(0, 10);
  const [day, hour] = [Number(wall.slice(8, 10)), Number(wall.slice(11, 13))];
  const words = [
    fromDate || toDate ? `${fromDate ?? ''} 至 ${toDate ?? ''}` : '',
    fromDay || toDay ? `每月 ${fromDay ?? 1} 日至 ${toDay ?? 31} 日` : '',
    fromHour !== null || toHour !== null ? `每日 ${fromHour ?? 0}:00 至 ${toHour ?? 24}:00` : '',
  ].filter(Boolean);
  const open =
    (!fromDate || date >= fromDate) &&
    (!toDate || date <= toDate) &&
    day >= (fromDay ?? 1) &&
    day <= (toDay ?? 31) &&
    hour >= (fromHour ?? 0) &&
    hour < (toHour ?? 24);
  return open ? undefined : `本事项办理时间为${words.join('，')}，现在不能提交${note ? `（${note}）` : ''}`;
}

/** Everything a first page shows, in one public answer. Windows only of items that have one. */
export const board = defineAction({
  name: 'identity.board.show',
  title: '公告、维护通知与办理时间',
  access: { public: true },
  rest: 'GET /board',
  input: z.strictObject({}),
  output: z.strictObject({
    announcements: z.array(Announcement.extend({ id: Id, version: z.int() })),
    banner: Banner.nullable(),
    windows: z.array(z.strictObject({ itemId, window: Window, version: z.int(), closed: z.string().nullable() })),
    hotline: z.string(),
  }),
  errors: [],
});
/** 办事指南 and 常见问题 of an item. Version 0 = nobody has edited it: made from the item's own contract. */
export const guide = defineAction({
  name: 'identity.board.guide',
  title: '办事指南与常见问题',
  access: { public: true },
  rest: 'GET /guides/:itemId',
  input: z.strictObject({ itemId }),
  output: z.strictObject({
    itemId,
    itemName: z.string(),
    guide: Guide,
    version: z.int(),
    updatedAt: z.iso.datetime().nullable(),
    hotline: z.string(),
  }),
  errors: ['NOT_FOUND'],
});

const access = { scopes: ['staff.ops'] } as const;
const errors = CHANGE_ERRORS;
/** `seenVersion`: the newest version there is, proposed ones too (`versions` tells); 0 for what is new. A version is inserted, never changed. */
const write = { requestKey: RequestKey, seenVersion: z.int().min(0) };
/** `state` proposed: another person of operations must confirm it (decisions.md 3: announcements and windows). */
const Written = z.strictObject({ message: z.string(), id: z.string(), version: z.int(), state: z.enum(['inForce', 'proposed']) });

/** `announcement` null takes it down. */
export const saveAnnouncement = defineAction({
  name: 'identity.board.announce',
  title: '发布公告',
  access,
  rest: 'PUT /board/announcements/:id',
  input: z.strictObject({ ...write, id: Id, announcement: Announcement.nullable() }),
  output: Written,
  errors,
});
/** In force at once: what is urgent does not wait for a second person. */
export const saveBanner = defineAction({
  name: 'identity.board.banner',
  title: '维护通知',
  access,
  rest: 'PUT /board/banner',
  input: z.strictObject({ ...write, banner: Banner.nullable() }),
  output: Written,
  errors,
});
export const saveWindow = defineAction({
  name: 'identity.board.window',
  title: '事项办理时间',
  access,
  rest: 'PUT /board/windows/:itemId',
  input: z.strictObject({ ...write, itemId, window: Window.nullable() }),
  output: Written,
  errors,
});
export const saveGuide = defineAction({
  name: 'identity.board.saveGuide',
  title: '编辑办事指南与常见问题',
  access,
  rest: 'PUT /guides/:itemId',
  input: z.strictObject({ ...write, itemId, guide: Guide }),
  output: Written,
  errors,
});

export const BOARD_KINDS = { announcement: '公告', banner: '维护通知', window: '办理时间', guide: '办事指南' } as const;
export type BoardKind = keyof typeof BOARD_KINDS;
const kind = z.enum(Object.keys(BOARD_KINDS) as [BoardKind, ...BoardKind[]]);
export const confirmBoard = defineAction({
  name: 'identity.board.confirm',
  title: '确认公告或办理时间',
  access,
  rest: 'POST /board/confirm',
  input: z.strictObject({ requestKey: RequestKey, kind, id: Id, version: z.int().min(1) }),
  output: Written,
  errors,
});
/** All versions, newest first: who wrote, who confirmed. `value` has the shape of its kind, null = taken down. */
export const versions = defineAction({
  name: 'identity.board.versions',
  title: '公告与办理时间的版本',
  access,
  rest: 'GET /board/versions',
  input: z.strictObject({ kind: kind.optional(), id: Id.optional(), waiting: z.enum(['1']).optional(), ...Paging }),
  output: pageOf(
    z.strictObject({
      kind,
      id: z.string(),
      version: z.int(),
      value: z.unknown(),
      by: z.string(),
      /** As people call him; the account when nobody of that account is there any more. */
      byName: z.string(),
      at: z.iso.datetime(),
      confirmedBy: z.string().nullable(),
      confirmedByName: z.string().nullable(),
      confirmedAt: z.iso.datetime().nullable(),
      state: z.enum(['inForce', 'proposed', 'past']),
    }),
  ),
  errors,
});
/** Plain hint on the bus when something of the board came into force: gateways ask again. */
export const BOARD_CHANGED = 'board.changed';
