import { maskPhone } from '@wangting/contracts/standards/masking';
import { VERDICTS } from '@wangting/contracts/units/roster-review';
import type { RosterChangeRow } from '@wangting/contracts/units/roster-history';
import { unseal } from '@wangting/kit/sealed';
import type { ProjectPerson, RosterAct, Stay } from '../models/project-person.ts';
import { aboutOf } from './roster.ts';

type Line = RosterChangeRow['lines'][number];
const until = (day: string | null): string => day ?? '在岗';
const verdictOf = ({ review }: Stay): string =>
  review ? [VERDICTS[review.verdict], ...(review.opinion ? [review.opinion] : [])].join('：') : '待核实';
const SAID: readonly [field: string, say: (stay: Stay) => string][] = [
  ['离职日期', ({ leaveOn }) => until(leaveOn)],
  ['岗位', ({ post }) => post],
  ['用工单位（分包）', ({ employer }) => employer],
  ['备注', ({ note }) => note],
];

/** What one act made of the stays. A stay is known by the day it begins; one that was entered anew is another registration. */
function stayLines(before: readonly Stay[], after: readonly Stay[]): Line[] {
  return after.flatMap((stay): Line[] => {
    const was = before.find(({ entryOn, registeredAt }) => entryOn === stay.entryOn && registeredAt === stay.registeredAt);
    if (!was) {
      const gone = before.find(({ entryOn }) => entryOn === stay.entryOn);
      const words = (one: Stay) => `${one.entryOn} 至 ${until(one.leaveOn)}，${one.post}`;
      return [{ field: '在岗登记', before: gone ? `${words(gone)}（${verdictOf(gone)}）` : '', after: words(stay) }];
    }
    const of = after.length > 1 ? `（${stay.entryOn}入职）` : '';
    const lines = SAID.map(([field, say]) => ({ field: field + of, before: say(was), after: say(stay) }));
    if (stay.backdated) lines.push({ field: `入职日期核实${of}`, before: verdictOf(was), after: verdictOf(stay) });
    return lines.filter((line) => line.before !== line.after);
  });
}
const whatOf = ({ agency, before, payloadHash }: RosterAct): string => {
  if (agency) return '经办机构核实';
  if (!before.length) return '登记';
  return payloadHash ? '逐人维护' : '批量导入变更'; // a row of a batch carries no digest: its key is the file's
};

/** Newest first. What an act left behind is what the next one found. */
export function historyOf(person: ProjectPerson, names: Readonly<Record<string, string>>): RosterChangeRow[] {
  const { log, stays } = person;
  const mobileAfter = (index: number): string => {
    const next = log.slice(index + 1).find(({ mobile }) => mobile !== undefined);
    return next?.mobile === undefined ? aboutOf(person).mobile : unseal(next.mobile);
  };
  return log
    .map((act, index) => ({
      id: String(index),
      at: act.at,
      what: whatOf(act),
      by: act.agency ? `${names[act.who] ?? ''}（经办机构）` : (names[act.who] ?? '—'),
      lines: [
        ...stayLines(act.before, log[index + 1]?.before ?? stays),
        ...(act.mobile === undefined
          ? []
          : [{ field: '移动电话', before: maskPhone(unseal(act.mobile)), after: maskPhone(mobileAfter(index)) }]),
      ],
    }))
    .reverse();
}
