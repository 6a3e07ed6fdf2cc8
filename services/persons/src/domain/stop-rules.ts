import { hasCode, entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { isInvoluntary, stopReason, type StopReasonEntry } from '@wangting/contracts/dictionaries/stop-reason';
import { isSingle, item, reasonIssues } from '@wangting/contracts/persons/person-stop';
import { addMonths, firstDayOf, lastDayOf, periodOfDay } from '@wangting/contracts/standards/period';
import { retirementGroupOf, retirementOf } from '@wangting/contracts/standards/retirement';
import type { Range } from '../models/person.ts';
import { isRetired, type Issue } from './rules.ts';

type Insurance = '210' | '410';
const words = item.messages as Record<string, string>;
const say = (name: string): string => words[name] ?? name;

/** What is asked: one person's stop, from the page or from one row of a file. `insurances` absent: all that run here. */
export interface StopWish {
  to: string;
  reason: string;
  detail?: string | undefined;
  deathOn?: string | undefined;
  contractEndOn?: string | undefined;
  insurances?: readonly Insurance[] | undefined;
}
/** What is known of the person. `ranges` may hold other units' stretches: only those of `unitId` count. */
export interface StopPerson {
  birthDate: string;
  sex: string;
  femaleCadre?: string | undefined;
  ranges: readonly Range[];
}
/** What injury says of the person (`injury.standing.of`). */
export interface StopStanding {
  openCase: boolean;
  onPaidLeave: boolean;
  grade: number;
}
export interface StopVerdict {
  /** Every refusal, the gravest first; empty when the stop may go on. */
  issues: Issue[];
  /** The stretches that end. */
  ends: Range[];
  /** 未办结的工伤业务 or 停工留薪期: one by one with two confirms, never in a batch. */
  openInjury: boolean;
  /** Within the three years of 弹性提前退休: confirmed, since the hall does not know the retirement decision. */
  earlyRetirement: boolean;
  /** 非因本人意愿中断就业 of somebody insured against unemployment: 失业保险待遇告知 is due. */
  involuntary: boolean;
}

/** The stretches of a person that run in a unit now, one per insurance. */
export const runningIn = (ranges: readonly Range[], unitId: string): Range[] =>
  ranges.filter((range) => range.unitId === unitId && range.to === null);

/**
 * 停保 of one person (items.md 4; each row of 5): everything that can be said without asking anybody. Pure, so that page, file and test
 * judge alike; the caller has asked injury and passes its answer.
 */
export function judgeStop(wish: StopWish, person: StopPerson, standing: StopStanding, unitId: string, today: string): StopVerdict {
  const issues: Issue[] = [];
  const add = (wrong: unknown, path: string, message: string) => void (wrong && issues.push({ path, message }));
  const entry = entryOf<StopReasonEntry>(stopReason, wish.reason);
  const running = runningIn(person.ranges, unitId);
  const wanted = wish.insurances ?? running.map(({ insurance }) => insurance);
  const ends = running.filter(({ insurance }) => wanted.includes(insurance));
  const month = periodOfDay(today);
  const retirement = entry?.retirement ? retirementOn(person, wish.to) : undefined;

  add(
    !running.length || wanted.some((insurance) => !running.some((range) => range.insurance === insurance)),
    'personNo',
    say('notInsured'),
  );
  add(!hasCode(stopReason, wish.reason), 'reason', say('unknownCode').replace('{label}', '停保原因'));
  add(entry?.contractEnds && standing.grade >= 1 && standing.grade <= 4, 'reason', say('graded'));
  add(wish.to < firstDayOf(addMonths(month, -1)), 'to', say('tooEarly'));
  add(wish.to > lastDayOf(month), 'to', say('tooLate'));
  add(
    ends.some(({ from }) => wish.to < from),
    'to',
    say('beforeStart'),
  );
  add(running.length > 0 && ends.length < running.length && !isSingle(wish.reason), 'insurances', say('together'));
  issues.push(...reasonIssues(wish));
  if (entry?.death && wish.deathOn) {
    add(wish.deathOn > today, 'deathOn', say('deathAhead'));
    add(wish.deathOn < person.birthDate, 'deathOn', say('deathBeforeBirth'));
    add(wish.deathOn > wish.to, 'to', say('deathAfterStop'));
  }
  if (entry?.contractEnds && wish.contractEndOn) {
    add(wish.contractEndOn > wish.to, 'contractEndOn', say('contractEndAfterStop'));
    add(
      ends.some(({ from }) => (wish.contractEndOn ?? '') < from),
      'contractEndOn',
      say('contractEndBeforeStart'),
    );
  }
  add(retirement === 'no', 'reason', say('notRetired'));
  return {
    issues,
    ends,
    openInjury: standing.openCase || standing.onPaidLeave,
    earlyRetirement: retirement === 'early',
    involuntary: ends.some(({ insurance }) => insurance === '210') && isInvoluntary(wish.reason, wish.detail),
  };
}

/** Whether the statutory age is reached on the day, or only the window of 弹性提前退休. */
function retirementOn(person: StopPerson, on: string): 'yes' | 'early' | 'no' {
  if (isRetired(person.birthDate, person.sex, person.femaleCadre, on)) return 'yes';
  const group = retirementGroupOf(person.sex === '2' ? '2' : '1', person.femaleCadre === '1');
  return periodOfDay(on) >= retirementOf(person.birthDate, group).earliest ? 'early' : 'no';
}
