import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Day, YesNo, filled, text } from '../primitives.ts';
import { checkCreditCode } from '../standards/credit-code.ts';
import { checkContactPhone } from '../standards/phone.ts';
import { MAX_CONTACTS, NewContact, checkedText, identityIssues } from './contacts.ts';

/** 单位类型 whose founding somebody approved: 事业单位 (20–23), 机关, 社会团体. */
export const APPROVED_TYPES: readonly string[] = ['20', '21', '22', '23', '30', '40'];
const approved = { field: 'unitType', in: APPROVED_TYPES };
const dispatching = { field: 'dispatch', in: ['1'] };

const MESSAGES = {
  /** `{no}` is the 单位编号. */
  alreadyRegistered: '该统一社会信用代码已办理社会保险登记，单位编号：{no}',
  otherUnit: '统一社会信用代码与登录单位不一致，只能为本单位办理登记',
  registeredAhead: '工商登记日期不能晚于今天',
  licenceExpired: '执照有效日期已过，请更新执照后办理',
  approvedAhead: '批准日期不能晚于今天',
  dispatchExpired: '劳务派遣经营许可证已到期，请更新后办理',
  insuredBeforeFounded: '参保日期不能早于工商登记日期',
  unknownCode: '请从列表中选择{label}',
  contactTwice: '联系人证件号码重复',
  late: '距工商登记日期已超过30日（社会保险法第五十七条）',
  nothingFound: '未查询到登记部门推送的信息，请按执照如实填写',
  saved: '暂存成功，请打印《社会保险登记表》，签字（盖章）后通过点击右侧材料上传，上传完成后点击保存！',
  submitted: '保存成功，已提交经办机构审核',
  done: '登记完成，单位编号：{no}',
} as const;

