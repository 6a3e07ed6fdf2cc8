import { z } from 'zod';
import { defineItem } from '../item.ts';
import { text } from '../primitives.ts';
import { defineView, queryAction } from '../queries.ts';
import { PROJECT_MESSAGES } from './projects.ts';

export const ProjectChangesInput = z.strictObject({ projectNo: text(20, '工程项目编号') });

/** 13 项目变更信息查询. Only projects of the own unit: another one's is as if it were not there. */
export const item = defineItem({
  id: 'project-changes',
  input: ProjectChangesInput,
  sections: [
    {
      title: '工程建设项目变更信息查询',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'unitName', label: '单位名称', as: 'show', span: 2 },
        { name: 'creditCode', label: '统一社会信用代码', as: 'show' },
      ],
    },
    {
      title: '建设基本信息',
      fields: [
        { name: 'projectNo', label: '工程项目编号', as: 'lookup', required: true, placeholder: '请输入工程项目编号查询' },
        { name: 'name', label: '项目名称', as: 'show', span: 2 },
        { name: 'kind', label: '工程项目类别', as: 'show', dictionary: 'project-kind' },
        { name: 'employer', label: '发包单位名称', as: 'show', span: 2 },
        { name: 'contact', label: '联系人', as: 'show' },
        { name: 'phone', label: '联系电话', as: 'show' },
        { name: 'contribution', label: '工程项目缴费', as: 'show', span: 4 },
      ],
    },
  ],
  materials: [],
  prints: [],
  flow: { levels: 0 },
  draft: false,
  mainButton: '查询',
  notice: ['查询本单位（施工总承包）工程建设项目的变更记录。', '项目由经办机构登记和变更；竣工延期的，请持延期证明到经办机构办理。'],
  messages: { notFound: PROJECT_MESSAGES.notFound, askNo: '请填写工程项目编号' },
  shows: ['unitNo', 'unitName', 'creditCode'],
});

/** The projects of the unit: what (Q) finds. */
export const projects = defineView({
  id: 'projects',
  title: '工程项目',
  filter: z.strictObject({ projectNo: text(20).optional() }),
  filters: [],
  row: z.strictObject({
    id: z.string(),
    no: z.string(),
    name: z.string(),
    kind: z.string(),
    employer: z.string(),
    contact: z.string(),
    phone: z.string(),
    startOn: z.string(),
    endOn: z.string(),
    insuredFrom: z.string().nullable(),
    insuredUntil: z.string().nullable(),
    /** How its contribution stands, in words. */
    contribution: z.string(),
  }),
  columns: [
    { name: 'no', label: '工程项目编号', as: 'text' },
    { name: 'name', label: '项目名称', as: 'text' },
    { name: 'kind', label: '工程项目类别', as: 'code', dictionary: 'project-kind' },
    { name: 'employer', label: '发包单位名称', as: 'text' },
    { name: 'startOn', label: '开工日期', as: 'day' },
    { name: 'endOn', label: '竣工日期', as: 'day' },
    { name: 'insuredUntil', label: '参保有效期至', as: 'day' },
  ],
});
export const changes = defineView({
  id: 'changes',
  title: '工程建设项目变更信息',
  filter: z.strictObject({ projectNo: text(20).min(1, '请填写工程项目编号') }),
  filters: [],
  row: z.strictObject({ id: z.string(), field: z.string(), before: z.string(), after: z.string(), by: z.string(), at: z.string() }),
  columns: [
    { name: 'field', label: '变更项中文含义', as: 'text', width: 180 },
    { name: 'before', label: '变更前信息', as: 'text', width: 260 },
    { name: 'after', label: '变更后信息', as: 'text', width: 260 },
    { name: 'by', label: '经办人', as: 'text', width: 120 },
    { name: 'at', label: '经办时间', as: 'moment', width: 160 },
  ],
});
export const queryProjects = queryAction(item.id, projects);
export const queryChanges = queryAction(item.id, changes);
