import { overAge } from '@wangting/contracts/contributions/questions';
import { standing } from '@wangting/contracts/injury/questions';
import { item, MODES, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { maskId, maskName } from '@wangting/contracts/standards/masking';
import { defineRules, type RuleContext } from '@wangting/kit/applications/rules';
import { ask } from '@wangting/kit/call';
import { thisMonth, today } from '@wangting/kit/clock';
import { HallError, nameOf, refuse } from '@wangting/kit/errors';
import { lookup as blind } from '@wangting/kit/sealed';
import { drawingOf, limitsOn } from '../asks.ts';
import { aboutOf } from '../domain/about.ts';
import { countedLook, insistNotLocked } from '../domain/misses.ts';
import {
  asRecorded,
  bornOf,
  insurancesFor,
  isPastAge,
  isSameName,
  outcomeOf,
  say,
  whoOf,
  type Finding,
} from '../domain/enrolment-rules.ts';
import { retiredOnce } from '../domain/pensioners.ts';
import { formIssues, idOf, isLongBack, isTooYoung } from '../domain/rules.ts';
import { enrol, insistUntouched, makePerson, undoEnrol } from '../effects.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { hostOf, unitOf } from '../units.ts';

type Values = PersonEnrolmentInput;

/** The person all three of 个人编号, 证件号码 and 姓名 name; one sentence when they do not agree, whatever is wrong (decisions.md 17). */
async function agreeing(account: string, personNo: string, idHash: string, name: string): Promise<Person> {
  const person = await countedLook(account, async () => {
    const found = await PersonModel.findOne({ personNo }).lean<Person>();
    return found?.idHash === idHash && isSameName(found, name) ? found : undefined;
  });
  if (!person) throw refuse(say('noPerson'), 'personNo');
  return person;
}
/** 新参保 of a number we know: the person's own clerk learns the 个人编号 only with the right name. */
async function insistUnknown(account: string, idHash: string, name: string): Promise<void> {
  await insistNotLocked(account);
  const known = await PersonModel.findOne({ idHash }).lean<Person>();
  if (!known) return;
  const same = await countedLook(account, async () => isSameName(known, name) || undefined);
  throw same ? refuse(say('exists', { no: known.personNo }), 'idNumber') : refuse(say('otherName'), 'name');
}

/** 延长缴费认定. When nobody can say, a reviewer does (decisions.md 4). */
async function findingOf(ctx: RuleContext['ctx'], personId: string, on: string): Promise<Finding> {
  try {
    const { answers } = await ask(ctx, 'persons', overAge, { personIds: [personId], on });
    return answers[0]?.valid ? 'valid' : 'none';
  } catch (error) {
    if (nameOf(error) === 'SERVICE_AWAY') return 'unknown';
    throw error;
  }
}
export const rules = defineRules({
  item,
  async open({ ctx, unitId }) {
    const unit = await unitOf(ctx, unitId);
    const allowed = unit.state === '1';
    return {
      allowed,
      ...(allowed ? {} : { reason: say('unitState') }),
      shows: { unitNo: unit.unitNo ?? '', unitName: unit.name, unitType: unit.unitType, enrolments: [] },
      values: { mode: 'new', idType: '01', nationality: 'CHN', ethnicGroup: '01', identity: '101', from: today() },
    };
  },
  lookups: {
    async personNo({ caller }, personNo, values) {
      const { idType = '01', idNumber = '', name = '' } = values as Partial<Values>;
      if (!idNumber || !name) throw refuse(say('askAll'), 'personNo');
      const id = idOf({ idType, idNumber }, today());
      const person = await agreeing(caller.id, personNo.trim(), blind('id', id.normalised), name);
      const about = aboutOf(person);
      // Until saved only name, masked ID and sex appear; birth date follows from the ID the clerk typed himself.
      return { hits: [{ label: `${about.name} ${maskId(about.idNumber)}`, values: { name: about.name, sex: person.sex } }] };
    },
    async hostUnit(request, hostUnitNo) {
      const unit = await hostOf(request, hostUnitNo.trim());
      return {
        hits: [{ label: unit.name, values: { hostUnitNo: unit.unitNo, hostUnitName: unit.name, hostCreditCode: unit.creditCode } }],
      };
    },
  },
  async check(request, sent) {
    const { caller, unitId, ctx } = request;
    const unit = await unitOf(ctx, unitId);
    if (unit.state !== '1') throw refuse(say('unitState'));
    const who = whoOf(sent, today());
    const { idHash, name } = who;
    const person = sent.mode === 'resume' ? await agreeing(caller.id, sent.personNo ?? '', idHash, name) : undefined;
    if (person && person.idType !== sent.idType) throw refuse(say('otherIdType'), 'idType');
    const values = asRecorded(sent, person);
    const born = bornOf(values, who, person);
    if (isTooYoung(born, values.from)) throw refuse(say('tooYoung'), 'birthDate');
    const issues = formIssues(values, born, today());
    if (unit.foundedOn && values.from < unit.foundedOn) issues.push({ path: 'from', message: say('fromBeforeUnit') });
    if (issues.length) throw new HallError('INPUT_INVALID', { issues });
    if (!person) await insistUnknown(caller.id, idHash, name);

    const retired = isPastAge(values, who, person);
    const finding = retired && person ? await findingOf(ctx, person._id, values.from) : 'none';
    const { insurances, refusals } = insurancesFor(values, { unit, person, retired, finding });
    const [first] = refusals;
    if (first) throw refuse(first.message, first.path || undefined);
    const host = unit.dispatch || unit.hr ? await hostOf(request, values.hostUnitNo) : undefined;
    const [draws, limits, pensioners] = await Promise.all([
      drawingOf(ctx, [idHash]),
      limitsOn(ctx, values.from),
      retiredOnce(person ? [person._id] : []),
    ]);
    const about = { person, retired, finding, drawing: draws.has(idHash), pensioned: pensioners.size > 0, limits };
    const outcome = outcomeOf(values, insurances, { ...about, today: today(), month: thisMonth() });
    if ('path' in outcome) throw refuse(outcome.message, outcome.path);
    const { confirms, flags, manual, baseFen, limitsVersion } = outcome;

    return {
      subject: `${maskName(name)} ${maskId(who.idNumber)}`,
      area: unit.area,
      confirms,
      flags,
      route: manual ? ('manual' as const) : ('auto' as const),
      needs: isLongBack(values.from, thisMonth()) ? ['labour-proof'] : [],
      guards: [
        { id: `open:person-enrolment:${idHash}`, kind: 'open' as const },
        ...(insurances.includes('210') ? [{ id: `active:210:${idHash}`, kind: 'lasting' as const }] : []),
      ],
      shows: {
        unitNo: unit.unitNo ?? '',
        unitName: unit.name,
        unitType: unit.unitType,
        modeLabel: MODES[values.mode],
        socialNo: maskId(who.idNumber),
        enrolments: insurances.map((insurance) => ({ insurance, from: values.from, state: manual ? '' : '1', unitName: unit.name })),
        ...(host ? { hostUnitName: host.name, hostCreditCode: host.creditCode } : {}),
      },
      keep: {
        idHash,
        idNumber: who.idNumber,
        name,
        insurances,
        baseFen,
        limitsVersion,
        personId: person?._id ?? null,
        hostUnitId: host?.unitId ?? null,
      },
    };
  },
  effects: [makePerson, enrol],
  undo: {
    async check({ ctx }, of) {
      const { personId, idHash, insurances } = await insistUntouched(of);
      if (insurances.includes('410')) {
        const { answers } = await ask(ctx, 'persons', standing, { personIds: [personId] });
        if (answers.some(({ openCase, onPaidLeave }) => openCase || onPaidLeave)) throw refuse(say('undoInjury'));
      }
      return {
        guards: [
          { id: `open:person-enrolment:${idHash}`, kind: 'open' as const },
          { id: `open:person-stop:${idHash}`, kind: 'open' as const },
        ],
      };
    },
    effects: [undoEnrol],
  },
  done: ({ personNo = '—' }) => ({ message: say('done', { no: personNo }), next: '已参保，可打印参保人员增加回执。' }),
});
