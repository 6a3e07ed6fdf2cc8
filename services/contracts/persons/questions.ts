import { z } from 'zod';
import { defineAction } from '../action.ts';
import { defineFact } from '../fact.ts';
import { Day, Id } from '../primitives.ts';

export const Coverage = z.strictObject({
  personId: Id,
  unitId: Id,
  insurance: z.enum(['210', '410']),
  covered: z.boolean(),
  from: Day.nullable(),
  to: Day.nullable(),
});
/** In this unit, insured on a date? (decisions.md 4) Batch form only: one question is a list of one. */
export const coverage = defineAction({
  name: 'persons.coverage.on',
  title: '某日是否在本单位参保',
  access: { services: ['documents', 'injury', 'benefits', 'contributions', 'unemployment'] },
  input: z.strictObject({
    questions: z.array(z.strictObject({ personId: Id, unitId: Id, insurance: z.enum(['210', '410']), on: Day })).max(500),
  }),
  output: z.strictObject({ answers: z.array(Coverage) }),
  errors: ['INPUT_INVALID'],
});
/** How many people a unit insures now, per insurance. */
export const headcount = defineAction({
  name: 'persons.coverage.headcount',
  title: '单位当前参保人数',
  access: { services: ['documents', 'units', 'unemployment', 'contributions'] },
  input: z.strictObject({ unitId: Id }),
  output: z.strictObject({ counts: z.strictObject({ '210': z.int(), '410': z.int(), people: z.int() }) }),
  errors: [],
});
/** `reopened`: a stop was undone; `undone`: the enrolment was never meant (state 3). */
export const enrolmentFact = defineFact({
  owner: 'persons',
  entity: 'enrolment',
  kinds: ['started', 'resumed', 'stopped', 'reopened', 'undone'],
});

/** 更正: another number or name (rev is that of the person). Who keeps a blind index of people asks for it again. */
export const personFact = defineFact({ owner: 'persons', entity: 'person', kinds: ['corrected'] });
export const hashes = defineAction({
  name: 'persons.person.hashes',
  title: '证件号码盲索引',
  access: { services: ['injury'] },
  input: z.strictObject({ ids: z.array(Id).max(500) }),
  output: z.strictObject({ people: z.array(z.strictObject({ personId: Id, idHash: z.string() })) }),
  errors: ['INPUT_INVALID'],
});

/** Who a person is, by id: for a paper, a case, a claim. Never kept (decisions.md 7); the look is in the audit when it is whole. */
export const PersonFacts = z.strictObject({
  personId: Id,
  personNo: z.string(),
  idType: z.string(),
  /** Whole for those who print it or decide by it, masked for the others. */
  name: z.string(),
  idNumber: z.string(),
  whole: z.boolean(),
  sex: z.string(),
  birthDate: Day,
});
export type PersonFacts = z.infer<typeof PersonFacts>;
export const personSnapshot = defineAction({
  name: 'persons.person.snapshot',
  title: '人员快照',
  access: { services: ['documents', 'injury', 'benefits', 'contributions', 'unemployment'] },
  /** `what`: the item or paper it is for, for the audit. */
  input: z.strictObject({ ids: z.array(Id).max(500), what: z.string().max(60) }),
  output: z.strictObject({ people: z.array(PersonFacts) }),
  errors: ['INPUT_INVALID'],
});
/** 停保日期 and 停保原因 of what a person had in a unit (items 36, 37). Batch form; only ended insurances answer. */
export const stops = defineAction({
  name: 'persons.stop.of',
  title: '停保日期与原因',
  access: { services: ['benefits', 'unemployment', 'injury'] },
  input: z.strictObject({ questions: z.array(z.strictObject({ personId: Id, unitId: Id })).max(500) }),
  output: z.strictObject({
    answers: z.array(
      z.strictObject({
        personId: Id,
        unitId: Id,
        insurance: z.enum(['210', '410']),
        to: Day,
        reason: z.string().nullable(),
        /** 非因本人意愿中断就业. */
        involuntary: z.boolean(),
        contractEndOn: Day.nullable(),
      }),
    ),
  }),
  errors: ['INPUT_INVALID'],
});
