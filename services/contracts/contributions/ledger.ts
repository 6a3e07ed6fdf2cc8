import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Id, Month, Paging, RequestKey, filled, pageOf } from '../primitives.ts';

const Insurance = z.enum(['210', '410']);
/** Money that may be negative (refunds), whole fen. */
export const SignedFen = z.int('金额应为整数分').min(-1_000_000_000_000).max(1_000_000_000_000);
const STAFF_ERRORS = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'REQUEST_KEY_REUSED'] as const;

export const RUN_MESSAGES = {
  periodLate: '费款所属期不能晚于本月',
  fromLate: '起始月份不能晚于本月',
  nothingBilled: '尚未核定过应缴，没有可以更正的月份',
  busy: '另一项核定正在进行，请等它完成后再开始',
} as const;
export const RunView = z.strictObject({
  runId: Id,
  period: Month,
  /** 差额核定: the first month it corrects. */
  differencesFrom: Month.nullable(),
  state: z.enum(['open', 'done']),
  startedAt: z.string(),
  doneAt: z.string().nullable(),
  /** Units of the run, of them still to do; `failed` wait for a person. */
  units: z.int(),
  todo: z.int(),
  failed: z.int(),
  rows: z.int(),
  total: SignedFen,
});
/** 应缴核定 of a 费款所属期, now: answers when the run is open. Asked twice it is one run; asked again later it finds only what is missing. */
export const runDues = defineAction({
  name: 'contributions.dues.run',
  title: '应缴核定',
  access: { scopes: ['staff.ops'], services: ['contributions'] },
  rest: 'POST /dues/run',
  input: z.strictObject({ period: Month }),
  output: RunView,
  errors: STAFF_ERRORS,
});
/**
 * 差额核定, when rates or limits came in force late: from a month on, every unit's months that were billed otherwise are corrected by the difference
 * (差补, 差退), in this month's 费款所属期. What was billed stays as it is; a month nobody billed is left to 应缴核定.
 */
export const runDifferences = defineAction({
  name: 'contributions.dues.run.differences',
  title: '差额核定',
  access: { scopes: ['staff.ops'] },
  rest: 'POST /dues/differences',
  input: z.strictObject({ from: Month }),
  output: RunView,
  errors: STAFF_ERRORS,
});
export const dueRuns = defineAction({
  name: 'contributions.dues.runs',
  title: '应缴核定记录',
  access: { scopes: ['staff.ops', 'staff.finance'] },
  rest: 'GET /dues/runs',
  input: z.strictObject({}),
  output: z.strictObject({ runs: z.array(RunView) }),
  errors: STAFF_ERRORS,
});

/** One 险种 and 缴费类型 of a 费款所属期 over all units: what the lists add up to and, as `control`, what the ledger's own rows do. */
export const ControlRow = z.strictObject({
  insurance: Insurance,
  kind: z.string(),
  units: z.int(),
  rows: z.int(),
  unit: SignedFen,
  person: SignedFen,
  /** Of it 已实缴 and 已退费. */
  paid: SignedFen,
  refunded: SignedFen,
  control: SignedFen,
});
/** 应缴核定结果: one run, the control totals of its period, and the units it could not reckon, with why. */
export const dueRun = defineAction({
  name: 'contributions.dues.run.view',
  title: '应缴核定结果',
  access: { scopes: ['staff.ops', 'staff.finance'] },
  rest: 'GET /dues/runs/:runId',
  input: z.strictObject({ runId: Id }),
  output: z.strictObject({
    run: RunView,
    sums: z.array(ControlRow),
    failures: z.array(z.strictObject({ unitNo: z.string(), unitName: z.string(), note: z.string() })),
  }),
  errors: STAFF_ERRORS,
});

/**
 * One line of a payer's file (税务到账): what arrived for a unit's 费款所属期 × 险种 × 缴费类型, or went back (negative). With `refused` nothing
 * arrived: the collection was tried and refused, and the amount is 0.
 */
export const PaymentRecord = z
  .strictObject({
    recordNo: Id,
    creditCode: z.string().max(18),
    period: Month,
    insurance: Insurance,
    kind: z.string().regex(/^\d{2}$/, '缴费类型不正确'),
    amount: SignedFen,
    paidOn: Day,
    refused: filled(100, '拒绝原因').optional(),
  })
  .refine(({ amount, refused }) => (amount === 0) === (refused !== undefined), {
    path: ['amount'],
    message: '金额为0的记录应写明拒绝原因，被拒绝的记录金额应为0',
  });
export type PaymentRecord = z.infer<typeof PaymentRecord>;
export const PaymentResult = z.strictObject({
  recordNo: Id,
  /** paid 全额, part 部分, refused 扣款被拒, none 无对应应缴, unknown 无此单位, reused 同号不同内容. The last four wait for a person. */
  result: z.enum(['paid', 'part', 'refused', 'none', 'unknown', 'reused']),
  /** Money no due took, fen. */
  left: SignedFen,
  lateFee: SignedFen,
  message: z.string(),
});
/** A batch of arrived money. Each record is taken once, whatever is sent again; the answer says what became of each. */
export const receivePayments = defineAction({
  name: 'contributions.payments.receive',
  title: '到账信息接收',
  access: { scopes: ['staff.finance', 'exchange.payments'], services: ['contributions'] },
  rest: 'POST /dues/payments',
  input: z.strictObject({ source: filled(20, '来源'), records: z.array(PaymentRecord).min(1).max(500) }),
  output: z.strictObject({ results: z.array(PaymentResult) }),
  errors: STAFF_ERRORS,
  timeout: 60_000,
});

