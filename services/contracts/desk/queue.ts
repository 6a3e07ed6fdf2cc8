import { z } from 'zod';
import { defineAction } from '../action.ts';
import { ApplicationRow, StatusName } from '../applications.ts';
import { Id, Paging, pageOf, text } from '../primitives.ts';

const Filter = {
  itemId: z.string().max(60).optional(),
  status: StatusName.optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  ...Paging,
};

/** 我的办件 (已申请流程信息): the unit's applications over all items, or under 个人 one's own. */
export const mine = defineAction({
  name: 'desk.work.mine',
  title: '我的办件',
  access: { scopes: ['unit.work', 'person.work'] },
  rest: 'GET /work/mine',
  input: z.strictObject(Filter),
  output: pageOf(ApplicationRow),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'INPUT_INVALID'],
});
/** The agency's one queue over all domains: what this person's roles and areas can act on (`todo`), or everything of the area. */
export const queue = defineAction({
  name: 'desk.work.queue',
  title: '待办列表',
  access: { scopes: ['staff.intake', 'staff.first', 'staff.second', 'staff.third'] },
  rest: 'GET /work/queue',
  input: z.strictObject({ ...Filter, scope: z.enum(['todo', 'taken', 'all']).default('todo'), search: text(60).optional() }),
  output: z.strictObject({
    ...pageOf(ApplicationRow).shape,
    counts: z.strictObject({ todo: z.int(), taken: z.int(), all: z.int() }),
    updatedAt: z.string(),
  }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'INPUT_INVALID'],
});
/** Cases of a unit that are not ended, over all domains: asked before a unit is closed. `except` leaves out the asking case. */
export const openOf = defineAction({
  name: 'desk.work.openOf',
  title: '单位未办结办件',
  access: { services: ['units'] },
  input: z.strictObject({ unitId: Id, except: z.string().max(64).default('') }),
  output: z.strictObject({ total: z.int(), itemNames: z.array(z.string()) }),
  errors: ['INPUT_INVALID', 'NOT_ALLOWED'],
});
/** Fills the projection again from its owners, page by page. Rows that are there stay in use meanwhile: only newer ones replace them. */
export const rebuild = defineAction({
  name: 'desk.work.rebuild',
  title: '待办列表重建',
  access: { scopes: ['staff.ops'], services: ['desk'] },
  rest: 'POST /work/rebuild',
  input: z.strictObject({}),
  output: z.strictObject({
    /** Rows that were missing or old. */
    replaced: z.int(),
    owners: z.array(z.strictObject({ owner: z.string(), rows: z.int() })),
  }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'SERVICE_AWAY'],
  timeout: 600_000,
});
/** One application as desk knows it, for identity: 好差评, and 进度查询 by 业务流水号. Null when there is none. */
export const brief = defineAction({
  name: 'desk.work.brief',
  title: '办件概要',
  access: { services: ['identity'] },
  input: z.union([z.strictObject({ applicationId: z.string().max(64) }), z.strictObject({ serialNo: z.string().max(20) })]),
  output: z.strictObject({ row: ApplicationRow.nullable() }),
  errors: ['INPUT_INVALID'],
});
/** Broadcast to every node when a row was replaced, for notices to browsers. A hint: whoever hears it asks again. */
export const WORK_CHANGED = 'work.changed';
export interface WorkChanged {
  applicationId: string;
  unitId: string;
  seq: number;
  status: z.infer<typeof StatusName>;
}
