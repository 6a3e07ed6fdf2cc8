import { z } from 'zod';
import { defineAction } from '../action.ts';
import { CHANGE_ERRORS } from '../errors.ts';
import { defineItem, type FieldLayout } from '../item.ts';
import { Code, Day, RequestKey, YesNo, filled, text } from '../primitives.ts';
import { checkPostcode } from '../standards/phone.ts';
import { CONTACT_MESSAGES, Contact, MAX_CONTACTS, MaintenanceView, optionalText } from './contacts.ts';
import { APPROVED_TYPES } from './unit-registration.ts';

/** Sentences of 单位基本信息 beside those of the contract's fields. */
export const BASICS_MESSAGES = {
  saved: '保存成功',
  unknownCode: '请从列表中选择{label}',
  foundedAhead: '工商成立日期不能晚于今天',
  licenceExpired: '执照有效期已过，请更新执照后办理',
  approvedAhead: '批准日期不能晚于今天',
  notNormal: '单位登记状态为“{state}”，不能变更单位信息',
} as const;

/** What a unit changes itself, at once (items.md 6). What needs a review is the input of the item. */
export const BasicsInput = z
  .strictObject({
    affiliation: Code,
    postcode: optionalText(6, '邮政编码', checkPostcode),
    address: filled(200, '注册地址'),
    unitType: Code,
    economicType: Code.optional(),
    superior: text(100, '主管部门').optional(),
    hr: YesNo,
    unitFlag: Code,
    specialUnit: Code.optional(),
    scope: text(500, '经营范围').optional(),
    licenceKind: Code,
    licenceNo: text(50, '执照号码').optional(),
    /** Absent: 长期. */
    licenceValidTo: Day.optional(),
    registeredOn: Day,
    approvedBy: text(100, '批准成立单位').optional(),
    approvedOn: Day.optional(),
    approvalNo: text(100, '批准文号').optional(),
    fundingSource: Code.optional(),
  })
  .superRefine((values, context) => {
    if (!APPROVED_TYPES.includes(values.unitType)) return;
    if (!values.approvedOn) context.addIssue({ code: 'custom', path: ['approvedOn'], message: '请选择批准日期' });
    if (!values.approvalNo) context.addIssue({ code: 'custom', path: ['approvalNo'], message: '请填写批准文号' });
  });
export type BasicsInput = z.infer<typeof BasicsInput>;

const approved = { field: 'unitType', in: APPROVED_TYPES };
type Fields<I extends z.ZodObject> = Parameters<typeof defineItem<I>>[0]['sections'][number]['fields'];
/** A tab of item 6 that is saved by itself: laid out like an item, without a case. */
const form = <I extends z.ZodObject>(input: I, title: string, fields: Fields<I>) =>
  defineItem<I>({
    id: 'unit-maintenance',
    input,
    sections: [{ title, fields }],
    materials: [],
    prints: [],
    flow: { levels: 0 },
    draft: false,
    mainButton: '保存',
    notice: [],
    messages: { saved: '保存成功' },
  });

/**
 * Tab 单位基本信息 in the manual's order; read-only is what the hall gives and what needs a review. Those are called `kept-…`: the form of the
 * item stands on the same page, and each field of a page needs a name of its own.
 */