/** A record that found nothing to pay, as the agency sees it. */
export const WaitingPayment = z.strictObject({
  id: z.string(),
  source: z.string(),
  recordNo: z.string(),
  creditCode: z.string(),
  unitName: z.string().nullable(),
  period: Month,
  insurance: Insurance,
  kind: z.string(),
  amount: SignedFen,
  left: SignedFen,
  paidOn: Day,
  result: z.enum(['none', 'unknown', 'part', 'paid', 'refused', 'new']),
  /** Why the collection was refused. */
  refused: z.string().nullable(),
  at: z.string(),
});
/** 到账待核对: records no due took, or took in part, oldest first. */
export const waitingPayments = defineAction({
  name: 'contributions.payments.waiting',
  title: '到账待核对',
  access: { scopes: ['staff.finance'] },
  rest: 'GET /dues/payments/waiting',
  input: z.strictObject(Paging),
  output: pageOf(WaitingPayment),
  errors: STAFF_ERRORS,
});
/** 重新核对: the due or the unit may be there by now. 处理完毕: a person has settled it elsewhere and says how. */
export const matchPayment = defineAction({
  name: 'contributions.payments.match',
  title: '到账核对处理',
  access: { scopes: ['staff.finance'] },
  rest: 'POST /dues/payments/match',
  input: z.discriminatedUnion('how', [
    z.strictObject({ id: z.string().max(120), how: z.literal('again') }),
    z.strictObject({ id: z.string().max(120), how: z.literal('close'), note: filled(200, '处理说明') }),
  ]),
  output: z.strictObject({ message: z.string(), waits: z.boolean() }),
  errors: STAFF_ERRORS,
  timeout: 60_000,
});

/** 缴费工资更正 by the agency: from this month on; months already billed get 基数差补 or 基数差退费. */
export const correctWage = defineAction({
  name: 'contributions.wage.correct',
  title: '缴费工资更正',
  access: { scopes: ['staff.first', 'staff.second'] },
  rest: 'POST /dues/wages',
  input: z.strictObject({
    requestKey: RequestKey,
    unitId: Id,
    personId: Id,
    insurance: Insurance,
    from: Month,
    /** 申报工资 a month, fen. */
    declared: z.int().min(1).max(100_000_000),
    source: filled(200, '更正依据'),
  }),
  output: z.strictObject({ rows: z.int(), total: SignedFen, message: z.string() }),
  errors: STAFF_ERRORS,
});
/** 单位费率核定: risk class, floating step, or a split of its own. Months already billed get 比例差补 or 比例差退费 from `from` on. */
export const decideRate = defineAction({
  name: 'contributions.rate.decide',
  title: '单位费率核定',
  access: { scopes: ['staff.first', 'staff.second'] },
  rest: 'POST /dues/rates',
  input: z.strictObject({
    requestKey: RequestKey,
    unitId: Id,
    insurance: Insurance,
    from: Month,
    riskClass: z.enum(['1', '2', '3', '4', '5', '6', '7', '8']).optional(),
    stepPercent: z.int().min(50).max(150).optional(),
    unitPpm: z.int().min(0).max(100_000).optional(),
    personPpm: z.int().min(0).max(100_000).optional(),
    source: filled(200, '核定依据'),
  }),
  output: z.strictObject({ rows: z.int(), total: SignedFen, message: z.string() }),
  errors: STAFF_ERRORS,
});
/** 特殊补缴 (31) or 单位特殊退费 (51): a sum of the unit as a whole, by decision or audit, base 0. */
export const chargeSpecial = defineAction({
  name: 'contributions.special.charge',
  title: '单位特殊补缴、特殊退费',
  access: { scopes: ['staff.second', 'staff.third'] },
  rest: 'POST /dues/special',
  input: z.strictObject({
    requestKey: RequestKey,
    unitId: Id,
    insurance: Insurance,
    kind: z.enum(['31', '51']),
    period: Month,
    /** 对应费款所属期. */
    month: Month,
    amount: z.int().min(1).max(1_000_000_000_000),
    source: filled(200, '依据'),
  }),
  output: z.strictObject({ serialNo: z.string(), message: z.string() }),
  errors: STAFF_ERRORS,
});
/** 缓缴 (3), 核销 (5), or lifted (0) for all that is owed in a group. */
export const markDues = defineAction({
  name: 'contributions.dues.mark',
  title: '缓缴、核销',
  access: { scopes: ['staff.third'] },
  rest: 'POST /dues/marks',
  input: z.strictObject({
    requestKey: RequestKey,
    unitId: Id,
    period: Month,
    insurance: Insurance,
    kind: z.string().regex(/^\d{2}$/),
    state: z.enum(['0', '3', '5']),
    source: filled(200, '依据'),
  }),
  output: z.strictObject({ rows: z.int(), message: z.string() }),
  errors: STAFF_ERRORS,
});
