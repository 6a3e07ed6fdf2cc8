import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Fen, Id, queryInt, text } from '../primitives.ts';

/** What other services may keep of an enrolment (decisions.md 7): no name, no ID number. `rev` is that of `persons.enrolment` facts. */
export const EnrolmentSnapshot = z.strictObject({
  enrolmentId: Id,
  rev: z.int(),
  unitId: Id,
  personId: Id,
  insurance: z.enum(['210', '410']),
  identity: z.string(),
  from: Day,
  to: Day.nullable(),
  /** 1 正常参保, 2 停保, 3 undone (撤销): was never meant. */
  state: z.enum(['1', '2', '3']),
  /** 申报工资 a month. */
  declared: Fen,
});
export type EnrolmentSnapshot = z.infer<typeof EnrolmentSnapshot>;

const keepers = { services: ['contributions', 'injury', 'benefits', 'unemployment', 'documents'] } as const;
export const enrolmentSnapshot = defineAction({
  name: 'persons.enrolment.snapshot',
  title: '参保快照',
  access: keepers,
  input: z.strictObject({ ids: z.array(Id).max(500) }),
  output: z.strictObject({ enrolments: z.array(EnrolmentSnapshot) }),
  errors: [],
});
export const enrolmentSnapshotAll = defineAction({
  name: 'persons.enrolment.snapshotAll',
  title: '参保快照（重建）',
  access: keepers,
  input: z.strictObject({ after: z.string().default(''), size: queryInt(1, 500, 500) }),
  output: z.strictObject({ enrolments: z.array(EnrolmentSnapshot), next: z.string().nullable() }),
  errors: [],
});

/** What people were or are insured for in a unit, undone enrolments left out: for their papers. */
export const enrolmentsOf = defineAction({
  name: 'persons.enrolment.ofPeople',
  title: '人员在单位的参保情况',
  access: { services: ['documents'] },
  input: z.strictObject({ unitId: Id, personIds: z.array(Id).max(100) }),
  output: z.strictObject({ enrolments: z.array(EnrolmentSnapshot) }),
  errors: ['INPUT_INVALID'],
});

/** How a list names a person: asked for the page at hand, never kept. 社会保障号码 is masked. */
export const PersonCard = z.strictObject({
  personId: Id,
  personNo: z.string(),
  name: z.string(),
  socialNo: z.string(),
  sex: z.string(),
  idType: z.string(),
  /** 国籍或地区. */
  nationality: z.string(),
});
export type PersonCard = z.infer<typeof PersonCard>;
/** Only of people who are or were insured in this unit: others are left out. */
export const cards = defineAction({
  name: 'persons.person.cards',
  title: '人员卡片',
  access: keepers,
  input: z.strictObject({ unitId: Id, ids: z.array(Id).max(500) }),
  output: z.strictObject({ cards: z.array(PersonCard) }),
  errors: [],
});
/** 人员查询条件 (block B2) within a unit, exact: all that is given must agree. Nobody outside the unit is found. */
export const find = defineAction({
  name: 'persons.person.find',
  title: '本单位人员查询',
  access: keepers,
  input: z.strictObject({
    unitId: Id,
    personNo: text(20).optional(),
    /** 社会保障号码 or 证件号码. */
    idNumber: text(30).optional(),
    name: text(50).optional(),
    /** One box that takes any of the three. */
    any: text(50).optional(),
  }),
  output: z.strictObject({ cards: z.array(PersonCard).max(100) }),
  errors: ['INPUT_INVALID'],
});
