import { z } from 'zod';
import { UNIT_BLOCK } from '../blocks.ts';
import { defineItem } from '../item.ts';
import { Code, Day, Fen, YesNo, filled, text } from '../primitives.ts';
import { normaliseCode } from '../standards/checked.ts';
import { checkNumber } from '../standards/numbers.ts';
import { checkIdNumber, checkWorkPermit } from '../standards/other-ids.ts';
import { checkPersonName } from '../standards/person-name.ts';
import { checkMobile } from '../standards/phone.ts';

/** 办理方式: `+ 添加` begins a 新参保, entering a 个人编号 makes it a 续保. Not laid out as a field: it follows from 个人编号 (`derive`). */
export const MODES = { new: '新参保', resume: '续保' } as const;
export type Mode = keyof typeof MODES;
/** 证件类型 on which names in Latin letters are usual. */
export const LATIN_ID_TYPES: readonly string[] = ['07', '08', '10', '99'];
/** 证件类型 with which a foreigner works on a 工作许可. With 外国人永久居留身份证 none is needed. */
export const PERMIT_ID_TYPES: readonly string[] = ['08', '10'];

const isNew = { field: 'mode', in: ['new'] };
const isWoman = { field: 'sex', in: ['2'] };
const hasPermit = { field: 'idType', in: PERMIT_ID_TYPES };

const MESSAGES = {
  submitted: '提交成功，已转经办机构人工审核',
  saved: '暂存成功，可以通过点击右侧材料上传补充材料，完成后点击保存！',
  /** `{no}` is the 个人编号. */
  done: '保存成功，个人编号：{no}',
  exists: '该证件号码已存在个人编号{no}，请按续保办理',
  otherName: '证件号码与姓名不一致',
  askAll: '请同时录入证件号码和姓名后查询',
  noPerson: '个人编号、证件号码与姓名不一致，请核对',
  tooYoung: '年龄未满16周岁，不能办理参保登记',
  retired: '该人员已达到法定退休年龄，不能按职工身份参保',
  insuredHere: '该人员已在本单位参保',
  insuredElsewhere: '该人员在其他单位处于正常参保状态，请原单位办理停保后再参保',
  injuryElsewhere: '该人员存在其他单位工伤保险参保信息，是否继续？',
  drawing: '该人员正在享受失业保险待遇，参保后将停发失业保险金，是否继续？',
  fromAhead: '本次参保日期不能晚于今天',
  fromBeforeUnit: '本次参保日期不能早于单位工商登记日期',
  fromBeforeWork: '参加工作时间不能晚于本次参保日期',
  workTooEarly: '参加工作时间不能早于年满16周岁的日期',
  contractOrder: '劳动合同终止日期不能早于起始日期',
  overlap: '本次参保日期与该人员在本单位已有的参保时间重叠，请核对',
  /** 失业保险 of another unit: says neither which nor until when. */
  overlapElsewhere: '本次参保日期与该人员已有的失业保险参保时间重叠，请核对',
  noLimits: '该月份没有缴费基数上下限，请到经办机构办理',
  /** `{n}` in yuan. */
  belowFloor: '低于缴费基数下限，按下限{n}元核定',
  aboveCap: '高于缴费基数上限，按上限{n}元核定',
  late: '距用工之日已超过30日（社会保险法第五十八条），请今后及时办理',
  sexFixed: '性别与证件号码不一致',
  birthFixed: '出生日期与证件号码不一致',
  foreignerId: '外国人请选择护照、外国人永久居留身份证或外国人居留许可',
  compatriotId: '港澳台居民请选择港澳台居民居住证或来往内地（大陆）通行证',
  chineseId: '该证件类型不适用于中国国籍人员',
  chinesePassport: '该号码不是中国护照号码，持外国护照的请选择其国籍',
  otherIdType: '证件类型与该人员登记的证件类型不一致，请核对',
  citizenId: '居民身份证持有人的国籍应为中国',
  foreignIdentity: '外国人的参保身份应选择“外国人”',
  hostNeeded: '劳务派遣、人力资源单位须填写实际用工单位编号',
  hostUnknown: '未查询到该单位，请核对实际用工单位编号',
  hostSelf: '实际用工单位不能是本单位',
  hostState: '实际用工单位不是正常参保状态，不能办理',
  unitState: '单位登记状态不是“正常”，不能办理人员参保登记',
  unitInsurance: '单位没有正常参保的险种，不能办理人员参保登记',
  unitInjury: '单位未参加工伤保险，不能按该参保身份办理',
  undoChanged: '该参保登记之后已有变更，不能撤销',
  undoInjury: '该人员存在未办结的工伤业务或处于停工留薪期，不能撤销参保登记',
  unknownCode: '请从列表中选择{label}',
} as const;

