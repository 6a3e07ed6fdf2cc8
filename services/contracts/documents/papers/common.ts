import { z } from 'zod';

/** Pieces of what papers say. Everything is in words already: documents knows how a paper looks, not what an item's codes mean. Empty text prints as —. */
export const words = (max = 200) => z.string().max(max);
/** `2024-11-05 10:20`, in China. */
export const moment = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/, '时间格式应为 2024-11-05 10:20');
export const day = z.union([z.iso.date(), z.literal('')]);
/** Receipts and notices show numbers masked (maskId, maskBankAccount). */
export const masked = words(40).regex(/\*|^$/, '回执上的号码须脱敏');
export const count = z.int().min(0);

/** The unit a paper is for. The last four characters of its number (before it has one: of its code) are asked for at 证明验证. */
export const UnitHead = z.strictObject({ name: words(), creditCode: words(18), unitNo: words(20) });
/** Where somebody who disagrees may turn. Empty: the paper names the people's government of the same level and 有管辖权的人民法院. */
export const remedies = z.strictObject({ review: words(100), court: words(100) });
/** 1,234.50: money comes in words, as fenToYuan writes it. */
export const money = z.string().regex(/^-?\d{1,3}(,\d{3})*\.\d{2}$|^$/, '金额格式应为 1,234.50');
