import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { overAge } from '@wangting/contracts/contributions/questions';
import { item, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { coverage, headcount } from '@wangting/contracts/persons/questions';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { byNumber, snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { nowIso, today } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { lookup as blind } from '@wangting/kit/sealed';
import { clerk, staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { limitsAnswer } from './policy.ts';

testEnvironment();
const enrolment = itemActions(item);
const cases = applicationActions('persons');
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
const UNITS = [
  unit(1),
  unit(2),
  unit(3, { state: '3' }),
  unit(4, { dispatch: true }),
  unit(5, { insurances: [{ insurance: '210', from: '2020-02-01', state: '2' }] }),
  unit(6, { insurances: [{ insurance: '210', from: '2020-02-01', state: '1' }] }),
];
const drawing = new Set<string>();
/** People with a valid 延长缴费认定. */
const overAged = new Set<string>();

/** Neighbours on the same bus: they answer from these tables, through the same contracts and token checks. */
const neighbour = (name: string, actions: ReturnType<typeof implement>[]) =>
  ({ name, actions: Object.fromEntries(actions.map((one) => [one.name, one.schema])) }) as never;
const neighbours = [
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
    implement(overAge, async ({ input }) => ({
      answers: input.personIds.map((personId) => ({ personId, valid: overAged.has(personId) })),
    })),
    limitsAnswer(),
  ] as never),
];

let hall: TestHall;
const clerkOf = (n: number, over: Partial<Caller> = {}) => clerk(`unit-${n}`, ['person-enrolment'], over);
let sequence = 100;
/** Valid by every check and of nobody: area 619999 was never given out. */
const idNumber = (birth = '1992-06-15') => residentIdOf('619999', birth, (sequence += 2));
const values = (over: Partial<PersonEnrolmentInput> = {}): PersonEnrolmentInput => ({
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
const submit = (
  v: PersonEnrolmentInput,
  as: Caller = clerkOf(1),
  over: { requestKey?: string; confirmed?: string[]; applicationId?: string } = {},
) => hall.call(enrolment.submit, { requestKey: randomUUID(), values: v, ...over } as z.input<typeof enrolment.submit.input>, as);
const resumed = (v: PersonEnrolmentInput, personNo: string, over: Partial<PersonEnrolmentInput> = {}): PersonEnrolmentInput => ({
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

beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
});
afterAll(() => hall.stop());

describe('新参保', () => {
  test('is decided at once, with a number, and the unit counts one more', async () => {
    const before = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    const answer = await submit(values());
    expect(answer).toMatchObject({ status: 'approved', message: expect.stringMatching(/^保存成功，个人编号：61\d{10}$/) });
    const after = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    expect(after).toEqual({ '210': before['210'] + 1, '410': before['410'] + 1, people: before.people + 1 });
  });
  test('sent eight times at once is one person, one case, one answer', async () => {
    const v = values();
    const requestKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit(v, clerkOf(1), { requestKey })));
    expect(new Set(answers.map(({ applicationId }) => applicationId)).size).toBe(1);
    expect(new Set(answers.map(({ serialNo }) => serialNo)).size).toBe(1);
  });
  test('of twenty different requests for one person exactly one enrols him', async () => {
    const v = values();
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => submit(v, clerkOf(i % 2 ? 1 : 2))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { PersonModel } = await import('../src/models/person.ts');
    const people = await PersonModel.find({ idHash: blind('id', v.idNumber) }).lean();
    expect(people.map(({ ranges }) => ranges.map(({ insurance }) => insurance))).toEqual([['210', '410']]);
    for (const one of results)
      if (one.status === 'rejected') expect(['ALREADY_OPEN', 'RULE_REFUSED']).toContain((one.reason as { type: string }).type);
  });
  test('the same key with another person is refused', async () => {
    const requestKey = randomUUID();
    await submit(values(), clerkOf(1), { requestKey });
    await expect(submit(values(), clerkOf(1), { requestKey })).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
  });
});

describe('续保', () => {
  test('needs number, ID and name to agree, and shows no more than name, masked ID and sex', async () => {
    const v = values();
    const { result } = await submit(v, clerkOf(2));
    const personNo = String(result.personNo);
    const as = clerkOf(1, { id: 'resumer' });
    const look = (over: Partial<PersonEnrolmentInput>) =>
      hall.call(enrolment.lookup, { lookup: 'personNo', value: personNo, values: { ...resumed(v, personNo), ...over } }, as);
    expect(Object.keys((await look({})).hits[0]?.values ?? {}).sort()).toEqual(['name', 'sex']);
    expect(JSON.stringify(await look({}))).not.toContain(v.idNumber);
    await expect(look({ name: '李四' })).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    await expect(submit(resumed(v, personNo), as)).rejects.toMatchObject({ type: 'RULE_REFUSED', message: item.messages.insuredElsewhere });
  });
  test('of a stopped person opens a new range under the old number', async () => {
    const v = values();
    const { result } = await submit(v, clerkOf(2));
    const { PersonModel } = await import('../src/models/person.ts');
    const { applications } = await import('../src/applications.ts');
    const person = await PersonModel.findOne({ personNo: result.personNo }).lean();
    await PersonModel.updateOne(
      { _id: person?._id },
      { $set: { ranges: (person?.ranges ?? []).map((range) => ({ ...range, to: '2026-01-31' })) }, $inc: { rev: 1 } },
    );
    await applications.models.guards.deleteOne({ _id: `active:210:${person?.idHash}` }); // what 停保 (item 4) will do
    const answer = await submit(resumed(v, String(result.personNo)), clerkOf(1));
    expect(answer).toMatchObject({ status: 'approved', result: { personNo: result.personNo } });
    const { answers } = await hall.callAs('documents', coverage, {
      questions: [{ personId: String(person?._id), unitId: 'unit-1', insurance: '210', on: today() }],
    });
    expect(answers[0]?.covered).toBe(true);
  });
  test('ten misses in an hour lock the query for that account', async () => {
    const as = clerkOf(1, { id: 'fisher' });
    const fish = () =>
      hall.call(
        enrolment.lookup,
        { lookup: 'personNo', value: '611000000001', values: { idType: '01', idNumber: idNumber(), name: '某某' } },
        as,
      );
    for (let i = 0; i < 10; i += 1) await expect(fish()).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    await expect(fish()).rejects.toMatchObject({ type: 'QUERY_LOCKED', code: 423 });
  });
  test('a known number under another name gives no 个人编号 away', async () => {
    const v = values();
    await submit(v, clerkOf(2));
    await expect(submit({ ...v, name: '赵别名' }, clerkOf(1, { id: 'other' }))).rejects.toMatchObject({ message: item.messages.otherName });
    await expect(submit(v, clerkOf(1))).rejects.toMatchObject({
      message: expect.stringMatching(/^该证件号码已存在个人编号61\d{10}，请按续保办理$/),
    });
  });
});

describe('what the rules refuse, by name', () => {
  test.each<[string, () => [PersonEnrolmentInput, Caller?], { type: string; message?: string; path?: string }]>([
    [
      'no 参加工作时间',
      () => [values({ idNumber: idNumber('2012-01-01'), birthDate: '2012-01-01', workStartOn: undefined as never })],
      { type: 'INPUT_INVALID', path: 'workStartOn' },
    ],
    [
      'under 16, in the words of the item',
      () => [values({ idNumber: idNumber('2012-01-01'), birthDate: '2012-01-01', workStartOn: today() })],
      { type: 'RULE_REFUSED', message: '年龄未满16周岁，不能办理参保登记' },
    ],
    [
      'past retirement age',
      () => [values({ idNumber: idNumber('1960-01-01'), birthDate: '1960-01-01' })],
      { type: 'RULE_REFUSED', message: item.messages.retired },
    ],
    ['a wrong check digit', () => [values({ idNumber: '619999199206150000' })], { type: 'INPUT_INVALID', path: 'idNumber' }],
    ['a start in the future', () => [values({ from: '2099-01-01' })], { type: 'INPUT_INVALID', path: 'from' }],
    ['a start before the unit was founded', () => [values({ from: '2019-01-01' })], { type: 'INPUT_INVALID', path: 'from' }],
    [
      'a month of which no limits are known',
      () => [values({ from: '2021-12-01' })],
      { type: 'RULE_REFUSED', message: item.messages.noLimits },
    ],
    ['an unknown code', () => [values({ identity: '999' })], { type: 'INPUT_INVALID', path: 'identity' }],
    ['a field nobody declared', () => [{ ...values(), unitNo: '6112000002' } as never], { type: 'INPUT_INVALID', path: 'values.unitNo' }],
    ['a closed unit', () => [values(), clerkOf(3)], { type: 'RULE_REFUSED', message: item.messages.unitState }],
    ['a dispatch unit without a host', () => [values(), clerkOf(4)], { type: 'RULE_REFUSED', message: item.messages.hostNeeded }],
    [
      'a host that is itself',
      () => [values({ hostUnitNo: '6112000004' }), clerkOf(4)],
      { type: 'RULE_REFUSED', message: item.messages.hostSelf },
    ],
    [
      'a host nobody knows',
      () => [values({ hostUnitNo: '6112000019' }), clerkOf(4)],
      { type: 'RULE_REFUSED', message: item.messages.hostUnknown },
    ],
    [
      'a unit whose insurances have all ended',
      () => [values(), clerkOf(5)],
      { type: 'RULE_REFUSED', message: item.messages.unitInsurance },
    ],
    [
      'only against injury, by a unit that is not insured against it',
      () => [values({ identity: '299' }), clerkOf(6)],
      { type: 'RULE_REFUSED', message: item.messages.unitInjury },
    ],
    [
      'a foreigner who calls himself Chinese',
      () => [values({ idType: '08', idNumber: 'X7654322', name: 'ANNA EXAMPLE' })],
      { type: 'INPUT_INVALID', path: 'nationality' },
    ],
    ['without the scope', () => [values(), clerkOf(1, { scopes: ['unit.work'] })], { type: 'NOT_ALLOWED' }],
  ])('%s', async (_what, make, { type, message, path }) => {
    const [v, as] = make();
    const error = await submit(v, as).then(
      () => {
        throw new Error('was accepted');
      },
      (e: { type: string; message: string; data?: { issues?: { path: string }[] } }) => e,
    );
    expect(error.type).toBe(type);
    if (message) expect(error.message).toBe(message);
    if (path) expect(error.data?.issues?.map((issue) => issue.path.replace(/^values\./, ''))).toContain(path.replace(/^values\./, ''));
  });
  test('nobody without a token, however the meta looks', async () => {
    await expect(
      hall.caller.call(enrolment.submit.name, { requestKey: randomUUID(), values: values() }, { meta: { caller: clerkOf(1) } }),
    ).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
  });
});

test('an exception goes to a person, who decides; another unit does not see it', async () => {
  const draft = await hall.call(enrolment.draft, { requestKey: randomUUID(), values: {} }, clerkOf(1));
  const { applications } = await import('../src/applications.ts');
  const late = values({ from: '2026-01-05' });
  await expect(submit(late, clerkOf(1), { applicationId: draft.applicationId })).rejects.toMatchObject({ type: 'MATERIAL_MISSING' });
  await applications.models.materials.create({
    _id: randomUUID(),
    applicationId: draft.applicationId,
    slot: 'labour-proof',
    fileId: 'f1',
    name: '合同.pdf',
    size: 1,
    type: 'application/pdf',
    sm3: 'x',
    at: nowIso(),
    by: 'x',
  });
  const sent = await submit(late, clerkOf(1), { applicationId: draft.applicationId });
  expect(sent).toMatchObject({ status: 'submitted', result: {} });
  await expect(hall.call(cases.view, { applicationId: sent.applicationId }, clerkOf(2))).rejects.toMatchObject({ type: 'NOT_FOUND' });
  const step = (as: Caller, action: 'accept' | 'take' | 'pass', seenSeq: number) =>
    hall.call(cases.step, { requestKey: randomUUID(), applicationId: sent.applicationId, seenSeq, action }, as);
  await step(staff('a', ['intake']), 'accept', 1);
  await step(staff('b', ['first']), 'take', 2);
  const done = await step(staff('b', ['first']), 'pass', 3);
  expect(done).toMatchObject({
    row: { status: 'approved' },
    result: { personNo: expect.stringMatching(/^61/) },
    effects: [{ state: 'done' }, { state: 'done' }],
  });
});

describe('what a person is asked first, and what a reviewer gets', () => {
  const insuredIn2 = async () => {
    const v = values();
    return { v, personNo: String((await submit(v, clerkOf(2))).result.personNo) };
  };
  test('工伤保险 in another unit is confirmed, not refused, and the second unit insures it too', async () => {
    const { v, personNo } = await insuredIn2();
    const again = resumed(v, personNo, { identity: '299' });
    await expect(submit(again)).rejects.toMatchObject({
      type: 'CONFIRM_NEEDED',
      data: { confirms: [{ code: 'injuryElsewhere', message: item.messages.injuryElsewhere }] },
    });
    expect(await submit(again, clerkOf(1), { confirmed: ['injuryElsewhere'] })).toMatchObject({
      status: 'approved',
      result: { personNo, insurances: '410' },
    });
    await expect(submit(again)).rejects.toMatchObject({ type: 'RULE_REFUSED', message: '该人员已在本单位参保' });
  });
  test('a 续保 whose three words do not agree says one sentence, whichever is wrong', async () => {
    const { v, personNo } = await insuredIn2();
    const as = clerkOf(1, { id: 'typist' });
    for (const over of [{ name: '李四' }, { idNumber: idNumber() }, { personNo: '611999999999' }]) {
      await expect(submit(resumed(v, personNo, over), as)).rejects.toMatchObject({
        type: 'RULE_REFUSED',
        message: '个人编号、证件号码与姓名不一致，请核对',
      });
    }
    await expect(hall.call(enrolment.lookup, { lookup: 'personNo', value: personNo, values: {} }, as)).rejects.toMatchObject({
      message: '请同时录入证件号码和姓名后查询',
    });
  });
  test('somebody drawing 失业金 is confirmed and then reviewed; while it is open nobody else may begin', async () => {
    const v = values();
    drawing.add(blind('id', v.idNumber));
    await expect(submit(v)).rejects.toMatchObject({
      type: 'CONFIRM_NEEDED',
      data: { confirms: [{ code: 'drawing', message: item.messages.drawing }] },
    });
    const sent = await submit(v, clerkOf(1), { confirmed: ['drawing'] });
    expect(sent).toMatchObject({ status: 'submitted', message: item.messages.submitted });
    await expect(submit(v, clerkOf(2), { confirmed: ['drawing'] })).rejects.toMatchObject({
      type: 'ALREADY_OPEN',
      data: { no: sent.serialNo },
    });
    await hall.call(
      cases.step,
      { requestKey: randomUUID(), applicationId: sent.applicationId, seenSeq: 1, action: 'withdraw' },
      clerkOf(1),
    );
    expect(await submit(v, clerkOf(2), { confirmed: ['drawing'] })).toMatchObject({ status: 'submitted' });
  });
  test('a foreigner goes to a reviewer', async () => {
    const v = values({
      idType: '08',
      idNumber: 'X7654321',
      name: 'ANNA EXAMPLE',
      nationality: 'FRA',
      identity: '107',
      householdKind: '30',
      workPermitNo: 'W123456789012',
    });
    const sent = await submit(v);
    const { flags, row } = await hall.call(cases.view, { applicationId: sent.applicationId }, clerkOf(1));
    expect(flags.map(({ code }) => code)).toContain('foreigner');
    expect(row.subject).not.toContain('X7654321');
  });
  test('a foreigner the record knows stays one on a 续保, whatever is sent or left out', async () => {
    const v = values({ idType: '08', idNumber: 'X7654399', name: 'PAUL EXAMPLE', sex: '1' });
    const { PersonModel } = await import('../src/models/person.ts');
    const { sealAbout } = await import('../src/domain/about.ts');
    await PersonModel.create({
      _id: 'foreigner',
      personNo: '619800000002',
      idType: '08',
      idHash: blind('id', v.idNumber),
      about: sealAbout({ ...v, nationality: 'FRA' }),
      sex: '1',
      birthDate: '1992-06-15',
      rev: 1,
      ranges: [],
      madeBy: 'test',
    });
    const again = (over: Partial<PersonEnrolmentInput> = {}) => submit(resumed(v, '619800000002', { femaleCadre: undefined, ...over }));
    const paths = (promise: Promise<unknown>) =>
      promise.then(
        () => [],
        (e: { data?: { issues?: { path: string }[] } }) => e.data?.issues?.map(({ path }) => path.replace(/^values\./, '')),
      );
    for (const nationality of [undefined, 'CHN'])
      expect(await paths(again({ nationality }))).toEqual(expect.arrayContaining(['workPermitNo', 'identity']));
    await expect(again({ idType: '99' })).rejects.toMatchObject({ type: 'RULE_REFUSED', message: item.messages.otherIdType });
    const sent = await again({ nationality: 'CHN', identity: '107', workPermitNo: 'W123456789012' });
    expect(sent.status).toBe('submitted');
    const { flags } = await hall.call(cases.view, { applicationId: sent.applicationId }, clerkOf(1));
    expect(flags.map(({ code }) => code)).toContain('foreigner');
  });
  test.each([
    [100_000, 'floor'],
    [99_999_900, 'cap'],
  ])('a wage of %s fen is brought to the %s, and said', async (declaredBase, code) => {
    const sent = await submit(values({ declaredBase }));
    const { flags } = await hall.call(cases.view, { applicationId: sent.applicationId }, clerkOf(1));
    expect(flags).toContainEqual({ code, message: expect.stringMatching(/^[低高]于缴费基数[下上]限，按[下上]限[\d.]+元核定$/) });
    const { EnrolmentModel } = await import('../src/models/enrolment.ts');
    const rows = await EnrolmentModel.find({ applicationId: sent.applicationId }).lean();
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.declared).toBe(declaredBase);
    expect(rows[0]?.base).not.toBe(declaredBase);
    await until(async () => !(await EnrolmentModel.exists({ applicationId: sent.applicationId, pending: true })));
  });
  test('a dispatch unit names a host and shows it', async () => {
    expect(await submit(values({ hostUnitNo: '6112000001' }), clerkOf(4))).toMatchObject({ status: 'approved' });
    await expect(submit(values({ hostUnitNo: '6112000003' }), clerkOf(4))).rejects.toMatchObject({ message: item.messages.hostState });
  });
});

