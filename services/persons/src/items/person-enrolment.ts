import { receipts } from '@wangting/contracts/unemployment/questions';
import { overAge } from '@wangting/contracts/contributions/questions';
import { baseLimits, clipBase, type BaseLimits } from '@wangting/contracts/policies/base-limits';
import { PolicyError, valueAt } from '@wangting/contracts/policies/policy';
import { item, MODES, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { fenToPlainYuan } from '@wangting/contracts/standards/money';
import { maskId, maskName } from '@wangting/contracts/standards/masking';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { periodOfDay } from '@wangting/contracts/standards/period';
import { byNumber } from '@wangting/contracts/units/questions';
import { defineRules, type RuleContext } from '@wangting/kit/applications/rules';
import { ask } from '@wangting/kit/call';
import { thisMonth, today } from '@wangting/kit/clock';
import { HallError, nameOf, refuse } from '@wangting/kit/errors';
import { lookup as blind } from '@wangting/kit/sealed';
import { aboutOf } from '../domain/about.ts';
import { countedLook, insistNotLocked } from '../domain/misses.ts';
import { formIssues, idOf, insurancesOf, isForeigner, isLate, isLongBack, isRetired, isTooYoung } from '../domain/rules.ts';
import { enrol, makePerson } from '../effects.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { unitOf } from '../units.ts';

type Values = PersonEnrolmentInput;
/** 参保身份 超龄从业人员. */
const OVER_AGE = '202';
const words = item.messages as Record<string, string>;
const say = (name: string, values: Record<string, string> = {}): string =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '—');

/** The person all three of 个人编号, 证件号码 and 姓名 name; one sentence when they do not agree, whatever is wrong (decisions.md 17). */
async function agreeing(account: string, personNo: string, idHash: string, name: string): Promise<Person> {
  const person = await countedLook(account, async () => {
    const found = await PersonModel.findOne({ personNo }).lean<Person>();
    return found?.idHash === idHash && aboutOf(found).name === normalisePersonName(name) ? found : undefined;
  });
  if (!person) throw refuse(say('noPerson'), 'personNo');
  return person;
}
/** 新参保 of a number we know: the person's own clerk learns the 个人编号 only with the right name. */
async function insistUnknown(account: string, idHash: string, name: string): Promise<void> {
  await insistNotLocked(account);
  const known = await PersonModel.findOne({ idHash }).lean<Person>();
  if (!known) return;
  const same = await countedLook(account, async () => aboutOf(known).name === normalisePersonName(name) || undefined);
  throw same ? refuse(say('exists', { no: known.personNo }), 'idNumber') : refuse(say('otherName'), 'name');
}

