import { z } from 'zod';
import type { ActionContract } from './action.ts';
import { PaymentRecord, receivePayments } from './contributions/ledger.ts';
import { RegistrationFile, receiveRegistrations } from './units/pushed.ts';

/**
 * 数据交换: what another department may push to us. A message is a POST to `/api/exchange/<door>`, signed with the department's own key by
 * HTTP Message Signatures (RFC 9421, ed25519, over method, path and content digest). Names, limits and words here; reading in `kit/exchange.ts`.
 */
export const EXCHANGE = {
  /** Seconds a signature counts, before and after now. */
  window: 300,
  /** Bytes of a message. */
  bytes: 1024 * 1024,
} as const;
export const exchangeScope = (door: string): string => `exchange.${door}`;

export interface ExchangeDoor {
  id: string;
  /** What it is, for the list of operations. */
  title: string;
  /** What the department sends. */
  body: z.ZodType;
  /** Who takes it in. Its access names `exchange.<id>`. */
  action: ActionContract;
  /** The action's input; the sender's name comes from his key, never from the body. */
  to(body: never, sender: string): unknown;
}

const sumOf = (records: readonly PaymentRecord[]): number => records.reduce((sum, { amount }) => sum + amount, 0);
/** 到账文件: records of one file with its control count and total (fen), so that a file cut short is refused whole. */
export const PaymentFile = z
  .strictObject({
    count: z.int(),
    total: z.int(),
    records: z.array(PaymentRecord).min(1, '文件中没有到账记录').max(500, '一次最多 500 条到账记录，请拆分后发送'),
  })
  .superRefine(({ count, total, records }, context) => {
    if (count !== records.length)
      context.addIssue({ code: 'custom', path: ['count'], message: `文件应有${count}条记录，实际${records.length}条，全部未处理` });
    if (total !== sumOf(records)) context.addIssue({ code: 'custom', path: ['total'], message: '各记录金额之和与合计不符，全部未处理' });
    const seen = new Set<string>();
    for (const [index, { recordNo }] of records.entries()) {
      if (seen.has(recordNo)) context.addIssue({ code: 'custom', path: ['records', index, 'recordNo'], message: '记录号在文件内重复' });
      seen.add(recordNo);
    }
  });
export type PaymentFile = z.infer<typeof PaymentFile>;

/** Every door there is. */
export const EXCHANGE_DOORS: readonly ExchangeDoor[] = [
  {
    id: 'payments',
    title: '税务到账信息',
    body: PaymentFile,
    action: receivePayments as ActionContract,
    to: ({ records }: PaymentFile, source) => ({ source, records }),
  },
  {
    id: 'registrations',
    title: '单位登记信息（市场监管、民政等）',
    body: RegistrationFile,
    action: receiveRegistrations as ActionContract,
    to: ({ records }: RegistrationFile, source) => ({ source, records }),
  },
];
