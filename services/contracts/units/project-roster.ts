import { z } from 'zod';
import { defineAction } from '../action.ts';
import { CHANGE_ERRORS } from '../errors.ts';
import { defineBatch } from '../batch.ts';
import { itemScope } from '../catalogue.ts';
import { defineItem } from '../item.ts';
import { Code, Day, Id, RequestKey, filled, text } from '../primitives.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';
import { normaliseCode } from '../standards/checked.ts';
import { checkMobile } from '../standards/phone.ts';
import { isMasked, optionalText } from './contacts.ts';
import { PROJECT_MESSAGES } from './projects.ts';

export const ProjectRosterInput = z.strictObject({ projectNo: filled(20, '工程项目编号').overwrite(normaliseCode) });

const Work = {
  /** 岗位. */
  post: filled(50, '岗位'),
  /** 用工单位（分包）; empty: the unit itself. */
  employer: text(100, '用工单位').optional(),
  note: text(200, '备注').optional(),
};
/** One line of the file: somebody really working on the project. */
export const RosterRow = z.strictObject({
  idType: Code.optional(),
  idNumber: filled(30, '证件号码').overwrite(normaliseCode),
  name: filled(50, '姓名'),
  sex: z.enum(['1', '2', '9'], '请选择性别').optional(),
  birthDate: Day.optional(),
  entryOn: Day,
  leaveOn: Day.optional(),
  mobile: optionalText(20, '移动电话', checkMobile).optional(),
  ...Work,
});
export type RosterRow = z.infer<typeof RosterRow>;

const MESSAGES = {
  uploaded: '导入成功',
  done: '保存完成，成功{a}条，失败{b}条',
  changed: '变更成功',
  askNo: '请填写工程项目编号',
  notFound: PROJECT_MESSAGES.notFound,
  none: '本单位没有已登记的工程项目，请先到经办机构登记',
  unitState: '单位登记状态不是正常，不能办理',
  notInsured: '该工程项目尚未参保（工伤保险费未到账），不能登记人员',
  unpaid: '工程项目{projects}的工伤保险费尚未缴清，应在开工前缴清；不影响登记人员。',
  over: '该工程项目参保有效期已于{day}届满，请到经办机构办理项目变更（延期）',
  entryOutside: '入职日期应在项目参保有效期内（{from}至{to}）',
  leaveOutside: '离职日期不能晚于项目参保有效期止（{to}）',
  leaveEarly: '离职日期不能早于入职日期',
  tooYoung: '入职时未满16周岁',
  sexFixed: '性别与证件号码不一致',
  birthFixed: '出生日期与证件号码不一致',
  birthMissing: '请填写出生日期',
  birthAhead: '出生日期不能晚于今天',
  otherName: '该证件号码已在本项目登记，姓名不一致',
  clash: '该人员已在本项目登记，入职日期为{day}，在岗期间重叠；变更离职日期、岗位的，请填写相同的入职日期',
  overAge: '入职时已超过65周岁，未核实',
  again: '该人员已在本项目登记，保存后更新离职日期、岗位等信息',
  elsewhere: '与工程项目“{name}”的在岗期间重叠',
  backdated: '入职日期早于登记日1日以上，登记日之前的期间须经经办机构核实',
  notAccepted: '该次登记的入职日期经核实不予认可，不能维护；请按实际入职日期重新登记',
  unchanged: '内容与现有信息相同，无需变更',
  hidden: '移动电话已隐藏部分数字，请完整填写',
} as const;

