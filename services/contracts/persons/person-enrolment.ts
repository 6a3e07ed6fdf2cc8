import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Day, Fen, YesNo, filled, text } from '../primitives.ts';

const female = { field: 'sex', in: ['2'] };
const foreign = { field: 'idType', in: ['07', '08', '10'] };

const MESSAGES = {
  /** `{no}` is the 个人编号. */
  done: '保存成功，个人编号：{no}',
  submitted: '保存成功，已提交经办机构审核',
  saved: '暂存成功',
  exists: '该证件号码已存在个人编号{no}，请按续保办理',
  otherName: '证件号码与姓名不一致',
  notAgreeing: '个人编号、证件号码与姓名不一致，请核对',
  askAllThree: '请同时录入证件号码和姓名后查询',
  tooYoung: '年龄未满16周岁，不能办理参保登记',
  retired: '该人员已达到法定退休年龄，不能按职工身份参保',
  elsewhere: '该人员在其他单位处于正常参保状态，请原单位办理停保后再参保',
  injuryElsewhere: '该人员存在其他单位工伤保险参保信息，是否继续？',
  drawing: '该人员正在享受失业保险待遇，参保后将停发失业保险金，是否继续？',
  here: '该人员已在本单位参保',
  unitNotNormal: '单位登记状态不是正常，不能办理人员参保登记',
  hostNeeded: '劳务派遣、人力资源单位须填写实际用工单位编号',
  hostWrong: '实际用工单位须已登记、状态正常且不是本单位',
  belowFloor: '低于缴费基数下限，按下限{n}元核定',
  aboveCap: '高于缴费基数上限，按上限{n}元核定',
  late: '距用工已超过30日（社会保险法第五十八条），请今后及时办理',
  backPay: '参保日期早于3个月前，需人工审核补缴',
  foreigner: '外国人参保需人工审核',
  drawingFlag: '享受失业保险待遇人员参保，需人工审核',
  overAge: '超过法定退休年龄，凭延长缴费认定参保，需人工审核',
} as const;

export const PersonEnrolmentInput = z.strictObject({
  /** Filled: 续保; empty: 新参保. */
  personNo: z.string().trim().regex(/^\d{12}$/, '个人编号为 12 位数字').optional().or(z.literal('').transform(() => undefined)),
  idType: Code,
  idNumber: filled(30, '证件号码'),
  name: filled(50, '姓名'),
  sex: z.enum(['1', '2', '9'], '请选择性别'),
  birthDate: Day,
  ethnicGroup: Code,
  country: Code,
  workStartDate: Day,
  householdArea: z.string().regex(/^\d{6}$/, '请选择户籍地区').optional(),
  householdKind: Code,
  householdAddress: text(200, '户籍地址').optional(),
  homeAddress: text(200, '常住地址').optional(),
  mobile: filled(20, '移动电话号码'),
  education: Code.optional(),
  politicalStatus: Code.optional(),
  titleRank: Code.optional(),
  skillLevel: Code.optional(),
  occupation: Code.optional(),
  identity: Code,
  startDate: Day,
  /** Fen a month. */
  declaredWage: Fen.min(1, '请填写缴费基数'),
  femaleCadre: YesNo.optional(),
  dutyKind: Code.optional(),
  dutyLevel: Code.optional(),
  ruralWorker: YesNo.optional(),
  employmentKind: Code.optional(),
  contractFrom: Day.optional(),
  contractTo: Day.optional(),
  workPermit: text(20, '工作许可号').optional(),
  hostUnitNo: text(10, '实际用工单位编号').optional(),
});
export type PersonEnrolmentInput = z.infer<typeof PersonEnrolmentInput>;

