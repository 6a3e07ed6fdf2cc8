/** Whose seal a paper carries (documents.md, general rules). `none`: verifiable, but signed by people rather than sealed. */
export type SealOf = 'agency' | 'bureau' | 'committee' | 'none';
interface Template {
  /** Papers of one form may have titles of their own (结论书: 初次鉴定结论书 …). */
  title: string | ((data: Record<string, unknown>) => string);
  /** The day the form last changed. It stands in the small print as `tpl=name@yyyymmdd`. */
  version: string;
  /** A form for hand signature has no seal and no code. */
  seal?: SealOf;
  /** Absent: the paper does not expire. */
  validMonths?: number;
}
const form = (title: string, version: string): Template => ({ title, version });
const receipt = (title: string, version: string): Template => ({ title, version, seal: 'agency', validMonths: 3 });
const notice = (title: string, version: string): Template => ({ title, version, seal: 'agency' });

const kindOf = (data: Record<string, unknown>): string => String(data.kind);

/** The printed forms. Issued papers are stored as files, so an old version stays as it was given out. */
const TEMPLATES = {
  'unit-certificate': receipt('社会保险单位参保证明', '20261124'),
  'registration-form': form('社会保险登记表', '20261124'),
  'enrolment-receipt': receipt('参保人员增加回执', '20261124'),
  'enrolment-batch-receipt': receipt('参保人员增加回执（批量）', '20261125'),
  'stop-receipt': receipt('参保人员减少回执', '20261125'),
  'stop-batch-receipt': receipt('参保人员减少回执（批量）', '20261125'),
  'unit-change-receipt': receipt('单位信息变更回执', '20261125'),
  'project-roster-receipt': receipt('项目人员参保回执', '20261125'),
  'bank-change-receipt': receipt('银行信息变更回执', '20261125'),
  'acceptance-notice': notice('受理通知书', '20261125'),
  'supplement-notice': notice('补正告知书', '20261125'),
  'refusal-notice': notice('不予受理通知书', '20261125'),
  'rejection-notice': notice('审核不通过通知书', '20261125'),
  'injury-application-form': form('工伤认定申请表', '20261125'),
  'capacity-assessment-form': form('劳动能力鉴定申请表', '20261125'),
  'non-work-assessment-form': form('非因工劳动能力鉴定申请表', '20261125'),
  'recognition-decision': { title: '认定工伤决定书', version: '20261125', seal: 'bureau' },
  'non-recognition-decision': { title: '不予认定工伤决定书', version: '20261125', seal: 'bureau' },
  'recognition-letter': { title: kindOf, version: '20261125', seal: 'bureau' },
  'assessment-conclusion': { title: (data) => `${kindOf(data)}结论书`, version: '20261125', seal: 'committee' },
  'delivery-proof': { title: '送达回证', version: '20261125', seal: 'none' },
  'benefit-assessment': notice('工伤保险待遇核定表', '20261125'),
  'retention-approval': notice('失业保险稳岗返还审批表', '20261125'),
  'hiring-confirmation': notice('一次性扩岗补助单位确认表', '20261125'),
  'exemption-receipt': receipt('互免免缴登记回执', '20261125'),
  'filing-form': { title: kindOf, version: '20261125', seal: 'agency' },
  'rights-record': receipt('陕西省社会保险个人权益记录单', '20261125'),
  'material-sample': { title: (data) => String(data.title), version: '20261127' },
  'person-certificate': receipt('社会保险参保缴费证明（单位人员）', '20261125'),
} satisfies Record<string, Template>;
export type TemplateName = keyof typeof TEMPLATES;
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as TemplateName[];

/** The title of a paper that says this. */
export function titleOf(name: TemplateName, data: Record<string, unknown>): string {
  const { title } = templateOf(name);
  return typeof title === 'string' ? title : title(data);
}
export const templateOf = (name: TemplateName): Template => TEMPLATES[name];
/** The small print of a form. */
export const versionOf = (name: TemplateName): string => `tpl=${name}@${TEMPLATES[name].version}`;
