import { z } from 'zod';
import { defineAction } from '../action.ts';

/** How large the toolbar can make the hall: 放大 and 缩小 go from one to the next. */
export const SCALES = [1, 1.25, 1.5, 1.75, 2] as const;
/** 无障碍: how a person wants to see the hall, whichever browser he sits at. Whether the toolbar itself is open is that browser's business. */
export const Display = z.strictObject({
  scale: z.literal(SCALES),
  /** 大字版 */
  large: z.boolean(),
  contrast: z.boolean(),
  plain: z.boolean(),
  pointer: z.boolean(),
  guide: z.boolean(),
  speech: z.boolean(),
});
export type Display = z.infer<typeof Display>;

/** Null: never chosen, so the browser's own settings stay. */
const Kept = z.strictObject({ display: Display.nullable() });
const access = { anyone: true } as const;

export const display = defineAction({
  name: 'identity.display.get',
  title: '查询无障碍显示设置',
  access,
  rest: 'GET /account/display',
  input: z.strictObject({}),
  output: Kept,
  errors: ['NOT_LOGGED_IN'],
});
/** Always the whole of it, so of two that arrive together one stands and never a mixture. */
export const keepDisplay = defineAction({
  name: 'identity.display.keep',
  title: '保存无障碍显示设置',
  access,
  rest: 'PUT /account/display',
  input: z.strictObject({ display: Display }),
  output: Kept,
  errors: ['NOT_LOGGED_IN', 'INPUT_INVALID'],
});
