import { debt } from '@wangting/contracts/contributions/questions';
import { openOf } from '@wangting/contracts/desk/queue';
import { headcount } from '@wangting/contracts/persons/questions';
import { fenToYuan } from '@wangting/contracts/standards/money';
import { periodLabel } from '@wangting/contracts/standards/period';
import { item } from '@wangting/contracts/units/unit-closing';
import { ask } from '@wangting/kit/call';
import { today } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import { ProjectModel, type Project } from '../models/project.ts';

const { messages } = item;
type Asker = Parameters<typeof ask>[0];

/** What stands in the way of closing a unit. Whoever must answer and is away makes it SERVICE_AWAY: nobody is closed on a guess. */
export interface Standing {
  people: number;
  owed: number;
  /** Months nobody has reckoned yet: what they cost would be owed by a unit that is closed. */
  unbilled: readonly string[];
  open: { total: number; itemNames: string[] };
  project: string | null;
}
export async function standingOf(from: Asker, unitId: string, applicationId = ''): Promise<Standing> {
  const [{ counts }, { owed, unbilled }, open, project] = await Promise.all([
    ask(from, 'units', headcount, { unitId }),
    ask(from, 'units', debt, { unitId }),
    ask(from, 'units', openOf, { unitId, except: applicationId }),
    ProjectModel.findOne({ unitId, endOn: { $gte: today() }, insuredFrom: { $type: 'string' } })
      .select({ name: 1 })
      .lean<Project>(),
  ]);
  return { people: counts.people, owed, unbilled, open, project: project?.name ?? null };
}
const monthsSaid = (months: readonly string[]): string => months.map(periodLabel).join('、');
/** The first thing in the way, in its own words. */
export function insistOnSettled({ people, owed, unbilled, open, project }: Standing): void {
  if (people > 0) throw refuse(String(messages.people).replace('{n}', String(people)));
  if (owed > 0) throw refuse(String(messages.debt).replace('{money}', fenToYuan(owed)));
  if (unbilled.length) throw refuse(String(messages.unbilled).replace('{months}', monthsSaid(unbilled)));
  if (open.total > 0) throw refuse(String(messages.open).replace('{items}', open.itemNames.join('、')));
  if (project) throw refuse(String(messages.project).replace('{name}', project));
}
/** 注销前核查, as the page shows it. */
export const standingLines = ({ people, owed, unbilled, open, project }: Standing): { what: string; found: string }[] => [
  { what: '参保人员', found: people ? `尚有 ${people} 人` : '无' },
  { what: '未缴社会保险费', found: owed ? `${fenToYuan(owed)} 元` : '无' },
  { what: '未核定月份', found: unbilled.length ? monthsSaid(unbilled) : '无' },
  { what: '未办结业务', found: open.total ? open.itemNames.join('、') : '无' },
  { what: '在保工程项目', found: project ?? '无' },
];
