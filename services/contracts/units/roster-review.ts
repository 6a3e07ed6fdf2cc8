import { z } from 'zod';
import { defineAction } from '../action.ts';
import type { Column, FieldLayout } from '../item.ts';
import { Day, Id, Paging, RequestKey, pageOf, text } from '../primitives.ts';

/**
 * 倒填入职日期核实: an entry of a project's roster (item 7) that was registered more than a day after it began. Who was there before he was
 * registered is for the agency to find out; until it has, the days before the registration are not covered.
 */
export const REVIEW_MESSAGES = {
  passed: '核实通过',
  refused: '核实不予认可',
  opinionMissing: '请填写不予认可的原因',
  decided: '该登记已由{who}核实，请刷新后查看',
  nothing: '该登记无需核实',
  toldTitle: '入职登记核实不予认可',
  told: '您单位工程项目“{project}”有一人的倒填入职登记经核实不予认可，该登记不计为参保。原因请在“工程项目工伤人员批量参保登记”的项目人员中查看；有证明材料的，可以重新登记。',
} as const;
export const VERDICTS = { passed: '认可', refused: '不予认可' } as const;
export type Verdict = keyof typeof VERDICTS;

/** One who waits: his earliest entry that is not decided, when he has several. */
export const WaitingEntry = z.strictObject({
  id: Id,
  rev: z.int(),
  unitNo: z.string(),
  unitName: z.string(),
  area: z.string(),
  projectNo: z.string(),
  projectName: z.string(),
  name: z.string(),
  idMasked: z.string(),
  sex: z.string(),
  entryOn: Day,
  leaveOn: Day.nullable(),
  /** Days between 入职 and the registration. */
  days: z.int(),
  post: z.string(),
  employer: z.string(),
  note: z.string(),
  registeredAt: z.string(),
  /** Further entries of his that wait. */
  more: z.int(),
});
export type WaitingEntry = z.infer<typeof WaitingEntry>;

export const ENTRY_FILTERS: readonly FieldLayout[] = [{ name: 'unitNo', label: '单位编号', as: 'text' }];
/** What is decided about stands first: it is read without scrolling. */
export const ENTRY_COLUMNS: readonly Column[] = [
  { name: 'name', label: '姓名', as: 'text', width: 90 },
  { name: 'unitName', label: '单位名称', as: 'text', width: 200 },
  { name: 'projectName', label: '工程项目', as: 'text', width: 200 },
  { name: 'entryOn', label: '入职日期', as: 'day', width: 110 },
  { name: 'registeredAt', label: '登记时间', as: 'moment', width: 150 },
  { name: 'days', label: '倒填天数', as: 'number', width: 84 },
  { name: 'post', label: '岗位', as: 'text', width: 100 },
  { name: 'idMasked', label: '证件号码', as: 'masked', width: 180 },
  { name: 'employer', label: '用工单位（分包）', as: 'text', width: 160 },
  { name: 'unitNo', label: '单位编号', as: 'text', width: 108 },
  { name: 'area', label: '行政区划', as: 'text', dictionary: 'area', width: 90 },
];

const staff = { scopes: ['staff.first', 'staff.second'] } as const;
const errors = ['INPUT_INVALID', 'NOT_LOGGED_IN', 'NOT_ALLOWED'] as const;

/** 待核实 in the caller's areas, who waits longest first. */
export const waitingEntries = defineAction({
  name: 'units.project-roster.waiting',
  title: '倒填入职日期待核实',
  access: staff,
  rest: 'GET /agency/entries',
  input: z.strictObject({ unitNo: z.string().trim().max(20).optional(), ...Paging }),
  output: pageOf(WaitingEntry),
  errors,
});

/** Decides one entry. Of two who decide at once, one does; the other learns by whom it was done. */
export const reviewEntry = defineAction({
  name: 'units.project-roster.review',
  title: '倒填入职日期核实',
  access: staff,
  rest: 'PUT /agency/entries/:id',
  input: z.strictObject({
    requestKey: RequestKey,
    id: Id,
    /** The entry, by the day it begins; `seenRev` of the line it stands in. */
    entryOn: Day,
    seenRev: z.int().min(1),
    verdict: z.enum(['passed', 'refused'], '请选择核实结果'),
    /** Must say why when it is refused. */
    opinion: text(200, '核实意见').optional(),
  }),
  output: z.strictObject({ message: z.string() }),
  errors: [...errors, 'RULE_REFUSED', 'NOT_FOUND', 'STATE_CHANGED', 'REQUEST_KEY_REUSED'],
});