/** 缴费基数上下限 of the month; a month without them goes to the counter. */
function limitsOf(from: string): BaseLimits {
  try {
    return valueAt(baseLimits.rows, periodOfDay(from));
  } catch (error) {
    if (error instanceof PolicyError) throw refuse(say('noLimits'), 'from');
    throw error;
  }
}
/** 延长缴费认定. When nobody can say, a reviewer does (decisions.md 4). */
async function findingOf(ctx: RuleContext['ctx'], personId: string, on: string): Promise<'valid' | 'none' | 'unknown'> {
  try {
    const { answers } = await ask(ctx, 'persons', overAge, { personIds: [personId], on });
    return answers[0]?.valid ? 'valid' : 'none';
  } catch (error) {
    if (nameOf(error) === 'SERVICE_AWAY') return 'unknown';
    throw error;
  }
}
async function hostOf(request: RuleContext, hostUnitNo: string | undefined) {
  if (!hostUnitNo) throw refuse(say('hostNeeded'), 'hostUnitNo');
  const { unit } = await ask(request.ctx, 'persons', byNumber, { unitNo: hostUnitNo });
  if (!unit) throw refuse(say('hostUnknown'), 'hostUnitNo');
  if (unit.unitId === request.unitId) throw refuse(say('hostSelf'), 'hostUnitNo');
  if (unit.state !== '1') throw refuse(say('hostState'), 'hostUnitNo');
  return unit;
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
  async check(request, values) {
    const { caller, unitId, ctx } = request;
    const unit = await unitOf(ctx, unitId);
    if (unit.state !== '1') throw refuse(say('unitState'));
    const id = idOf(values, today());
    const name = normalisePersonName(values.name);
    const idHash = blind('id', id.normalised);
    const person = values.mode === 'resume' ? await agreeing(caller.id, values.personNo ?? '', idHash, name) : undefined;
    const born = person?.birthDate ?? id.birthDate ?? values.birthDate ?? '';
    const sex = person?.sex ?? id.sex ?? values.sex ?? '9';
    if (isTooYoung(born, values.from)) throw refuse(say('tooYoung'), 'birthDate');
    const issues = formIssues(values, born, today());
    if (unit.foundedOn && values.from < unit.foundedOn) issues.push({ path: 'from', message: say('fromBeforeUnit') });
    if (issues.length) throw new HallError('INPUT_INVALID', { issues });
    if (!person) await insistUnknown(caller.id, idHash, name);

    const insured = unit.insurances.filter(({ state }) => state === '1').map(({ insurance }) => insurance);
    if (!insured.length) throw refuse(say('unitInsurance'));
    const retired = isRetired(born, sex, values.femaleCadre, values.from);
    const finding = retired && person ? await findingOf(ctx, person._id, values.from) : 'none';
    if (retired && values.identity !== OVER_AGE && finding === 'none') throw refuse(say('retired'), 'identity');
    // Past the retirement age 失业保险 is never possible: with a finding or as 超龄从业人员 only 工伤保险 is.
    const insurances = insurancesOf(values.identity).filter(
      (insurance) => insured.includes(insurance) && (!retired || insurance === '410'),
    );
    if (!insurances.length) throw refuse(say('unitInjury'), 'identity');
    const running = (person?.ranges ?? []).filter(({ to }) => to === null);
    if (running.some((range) => range.unitId === unitId && insurances.includes(range.insurance)))
      throw refuse(say('insuredHere'), 'idNumber');
    if (insurances.includes('210') && running.some(({ insurance }) => insurance === '210'))
      throw refuse(say('insuredElsewhere'), 'idNumber');
    const earlier = (person?.ranges ?? []).filter(
      (range) => range.to !== null && range.to >= values.from && insurances.includes(range.insurance),
    );
    if (earlier.some((range) => range.unitId === unitId || range.insurance === '210')) throw refuse(say('overlap'), 'from');
    const host = unit.dispatch || unit.hr ? await hostOf(request, values.hostUnitNo) : undefined;

    const confirms: { code: string; message: string }[] = [];
    const flags: { code: string; message: string }[] = [];
    let manual = false;
    if (running.some(({ insurance }) => insurance === '410')) confirms.push({ code: 'injuryElsewhere', message: say('injuryElsewhere') });
    if (retired) {
      manual = true;
      flags.push({
        code: 'overAge',
        message:
          finding === 'unknown'
            ? '已达法定退休年龄，延长缴费认定暂时无法核实，仅办理工伤保险，需人工审核'
            : '已达法定退休年龄，凭延长缴费认定或超龄从业身份参保，仅办理工伤保险，需人工审核',
      });
    }
    const { answers } = await ask(ctx, 'persons', receipts, { idHashes: [idHash] });
    if (answers[0]?.drawingNow && insurances.includes('210')) {
      confirms.push({ code: 'drawing', message: say('drawing') });
      flags.push({ code: 'drawing', message: '享受失业保险待遇人员参保，需人工审核' });
      manual = true;
    }
    if (isForeigner({ nationality: values.nationality ?? (person && aboutOf(person).nationality) })) {
      flags.push({ code: 'foreigner', message: '外国人参保，需人工审核' });
      manual = true;
    }
    if (isLongBack(values.from, thisMonth())) {
      flags.push({ code: 'backPay', message: '参保日期早于3个月前，需人工审核补缴' });
      manual = true;
    }
    if (isLate(values.from, today())) flags.push({ code: 'late', message: say('late') });
    const limits = limitsOf(values.from);
    const { baseFen, clipped } = clipBase(values.declaredBase, limits);
    if (clipped)
      flags.push({ code: clipped, message: say(clipped === 'floor' ? 'belowFloor' : 'aboveCap', { n: fenToPlainYuan(baseFen) }) });

    return {
      subject: `${maskName(name)} ${maskId(id.normalised)}`,
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
        socialNo: maskId(id.normalised),
        enrolments: insurances.map((insurance) => ({ insurance, from: values.from, state: manual ? '' : '1', unitName: unit.name })),
        ...(host ? { hostUnitName: host.name, hostCreditCode: host.creditCode } : {}),
      },
      keep: { idHash, idNumber: id.normalised, name, insurances, baseFen, personId: person?._id ?? null, hostUnitId: host?.unitId ?? null },
    };
  },
  effects: [makePerson, enrol],
  done: ({ personNo = '—' }) => ({ message: say('done', { no: personNo }), next: '已参保，可打印参保人员增加回执。' }),
});
