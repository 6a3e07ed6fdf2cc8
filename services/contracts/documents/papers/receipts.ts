import { z } from 'zod';
import { UnitHead, count, day, masked, moment, words } from './common.ts';

/** Receipts of items 2 to 8: sealed and verifiable, numbers masked. `note` prints as 备注. */
const head = { unit: UnitHead, handledAt: moment, note: words(500) };
const person = { personNo: words(20), name: words(50), idMasked: masked };
/**
 * Lists flow over as many pages as they need, the header repeated. A question may weigh 1 MB on the bus: 5,000 lines fit.
 * When `counts` say more than the list shows, the paper says how many more there are.
 */
const lines = <T extends z.ZodType>(line: T) => z.array(line).min(1).max(5_000);

/** 参保人员增加回执 (item 2). */
export const EnrolmentReceipt = z.strictObject({
  ...head,
  people: z
    .array(z.strictObject({ ...person, insurances: words(60), from: words(20), base: words(30) }))
    .min(1)
    .max(1_000),
});
/** 参保人员增加回执（批量） (item 3). `failed` people are not listed: they took no effect. */
export const EnrolmentBatchReceipt = z.strictObject({
  ...head,
  batchNo: words(30),
  counts: z.strictObject({ total: count, done: count, failed: count }),
  /** 实际用工单位 of a 劳务派遣 or 人力资源 unit. */
  actualUnit: UnitHead.nullable(),
  people: lines(z.strictObject({ ...person, identity: words(40), from: words(20), base: words(30) })),
});
/** 参保人员减少回执 (item 4). `advice`: 失业保险待遇告知, printed when somebody left against his will. */
export const StopReceipt = z.strictObject({
  ...head,
  people: z
    .array(z.strictObject({ ...person, insurances: words(60), stopOn: day, reason: words(60) }))
    .min(1)
    .max(1_000),
  advice: words(500),
});
/** 参保人员减少回执（批量） (item 5). */
export const StopBatchReceipt = z.strictObject({
  ...head,
  batchNo: words(30),
  counts: z.strictObject({ total: count, done: count, failed: count }),
  people: lines(z.strictObject({ ...person, insurances: words(60), stopOn: day, reason: words(60) })),
  advice: words(500),
});
/** 单位信息变更回执 (item 6): what changed, before and after. `section` groups lines (单位基本信息, 单位联系人信息). */
export const UnitChangeReceipt = z.strictObject({
  ...head,
  effective: words(60),
  changes: z
    .array(z.strictObject({ section: words(40), field: words(60), before: words(1_000), after: words(1_000) }))
    .min(1)
    .max(200),
});
/** 项目人员参保回执 (item 7). `change`: 新增, 更新. */
export const ProjectRosterReceipt = z.strictObject({
  ...head,
  batchNo: words(30),
  project: z.strictObject({ no: words(20), name: words(), category: words(60), from: day, to: day }),
  counts: z.strictObject({ total: count, added: count, updated: count, failed: count }),
  people: lines(
    z.strictObject({
      name: words(50),
      idMasked: masked,
      sex: words(10),
      from: day,
      to: day,
      post: words(60),
      change: z.enum(['新增', '更新']),
    }),
  ),
});
const Account = z.strictObject({
  accountName: words(),
  accountMasked: masked,
  bank: words(),
  bankNo: words(12),
  bankClass: words(60),
});
/** 银行信息变更回执 (item 8). `before` is null when the unit had no account. */
export const BankChangeReceipt = z.strictObject({ ...head, purpose: words(60), before: Account.nullable(), after: Account });