const checked = (max: number, label: string, check: (input: string) => { ok: boolean; normalised: string; message?: string }) =>
  filled(max, label)
    .overwrite((value) => (value ? check(value).normalised : value))
    .superRefine((value, context) => {
      const { ok, message } = check(value);
      if (value && !ok) context.addIssue({ code: 'custom', message: message ?? `${label}格式不正确` });
    });

/** What a 新参保 must say of the person; a 续保 knows it already. */
const ESSENTIAL = {
  sex: '请选择性别',
  birthDate: '请选择出生日期',
  ethnicGroup: '请选择民族',
  nationality: '请选择国籍或地区',
  workStartOn: '请选择参加工作时间',
  householdKind: '请选择户籍性质',
} as const;

/** Each field by itself: also the cells of a batch row (item 3). */
export const Fields = z.strictObject({
  mode: z.enum(['new', 'resume'], '请选择新参保或续保'),
  personNo: checked(20, '个人编号', (value) => checkNumber('person', value)).optional(),
  idType: Code,
  idNumber: filled(30, '证件号码').overwrite(normaliseCode),
  name: filled(50, '姓名'),
  sex: z.enum(['1', '2', '9'], '请选择性别').optional(),
  birthDate: Day.optional(),
  ethnicGroup: Code.optional(),
  nationality: Code.optional(),
  workStartOn: Day.optional(),
  householdArea: z
    .string()
    .regex(/^\d{6}$/, '请选择户籍地区')
    .optional(),
  householdKind: Code.optional(),
  householdAddress: text(200, '户籍地址').optional(),
  homeAddress: text(200, '常住地址').optional(),
  mobile: checked(20, '移动电话号码', checkMobile),
  education: Code.optional(),
  politicalStatus: Code.optional(),
  titleRank: Code.optional(),
  skillLevel: Code.optional(),
  occupation: Code.optional(),
  workPermitNo: checked(30, '外国人工作许可证号', checkWorkPermit).optional(),
  identity: Code,
  from: Day,
  /** 缴费基数（申报工资） in fen, as declared: the limits of the year are applied by the service. */
  declaredBase: Fen.min(1, '请填写缴费基数'),
  femaleCadre: YesNo.optional(),
  dutyKind: Code.optional(),
  dutyLevel: Code.optional(),
  migrantWorker: YesNo.optional(),
  employmentKind: Code.optional(),
  contractFrom: Day.optional(),
  contractTo: Day.optional(),
  hostUnitNo: checked(20, '实际用工单位编号', (value) => checkNumber('unit', value)).optional(),
});
export type Fields = z.infer<typeof Fields>;

/**
 * What fields say of each other. A field that is not there is passed over, so a batch row with one wrong cell hears of everything else at once.
 */
