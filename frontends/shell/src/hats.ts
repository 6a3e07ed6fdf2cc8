import type { Me } from '@wangting/kit-core';

/** 身份 in words. Said here because the contract that has them carries zod, which the shell does not. */
export const HATS: Record<NonNullable<Me['hat']>, string> = { legal: '法人', contact: '联系人', individual: '个人', register: '注册账号' };
