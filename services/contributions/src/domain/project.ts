import type { ProjectDues } from '@wangting/contracts/contributions/project-dues';
import { rateOf } from '@wangting/contracts/standards/money';
import type { Due } from '../models/due.ts';
import { KIND } from './reckon.ts';

/** 工程项目缴费 (71, policy §11.2): 工程总造价 × the project's rate, once, paid by the unit alone; a changed price brings the difference. */

/** A row a project lacks: a further due when its price rose, 单位特殊退费 when it fell. Fen. */
export interface MissingFee {
  kind: typeof KIND.project | typeof KIND.specialRefund;
  unit: number;
  ratePpm: number;
}
/**
 * The difference between what the price comes to and what was charged so far, each rounded by itself (policy §4). The rate is that of the first
 * due: neither a new table nor another 开工日期 changes what was charged. Undefined when nothing is to be done, as without a price.
 */
export function reckonProject(
  price: number,
  ratePpm: number,
  charged: readonly { unit: number; unitPpm: number }[],
): MissingFee | undefined {
  const rate = charged[0]?.unitPpm ?? ratePpm;
  const unit = rateOf(price, rate) - charged.reduce((sum, row) => sum + row.unit, 0);
  if (unit === 0) return undefined;
  return { kind: unit > 0 ? KIND.project : KIND.specialRefund, unit, ratePpm: rate };
}

/** The n-th row of a project, and whose a row is; undefined for any other row. */
export const rowIdOf = (projectId: string, n: number): string => `project:${projectId}:${String(n).padStart(4, '0')}`;
export const projectOf = (rowId: string): string | undefined => /^project:(.+):\d{4}$/.exec(rowId)?.[1];

/** Anything that has not arrived makes the project unpaid; `now` is this month, after which 未缴 is 欠费. */
export function projectStanding(projectId: string, dues: readonly Due[], now: string): ProjectDues {
  const total = (among: readonly Due[]) => among.reduce((sum, { unit }) => sum + unit, 0);
  const charges = dues.filter(({ kind }) => kind === KIND.project);
  const of = (state: string) => charges.filter((due) => due.state === state);
  const open = [...of('0'), ...of('3')];
  const [since] = open.map(({ period }) => period).sort();
  return {
    projectId,
    state: stateOf(charges, now),
    charged: total(charges),
    paid: total(of('1')),
    owed: total(open),
    refund: -total(dues.filter(({ kind, state }) => kind === KIND.specialRefund && state === '0')) || 0,
    since: since ?? null,
  };
}
function stateOf(charges: readonly Due[], now: string): ProjectDues['state'] {
  if (charges.length === 0) return null;
  if (charges.some(({ state, period }) => state === '0' && period < now)) return '2';
  return (['0', '3', '1', '5'] as const).find((state) => charges.some((due) => due.state === state)) ?? '0';
}
