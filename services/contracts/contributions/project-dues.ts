import { z } from 'zod';
import { defineAction } from '../action.ts';
import { dueState } from '../dictionaries/dues.ts';
import { labelOf } from '../dictionaries/dictionary.ts';
import { Fen, Id, Month } from '../primitives.ts';
import { fenToYuan } from '../standards/money.ts';
import { periodLabel } from '../standards/period.ts';

/** 工程项目缴费 (71) of one project, all its dues together. */
export const ProjectDues = z.strictObject({
  projectId: Id,
  /** 缴费标志 as a list says it. Null: nothing was charged, since there is no price, or not yet. */
  state: z.enum(['0', '1', '2', '3', '5']).nullable(),
  charged: Fen,
  paid: Fen,
  /** Not arrived: 未缴, 欠费 and 缓缴. */
  owed: Fen,
  /** What a fall of the price gives back and has not gone yet. */
  refund: Fen,
  /** 费款所属期 of the oldest that has not arrived. */
  since: Month.nullable(),
});
export type ProjectDues = z.infer<typeof ProjectDues>;

/** How things stand with the contributions of these projects, in one call. A project never heard of has no dues. */
export const projectDues = defineAction({
  name: 'contributions.projects.dues',
  title: '工程项目缴费状态',
  access: { services: ['units'] },
  input: z.strictObject({ projectIds: z.array(Id).max(500) }),
  output: z.strictObject({ projects: z.array(ProjectDues) }),
  errors: ['INPUT_INVALID', 'NOT_ALLOWED'],
});

export const PROJECT_DUES_WORDS = {
  unknown: '缴费状态暂时无法查询',
  notYet: '应缴尚未生成，请稍后查询',
  free: '没有登记造价，或按造价计算的费用为零，没有应缴',
  beforeWork: '工伤保险费应在开工前缴清',
} as const;

/** For people. `dues` null: contributions did not answer; `fee`: what the price comes to, to tell "nothing to pay" from "not yet". */
export function projectDuesSaid(dues: ProjectDues | null, fee: number): string {
  if (!dues) return PROJECT_DUES_WORDS.unknown;
  const { state, charged, owed, refund, since } = dues;
  if (state === null) return fee > 0 ? PROJECT_DUES_WORDS.notYet : PROJECT_DUES_WORDS.free;
  const from = since ? `（${periodLabel(since)}起）` : '';
  return `${labelOf(dueState, state)}${fenToYuan(owed || charged)}元${from}${refund ? `，另有${fenToYuan(refund)}元待退` : ''}`;
}