export const basicsForm = form(BasicsInput, '单位基本信息', [
  { name: 'kept-unitNo', label: '单位编号', as: 'show' },
  { name: 'kept-creditCode', label: '统一社会信用代码', as: 'show' },
  { name: 'kept-name', label: '单位名称', as: 'show', span: 2 },
  { name: 'affiliation', label: '隶属关系', as: 'select', dictionary: 'affiliation', required: true },
  { name: 'postcode', label: '邮政编码', as: 'text' },
  { name: 'address', label: '注册地址', as: 'text', required: true, span: 2 },
  { name: 'unitType', label: '单位类型', as: 'select', dictionary: 'unit-type', required: true },
  { name: 'economicType', label: '经济类型', as: 'select', dictionary: 'economic-type' },
  { name: 'kept-area', label: '所属行政区划', as: 'show', dictionary: 'area' },
  { name: 'kept-industry', label: '行业代码', as: 'show', dictionary: 'industry' },
  { name: 'kept-riskClass', label: '行业风险类别', as: 'show', dictionary: 'risk-class' },
  { name: 'kept-riskNext', label: '待生效风险类别', as: 'show' },
  { name: 'kept-orgCode', label: '组织机构代码', as: 'show' },
  { name: 'superior', label: '主管部门', as: 'text' },
  { name: 'kept-dispatch', label: '劳务派遣单位标志', as: 'show', dictionary: 'yes-no' },
  { name: 'hr', label: '人力资源单位标志', as: 'yesno', dictionary: 'yes-no', required: true },
  { name: 'unitFlag', label: '单位类别标志', as: 'select', dictionary: 'unit-flag', required: true },
  { name: 'specialUnit', label: '特殊单位类别', as: 'select', dictionary: 'special-unit' },
  { name: 'scope', label: '经营范围', as: 'textarea', span: 4 },
  { name: 'kept-legalName', label: '法人姓名', as: 'show' },
  { name: 'kept-legalIdType', label: '法人证件类型', as: 'show', dictionary: 'id-type' },
  { name: 'kept-legalIdNumber', label: '法人证件号码', as: 'show' },
  { name: 'kept-legalPhone', label: '法人联系电话', as: 'show' },
  { name: 'kept-state', label: '单位登记状态', as: 'show', dictionary: 'unit-status' },
  { name: 'licenceKind', label: '执照种类', as: 'select', dictionary: 'licence-kind', required: true },
  { name: 'licenceNo', label: '执照号码', as: 'text' },
  { name: 'licenceValidTo', label: '有效期', as: 'day', hint: '长期有效的不填' },
  { name: 'registeredOn', label: '工商成立日期', as: 'day', required: true },
  { name: 'approvedBy', label: '批准成立单位', as: 'text', when: approved },
  { name: 'approvedOn', label: '批准日期', as: 'day', required: true, when: approved },
  { name: 'approvalNo', label: '批准文号', as: 'text', required: true, when: approved },
  { name: 'fundingSource', label: '经费来源', as: 'select', dictionary: 'funding-source', when: approved },
]);

/** Tab 单位联系人信息. */
export const contactsForm = form(
  z.strictObject({ contacts: z.array(Contact).max(MAX_CONTACTS, CONTACT_MESSAGES.tooMany) }),
  '单位联系人信息',
  [
    {
      name: 'contacts',
      label: '单位联系人信息',
      as: 'grid',
      span: 4,
      personal: true,
      columns: [
        { name: 'name', label: '姓名', as: 'text', required: true, personal: true },
        { name: 'idType', label: '证件类型', as: 'select', dictionary: 'id-type', required: true, default: '01' },
        { name: 'idNumber', label: '证件号码', as: 'text', required: true, personal: true },
        { name: 'address', label: '联系地址', as: 'text', personal: true },
        { name: 'mobile', label: '移动电话', as: 'text', required: true, personal: true },
        { name: 'phone', label: '固定电话', as: 'text', personal: true },
        { name: 'email', label: '电子邮件', as: 'text', personal: true },
        { name: 'postcode', label: '邮政编码', as: 'text' },
      ],
    },
  ],
);

/** Tab 单位参保信息: rows `{insurance, from, state}`, read only. */
export const INSURANCE_COLUMNS: readonly FieldLayout[] = [
  { name: 'insurance', label: '险种类型', as: 'show', dictionary: 'insurance-kind' },
  { name: 'from', label: '参保日期', as: 'show' },
  { name: 'state', label: '参保状态', as: 'show', dictionary: 'enrolment-status' },
];

export const saveBasics = defineAction({
  name: 'units.unit-maintenance.saveBasics',
  title: '单位基本信息及联系人维护：保存基本信息',
  access: { scopes: ['item:unit-maintenance'] },
  rest: 'PUT /items/unit-maintenance/basics',
  input: z.strictObject({
    requestKey: RequestKey,
    /** `rev` of the view that was edited: whoever saved in between is not overwritten. */
    seenRev: z.int().min(1),
    basics: BasicsInput,
  }),
  output: z.strictObject({ message: z.string(), view: MaintenanceView }),
  errors: CHANGE_ERRORS,
});
