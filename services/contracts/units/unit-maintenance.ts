import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Day, YesNo, filled, text } from '../primitives.ts';
import { checkContactPhone } from '../standards/phone.ts';
import type { Checked } from '../standards/checked.ts';
import { checkedText, identityIssues, isMasked, MAX_CONTACTS } from './contacts.ts';

const MESSAGES = {
  saved: '暂存成功，请点击右侧材料上传，上传完成后点击保存！',
  submitted: '保存成功，变更事项已提交经办机构审核',
  done: '变更已生效',
  unchanged: '变更事项与现有信息相同，无需申请',
  unknownCode: '请从列表中选择{label}',
  changedAhead: '变更日期不能晚于今天',
  dispatchExpired: '劳务派遣经营许可证已到期，请更新后办理',
  maskedId: '变更法人时请填写完整的法人证件号码',
  maskedPhone: '变更法人时请填写完整的法人联系电话',
  notNormal: '单位登记状态为“{state}”，不能变更单位信息',
  late: '距变更日期已超过30日（社会保险法第五十七条）',
  /** The before value is not there any more when the decision is carried out. */
  moved: '“{label}”在审核期间已发生变化，请核对后重新办理',
  bank: '单位名称变更后，银行账户的开户名称须一致，请办理单位银行信息维护申请',
  confirm: '请核对变更前后内容',
} as const;

const dispatching = { field: 'dispatch', in: ['1'] };
const maskedOr =
  (check: (input: string) => Checked) =>
  (value: string): Checked =>
    isMasked(value) ? { ok: true, normalised: value } : check(value);

/** Key data of a unit (items.md 6): what is sent whole, and only what differs becomes the case. Masked numbers mean "as kept". */
export const UnitMaintenanceInput = z
  .strictObject({
    name: filled(100, '单位名称'),
    industry: z
      .string()
      .trim()
      .regex(/^\d{2,4}$/, '请选择行业代码'),
    area: z.string().regex(/^61\d{4}$/, '请选择所属行政区划'),
    dispatch: YesNo,
    dispatchLicenceNo: text(50, '劳务派遣经营许可证号').optional(),
    dispatchLicenceTo: Day.optional(),
    legalName: filled(50, '法人姓名'),
    legalIdType: Code,
    legalIdNumber: filled(30, '法人证件号码'),
    legalPhone: checkedText(30, '法人联系电话', maskedOr(checkContactPhone)),
    changedOn: Day,
    reason: text(200, '变更说明').optional(),
  })
  .superRefine((values, context) => {
    const say = (field: keyof typeof values, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    for (const { field, message } of identityIssues({
      name: values.legalName,
      idType: values.legalIdType,
      idNumber: values.legalIdNumber,
    }))
      say(field === 'name' ? 'legalName' : 'legalIdNumber', message);
    if (values.dispatch !== '1') return;
    if (!values.dispatchLicenceNo) say('dispatchLicenceNo', '请填写劳务派遣经营许可证号');
    if (!values.dispatchLicenceTo) say('dispatchLicenceTo', '请选择许可证到期日期');
  });
export type UnitMaintenanceInput = z.infer<typeof UnitMaintenanceInput>;

/**
 * 6 单位基本信息及联系人维护. The item's case is a change of key data, which the agency reviews; the other data (basics.ts) and contacts
 * (contacts.ts) are saved on their tabs and take effect at once.
 */
export const item = defineItem({
  id: 'unit-maintenance',
  input: UnitMaintenanceInput,
  sections: [
    {
      title: '变更前后对照',
      fields: [
        {
          name: 'differences',
          label: '变更前后对照',
          as: 'show',
          span: 4,
          columns: [
            { name: 'field', label: '变更项', as: 'show' },
            { name: 'before', label: '变更前', as: 'show' },
            { name: 'after', label: '变更后', as: 'show' },
          ],
        },
      ],
    },
    {
      title: '单位重要信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'creditCode', label: '统一社会信用代码', as: 'show' },
        { name: 'name', label: '单位名称', as: 'text', required: true, span: 2 },
        { name: 'industry', label: '行业代码', as: 'select', dictionary: 'industry', required: true, span: 2, hint: 'GB/T 4754' },
        { name: 'area', label: '所属行政区划', as: 'area', dictionary: 'area', required: true },
        { name: 'dispatch', label: '劳务派遣单位标志', as: 'yesno', dictionary: 'yes-no', required: true },
        { name: 'dispatchLicenceNo', label: '劳务派遣经营许可证号', as: 'text', required: true, when: dispatching },
        { name: 'dispatchLicenceTo', label: '许可证到期日期', as: 'day', required: true, when: dispatching },
      ],
    },
    {
      title: '法人信息',
      fields: [
        { name: 'legalName', label: '法人姓名', as: 'text', required: true, personal: true },
        { name: 'legalIdType', label: '法人证件类型', as: 'select', dictionary: 'id-type', required: true },
        { name: 'legalIdNumber', label: '法人证件号码', as: 'text', required: true, personal: true },
        { name: 'legalPhone', label: '法人联系电话', as: 'text', required: true, personal: true },
      ],
    },
    {
      title: '变更说明',
      fields: [
        { name: 'changedOn', label: '变更日期', as: 'day', required: true, hint: '登记机关核准变更的日期' },
        { name: 'reason', label: '变更说明', as: 'text', span: 2 },
      ],
    },
  ],
  materials: [
    { id: 'licence', name: '营业执照或登记证书', min: 1, max: 99 },
    { id: 'change-proof', name: '变更证明', min: 1, max: 99, note: '登记机关出具的变更核准通知书等' },
    { id: 'legal-id', name: '法人身份证件', min: 0, max: 99, note: '变更法人时必传' },
    { id: 'dispatch-licence', name: '劳务派遣经营许可证', min: 0, max: 99, when: dispatching, note: '变更为劳务派遣单位时必传' },
  ],
  prints: [{ id: 'unit-change-receipt', name: '单位信息变更回执', stage: 'approved' }],
  flow: { levels: 1, legal: { days: 10, of: 'working' }, promise: { days: 3, of: 'working' } },
  draft: true,
  mainButton: '保存',
  notice: [
    '单位名称、法人、行业代码、所属行政区划、劳务派遣单位标志的变更须经办机构审核，请在“重要信息变更”中申请；其他信息保存后立即生效。',
    '行业变更的，行业风险类别自次年1月起按新行业执行，经办机构决定立即执行的除外。',
    '单位联系人由法人维护，保存后立即生效；联系人可凭电子社保卡登录办理单位业务。',
    `单位联系人最多${MAX_CONTACTS}人；删除联系人后，其登录立即失效。`,
    '社会保险登记事项发生变更的，应当自变更之日起30日内办理变更（社会保险法第五十七条）。',
  ],
  messages: MESSAGES,
  shows: ['unitNo', 'creditCode', 'differences'],
});
