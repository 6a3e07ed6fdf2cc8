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
export const enrolmentFact = defineFact({ owner: 'persons', entity: 'enrolment', kinds: ['started', 'resumed', 'stopped'] });
