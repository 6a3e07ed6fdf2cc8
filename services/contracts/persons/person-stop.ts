import { z } from 'zod';
import { personLookup, UNIT_BLOCK } from '../blocks.ts';
import { entryOf } from '../dictionaries/dictionary.ts';
import { isInvoluntary, stopReason, type StopReasonEntry } from '../dictionaries/stop-reason.ts';
import { defineItem } from '../item.ts';
import { Code, Day, filled, text } from '../primitives.ts';
import { checkNumber } from '../standards/numbers.ts';

const reasonsWith = (has: (entry: StopReasonEntry) => unknown): string[] =>
  stopReason.entries.filter((entry) => has(entry)).map(({ code }) => code);
const CONTRACT_ENDS = reasonsWith(({ contractEnds }) => contractEnds);
const DEATHS = reasonsWith(({ death }) => death);

const MESSAGES = {
  done: '保存成功',
  noPerson: '未查询到该人员信息',
  otherUnit: '该人员不在本单位，无权查询',
  tooMany: '同名人员过多，请用个人编号或证件号码查询',
  notInsured: '该人员未在本单位参保或已停保',
  notYet: '该人员的参保登记尚未全部生效，请稍后再试',
  tooEarly: '停保日期不能早于上月，请到经办机构办理',
  tooLate: '停保日期不能晚于本月最后一日',
  beforeStart: '停保日期不能早于本次参保日期',
  deathNeeded: '请选择死亡日期',
  deathAhead: '死亡日期不能晚于今天',
  deathBeforeBirth: '死亡日期不能早于出生日期',
  deathAfterStop: '停保日期不能早于死亡日期',
  contractEndNeeded: '请选择劳动合同解除日期',
  contractEndAfterStop: '劳动合同解除日期不能晚于停保日期',
  contractEndBeforeStart: '劳动合同解除日期不能早于本次参保日期',
  detailNeeded: '请选择原因细分',
  detailWrong: '原因细分与停保原因不一致',
  notRetired: '该人员未达到法定退休年龄，不能以该原因停保',
  earlyRetirement: '该人员未达到法定退休年龄，处于弹性提前退休期内，是否已办理退休手续并继续停保？',
  together: '除险种终止类原因外，各险种须一并停保',
  noneTicked: '请勾选停保险种',
  injury: '该职工存在未办结的工伤业务或处于停工留薪期，是否继续停保？',
  injuryAgain:
    '停工留薪期内原工资福利待遇不变（工伤保险条例第三十三条），用人单位不得依照劳动合同法第四十条、第四十一条解除劳动合同（劳动合同法第四十二条）。本次确认将记入办件，请再次确认是否继续停保？',
  drawing:
    '该人员有正在享受失业保险待遇的记录，请核实后办理。停保后再次失业的，须重新申领失业保险金，领取期限与前次尚未领取的期限合并计算（社会保险法第四十六条），是否继续停保？',
  graded: '一级至四级工伤职工保留劳动关系，不能以该原因停保',
  unknownCode: '请从列表中选择{label}',
  notice:
    '失业保险待遇告知：该职工属非因本人意愿中断就业。请及时出具终止或者解除劳动关系的证明，自终止或者解除劳动关系之日起7日内告知其享受失业保险待遇的权利（失业保险条例第十六条），15日内将失业人员名单报经办机构（社会保险法第五十条）。',
  undone: '已撤销停保，该人员恢复正常参保',
  undoEnrolled: '该人员停保后已有新的参保登记，不能撤销停保',
  undoCorrected: '该人员停保后已更正证件号码，不能撤销停保，请到经办机构办理',
} as const;

/** What a reason asks for besides; shared by page, service and batch. One sentence per field that is missing or does not agree. */
export function reasonIssues(v: {
  reason: string;
  detail?: string | undefined;
  deathOn?: string | undefined;
  contractEndOn?: string | undefined;
}): { path: string; message: string }[] {
  const entry = entryOf<StopReasonEntry>(stopReason, v.reason);
  const issues: { path: string; message: string }[] = [];
  const say = (path: string, message: string) => issues.push({ path, message });
  if (entry?.death && !v.deathOn) say('deathOn', MESSAGES.deathNeeded);
  if (entry?.contractEnds && !v.contractEndOn) say('contractEndOn', MESSAGES.contractEndNeeded);
  if (entry?.contractEnds) {
    if (!v.detail) say('detail', MESSAGES.detailNeeded);
    else if (v.detail !== detailOf(v.reason, v.detail)) say('detail', MESSAGES.detailWrong);
  }
  return issues;
}
/** 原因细分 as the reason fixes it; what was chosen where the reason leaves it open; undefined for reasons that end no contract. */
export function detailOf(reason: string, chosen?: string): string | undefined {
  const entry = entryOf<StopReasonEntry>(stopReason, reason);
  if (!entry?.contractEnds) return undefined;
  return entry.involuntary === 'by-detail' ? chosen : isInvoluntary(reason) ? '1' : '2';
}