export function crossIssues(values: Partial<Fields>): { path: keyof Fields; message: string }[] {
  const issues: { path: keyof Fields; message: string }[] = [];
  const say = (path: keyof Fields, message: string) => void issues.push({ path, message });
  const { name, idType, idNumber, sex, birthDate, contractFrom, contractTo } = values;
  const named = name !== undefined && checkPersonName(name, { foreign: LATIN_ID_TYPES.includes(idType ?? '') });
  if (named && !named.ok) say('name', named.message ?? '姓名格式不正确');
  const id = idType !== undefined && idNumber !== undefined ? checkIdNumber(idType, idNumber) : undefined;
  if (id && !id.ok) say('idNumber', id.message ?? '证件号码格式不正确');
  if (id?.sex && sex && sex !== id.sex) say('sex', MESSAGES.sexFixed);
  if (id?.birthDate && birthDate && birthDate !== id.birthDate) say('birthDate', MESSAGES.birthFixed);
  if (values.mode === 'resume') {
    if (!values.personNo) say('personNo', '请填写个人编号');
  } else {
    if (values.personNo) say('personNo', '新参保不填个人编号');
    for (const [field, message] of Object.entries(ESSENTIAL))
      if (!values[field as keyof typeof ESSENTIAL]) say(field as keyof typeof ESSENTIAL, message);
  }
  if ((sex ?? id?.sex) === '2' && !values.femaleCadre) say('femaleCadre', '请选择是否女干部');
  if (contractFrom && contractTo && contractTo < contractFrom) say('contractTo', MESSAGES.contractOrder);
  return issues;
}
export const PersonEnrolmentInput = Fields.superRefine((values, context) => {
  for (const { path, message } of crossIssues(values)) context.addIssue({ code: 'custom', path: [path], message });
});
export type PersonEnrolmentInput = z.infer<typeof PersonEnrolmentInput>;

/** What follows from what is typed: 性别 and 出生日期 of a 居民身份证 (locked then), 社会保障号码, and the way to go. */
export function derive(values: Record<string, unknown>): { values?: Record<string, unknown>; shows?: Record<string, unknown> } {
  const [idType, idNumber, personNo] = [values.idType, values.idNumber, values.personNo].map((value) =>
    typeof value === 'string' ? value : '',
  );
  const id = idType && idNumber ? checkIdNumber(idType, idNumber) : undefined;
  const mode: Mode = personNo?.trim() ? 'resume' : 'new';
  return {
    values: { mode, ...(id?.ok && id.sex ? { sex: id.sex } : {}), ...(id?.ok && id.birthDate ? { birthDate: id.birthDate } : {}) },
    shows: { modeLabel: MODES[mode], socialNo: id?.ok ? id.normalised : '' },
  };
}