describe('a stretch that was there before', () => {
  /** Somebody whose 失业保险 in unit 2 ended this month, with his number. */
  async function left() {
    const v = values({ from: `${today().slice(0, 8)}01` });
    const { result } = await submit(v, clerkOf(2));
    const { PersonModel } = await import('../src/models/person.ts');
    const { applications } = await import('../src/applications.ts');
    const idHash = blind('id', v.idNumber);
    const ranges = (await PersonModel.findOne({ idHash }).lean())?.ranges ?? [];
    await PersonModel.updateOne({ idHash }, { $set: { ranges: ranges.map((range) => ({ ...range, to: today() })) }, $inc: { rev: 1 } });
    await applications.models.guards.deleteOne({ _id: `active:210:${idHash}` });
    return { v, personNo: String(result.personNo) };
  }
  test('overlaps in the own unit, and the sentence says so', async () => {
    const { v, personNo } = await left();
    await expect(submit(resumed(v, personNo), clerkOf(2))).rejects.toMatchObject({ type: 'RULE_REFUSED', message: item.messages.overlap });
  });
  test('overlaps in another unit, of which nothing is said; against injury alone it is in nobody’s way', async () => {
    const { v, personNo } = await left();
    await expect(submit(resumed(v, personNo))).rejects.toMatchObject({
      type: 'RULE_REFUSED',
      message: '本次参保日期与该人员已有的失业保险参保时间重叠，请核对',
      data: { issues: [{ path: 'from' }] },
    });
    expect(await submit(resumed(v, personNo, { identity: '299' }))).toMatchObject({ status: 'approved', result: { insurances: '410' } });
  });
});

