/** Insurances and enrolment (standards §10; policy §5). */
import { defineDictionary, entryOf, type Entry } from './dictionary.ts';

export const insuranceKind = defineDictionary({
  name: 'insurance-kind',
  title: '险种类型',
  source: 'LD/T 92 AAE140；本厅办理失业、工伤两险',
  entries: [
    { code: '210', label: '失业保险' },
    { code: '410', label: '工伤保险' },
    { code: '110', label: '企业职工基本养老保险', retired: true },
    { code: '120', label: '机关事业单位养老保险', retired: true },
    { code: '310', label: '职工基本医疗保险', retired: true },
    { code: '510', label: '生育保险', retired: true },
  ],
});

export const enrolmentStatus = defineDictionary({
  name: 'enrolment-status',
  title: '参保状态',
  source: 'LD/T 92 AAC031',
  entries: [
    { code: '1', label: '参保缴费' },
    { code: '2', label: '暂停缴费' },
    { code: '3', label: '终止缴费' },
  ],
});

export const employmentKind = defineDictionary({
  name: 'employment-kind',
  title: '用工形式',
  source: '【补】items 2',
  entries: [
    { code: '1', label: '合同制用工' },
    { code: '2', label: '劳务派遣用工' },
    { code: '3', label: '非全日制用工' },
    { code: '9', label: '其他' },
  ],
});

export interface InsuredIdentityEntry extends Entry {
  /** Only 工伤保险 is possible. */
  readonly injuryOnly?: true;
}

export const insuredIdentity = defineDictionary<InsuredIdentityEntry>({
  name: 'insured-identity',
  title: '参保身份',
  source: '【补】policy §5',
  entries: [
    { code: '101', label: '职工（劳动合同制）' },
    { code: '102', label: '农民合同制工人' },
    { code: '103', label: '机关事业单位编制外' },
    { code: '104', label: '事业单位编制内' },
    { code: '105', label: '劳务派遣人员' },
    { code: '106', label: '个体工商户雇工' },
    { code: '107', label: '外国人' },
    { code: '108', label: '港澳台居民' },
    { code: '201', label: '工程项目用工', injuryOnly: true },
    { code: '202', label: '超龄从业人员', injuryOnly: true },
    { code: '203', label: '实习学生', injuryOnly: true },
    { code: '204', label: '新就业形态（平台）人员', injuryOnly: true },
    { code: '205', label: '村（社区）两委人员', injuryOnly: true },
    { code: '299', label: '其他单工伤人员', injuryOnly: true },
  ],
});

/** Whether somebody of this identity can only be insured against work injuries (2xx). */
export const isInjuryOnly = (identity: string): boolean => entryOf(insuredIdentity, identity)?.injuryOnly === true;
