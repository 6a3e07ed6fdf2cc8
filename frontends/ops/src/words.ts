import type { BoardKind } from '@wangting/contracts/identity/board';
import type { MATRIX_ANSWERS } from '@wangting/contracts/identity/roles';

/** Words of the contracts, said again here because the contracts carry zod. A test compares those that can be. */
export const KINDS: Record<BoardKind, string> = { announcement: '公告', banner: '维护通知', window: '办理时间', guide: '办事指南' };
export const STARS = ['非常不满意', '不满意', '基本满意', '满意', '非常满意'] as const;
export const ANSWERS: Record<(typeof MATRIX_ANSWERS)[number], string> = { allowed: '可', NOT_LOGGED_IN: '须登录', NOT_ALLOWED: '不可' };
