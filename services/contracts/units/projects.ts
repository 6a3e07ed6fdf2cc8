import { z } from 'zod';
import { defineAction } from '../action.ts';
import { ProjectDues } from '../contributions/project-dues.ts';
import { CHANGE_ERRORS } from '../errors.ts';
import { defineItem, type FieldLayout } from '../item.ts';
import { Code, Day, Fen, Id, RequestKey, filled, text } from '../primitives.ts';
import { checkContactPhone } from '../standards/phone.ts';
import { checkedText, isMasked } from './contacts.ts';

/**
 * 工程建设项目 of a 施工总承包 unit, insured as a whole (policy §11.2). The agency registers and changes them; a unit looks at its own
 * (item 13) and keeps the roster of each (item 7).
 */
const masked = (input: string) => (isMasked(input) ? { ok: true, normalised: input } : checkContactPhone(input));
export const ProjectData = z
  .strictObject({
    name: filled(100, '项目名称'),
    kind: Code,
    /** 发包单位. */
    employer: filled(100, '发包单位名称'),
    contact: filled(50, '联系人'),
    phone: checkedText(30, '联系电话', masked),
    /** 项目造价（合同额）. */
    price: Fen.min(1, '请填写项目造价'),
    startOn: Day,
    endOn: Day,
    /** From when its people are insured: the fee has arrived. Absent: not insured yet. */
    insuredFrom: Day.optional(),
  })
  .superRefine(({ startOn, endOn, insuredFrom }, context) => {
    if (endOn < startOn) context.addIssue({ code: 'custom', path: ['endOn'], message: '竣工日期不能早于开工日期' });
    if (insuredFrom && insuredFrom > endOn)
      context.addIssue({ code: 'custom', path: ['insuredFrom'], message: '参保日期不能晚于竣工日期' });
  });
export type ProjectData = z.infer<typeof ProjectData>;

/** 变更项. `insuredFrom` is not one of the manual's, but it changes too. */
export const PROJECT_WORDS: Readonly<Record<keyof ProjectData, string>> = {
  name: '项目名称',
  kind: '工程项目类别',
  employer: '发包单位',
  contact: '联系人',
  phone: '联系电话',
  price: '项目造价（合同额）',
  startOn: '开工日期',
  endOn: '竣工日期（延期）',
  insuredFrom: '参保日期',
};
export const PROJECT_MESSAGES = {
  registered: '登记成功，工程项目编号：{no}',
  changed: '变更成功',
  noUnit: '未查询到该单位编号的单位，或不属于您的服务地区',
  notNormal: '该单位登记状态不是正常，不能登记工程项目',
  sameName: '该单位已登记同名工程项目，工程项目编号：{no}',
  unknownKind: '请从列表中选择工程项目类别',
  unchanged: '内容与现有信息相同，无需变更',
  insuredAhead: '参保日期不能晚于今天',
  hidden: '联系电话已隐藏部分数字，请完整填写',
  notFound: '未查询到本单位的该工程项目',
} as const;

/** As agency and unit see it: the phone is masked; sent back unchanged it means "as kept". */
export const Project = z.strictObject({
  projectId: Id,
  rev: z.int(),
  no: z.string(),
  unitId: Id,
  ...ProjectData.shape,
  phone: z.string(),
  /** Insured up to and with this day: the completion, as it was last put off. */
  insuredUntil: Day.nullable(),
  /** 工程总造价 × rate of the month in which it began, in fen (policy §11.2); what was charged is said by contributions. */
  fee: Fen,
});
export type Project = z.infer<typeof Project>;

