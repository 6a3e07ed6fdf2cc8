import { z } from 'zod';
import { personLookup, UNIT_BLOCK } from '../blocks.ts';
import { defineItem } from '../item.ts';
import { Code, filled, text } from '../primitives.ts';
import { normaliseCode } from '../standards/checked.ts';
import { checkNumber } from '../standards/numbers.ts';
import { checkMobile } from '../standards/phone.ts';

const MESSAGES = {
  saved: '暂存成功，请点击右侧材料上传，上传完成后点击提交！',
  submitted: '提交成功，更正事项等待经办机构审核',
  done: '更正已生效',
  noPerson: '未查询到该人员信息',
  otherUnit: '该人员不在本单位，无权查询',
  tooMany: '同名人员过多，请用个人编号或证件号码查询',
  notInsured: '该人员未在本单位参保或已停保',
  unitState: '单位登记状态不是“正常”，不能办理人员信息更正',
  unchanged: '更正内容与现有信息相同，无需更正',
  unknownCode: '请从列表中选择新证件类型',
  tooYoung: '按新证件号码，该人员参保时未满16周岁，请核对',
  /** Says that the number is taken and nothing of whom. */
  taken: '该证件号码已有参保登记，不能更正为该号码，请核对；确需更正的，请到经办机构办理',
  /** The before value is not there any more when the decision is carried out. */
  moved: '“{label}”在审核期间已发生变化，请核对后重新办理',
  busy: '该人员有停保业务正在办理，办结后自动更正',
  confirm: '请核对更正前后内容',
  retired: '按新证件号码，该人员已达到法定退休年龄，请核对参保资格',
  earlier: '该人员此前办理过信息更正，请与更正记录核对',
} as const;

/** What is to be put right. A field that is left empty stays as it is. */
export const PersonCorrectionInput = z.strictObject({
  /** The page's query box takes any of four things; what is sent is the number it found. */
  personNo: filled(50, '个人编号')
    .overwrite((value) => checkNumber('person', value).normalised)
    .refine((value) => checkNumber('person', value).ok, '请输入个人编号、证件号码或姓名后查询'),
  newName: text(50, '新姓名').optional(),
  newIdType: Code.optional(),
  /** Checked by the service: which form it must have hangs on the document that is recorded. */
  newIdNumber: text(30, '新证件号码').overwrite(normaliseCode).optional(),
  newMobile: text(20, '新移动电话号码')
    .overwrite((value) => (value ? checkMobile(value).normalised : value))
    .superRefine((value, context) => {
      const { ok, message } = checkMobile(value);
      if (value && !ok) context.addIssue({ code: 'custom', message: message ?? '手机号码格式不正确' });
    })
    .optional(),
  reason: filled(200, '更正原因'),
});
export type PersonCorrectionInput = z.infer<typeof PersonCorrectionInput>;

const before = { name: 'before', label: '更正前', as: 'show' } as const;
const after = { name: 'after', label: '更正后', as: 'show' } as const;

/** 人员信息更正, beside the 43 items. A phone number alone is changed at once; 姓名 and 证件 are looked at by the agency, before and after side by side. */
export const item = defineItem({
  id: 'person-correction',
  input: PersonCorrectionInput,
  sections: [
    {
      title: '更正前后对照',
      fields: [
        {
          name: 'differences',
          label: '更正前后对照',
          as: 'show',
          span: 4,
          columns: [{ name: 'field', label: '更正项', as: 'show' }, before, after],
        },
      ],
    },
    {
      title: '单位信息',
      fields: [...UNIT_BLOCK],
    },
    {
      title: '人员信息',
      fields: [
        personLookup('输入任意一项后回车查询本单位参保人员'),
        { name: 'name', label: '姓名', as: 'show' },
        { name: 'idType', label: '证件类型', as: 'show', dictionary: 'id-type' },
        { name: 'idMasked', label: '证件号码', as: 'show' },
        { name: 'sex', label: '性别', as: 'show', dictionary: 'sex' },
        { name: 'birthDate', label: '出生日期', as: 'show' },
        { name: 'mobileMasked', label: '移动电话号码', as: 'show' },
      ],
    },
    {
      title: '更正内容',
      fields: [
        { name: 'newName', label: '新姓名', as: 'text', personal: true, hint: '不更正的不填，下同' },
        { name: 'newIdType', label: '新证件类型', as: 'select', dictionary: 'id-type' },
        {
          name: 'newIdNumber',
          label: '新证件号码',
          as: 'text',
          personal: true,
          hint: '居民身份证等号码含出生日期、性别的，随号码一并更正',
        },
        { name: 'newMobile', label: '新移动电话号码', as: 'text', personal: true },
        { name: 'reason', label: '更正原因', as: 'text', required: true, span: 4 },
      ],
    },
    {
      title: '更正记录',
      fields: [
        {
          name: 'corrections',
          label: '本单位为该人员办理的更正',
          as: 'show',
          span: 4,
          columns: [
            { name: 'at', label: '更正时间', as: 'show' },
            { name: 'field', label: '更正项', as: 'show' },
            before,
            after,
            { name: 'by', label: '经办人', as: 'show' },
          ],
        },
      ],
    },
  ],
  materials: [
    { id: 'id-document', name: '身份证件复印件', min: 0, max: 99, note: '更正姓名、证件类型或证件号码时必须上传' },
    { id: 'change-proof', name: '其他证明材料', min: 0, max: 99, note: '更名、证件号码变更的公安机关证明等' },
  ],
  prints: [],
  flow: { levels: 1, legal: { days: 10, of: 'working' }, promise: { days: 3, of: 'working' } },
  draft: true,
  mainButton: '提交',
  notice: [
    '只更正移动电话号码的，提交后立即生效；更正姓名、证件类型、证件号码的，由经办机构审核，通过后生效。',
    '更正姓名、证件的，先暂存，再从右侧材料上传身份证件复印件，然后提交。',
    '更正后个人编号、参保时间和缴费记录不变；此前出具的证明和文书保持原内容。',
    '不符合更正条件或证件号码已被他人登记的，请到经办机构办理。',
  ],
  messages: MESSAGES,
  shows: ['differences', 'unitNo', 'unitName', 'unitType', 'name', 'idType', 'idMasked', 'sex', 'birthDate', 'mobileMasked', 'corrections'],
});
