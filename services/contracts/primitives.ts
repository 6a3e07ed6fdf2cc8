import { z } from 'zod';

/** Chosen by the client, once per intention. Sending it again asks for the same answer, not for a second act. */
export const RequestKey = z.uuid('请求编号格式不正确');
/** Opaque id of an application, unit, person or file. */
export const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9:_-]+$/, '编号格式不正确');
/** A calendar month as `202404` (年月). Months are never Dates: a Date is a moment, and moments move with time zones. */
export const Month = z.string().regex(/^(19|20)\d{2}(0[1-9]|1[0-2])$/, '年月格式应为 202404');
/** A day as `2024-04-01`, a real one. */
export const Day = z.iso.date('日期格式应为 2024-04-01');
/** A moment, ISO UTC. */
export const Moment = z.iso.datetime();
/** Money is a whole number of fen (分). There is no floating point anywhere in a contract. */
export const Fen = z.int('金额应为整数分').min(0, '金额不能为负').max(1_000_000_000_000);
/** Free text typed by a person: trimmed, no control characters. */
export const text = (max: number, label = '内容') =>
  z
    .string()
    .trim()
    .max(max, `${label}不超过 ${max} 字`)
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, `${label}含有不可见字符`);
/** Required free text. */
export const filled = (max: number, label: string) => text(max, label).min(1, `请填写${label}`);
/** A code of a dictionary; that it exists there is checked with the dictionary named in the layout. */
export const Code = z
  .string()
  .trim()
  .min(1)
  .max(20)
  .regex(/^[A-Za-z0-9]+$/, '代码格式不正确');
/** Query strings arrive as text: a whole number with limits. */
export const queryInt = (min: number, max: number, fallback: number) => z.coerce.number().int().min(min).max(max).default(fallback);
/** 是/否 as the dictionaries write it. */
export const YesNo = z.enum(['1', '0'], '请选择是或否');

/** 分页 (block B3): page from 1; size 10/20/50/100. */
export const Paging = { page: queryInt(1, 100_000, 1), size: queryInt(1, 100, 10) };
export const pageOf = <T extends z.ZodType>(row: T) => z.strictObject({ rows: z.array(row), total: z.int(), page: z.int(), size: z.int() });
