import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { enrolmentStatus } from '@wangting/contracts/dictionaries/insurance';
import { standing } from '@wangting/contracts/injury/questions';
import { detailOf, item, type PersonStopInput } from '@wangting/contracts/persons/person-stop';
import { maskId, maskName } from '@wangting/contracts/standards/masking';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { Effect, EffectCase } from '@wangting/kit/applications/effects';
import { defineRules, type RuleContext } from '@wangting/kit/applications/rules';
import { looked } from '@wangting/kit/audit';
import { ask } from '@wangting/kit/call';
import { today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { seal } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { drawingOf } from '../asks.ts';
import { aboutOf } from '../domain/about.ts';
import { byPersonNo } from '../domain/find.ts';
import { lookFor } from '../domain/look-for.ts';
import { enrolmentRows, personBlock, unitBlock } from '../domain/shown.ts';
import { judgeStop, runningIn, type StopStanding } from '../domain/stop-rules.ts';
import { begunSince, endEnrolment, guardOf, reopenEnrolment } from '../ending.ts';
import { EnrolmentModel } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { unitOf } from '../units.ts';

type Values = PersonStopInput;
const words = item.messages as Record<string, string>;
const say = (name: string): string => words[name] ?? name;

/** What the case keeps of what it ends. */
export interface Kept {
  personId: string;
  idHash: string;
  ends: { enrolmentId: string; insurance: '210' | '410' }[];
  involuntary: boolean;
}
const kept = (of: EffectCase): Kept => of.keep as unknown as Kept;

/** Everything the page fills in for one person, with all that runs ticked. */
const filled = (person: Person, unit: UnitFacts) => ({
  personNo: person.personNo,
  ...personBlock(person),
  enrolments: enrolmentRows(person, unit),
  insurances: runningIn(person.ranges, unit.unitId).map(({ insurance }) => insurance),
});
function labelOfHit(person: Person, unit: UnitFacts): string {
  const { name, idNumber } = aboutOf(person);
  const state = runningIn(person.ranges, unit.unitId).length ? '1' : '2';
  return [person.personNo, name, maskId(idNumber), labelOf(enrolmentStatus, state)].join('　');
}
async function standingOf(ctx: RuleContext['ctx'], personId: string): Promise<StopStanding> {
  const { answers } = await ask(ctx, 'persons', standing, { personIds: [personId] });
  const answer = answers.find((one) => one.personId === personId);
  if (!answer) throw new HallError('SERVICE_AWAY');
  return answer;
}
/** All refusals at once: the sentence is the gravest, each field says its own. */
function insist(issues: readonly { path: string; message: string }[]): void {
  if (issues[0]) throw new HallError('RULE_REFUSED', { message: issues[0].message, issues });
}

/** 停保: each ticked insurance ends, with its range and its guard. */
const stop: Effect = {
  name: 'stop',
  title: '停保生效',
  async run(of) {
    const { personId, idHash, ends, involuntary } = kept(of);
    const { to, reason, detail, contractEndOn, deathOn, note } = of.values as Values;
    const why = {
      by: of.applicationId,
      reason,
      detail: detailOf(reason, detail) ?? null,
      contractEndOn: contractEndOn ?? null,
      deathOn: deathOn ?? null,
      ...(note ? { note: seal(note) } : {}),
    };
    for (const { enrolmentId } of ends) await endEnrolment({ enrolmentId, personId, idHash, to, stop: why });
    return { stopped: ends.map(({ insurance }) => insurance).join(','), ...(involuntary ? { involuntary: '1' } : {}) };
  },
};
const undoStop: Effect = {
  name: 'undo-stop',
  title: '撤销停保',
  async run(of) {
    const { personId, ends } = kept(of);
    for (const { enrolmentId } of ends) await reopenEnrolment({ enrolmentId, personId, by: of.applicationId });
  },
};

export const rules = defineRules({
  item,
  async open({ ctx, unitId }) {
    // A closed or suspended unit may still stop its people (decisions.md 5).
    const unit = await unitOf(ctx, unitId);
    return { allowed: true, shows: { ...unitBlock(unit), enrolments: [] }, values: { to: today(), insurances: [] } };
  },
  lookups: {
    async personNo(request, text) {
      const [unit, people] = await Promise.all([unitOf(request.ctx, request.unitId), lookFor(request, text, say)]);
      for (const { _id } of people)
        looked(applications.broker(), 'persons', {
          who: request.caller.id,
          kind: request.caller.kind,
          whose: _id,
          fields: ['name', 'birthDate', 'household'],
          what: item.id,
        });
      const [only, ...others] = people;
      const stopped = only && !others.length && !runningIn(only.ranges, unit.unitId).length;
      return {
        hits: people.map((person) => ({ label: labelOfHit(person, unit), values: filled(person, unit) })),
        ...(stopped ? { message: say('notInsured') } : {}),
      };
    },
  },
  async check(request, values, confirmed) {
    const { ctx, unitId } = request;
    const unit = await unitOf(ctx, unitId);
    const person = await byPersonNo(values.personNo);
    // One sentence for a stranger and for somebody who left: nobody is found by sending numbers.
    if (!person || !runningIn(person.ranges, unitId).length) throw refuse(say('notInsured'), 'personNo');
    const about = aboutOf(person);
    const [injury, drawing] = await Promise.all([standingOf(ctx, person._id), drawingOf(ctx, [person.idHash])]);
    const subject = { birthDate: person.birthDate, sex: person.sex, femaleCadre: about.femaleCadre, ranges: person.ranges };
    const { issues, ends, openInjury, earlyRetirement, involuntary } = judgeStop(values, subject, injury, unitId, today());
    insist(issues);
    const ids = ends.map(({ enrolmentId }) => enrolmentId);
    // The range is there before its row: an enrolment whose effects are still owed is not stopped half.
    if ((await EnrolmentModel.countDocuments({ _id: { $in: ids } })) < ids.length) throw refuse(say('notYet'), 'personNo');

    const confirms: { code: string; message: string }[] = [];
    const flags: { code: string; message: string }[] = [];
    if (earlyRetirement) confirms.push({ code: 'earlyRetirement', message: say('earlyRetirement') });
    if (drawing.has(person.idHash)) {
      confirms.push({ code: 'drawing', message: say('drawing') });
      flags.push({ code: 'drawing', message: '有正在享受失业保险待遇的记录，经办人确认后停保' });
    }
    if (openInjury) {
      // Asked twice, one after the other, and kept with the case: the risk is the unit's (劳动合同法 42).
      const code = confirmed.has('injury') ? 'injuryAgain' : 'injury';
      confirms.push({ code, message: say(code) });
      flags.push({ code: 'injury', message: '存在未办结的工伤业务或处于停工留薪期，经办人两次确认后停保' });
    }
    if (involuntary) flags.push({ code: 'involuntary', message: say('notice') });
    return {
      subject: `${maskName(about.name)} ${maskId(about.idNumber)}`,
      area: unit.area,
      confirms,
      flags,
      guards: [{ id: `open:person-stop:${person.idHash}`, kind: 'open' as const }],
      async again() {
        const now = await PersonModel.findById(person._id).lean<Person>();
        if (now && now.idHash !== person.idHash) throw new HallError('STATE_CHANGED'); // 更正: what is held is named after the old number
        const running = runningIn(now?.ranges ?? [], unitId).map(({ enrolmentId }) => enrolmentId);
        if (ids.some((id) => !running.includes(id))) throw refuse(say('notInsured'), 'personNo');
      },
      shows: { ...unitBlock(unit), ...personBlock(person), enrolments: enrolmentRows(person, unit) },
      keep: {
        personId: person._id,
        idHash: person.idHash,
        ends: ends.map(({ enrolmentId, insurance }) => ({ enrolmentId, insurance })),
        involuntary,
      } satisfies Kept,
    };
  },
  effects: [stop],
  undo: {
    async check(_request, of) {
      const { personId, idHash, ends } = kept(of);
      const person = await PersonModel.findById(personId).lean<Person>();
      if (person && person.idHash !== idHash) throw refuse(say('undoCorrected'));
      for (const { enrolmentId } of ends) {
        const range = person?.ranges.find((one) => one.enrolmentId === enrolmentId);
        if (!range || range.stoppedBy !== of.applicationId || begunSince(range, person?.ranges ?? [])) throw refuse(say('undoEnrolled'));
      }
      return {
        guards: [
          { id: `open:person-stop:${idHash}`, kind: 'open' as const },
          { id: `open:person-enrolment:${idHash}`, kind: 'open' as const },
          ...(ends.some(({ insurance }) => insurance === '210') ? [{ id: guardOf(idHash), kind: 'lasting' as const }] : []),
        ],
      };
    },
    effects: [undoStop],
  },
  done: ({ involuntary }) => ({
    message: say('done'),
    next: `${involuntary ? say('notice') : ''}可打印参保人员减少回执；办理错误的，当日可在“我的办件”中撤销。`,
  }),
});
