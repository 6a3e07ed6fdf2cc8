import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { applicationActions, itemActions, type ApplicationView } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { overAge } from '@wangting/contracts/contributions/questions';
import { receipt } from '@wangting/contracts/documents/prints';
import { audit } from '@wangting/contracts/identity/session';
import { standing } from '@wangting/contracts/injury/questions';
import { item as enrolmentItem, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { item as stopItem, type PersonStopInput } from '@wangting/contracts/persons/person-stop';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { byNumber, snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { today } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { clerk, type TestHall } from '@wangting/kit/testing';
import { limitsAnswer } from './policy.ts';

/** What the tests of persons share: neighbours that answer from tables, people of nobody, and the clicks of a clerk. */
export const enrolment = itemActions(enrolmentItem);
export const stopping = itemActions(stopItem);
export const cases = applicationActions('persons');

const unit = (n: number, over: Partial<UnitFacts> = {}): UnitFacts => ({
  unitId: `unit-${n}`,
  rev: 1,
  unitNo: `611200000${n}`,
  creditCode: `9161990${n}`,
  name: `示例${n}公司`,
  unitType: '10',
  area: '610113',
  state: '1',
  dispatch: false,
  hr: false,
  industry: '65',
  riskClass: '1',
  foundedOn: '2020-01-01',
  registeredOn: '2020-02-01',
  insurances: [
    { insurance: '210', from: '2020-02-01', state: '1' },
    { insurance: '410', from: '2020-02-01', state: '1' },
  ],
  ...over,
});
const UNITS = [unit(1), unit(2), unit(3, { state: '3' })];
/** What injury knows, by person. */
export const injuries = new Map<string, { openCase?: boolean; onPaidLeave?: boolean; grade?: number }>();
/** Blind indexes of those who draw 失业金. */
export const drawing = new Set<string>();
/** What documents was asked to print. */
export const papers: z.infer<typeof receipt.input>[] = [];
/** The next answer about this person comes only when the promise does. */
export const slowly = new Map<string, Promise<void>>();

const neighbour = (name: string, actions: ReturnType<typeof implement>[]) =>
  ({ name, actions: Object.fromEntries(actions.map((one) => [one.name, one.schema])) }) as never;
const injury = neighbour('injury', [
  implement(standing, async ({ input }) => {
    const [first = ''] = input.personIds;
    const slow = slowly.get(first);
    slowly.delete(first);
    await slow;
    return {
      answers: input.personIds.map((personId) => ({ personId, openCase: false, onPaidLeave: false, grade: 0, ...injuries.get(personId) })),
    };
  }),
] as never);
export const neighbours = [
  neighbour('units', [
    implement(snapshot, async ({ input }) => ({ units: UNITS.filter(({ unitId }) => input.ids.includes(unitId)) })),
    implement(byNumber, async ({ input }) => ({ unit: UNITS.find(({ unitNo }) => unitNo === input.unitNo) ?? null })),
  ] as never),
  neighbour('unemployment', [
    implement(receipts, async ({ input }) => ({
      known: true,
      answers: input.idHashes.map((idHash) => ({ idHash, drawingNow: drawing.has(idHash), years: [] })),
    })),
  ] as never),
  neighbour('contributions', [
    implement(overAge, async ({ input }) => ({ answers: input.personIds.map((personId) => ({ personId, valid: false })) })),
    limitsAnswer(),
  ] as never),
  neighbour('documents', [
    implement(receipt, async ({ input }) => {
      papers.push(input);
      return {
        documentId: `d${papers.length}`,
        title: '回执',
        verificationCode: 'x',
        issuedAt: '2026-01-01T00:00:00.000Z',
        validTo: '2026-04-01',
        url: '/objects/d',
      };
    }),
  ] as never),
  neighbour('identity', [implement(audit, async () => ({ ok: true as const }))] as never),
  injury,
];
export { injury as injuryService };

let sequence = 100;
/** Valid by every check and of nobody: area 619999 was never given out. Even sequences are women, odd ones men. */
export const idNumber = (birth = '1992-06-15', sex: '1' | '2' = '2') =>
  residentIdOf('619999', birth, (sequence += 2) + (sex === '1' ? 1 : 0));
export const clerkOf = (n: number, over: Partial<Caller> = {}) => clerk(`unit-${n}`, ['person-enrolment', 'person-stop'], over);

export const person = (over: Partial<PersonEnrolmentInput> = {}): PersonEnrolmentInput => ({
  mode: 'new',
  idType: '01',
  idNumber: idNumber(),
  name: '王示例',
  sex: '2',
  birthDate: '1992-06-15',
  ethnicGroup: '01',
  nationality: 'CHN',
  workStartOn: '2015-07-01',
  householdKind: '11',
  mobile: '19900001234',
  identity: '101',
  from: today(),
  declaredBase: 700_000,
  femaleCadre: '0',
  ...over,
});
export const resuming = (v: PersonEnrolmentInput, personNo: string, over: Partial<PersonEnrolmentInput> = {}): PersonEnrolmentInput => ({
  mode: 'resume',
  personNo,
  idType: v.idType,
  idNumber: v.idNumber,
  name: v.name,
  mobile: v.mobile,
  identity: '101',
  from: today(),
  declaredBase: 700_000,
  femaleCadre: '0',
  ...over,
});
export const leaving = (personNo: string, over: Partial<PersonStopInput> = {}): PersonStopInput => ({
  personNo,
  to: today(),
  reason: '18',
  detail: '2',
  contractEndOn: today(),
  insurances: ['210', '410'],
  ...over,
});

type Sent = { requestKey?: string; confirmed?: string[] };
/** A clerk at work in a hall. */
export const desk = (hall: () => TestHall) => ({
  enrol: (v: PersonEnrolmentInput, as: Caller = clerkOf(1), over: Sent = {}) =>
    hall().call(enrolment.submit, { requestKey: randomUUID(), values: v, ...over } as z.input<typeof enrolment.submit.input>, as),
  stop: (v: PersonStopInput, as: Caller = clerkOf(1), over: Sent = {}) =>
    hall().call(stopping.submit, { requestKey: randomUUID(), values: v, ...over } as z.input<typeof stopping.submit.input>, as),
  look: (value: string, as: Caller = clerkOf(1)) => hall().call(stopping.lookup, { lookup: 'personNo', value, values: {} }, as),
  view: (applicationId: string, as: Caller = clerkOf(1)): Promise<ApplicationView> => hall().call(cases.view, { applicationId }, as),
  undo: (applicationId: string, as: Caller = clerkOf(1), over: { requestKey?: string; seenSeq?: number } = {}) =>
    hall().call(cases.step, { requestKey: randomUUID(), seenSeq: 1, ...over, applicationId, action: 'undo' }, as),
});