/** 7 工程项目工伤人员批量参保登记. */
export const item = defineBatch(
  {
    id: 'project-roster',
    input: ProjectRosterInput,
    sections: [
      {
        title: '单位信息',
        fields: [
          { name: 'unitNo', label: '单位编号', as: 'show' },
          { name: 'unitName', label: '单位名称', as: 'show', span: 2 },
        ],
      },
      {
        title: '工程项目',
        fields: [
          {
            name: 'projectNo',
            label: '工程项目编号',
            as: 'lookup',
            lookup: 'project',
            required: true,
            placeholder: '请输入工程项目编号或名称查询',
            hint: '可输入项目名称的一部分，从本单位项目中选择',
          },
          { name: 'projectName', label: '项目名称', as: 'show', span: 2 },
          { name: 'projectKind', label: '工程项目类别', as: 'show', dictionary: 'project-kind' },
          { name: 'startOn', label: '开工日期', as: 'show' },
          { name: 'endOn', label: '竣工日期', as: 'show' },
          { name: 'insured', label: '参保有效期', as: 'show', span: 2 },
          { name: 'contribution', label: '工程项目缴费', as: 'show', span: 4 },
        ],
      },
    ],
    materials: [],
    prints: [],
    flow: { levels: 0 },
    draft: false,
    mainButton: '保存',
    notice: [
      '操作步骤：模板下载 → 填写 → 选择文件 → 文件上传 → 校验 → 校验成功后保存。',
      '登记在项目上实际用工的全部人员，含分包单位人员；按项目参保，个人不缴费。',
      '人员须在发生事故之前或当日登记，以系统登记时间为准。',
      '工程项目的工伤保险费按造价计算，由单位在开工前一次缴清；造价增加的补缴差额。尚未缴清的，在“工程项目缴费”中提示。',
      '已登记人员再次导入的，更新离职日期、岗位等信息；也可在“项目人员”中逐人维护。',
    ],
    messages: MESSAGES,
    shows: ['unitNo', 'unitName', 'unpaid', 'projectName', 'projectKind', 'startOn', 'endOn', 'insured', 'contribution'],
  },
  {
    version: 1,
    unique: 'idNumber',
    name: 'name',
    row: RosterRow,
    columns: [
      { name: 'idType', label: '证件类型', as: 'code', dictionary: 'id-type', hint: '不填为居民身份证', example: '居民身份证', width: 20 },
      { name: 'idNumber', label: '证件号码', as: 'text', required: true, example: '（示例）', width: 24 },
      { name: 'name', label: '姓名', as: 'text', required: true, example: '示例' },
      { name: 'sex', label: '性别', as: 'code', dictionary: 'sex', hint: '居民身份证可不填，由证件号码得出', example: '男' },
      { name: 'birthDate', label: '出生日期', as: 'day', hint: '居民身份证可不填，由证件号码得出', example: '1980-05-20' },
      { name: 'entryOn', label: '入职日期', as: 'day', required: true, example: '2026-03-01' },
      { name: 'leaveOn', label: '离职日期', as: 'day', hint: '在岗不填；不填不清除已登记的离职日期', example: '' },
      { name: 'post', label: '岗位', as: 'text', required: true, example: '钢筋工' },
      { name: 'mobile', label: '移动电话', as: 'text', example: '19900001234', width: 16 },
      { name: 'employer', label: '用工单位（分包）', as: 'text', hint: '本单位直接用工的不填', example: '', width: 30 },
      { name: 'note', label: '备注', as: 'text', example: '', width: 30 },
    ],
    preview: [
      { name: 'idNumber', label: '证件号码', as: 'masked', width: 190 },
      { name: 'name', label: '姓名', as: 'text', width: 110 },
      { name: 'sex', label: '性别', as: 'code', dictionary: 'sex', width: 70 },
      { name: 'entryOn', label: '入职日期', as: 'day', width: 120 },
      { name: 'leaveOn', label: '离职日期', as: 'day', width: 120 },
      { name: 'post', label: '岗位', as: 'text', width: 130 },
      { name: 'employer', label: '用工单位（分包）', as: 'text', width: 220 },
      { name: 'note', label: '备注', as: 'text', width: 220 },
    ],
  },
);

