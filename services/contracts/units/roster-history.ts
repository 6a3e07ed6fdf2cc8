import { z } from 'zod';
import { defineAction } from '../action.ts';
import { itemScope } from '../catalogue.ts';
import { Id } from '../primitives.ts';

/** One act that changed a person's line on a project's roster (item 7), in words; numbers are masked. */
export const RosterChangeRow = z.strictObject({
  id: z.string(),
  at: z.string(),
  /** 登记, 批量导入变更, 逐人维护, 经办机构核实. */
  what: z.string(),
  by: z.string(),
  lines: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
});
export type RosterChangeRow = z.infer<typeof RosterChangeRow>;

/** 变更记录 of one person on one project: who, when, before and after; the newest first. A line has a few dozen in its life. */
export const rosterHistory = defineAction({
  name: 'units.project-roster.history',
  title: '项目人员变更记录',
  access: { scopes: [itemScope('project-roster')] },
  rest: 'GET /items/project-roster/people/:id/history',
  input: z.strictObject({ id: Id }),
  output: z.strictObject({ name: z.string(), projectName: z.string(), rows: z.array(RosterChangeRow) }),
  errors: ['INPUT_INVALID', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
