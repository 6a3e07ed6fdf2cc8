import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Code, Day, Id, filled, text } from '../primitives.ts';

/** Sentences about a registration that another department has pushed. */
export const PUSH_MESSAGES = {
  new: '已接收，待单位办理社会保险登记',
  changed: '已接收，以本次推送的信息为准',
  same: '已接收，信息无变化',
  outdated: '已有更新的推送，本条未采用',
  differs: '法人与网上注册信息不一致，转人工核对',
  notice: '单位已办理社会保险登记，已通知单位办理信息变更',
  reused: '该记录号已用于另一条登记信息，未处理',
  invalid: '未处理：{why}',
  /** Item 1: what a unit sends differs from what stands in the register. */
  locked: '{label}以{source}推送的登记信息为准，不能修改；请点击统一社会信用代码旁的查询重新带出',
  /** Item 1: the register has changed while the case was being reviewed. */
  moved: '登记机关推送的{label}已变更，请退回补正后由单位按新的登记信息重新提交',
  /** To the reviewer. */
  used: '已与{source}推送的登记信息核对一致（{day}）',
  otherLegal: '登记机关推送的法人与申请人不一致，请核对法人身份证件',
  told: '{source}推送的登记信息与本单位社会保险登记不一致：{labels}。请自变更之日起30日内办理单位基本信息变更。',
} as const;

/** One unit of a register: of 市场监管, 民政, 司法, 宗教 or 编办. What the register does not have is left out. */
export const RegistrationRecord = z.strictObject({
  /** The sender's own number of this record: taken once. */
  recordNo: Id,
  /** When the register said so: of two records of one unit the later one counts, whichever arrives first. */
  issuedAt: z.iso.datetime('推送时间应为 UTC 时间，如 2026-03-01T02:00:00Z'),
  creditCode: filled(30, '统一社会信用代码'),
  name: filled(100, '单位名称'),
  legalName: filled(50, '法人姓名'),
  legalIdType: Code,
  legalIdNumber: filled(30, '法人证件号码'),
  area: z.string().regex(/^61\d{4}$/, '行政区划应为本省六位代码'),
  address: filled(200, '注册地址'),
  /** 成立日期. */
  registeredOn: Day,
  unitType: Code.optional(),
  industry: z
    .string()
    .regex(/^\d{2,4}$/, '所属行业应为国民经济行业分类代码')
    .optional(),
  licenceKind: Code.optional(),
  licenceNo: text(50, '执照号码').optional(),
  licenceValidTo: Day.optional(),
  scope: text(500, '经营范围').optional(),
});
export type RegistrationRecord = z.infer<typeof RegistrationRecord>;
const RESULTS = ['new', 'changed', 'same', 'outdated', 'differs', 'notice', 'reused', 'invalid'] as const;
export const RegistrationResult = z.strictObject({
  recordNo: Id,
  creditCode: z.string(),
  /** `differs` waits for a person; `reused` and `invalid` were not taken. */
  result: z.enum(RESULTS),
  message: z.string(),
});
export type RegistrationResult = z.infer<typeof RegistrationResult>;

/** 登记信息 of one message, with its control count: a message cut short is refused whole. */
export const RegistrationFile = z
  .strictObject({
    count: z.int(),
    records: z.array(RegistrationRecord).min(1, '来文中没有登记信息').max(500, '一次最多 500 条登记信息，请拆分后发送'),
  })
  .superRefine(({ count, records }, context) => {
    if (count !== records.length)
      context.addIssue({ code: 'custom', path: ['count'], message: `来文应有${count}条记录，实际${records.length}条，全部未处理` });
    const seen = new Set<string>();
    for (const [index, { recordNo }] of records.entries()) {
      if (seen.has(recordNo)) context.addIssue({ code: 'custom', path: ['records', index, 'recordNo'], message: '记录号在来文内重复' });
      seen.add(recordNo);
    }
  });
export type RegistrationFile = z.infer<typeof RegistrationFile>;

/** Takes registrations in. A unit that is not in the hall yet is made; one that is registered is only told. */
export const receiveRegistrations = defineAction({
  name: 'units.pushed.receive',
  title: '登记信息接收',
  access: { scopes: ['exchange.registrations'] },
  input: z.strictObject({ source: filled(40, '来源'), records: z.array(RegistrationRecord).min(1).max(500) }),
  output: z.strictObject({ results: z.array(RegistrationResult) }),
  errors: ['INPUT_INVALID', 'NOT_LOGGED_IN', 'NOT_ALLOWED'],
  timeout: 60_000,
});