export const PersonStopInput = z
  .strictObject({
    /** The page's query box takes any of four things; what is sent is the number it found. */
    personNo: filled(50, '个人编号')
      .overwrite((value) => checkNumber('person', value).normalised)
      .refine((value) => checkNumber('person', value).ok, '请输入个人编号、证件号码或姓名后查询'),
    to: Day,
    reason: Code,
    detail: z.enum(['1', '2'], MESSAGES.detailNeeded).optional(),
    deathOn: Day.optional(),
    contractEndOn: Day.optional(),
    note: text(200, '备注').optional(),
    /** Ticked rows of the grid. */
    insurances: z
      .array(z.enum(['210', '410']))
      .min(1, MESSAGES.noneTicked)
      .max(2),
  })
  .superRefine((values, context) => {
    for (const { path, message } of reasonIssues(values)) context.addIssue({ code: 'custom', path: [path], message });
  });
export type PersonStopInput = z.infer<typeof PersonStopInput>;

/** May stop one insurance alone. */
export const isSingle = (reason: string): boolean => entryOf<StopReasonEntry>(stopReason, reason)?.singleInsurance === true;

/**
 * 原因细分 follows from the reason, but for 合同期满: there it is asked anew whenever that reason is chosen. What runs stops together, unless
 * the reason ends one insurance.
 */
export function derive(
  values: Record<string, unknown>,
  shows: Record<string, unknown>,
): { values?: Record<string, unknown>; shows?: Record<string, unknown> } {
  const reason = typeof values.reason === 'string' ? values.reason : '';
  const rows = (shows.enrolments as { insurance: string; state: string }[] | undefined) ?? [];
  const running = rows.filter(({ state }) => state === '1').map(({ insurance }) => insurance);
  const fixed = detailOf(reason);
  return {
    values: {
      ...(running.length && !isSingle(reason) ? { insurances: running } : {}),
      ...(fixed || shows.detailFor !== reason ? { detail: fixed } : {}),
    },
    shows: { detailFor: reason },
  };
}

/** 4 人员停保登记. */
export const item = defineItem({
  id: 'person-stop',
  input: PersonStopInput,
  sections: [
    {
      title: '单位信息',
      fields: [...UNIT_BLOCK],
    },
    {
      title: '人员信息',
      fields: [
        personLookup('输入任意一项后回车查询本单位人员'),
        { name: 'socialNo', label: '社会保障号码', as: 'show' },
        { name: 'name', label: '姓名', as: 'show' },
        { name: 'sex', label: '性别', as: 'show', dictionary: 'sex' },
        { name: 'birthDate', label: '出生日期', as: 'show' },
        { name: 'nationality', label: '国籍或地区', as: 'show', dictionary: 'country' },
        { name: 'idType', label: '证件类型', as: 'show', dictionary: 'id-type' },
        { name: 'idMasked', label: '证件号码', as: 'show' },
        { name: 'householdArea', label: '户籍地行政区划', as: 'show' },
        { name: 'householdAddress', label: '户籍地址', as: 'show', span: 3 },
      ],
    },
    {
      title: '变更信息',
      fields: [
        { name: 'to', label: '停保日期', as: 'day', required: true },
        { name: 'reason', label: '停保原因', as: 'select', dictionary: 'stop-reason', required: true },
        {
          name: 'detail',
          label: '原因细分',
          as: 'select',
          dictionary: 'stop-detail',
          required: true,
          locked: true,
          when: { field: 'reason', in: CONTRACT_ENDS },
        },
        {
          name: 'contractEndOn',
          label: '劳动合同解除日期',
          as: 'day',
          required: true,
          when: { field: 'reason', in: CONTRACT_ENDS },
        },
        { name: 'deathOn', label: '死亡日期', as: 'day', required: true, when: { field: 'reason', in: DEATHS } },
        { name: 'note', label: '备注', as: 'text', span: 2 },
      ],
    },
    {
      title: '人员参保信息',
      fields: [
        { name: 'insurances', label: '停保险种', as: 'checks', dictionary: 'insurance-kind', required: true, span: 4 },
        {
          name: 'enrolments',
          label: '人员参保信息',
          as: 'show',
          span: 4,
          columns: [
            { name: 'unitNo', label: '单位编号', as: 'show' },
            { name: 'unitName', label: '单位名称', as: 'show' },
            { name: 'unitType', label: '单位类型', as: 'show', dictionary: 'unit-type' },
            { name: 'insurance', label: '险种类型', as: 'show', dictionary: 'insurance-kind' },
            { name: 'from', label: '本次参保日期', as: 'show' },
            { name: 'firstFrom', label: '首次参保日期', as: 'show' },
            { name: 'state', label: '参保状态', as: 'show', dictionary: 'enrolment-status' },
          ],
        },
      ],
    },
  ],
  materials: [],
  prints: [{ id: 'stop-receipt', name: '参保人员减少回执', stage: 'approved' }],
  flow: { levels: 0 },
  draft: false,
  mainButton: '保存',
  notice: [
    '输入个人编号、证件号码、社会保障号码或姓名查询本单位人员；同名的从列表中选择。',
    '停保日期不早于本次参保日期，不晚于本月最后一日；早于上月的，请到经办机构办理。',
    '停保当月仍按规定缴费，次月起停止缴费。各险种一并停保，险种终止类原因可以单独停保。',
    '非因本人意愿中断就业的，用人单位应当自终止或者解除劳动关系之日起15日内将失业人员名单报经办机构（社会保险法第五十条）。',
    '办理错误的，当日可在“我的办件”中撤销。',
  ],
  messages: MESSAGES,
  shows: [
    'unitNo',
    'unitName',
    'unitType',
    'socialNo',
    'name',
    'sex',
    'birthDate',
    'nationality',
    'idType',
    'idMasked',
    'householdArea',
    'householdAddress',
    'enrolments',
  ],
});
