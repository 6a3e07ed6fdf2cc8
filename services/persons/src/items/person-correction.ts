import { HATS } from '@wangting/contracts/caller';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { enrolmentStatus } from '@wangting/contracts/dictionaries/insurance';
import { item, type PersonCorrectionInput } from '@wangting/contracts/persons/person-correction';
import { maskId, maskName, maskPhone } from '@wangting/contracts/standards/masking';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { Draft } from '@wangting/kit/applications/models';
import { defineRules, type RuleContext } from '@wangting/kit/applications/rules';
import { looked } from '@wangting/kit/audit';
import { dayOf, today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { lookup as blind, unsealJson } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { correctPerson, type Kept } from '../correcting.ts';
import {
  changedFields,
  corrected,
  correctionFlags,
  correctionIssues,
  correctionsOf,
  identityOf,
  isReviewed,
  linesOf,
} from '../domain/correction.ts';
import { byPersonNo } from '../domain/find.ts';
import { lookFor } from '../domain/look-for.ts';
import { countedLook, insistNotLocked } from '../domain/misses.ts';
import { unitBlock } from '../domain/shown.ts';
import { runningIn } from '../domain/stop-rules.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { unitOf } from '../units.ts';

const words = item.messages as Record<string, string>;
const say = (name: string): string => words[name] ?? name;
const isInsured = ({ ranges }: Person, unitId: string): boolean => runningIn(ranges, unitId).length > 0;

/** The person as the own unit sees him: the name whole, numbers masked. */
function block(person: Person, unitId: string) {
  const { name, idType, idNumber, sex, birthDate, mobile } = identityOf(person);
  return {
    name,
    idType,
    idMasked: maskId(idNumber),
    sex,
    birthDate,
    mobileMasked: maskPhone(mobile),
    corrections: correctionsOf(person, unitId, dayOf),
  };
}
const NOBODY = { name: '', idType: '', idMasked: '', sex: '', birthDate: '', mobileMasked: '', corrections: [] };

/** Whom the draft is about with which the page goes on: he is shown again without being looked up. */
async function ofDraft(unitId: string, applicationId: string | undefined): Promise<Person | undefined> {
  const { drafts } = applications.models;
  const draft = applicationId
    ? await drafts.findById(applicationId).lean<Draft>()
    : await drafts.findOne({ unitId, itemId: item.id }).sort({ savedAt: -1 }).lean<Draft>();
  if (draft?.unitId !== unitId || draft.itemId !== item.id) return undefined;
  const { personNo } = unsealJson<Partial<PersonCorrectionInput>>(draft.values);
  const person = personNo ? await byPersonNo(personNo) : null;
  return person && isInsured(person, unitId) ? person : undefined;
}
function labelOfHit(person: Person, unit: UnitFacts): string {
  const { name, idNumber } = identityOf(person);
  const state = isInsured(person, unit.unitId) ? '1' : '2';
  return [person.personNo, name, maskId(idNumber), labelOf(enrolmentStatus, state)].join('　');
}
/** Whose number it is already: nothing is said of him, and who tries numbers is counted (decisions.md 17). */
async function insistFree({ caller }: RuleContext, idHash: string): Promise<void> {
  await insistNotLocked(caller.id);
  if (await PersonModel.exists({ idHash })) {
    await countedLook(caller.id, () => Promise.resolve(undefined));
    throw refuse(say('taken'), 'newIdNumber');
  }
}

/** 人员信息更正 (beside the 43 items). */
export const rules = defineRules({
  item,
  async open({ ctx, unitId, applicationId }) {
    const [unit, person] = await Promise.all([unitOf(ctx, unitId), ofDraft(unitId, applicationId)]);
    const allowed = unit.state === '1';
    return {
      allowed,
      ...(allowed ? {} : { reason: say('unitState') }),
      shows: { ...unitBlock(unit), ...(person ? block(person, unitId) : NOBODY), differences: [] },
      values: {},
    };
  },
  lookups: {
    async personNo(request, text) {
      const { ctx, unitId, caller } = request;
      const [unit, people] = await Promise.all([unitOf(ctx, unitId), lookFor(request, text, say)]);
      const here = people.filter((person) => isInsured(person, unitId));
      if (!here.length) throw refuse(say('notInsured'), 'personNo');
      for (const { _id } of here)
        looked(applications.broker(), 'persons', {
          who: caller.id,
          kind: caller.kind,
          whose: _id,
          fields: ['name', 'birthDate', 'mobile'],
          what: item.id,
        });
      return {
        hits: here.map((person) => ({
          label: labelOfHit(person, unit),
          values: { personNo: person.personNo, ...block(person, unitId) },
        })),
      };
    },
  },
  async check(request, values) {
    const { ctx, unitId, caller } = request;
    const unit = await unitOf(ctx, unitId);
    if (unit.state !== '1') throw refuse(say('unitState'));
    const person = await byPersonNo(values.personNo);
    // One sentence for a stranger and for somebody who left: nobody is found by sending numbers.
    if (!person || !isInsured(person, unitId)) throw refuse(say('notInsured'), 'personNo');
    const before = identityOf(person);
    const after = corrected(before, values, today());
    const fields = changedFields(before, after);
    if (!fields.length) throw refuse(say('unchanged'), 'newName');
    const issues = correctionIssues(person, after, fields, today());
    if (issues.length) throw new HallError('INPUT_INVALID', { issues });
    const numbers = fields.includes('idNumber') ? [before, after].map(({ idNumber }) => blind('id', idNumber)) : [];
    if (numbers[1]) await insistFree(request, numbers[1]);
    const reviewed = isReviewed(fields);
    const lines = linesOf(before, after);
    return {
      subject: `${maskName(before.name)} ${maskId(before.idNumber)}`,
      area: unit.area,
      // Who sends it sees once more what exactly will be changed.
      confirms: reviewed
        ? [
            { code: 'CHANGES', message: say('confirm') },
            ...lines.map(({ field, before: was, after: is }, index) => ({
              code: `CHANGE-${index}`,
              message: `${field}：${was || '（无）'} → ${is || '（无）'}`,
            })),
          ]
        : [],
      flags: correctionFlags(person, after, fields, today()),
      route: reviewed ? ('manual' as const) : ('auto' as const),
      needs: reviewed ? ['id-document'] : [],
      // While a number is looked at nobody is enrolled under it, neither under the old one nor under the new.
      guards: [
        { id: `open:person-correction:${person._id}`, kind: 'open' as const },
        ...numbers.map((idHash) => ({ id: `open:person-enrolment:${idHash}`, kind: 'open' as const })),
      ],
      async again() {
        const now = await PersonModel.findById(person._id).lean<Person>();
        if (!now || changedFields(before, identityOf(now)).length) throw new HallError('STATE_CHANGED');
        if (numbers[1] && (await PersonModel.exists({ idHash: numbers[1] }))) throw refuse(say('taken'), 'newIdNumber');
      },
      shows: { ...unitBlock(unit), ...block(person, unitId), differences: lines },
      keep: { personId: person._id, fields, before, after, hat: caller.hat ? HATS[caller.hat] : '' } satisfies Kept,
    };
  },
  effects: [{ name: 'correct', title: '更正人员信息', run: correctPerson }],
  done: () => ({ message: say('done'), next: '已办结。' }),
});