/** 人员参保登记 (item 2): checked by rules at 保存; only exceptions go to a person. */
export const item = defineItem({
  id: 'person-enrolment',
  input: PersonEnrolmentInput,
  mainButton: '保存',
  draft: true,
  flow: { levels: 1, legal: { days: 10, of: 'working' }, promise: { days: 3, of: 'working' } },
  notice: [
    '新参保：不填个人编号，填写证件和基本信息后保存，系统生成个人编号。',
    '续保：填写个人编号、证件号码和姓名，三者一致方可办理。',
    '用人单位应自用工之日起30日内为职工办理社会保险登记。',
    '补缴超过3个月、外国人等情形须上传劳动关系证明并由经办机构审核。',
  ],
  messages: MESSAGES,
  sections: [
    {
      title: '单位信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'unitName', label: '单位名称', as: 'show', span: 2 },
        { name: 'unitType', label: '单位类型', as: 'show', dictionary: 'unit-type' },
      ],
    },
    {
      title: '基本信息',
      tab: 'person',
      fields: [
        { name: 'personNo', label: '个人编号', as: 'lookup', lookup: 'personNo', placeholder: '续保时填写', hint: '新参保不填；续保须与证件号码、姓名一致' },
        { name: 'idType', label: '证件类型', as: 'select', dictionary: 'id-type', required: true, default: '01' },
        { name: 'idNumber', label: '证件号码', as: 'lookup', lookup: 'idNumber', required: true, personal: true },
        { name: 'name', label: '姓名', as: 'text', required: true, personal: true },
        { name: 'sex', label: '性别', as: 'select', dictionary: 'sex', required: true },
        { name: 'birthDate', label: '出生日期', as: 'day', required: true, personal: true },
        { name: 'ethnicGroup', label: '民族', as: 'select', dictionary: 'ethnic-group', required: true, default: '01' },
        { name: 'country', label: '国籍或地区', as: 'country', dictionary: 'country', required: true, default: 'CHN' },
        { name: 'workStartDate', label: '参加工作时间', as: 'day', required: true },
        { name: 'householdArea', label: '户籍地区', as: 'area', dictionary: 'area-nation' },
        { name: 'householdKind', label: '户籍性质', as: 'select', dictionary: 'household-kind', required: true },
        { name: 'householdAddress', label: '户籍地址', as: 'text', span: 2, personal: true },
        { name: 'homeAddress', label: '常住地址', as: 'text', span: 2, personal: true },
        { name: 'mobile', label: '移动电话号码', as: 'text', required: true, personal: true },
        { name: 'education', label: '学历', as: 'select', dictionary: 'education' },
        { name: 'politicalStatus', label: '政治面貌', as: 'select', dictionary: 'political-status' },
        { name: 'titleRank', label: '职称', as: 'select', dictionary: 'title-rank' },
        { name: 'skillLevel', label: '技能等级（职业资格）', as: 'select', dictionary: 'skill-level' },
        { name: 'occupation', label: '职业（工种）', as: 'select', dictionary: 'occupation' },
      ],
    },
    {
      title: '人员社保信息',
      fields: [
        { name: 'identity', label: '参保身份', as: 'select', dictionary: 'insured-identity', required: true, default: '101' },
        { name: 'startDate', label: '本次参保日期', as: 'day', required: true },
        { name: 'declaredWage', label: '缴费基数（申报工资，元）', as: 'money', required: true },
        { name: 'femaleCadre', label: '是否女干部', as: 'yesno', when: female },
        { name: 'dutyKind', label: '行政职务类别', as: 'select', dictionary: 'duty-kind' },
        { name: 'dutyLevel', label: '行政职务级别', as: 'select', dictionary: 'duty-level' },
        { name: 'ruralWorker', label: '农民工标识', as: 'yesno' },
        { name: 'employmentKind', label: '用工形式', as: 'select', dictionary: 'employment-kind' },
        { name: 'contractFrom', label: '劳动合同开始日期', as: 'day' },
        { name: 'contractTo', label: '劳动合同终止日期', as: 'day' },
        { name: 'workPermit', label: '外国人工作许可号', as: 'text', when: foreign },
      ],
    },
    {
      title: '实际用工单位信息',
      when: { field: 'hostNeeded', in: ['1'] },
      fields: [
        { name: 'hostUnitNo', label: '实际用工单位编号', as: 'lookup', lookup: 'hostUnit' },
        { name: 'hostUnitName', label: '实际用工单位名称', as: 'show', span: 2 },
        { name: 'hostCreditCode', label: '统一社会信用代码', as: 'show' },
      ],
    },
  ],
  materials: [{ id: 'labour-proof', name: '劳动关系证明', min: 0, max: 99, note: '补缴超过3个月、外国人等需人工审核的情形须上传' }],
  prints: [],
});
