import { z } from 'zod';
import { defineAction } from '../action.ts';
import { ApplicationRow, StatusName } from '../applications.ts';
import { Paging, pageOf, text } from '../primitives.ts';

const Filter = {
  itemId: z.string().max(60).optional(),
  status: StatusName.optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  ...Paging,
};

/** 我的办件 (已申请流程信息): the unit's applications over all items. */
export const mine = defineAction({
  name: 'desk.work.mine',
  title: '我的办件',
  access: { scopes: ['unit.work'] },
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
/** Broadcast to every node when a row was replaced, for notices to browsers. A hint: whoever hears it asks again. */
export const WORK_CHANGED = 'work.changed';
export interface WorkChanged {
  applicationId: string;
  unitId: string;
  seq: number;
  status: z.infer<typeof StatusName>;
}