/** 2 人员参保登记. */
export const item = defineItem({
  id: 'person-enrolment',
  input: PersonEnrolmentInput,
  sections: [
    {
      title: '单位信息',
      fields: [...UNIT_BLOCK],
    },
    {
      title: '基本信息',
      tab: '基本信息',
      fields: [
        { name: 'modeLabel', label: '办理方式', as: 'show' },
        {
          name: 'personNo',
          label: '个人编号',
          as: 'lookup',
          lookup: 'personNo',
          placeholder: '请输入个人编号查询',
          hint: '续保时填写；新参保不填，保存后自动生成',
        },
        { name: 'idType', label: '证件类型', as: 'select', dictionary: 'id-type', required: true, default: '01' },
        { name: 'idNumber', label: '证件号码', as: 'text', required: true, personal: true },
        { name: 'name', label: '姓名', as: 'text', required: true, personal: true },
        { name: 'sex', label: '性别', as: 'select', dictionary: 'sex', required: true, locked: true },
        { name: 'birthDate', label: '出生日期', as: 'day', required: true, locked: true, personal: true, when: isNew },
        { name: 'ethnicGroup', label: '民族', as: 'select', dictionary: 'ethnic-group', required: true, when: isNew },
        { name: 'nationality', label: '国籍或地区', as: 'country', dictionary: 'country', required: true, default: 'CHN', when: isNew },
        { name: 'workPermitNo', label: '外国人工作许可证号', as: 'text', personal: true, when: hasPermit, hint: '外国人必填' },
        { name: 'workStartOn', label: '参加工作时间', as: 'day', required: true, when: isNew },
        { name: 'householdArea', label: '户籍地区', as: 'area', dictionary: 'area-nation', when: isNew },
        { name: 'householdKind', label: '户籍性质', as: 'select', dictionary: 'household-kind', required: true, when: isNew },
        { name: 'householdAddress', label: '户籍地址', as: 'text', span: 2, personal: true, when: isNew },
        { name: 'homeAddress', label: '常住地址', as: 'text', span: 2, personal: true, when: isNew },
        { name: 'mobile', label: '移动电话号码', as: 'text', required: true, personal: true },
        { name: 'education', label: '学历', as: 'select', dictionary: 'education', when: isNew },
        { name: 'politicalStatus', label: '政治面貌', as: 'select', dictionary: 'political-status', when: isNew },
        { name: 'titleRank', label: '职称', as: 'select', dictionary: 'title-rank', when: isNew },
        { name: 'skillLevel', label: '技能等级（职业资格）', as: 'select', dictionary: 'skill-level', when: isNew },
        { name: 'occupation', label: '职业（工种）', as: 'select', dictionary: 'occupation', span: 2, when: isNew },
        { name: 'socialNo', label: '社会保障号码', as: 'show' },
      ],
    },
    {
      title: '参保信息',
      tab: '参保信息',
      fields: [
        {
          name: 'enrolments',
          label: '参保信息',
          as: 'show',
          span: 4,
          columns: [
            { name: 'insurance', label: '险种类型', as: 'show', dictionary: 'insurance-kind' },
            { name: 'from', label: '参保日期', as: 'show' },
            { name: 'state', label: '参保状态', as: 'show', dictionary: 'enrolment-status' },
            { name: 'unitName', label: '单位', as: 'show' },
          ],
        },
      ],
    },
    {
      title: '人员社保信息',
      fields: [
        { name: 'identity', label: '参保身份', as: 'select', dictionary: 'insured-identity', required: true },
        { name: 'from', label: '本次参保日期', as: 'day', required: true },
        {
          name: 'declaredBase',
          label: '缴费基数（申报工资）',
          as: 'money',
          required: true,
          hint: '按月，单位元；超出当年上下限的按上下限核定',
        },
        { name: 'femaleCadre', label: '是否女干部', as: 'yesno', dictionary: 'yes-no', required: true, when: isWoman },
        { name: 'dutyKind', label: '行政职务类别', as: 'select', dictionary: 'duty-kind' },
        { name: 'dutyLevel', label: '行政职务级别', as: 'select', dictionary: 'duty-level' },
        { name: 'migrantWorker', label: '农民工标识', as: 'yesno', dictionary: 'yes-no' },
        { name: 'employmentKind', label: '用工形式', as: 'select', dictionary: 'employment-kind' },
        { name: 'contractFrom', label: '劳动合同起始日期', as: 'day' },
        { name: 'contractTo', label: '劳动合同终止日期', as: 'day', hint: '无固定期限的不填' },
      ],
    },
    {
      title: '实际用工单位信息',
      fields: [
        {
          name: 'hostUnitNo',
          label: '单位编号',
          as: 'lookup',
          lookup: 'hostUnit',
          placeholder: '请输入单位编号查询',
          hint: '劳务派遣、人力资源单位必填',
        },
        { name: 'hostUnitName', label: '单位名称', as: 'show', span: 2 },
        { name: 'hostCreditCode', label: '统一社会信用代码', as: 'show' },
      ],
    },
  ],
  materials: [{ id: 'labour-proof', name: '劳动关系证明', min: 0, max: 99, note: '补缴超过3个月时必须上传：劳动合同、工资发放凭证等' }],
  prints: [{ id: 'enrolment-receipt', name: '参保人员增加回执', stage: 'approved' }],
  flow: { levels: 1, legal: { days: 30, of: 'calendar' }, promise: { days: 3, of: 'working' } },
  draft: true,
  mainButton: '保存',
  notice: [
    '用人单位应当自用工之日起30日内为职工办理参保登记（社会保险法第五十八条）。',
    '新参保：填写人员信息后保存，系统生成12位个人编号。续保：填写个人编号、证件号码和姓名，三项一致后带出姓名、证件号码（隐去中间位）和性别。',
    '系统自动校验，符合条件的即时办结；补缴超过3个月、超过法定退休年龄、外国人、正在享受失业保险待遇、曾以退休原因停保的转人工审核，承诺3个工作日。',
    '补缴超过3个月的，先暂存，再从右侧材料上传劳动关系证明，然后保存。',
    '劳务派遣单位、人力资源单位须填写实际用工单位。',
  ],
  messages: MESSAGES,
  shows: ['unitNo', 'unitName', 'unitType', 'modeLabel', 'socialNo', 'enrolments', 'hostUnitName', 'hostCreditCode'],
});