/** 项目人员: who is or was on the unit's projects; a person's latest stay in each. */
export const people = defineView({
  id: 'people',
  title: '项目人员',
  filter: z.strictObject({
    projectNo: text(20, '工程项目编号').optional(),
    name: text(50, '姓名').optional(),
    idNumber: text(30, '证件号码').optional(),
  }),
  filters: [
    { name: 'projectNo', label: '工程项目编号', as: 'text' },
    { name: 'name', label: '姓名', as: 'text', personal: true },
    { name: 'idNumber', label: '证件号码', as: 'text', personal: true },
  ],
  row: z.strictObject({
    id: Id,
    rev: z.int(),
    projectNo: z.string(),
    projectName: z.string(),
    idMasked: z.string(),
    name: z.string(),
    sex: z.string(),
    entryOn: Day,
    leaveOn: Day.nullable(),
    post: z.string(),
    mobile: z.string(),
    employer: z.string(),
    note: z.string(),
    registeredAt: z.string(),
    earlier: z.string(),
    marks: z.string(),
  }),
  columns: [
    { name: 'projectNo', label: '工程项目编号', as: 'text', width: 140 },
    { name: 'projectName', label: '项目名称', as: 'text', width: 200 },
    { name: 'name', label: '姓名', as: 'text', width: 90 },
    { name: 'idMasked', label: '证件号码', as: 'masked', width: 180 },
    { name: 'sex', label: '性别', as: 'code', dictionary: 'sex', width: 64 },
    { name: 'entryOn', label: '入职日期', as: 'day', width: 110 },
    { name: 'leaveOn', label: '离职日期', as: 'day', width: 110 },
    { name: 'post', label: '岗位', as: 'text', width: 110 },
    { name: 'employer', label: '用工单位（分包）', as: 'text', width: 180 },
    { name: 'registeredAt', label: '登记时间', as: 'moment', width: 150 },
    { name: 'earlier', label: '以往在岗', as: 'text', width: 200 },
    { name: 'marks', label: '核实情况', as: 'text', width: 180 },
    { name: 'note', label: '备注', as: 'text', width: 160 },
  ],
  exports: true,
});
export type RosterPerson = z.infer<typeof people.row>;
export const queryPeople = queryAction(item.id, people);
export const exportPeople = exportAction(item.id, people);

const mobile = (input: string) => (isMasked(input) ? { ok: true, normalised: input } : checkMobile(input));
/** What may be changed of a stay: when it began and whose it is are fixed, since the time of registration decides about accidents. */
export const RosterChange = z.strictObject({ leaveOn: Day.optional(), mobile: optionalText(20, '移动电话', mobile).optional(), ...Work });
export type RosterChange = z.infer<typeof RosterChange>;
export const rosterForm = defineItem({
  id: 'project-roster',
  input: RosterChange,
  sections: [
    {
      title: '人员信息维护',
      fields: [
        { name: 'leaveOn', label: '离职日期', as: 'day', hint: '在岗的不填' },
        { name: 'post', label: '岗位', as: 'text', required: true },
        { name: 'mobile', label: '移动电话', as: 'text', personal: true },
        { name: 'employer', label: '用工单位（分包）', as: 'text', span: 2 },
        { name: 'note', label: '备注', as: 'text', span: 2 },
      ],
    },
  ],
  materials: [],
  prints: [],
  flow: { levels: 0 },
  draft: false,
  mainButton: '保存',
  notice: [],
  messages: MESSAGES,
});
export const maintain = defineAction({
  name: 'units.project-roster.maintain',
  title: '项目人员维护',
  access: { scopes: [itemScope('project-roster')] },
  rest: 'PUT /items/project-roster/people/:id',
  input: z.strictObject({
    requestKey: RequestKey,
    id: Id,
    /** `rev` of the line that was edited: whoever saved in between is not overwritten. */
    seenRev: z.int().min(1),
    person: RosterChange,
  }),
  output: z.strictObject({ message: z.string() }),
  errors: CHANGE_ERRORS,
});