/** How the agency fills one in. */
export const projectForm = defineItem({
  id: 'project-changes',
  input: ProjectData,
  sections: [
    {
      title: '工程项目',
      fields: [
        { name: 'name', label: '项目名称', as: 'text', required: true, span: 2 },
        { name: 'kind', label: '工程项目类别', as: 'select', dictionary: 'project-kind', required: true },
        { name: 'price', label: '项目造价（合同额，元）', as: 'money', required: true },
        { name: 'employer', label: '发包单位名称', as: 'text', required: true, span: 2 },
        { name: 'contact', label: '联系人', as: 'text', required: true, personal: true },
        { name: 'phone', label: '联系电话', as: 'text', required: true, personal: true },
        { name: 'startOn', label: '开工日期', as: 'day', required: true },
        { name: 'endOn', label: '竣工日期', as: 'day', required: true },
        { name: 'insuredFrom', label: '参保日期', as: 'day', hint: '工伤保险费到账后填写；未填写的项目不能登记人员' },
      ],
    },
  ],
  materials: [],
  prints: [],
  flow: { levels: 0 },
  draft: false,
  mainButton: '保存',
  notice: [],
  messages: PROJECT_MESSAGES,
});

const staff = { scopes: ['staff.intake', 'staff.first'] } as const;
const errors = CHANGE_ERRORS;

/** What the agency finds under a 单位编号 of its areas: the unit in short and its projects. */
export const unitProjects = defineAction({
  name: 'units.project.ofUnit',
  title: '单位的工程项目',
  access: staff,
  rest: 'GET /agency/units/:unitNo/projects',
  input: z.strictObject({ unitNo: z.string().max(20) }),
  output: z.strictObject({
    unit: z.strictObject({
      unitId: Id,
      rev: z.int(),
      unitNo: z.string(),
      name: z.string(),
      creditCode: z.string(),
      area: z.string(),
      state: z.string(),
      industry: z.string(),
      riskClass: z.string(),
      /** A risk class that is decided and begins later, in words; empty when there is none. */
      riskNext: z.string(),
    }),
    projects: z.array(Project),
    /** How the contribution of each stands; null: contributions does not answer now. */
    dues: z.array(ProjectDues).nullable(),
  }),
  errors,
});
export const registerProject = defineAction({
  name: 'units.project.register',
  title: '工程项目登记',
  access: staff,
  rest: 'POST /agency/units/:unitNo/projects',
  input: z.strictObject({ requestKey: RequestKey, unitNo: z.string().max(20), project: ProjectData }),
  output: z.strictObject({ message: z.string(), project: Project }),
  errors,
});
export const changeProject = defineAction({
  name: 'units.project.change',
  title: '工程项目变更',
  access: staff,
  rest: 'PUT /agency/projects/:projectId',
  input: z.strictObject({
    requestKey: RequestKey,
    projectId: Id,
    /** `rev` of the project that was edited: whoever saved in between is not overwritten. */
    seenRev: z.int().min(1),
    project: ProjectData,
  }),
  output: z.strictObject({ message: z.string(), project: Project }),
  errors,
});
/** 行业 has changed: the new 行业风险类别 at once instead of next January, when the agency decides so (items.md 6). */
export const riskNow = defineAction({
  name: 'units.unit.riskNow',
  title: '立即执行新行业风险类别',
  access: staff,
  rest: 'POST /agency/units/:unitNo/risk-now',
  input: z.strictObject({ requestKey: RequestKey, unitNo: z.string().max(20), reason: text(200, '原因').min(1, '请填写原因') }),
  output: z.strictObject({ message: z.string() }),
  errors,
});

/** Columns of the agency's list. */
export const PROJECT_COLUMNS: readonly FieldLayout[] = [
  { name: 'no', label: '工程项目编号', as: 'show' },
  { name: 'name', label: '项目名称', as: 'show' },
  { name: 'kind', label: '工程项目类别', as: 'show', dictionary: 'project-kind' },
  { name: 'employer', label: '发包单位名称', as: 'show' },
  { name: 'startOn', label: '开工日期', as: 'show' },
  { name: 'endOn', label: '竣工日期', as: 'show' },
  { name: 'insuredUntil', label: '参保有效期至', as: 'show' },
];