describe('past the retirement age', () => {
  test('as 超龄从业人员 only 工伤保险, and a person decides', async () => {
    const v = values({ idNumber: idNumber('1960-01-01'), birthDate: '1960-01-01', workStartOn: '1980-01-01', identity: '202' });
    const sent = await submit(v);
    expect(sent.status).toBe('submitted');
    const { flags, shows } = await hall.call(cases.view, { applicationId: sent.applicationId }, clerkOf(1));
    expect(flags.map(({ code }) => code)).toContain('overAge');
    expect(shows.enrolments).toEqual([expect.objectContaining({ insurance: '410' })]);
  });
  test('with a valid 延长缴费认定 as 职工, without it not', async () => {
    const { PersonModel } = await import('../src/models/person.ts');
    const v = values({ idNumber: idNumber('1961-01-01'), birthDate: '1961-01-01' });
    const idHash = blind('id', v.idNumber);
    const { sealAbout } = await import('../src/domain/about.ts');
    await PersonModel.create({
      _id: 'old-hand',
      personNo: '619800000001',
      idType: '01',
      idHash,
      about: sealAbout(v),
      sex: '2',
      birthDate: '1961-01-01',
      rev: 1,
      ranges: [],
      madeBy: 'test',
    });
    const again = resumed(v, '619800000001');
    await expect(submit(again)).rejects.toMatchObject({ type: 'RULE_REFUSED', message: item.messages.retired });
    overAged.add('old-hand');
    expect(await submit(again)).toMatchObject({ status: 'submitted' });
  });
});