export const UnitRegistrationInput = z
  .strictObject({
    creditCode: checkedText(30, '统一社会信用代码', checkCreditCode),
    name: filled(100, '单位名称'),
    affiliation: Code,
    address: filled(200, '注册地址'),
    unitType: Code,
    economicType: Code.optional(),
    /** Two to four digits of GB/T 4754: 大类, 中类 or 小类. */
    industry: z
      .string()
      .trim()
      .regex(/^\d{2,4}$/, '请选择所属行业'),
    area: z.string().regex(/^61\d{4}$/, '请选择所属行政区划'),
    superior: text(100, '主管部门').optional(),
    scope: text(500, '经营范围').optional(),
    unitFlag: Code,
    specialUnit: Code.optional(),
    dispatch: YesNo,
    dispatchLicenceNo: text(50, '劳务派遣经营许可证号').optional(),
    dispatchLicenceTo: Day.optional(),
    hr: YesNo,
    legalName: filled(50, '法人姓名'),
    legalIdType: Code,
    legalIdNumber: filled(30, '法人证件号码'),
    legalPhone: checkedText(30, '法人联系电话', checkContactPhone),
    licenceKind: Code,
    licenceNo: text(50, '执照号码').optional(),
    /** Absent: 长期. */
    licenceValidTo: Day.optional(),
    registeredOn: Day,
    approvedBy: text(100, '批准成立单位').optional(),
    approvedOn: Day.optional(),
    approvalNo: text(100, '批准文号').optional(),
    fundingSource: Code.optional(),
    insurances: z
      .array(z.enum(['210', '410'], '请选择参保险种'))
      .min(1, '请至少选择一个参保险种')
      .max(2),
    insuredFrom: Day,
    contacts: z.array(NewContact).min(1, '请至少填写一名联系人').max(MAX_CONTACTS, `单位联系人最多${MAX_CONTACTS}人`),
  })
  .superRefine((values, context) => {
    const say = (field: keyof typeof values, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    for (const { field, message } of identityIssues({
      name: values.legalName,
      idType: values.legalIdType,
      idNumber: values.legalIdNumber,
    })) {
      say(field === 'name' ? 'legalName' : 'legalIdNumber', message);
    }
    if (APPROVED_TYPES.includes(values.unitType)) {
      if (!values.approvedOn) say('approvedOn', '请选择批准日期');
      if (!values.approvalNo) say('approvalNo', '请填写批准文号');
    }
    if (values.dispatch === '1') {
      if (!values.dispatchLicenceNo) say('dispatchLicenceNo', '请填写劳务派遣经营许可证号');
      if (!values.dispatchLicenceTo) say('dispatchLicenceTo', '请选择许可证到期日期');
    }
  });
export type UnitRegistrationInput = z.infer<typeof UnitRegistrationInput>;

/** 1 企业参保登记 (page title 社会保险登记). */
export const item = defineItem({
  id: 'unit-registration',
  input: UnitRegistrationInput,
  sections: [
    {
      title: '单位基本信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show', hint: '审核通过后自动生成' },
        {
          name: 'creditCode',
          label: '统一社会信用代码',
          as: 'lookup',
          lookup: 'creditCode',
          required: true,
          placeholder: '请输入统一社会信用代码查询',
        },
        { name: 'name', label: '单位名称', as: 'text', required: true, span: 2 },
        { name: 'affiliation', label: '隶属关系', as: 'select', dictionary: 'affiliation', required: true },
        { name: 'address', label: '注册地址', as: 'text', required: true, span: 2 },
        { name: 'unitType', label: '单位类型', as: 'select', dictionary: 'unit-type', required: true },
        { name: 'economicType', label: '经济类型', as: 'select', dictionary: 'economic-type' },
        { name: 'industry', label: '所属行业', as: 'select', dictionary: 'industry', required: true, span: 2, hint: 'GB/T 4754' },
        { name: 'riskClass', label: '行业风险类别', as: 'show', dictionary: 'risk-class', hint: '由所属行业确定' },
        { name: 'area', label: '所属行政区划', as: 'area', dictionary: 'area', required: true },
        { name: 'orgCode', label: '组织机构代码', as: 'show' },
        { name: 'superior', label: '主管部门', as: 'text' },
        { name: 'unitFlag', label: '单位类别标志', as: 'select', dictionary: 'unit-flag', required: true, default: '1' },
        { name: 'specialUnit', label: '特殊单位类别', as: 'select', dictionary: 'special-unit' },
        { name: 'dispatch', label: '劳务派遣单位标志', as: 'yesno', dictionary: 'yes-no', required: true, default: '0' },
        { name: 'dispatchLicenceNo', label: '劳务派遣经营许可证号', as: 'text', required: true, when: dispatching },
        { name: 'dispatchLicenceTo', label: '许可证到期日期', as: 'day', required: true, when: dispatching },
        { name: 'hr', label: '人力资源单位标志', as: 'yesno', dictionary: 'yes-no', required: true, default: '0' },
        { name: 'scope', label: '经营范围', as: 'textarea', span: 4 },
      ],
    },
    {
      title: '法人信息',
      fields: [
        { name: 'legalName', label: '法人姓名', as: 'text', required: true, personal: true },
        { name: 'legalIdType', label: '法人证件类型', as: 'select', dictionary: 'id-type', required: true, default: '01' },
        { name: 'legalIdNumber', label: '法人证件号码', as: 'text', required: true, personal: true },
        { name: 'legalPhone', label: '法人联系电话', as: 'text', required: true, personal: true },
        { name: 'licenceKind', label: '执照种类', as: 'select', dictionary: 'licence-kind', required: true },
        { name: 'licenceNo', label: '执照号码', as: 'text' },
        { name: 'licenceValidTo', label: '有效日期', as: 'day', hint: '长期有效的不填' },
        { name: 'registeredOn', label: '工商登记日期', as: 'day', required: true },
      ],
    },
    {
      title: '批准成立单位',
      when: approved,
      fields: [
        { name: 'approvedBy', label: '批准成立单位', as: 'text' },
        { name: 'approvedOn', label: '批准日期', as: 'day', required: true, when: approved },
        { name: 'approvalNo', label: '批准文号', as: 'text', required: true, when: approved },
        { name: 'fundingSource', label: '经费来源', as: 'select', dictionary: 'funding-source' },
      ],
    },
    {
      title: '参保险种',
      fields: [
        { name: 'insurances', label: '参保险种', as: 'checks', dictionary: 'insurance-kind', required: true, span: 2 },
        { name: 'insuredFrom', label: '参保日期', as: 'day', required: true },
      ],
    },
    {
      title: '联系人',
      fields: [
        {
          name: 'contacts',
          label: '联系人',
          as: 'grid',
          required: true,
          span: 4,
          personal: true,
          columns: [
            { name: 'name', label: '姓名', as: 'text', required: true, personal: true },
            { name: 'idType', label: '证件类型', as: 'select', dictionary: 'id-type', required: true, default: '01' },
            { name: 'idNumber', label: '证件号码', as: 'text', required: true, personal: true },
            { name: 'mobile', label: '移动电话', as: 'text', required: true, personal: true },
          ],
        },
      ],
    },
  ],
  materials: [
    { id: 'licence', name: '营业执照或登记证书', min: 1, max: 99 },
    { id: 'legal-id', name: '法人身份证件', min: 1, max: 99 },
    { id: 'form', name: '社会保险登记表', min: 1, max: 99, note: '打印后签字（盖章）上传' },
    { id: 'dispatch-licence', name: '劳务派遣经营许可证', min: 1, max: 99, when: dispatching },
  ],
  prints: [{ id: 'registration-form', name: '社会保险登记表', stage: 'draft' }],
  flow: { levels: 1, legal: { days: 15, of: 'calendar' }, promise: { days: 5, of: 'working' } },
  draft: true,
  mainButton: '保存',
  notice: [
    '用人单位应当自成立之日起30日内申请办理社会保险登记（社会保险法第五十七条）。',
    '填写后先暂存，打印《社会保险登记表》签字（盖章），与营业执照或登记证书、法人身份证件一并上传后保存。',
    '经办机构法定审核期限15日，承诺5个工作日。审核通过后生成单位编号，并通知法人。',
    '分支机构以自己的统一社会信用代码单独登记。',
  ],
  messages: MESSAGES,
  /** `injuryRate` (after approval, in the result too): 工伤保险基准费率 as text, e.g. 0.20%. */
  shows: ['unitNo', 'riskClass', 'orgCode'],
});
