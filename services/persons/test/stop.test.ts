import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { item } from '@wangting/contracts/persons/person-stop';
import { item as enrolmentItem } from '@wangting/contracts/persons/person-enrolment';
import { printStopReceipt } from '@wangting/contracts/persons/person-stop-print';
import { enrolmentSnapshot } from '@wangting/contracts/persons/snapshots';
import { coverage, headcount, personSnapshot, stops } from '@wangting/contracts/persons/questions';
import { addDays, addMonthsToDay } from '@wangting/contracts/standards/day';
import { personNumberOf } from '@wangting/contracts/standards/numbers';
import { today } from '@wangting/kit/clock';
import { lookup as blind } from '@wangting/kit/sealed';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { judgeStop } from '../src/domain/stop-rules.ts';
import { clerkOf, desk, drawing, idNumber, injuries, leaving, neighbours, papers, person, resuming, slowly } from './hall.ts';

testEnvironment();
let hall: TestHall;
const { enrol, stop, look, view, undo } = desk(() => hall);
const { messages } = item;
const models = async () => ({
  ...(await import('../src/models/person.ts')),
  ...(await import('../src/models/enrolment.ts')),
  guards: (await import('../src/applications.ts')).applications.models.guards,
});

beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
});
afterAll(() => hall.stop());

/** Somebody insured in unit 1 (or n) for both insurances since last month. */
async function insured(over: Parameters<typeof person>[0] = {}, n = 1) {
  const v = person({ from: addMonthsToDay(today(), -1), ...over });
  const { result, applicationId } = await enrol(v, clerkOf(n));
  return { v, personNo: String(result.personNo), idHash: blind('id', v.idNumber), applicationId };
}
async function standOf(personNo: string) {
  const { PersonModel, EnrolmentModel, guards } = await models();
  const found = await PersonModel.findOne({ personNo }).lean();
  const rows = await EnrolmentModel.find({ personId: found?._id }).sort({ from: 1, insurance: 1 }).lean();
  return {
    personId: String(found?._id),
    ranges: found?.ranges ?? [],
    rows,
    running: (found?.ranges ?? []).filter(({ to }) => to === null).map(({ insurance }) => insurance),
    states: rows.map(({ state }) => state).join(''),
    guard: Boolean(await guards.exists({ _id: `active:210:${found?.idHash}` })),
  };
}
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('was accepted');
    },
    (e: { type: string; message: string; data?: { issues?: { path: string; message: string }[]; confirms?: { code: string }[] } }) => e,
  );

describe('停保', () => {
  test('ends range, enrolment and guard together, and says so', async () => {
    const { personNo, idHash } = await insured();
    const before = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    const answer = await stop(leaving(personNo));
    expect(answer).toMatchObject({ status: 'approved', message: '保存成功', result: { stopped: '210,410' } });
    expect(answer.next).not.toContain('失业保险待遇告知');
    const now = await standOf(personNo);
    expect(now).toMatchObject({ running: [], states: '22', guard: false });
    for (const row of now.rows)
      expect(row).toMatchObject({ to: today(), rev: 2, kind: 'stopped', stop: { reason: '18', detail: '2', contractEndOn: today() } });
    expect((await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts.people).toBe(before.people - 1);
    const { answers } = await hall.callAs('documents', coverage, {
      questions: [today(), addDays(today(), 1)].map((on) => ({ personId: now.personId, unitId: 'unit-1', insurance: '210' as const, on })),
    });
    expect(answers.map(({ covered }) => covered)).toEqual([true, false]);
    const { EnrolmentModel } = await models();
    await until(async () => !(await EnrolmentModel.exists({ personId: now.personId, pending: true })));
    const { enrolments } = await hall.callAs('contributions', enrolmentSnapshot, { ids: now.rows.map(({ _id }) => _id) });
    expect(enrolments).toMatchObject([
      { state: '2', to: today() },
      { state: '2', to: today() },
    ]);
    expect(JSON.stringify(enrolments)).not.toContain(idHash);
  });
  test('of twenty at once exactly one stops; each other hears that it is done', async () => {
    const { personNo } = await insured();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => stop(leaving(personNo), clerkOf(1, { id: `clerk-${i}` }))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of results)
      if (one.status === 'rejected') expect(['ALREADY_OPEN', 'RULE_REFUSED']).toContain((one.reason as { type: string }).type);
    expect((await standOf(personNo)).rows.map(({ rev }) => rev)).toEqual([2, 2]);
    const { applications } = await import('../src/applications.ts');
    expect(await applications.models.effects.countDocuments({ name: 'stop', state: 'failed' })).toBe(0);
    await expect(stop(leaving(personNo))).rejects.toMatchObject({ type: 'RULE_REFUSED', message: messages.notInsured });
  });
  test('whoever judged before the other was done is judged again, and leaves no case behind', async () => {
    const { personNo } = await insured();
    const { personId } = await standOf(personNo);
    const gate = Promise.withResolvers<void>();
    slowly.set(personId, gate.promise);
    const slow = refusal(stop(leaving(personNo), clerkOf(1, { id: 'slow' })));
    await until(async () => !slowly.has(personId));
    await stop(leaving(personNo));
    gate.resolve();
    expect(await slow).toMatchObject({ type: 'RULE_REFUSED', message: messages.notInsured });
    const { applications } = await import('../src/applications.ts');
    expect(await applications.models.effects.countDocuments({ name: 'stop', state: 'failed' })).toBe(0);
  });
  test('sent eight times with one key is one case', async () => {
    const { personNo } = await insured();
    const requestKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => stop(leaving(personNo), clerkOf(1), { requestKey })));
    expect(new Set(answers.map(({ serialNo }) => serialNo)).size).toBe(1);
    await expect(stop(leaving(personNo, { note: '另一笔' }), clerkOf(1), { requestKey })).rejects.toMatchObject({
      type: 'REQUEST_KEY_REUSED',
    });
  });
  test('after it another unit may insure the person, whose old guard is not in the way', async () => {
    const { v, personNo } = await insured();
    await expect(enrol(resuming(v, personNo), clerkOf(2))).rejects.toMatchObject({ message: enrolmentItem.messages.insuredElsewhere });
    await stop(leaving(personNo, { to: addDays(today(), -1), contractEndOn: addDays(today(), -1) }));
    expect(await enrol(resuming(v, personNo), clerkOf(2))).toMatchObject({ status: 'approved', result: { personNo } });
    expect(await standOf(personNo)).toMatchObject({ guard: true, running: ['210', '410'] });
  });
  test('others ask why it ended, and who the person is: whole only for those who print or decide', async () => {
    const { v, personNo } = await insured();
    const { personId } = await standOf(personNo);
    await stop(leaving(personNo, { reason: '12', detail: '1' }));
    const { answers } = await hall.callAs('benefits', stops, {
      questions: [
        { personId, unitId: 'unit-1' },
        { personId, unitId: 'unit-2' },
      ],
    });
    expect(answers).toEqual(
      (['210', '410'] as const).map((insurance) => ({
        personId,
        unitId: 'unit-1',
        insurance,
        to: today(),
        reason: '12',
        involuntary: true,
        contractEndOn: today(),
      })),
    );
    const who = async (service: 'documents' | 'unemployment') =>
      (await hall.callAs(service, personSnapshot, { ids: [personId, 'nobody'], what: 'test' })).people;
    expect(await who('documents')).toMatchObject([{ personNo, name: v.name, idNumber: v.idNumber, whole: true }]);
    expect(await who('unemployment')).toMatchObject([{ personNo, name: '王**', whole: false }]);
    expect(JSON.stringify(await who('unemployment'))).not.toContain(v.idNumber);
    await expect(hall.callAs('units', personSnapshot, { ids: [personId], what: 'test' })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  test('an involuntary reason brings the 失业保险待遇告知 along', async () => {
    const { personNo } = await insured();
    const answer = await stop(leaving(personNo, { reason: '13', detail: '1' }));
    expect(answer).toMatchObject({ message: '保存成功', next: expect.stringContaining('15日内将失业人员名单报经办机构') });
  });
  test('its receipt says what ended and why, carries the advice, and is gone with 撤销', async () => {
    const { v, personNo } = await insured();
    const { applicationId, serialNo } = await stop(leaving(personNo, { reason: '13', detail: '1' }));
    const print = (as = clerkOf(1)) => hall.call(printStopReceipt, { requestKey: randomUUID(), applicationId }, as);
    await print();
    expect(papers.at(-1)).toMatchObject({
      form: 'stop-receipt',
      serialNo,
      data: {
        people: [{ personNo, name: v.name, insurances: '失业保险、工伤保险', stopOn: today(), reason: '单位提出协商解除' }],
        advice: messages.notice,
      },
    });
    expect(JSON.stringify(papers.at(-1))).not.toContain(v.idNumber);
    await expect(print(clerkOf(2))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await undo(applicationId);
    await expect(print()).rejects.toMatchObject({ type: 'STEP_NOT_POSSIBLE' });
  });
  test('one insurance alone only with a reason that ends an insurance', async () => {
    const { personNo } = await insured();
    const alone = { insurances: ['410' as const] };
    expect(await refusal(stop(leaving(personNo, alone)))).toMatchObject({
      type: 'RULE_REFUSED',
      message: messages.together,
      data: { issues: [{ path: 'insurances' }] },
    });
    await stop({ personNo, to: today(), reason: '51', insurances: ['410'] });
    expect(await standOf(personNo)).toMatchObject({ running: ['210'], states: '12', guard: true });
    // What runs is what stops together from now on.
    await expect(stop(leaving(personNo))).rejects.toMatchObject({ message: messages.notInsured });
    await stop(leaving(personNo, { insurances: ['210'] }));
    expect(await standOf(personNo)).toMatchObject({ running: [], guard: false });
  });
  test('a fault between range and enrolment is made good, and nobody waits longer than the worker', async () => {
    const { personNo } = await insured();
    const { EnrolmentModel } = await models();
    const real = EnrolmentModel.updateOne.bind(EnrolmentModel);
    let died = false;
    const broken = jest.spyOn(EnrolmentModel, 'updateOne').mockImplementation(((filter: object, update: { $set?: { state?: string } }) => {
      if (died || update.$set?.state !== '2') return real(filter, update);
      died = true;
      return Promise.reject(new Error('away'));
    }) as never);
    const answer = await stop(leaving(personNo));
    expect(answer.result).toEqual({});
    expect(await standOf(personNo)).toMatchObject({ running: ['410'], states: '11', guard: true });
    await expect(undo(answer.applicationId)).rejects.toMatchObject({ message: expect.stringContaining('尚未全部生效') });
    await until(async () => (await view(answer.applicationId)).effects[0]?.state === 'done', 12_000);
    broken.mockRestore();
    expect(await standOf(personNo)).toMatchObject({ running: [], states: '22', guard: false });
  }, 30_000);
});

describe('人员查询', () => {
  test('finds by each of the four, and by a name that two share lets the clerk choose', async () => {
    const a = await insured({ name: '欧阳𠮷' });
    const b = await insured({ name: '欧阳𠮷' });
    for (const text of [a.personNo, a.v.idNumber, a.v.idNumber.toLowerCase(), ` ${a.personNo} `])
      expect((await look(text)).hits.map(({ values }) => values.personNo)).toEqual([a.personNo]);
    await stop(leaving(b.personNo));
    const { hits } = await look('欧阳 𠮷');
    expect(hits.map(({ values }) => values.personNo).toSorted()).toEqual([a.personNo, b.personNo].toSorted());
    expect(hits.map(({ label }) => label.split('　').slice(1))).toEqual(
      expect.arrayContaining([
        ['欧阳𠮷', expect.stringMatching(/^619\*+\d{3}[\dX]$/), '参保缴费'],
        ['欧阳𠮷', expect.stringMatching(/^619\*+/), '暂停缴费'],
      ]),
    );
    expect(JSON.stringify(hits)).not.toContain(a.v.idNumber);
    expect((await look(b.personNo)).message).toBe(messages.notInsured);
  });
  test('of another unit: a number says only that he is not here, a name says nothing', async () => {
    const there = await insured({ name: '慕容别处' }, 2);
    const as = clerkOf(1, { id: 'looker' });
    for (const text of [there.personNo, there.v.idNumber])
      expect(await refusal(look(text, as))).toMatchObject({ type: 'RULE_REFUSED', message: '该人员不在本单位，无权查询' });
    expect(await refusal(look('慕容别处', as))).toMatchObject({ message: '未查询到该人员信息' });
    expect(await refusal(look(idNumber(), as))).toMatchObject({ message: '未查询到该人员信息' });
    // Sending it instead of looking gives away no more.
    for (const personNo of [there.personNo, '619999999999'])
      expect(await refusal(stop(leaving(personNo), as))).toMatchObject({ message: messages.notInsured });
  });
  test('more namesakes than a list can show: the clerk is asked for a number', async () => {
    const { PersonModel, EnrolmentModel } = await models();
    const { sealAbout } = await import('../src/domain/about.ts');
    const { nameHashOf } = await import('../src/domain/name.ts');
    const name = '诸葛同名';
    const stretch = { unitId: 'unit-1', insurance: '410', from: '2026-01-01', to: null } as const;
    const row = { ...stretch, identity: '299', state: '1', declared: 1, base: 1, kind: 'started', rev: 1, at: 'x' } as const;
    const add = async (n: number) => {
      const [_id, number] = [`same${n}`, idNumber()];
      await EnrolmentModel.create({ ...row, _id: `${_id}:410`, personId: _id, applicationId: 'test', nameHash: nameHashOf(name) });
      await PersonModel.create({
        _id,
        personNo: personNumberOf(9_000_000_000 + n),
        idType: '01',
        idHash: blind('id', number),
        about: sealAbout({ idNumber: number, name, mobile: '19900001234' } as never),
        sex: '2',
        birthDate: '1992-06-15',
        rev: 1,
        ranges: [{ ...stretch, enrolmentId: `${_id}:410` }],
        madeBy: 'test',
      });
    };
    for (let n = 0; n < 50; n += 1) await add(n);
    expect((await look(name)).hits).toHaveLength(50);
    await add(50);
    expect(await refusal(look(name))).toMatchObject({ type: 'RULE_REFUSED', message: '同名人员过多，请用个人编号或证件号码查询' });
  });
  test('ten numbers that name nobody here lock the query', async () => {
    const as = clerkOf(1, { id: 'fisher' });
    for (let i = 0; i < 10; i += 1) expect(await refusal(look(idNumber(), as))).toMatchObject({ message: messages.noPerson });
    expect(await refusal(look(idNumber(), as))).toMatchObject({ type: 'QUERY_LOCKED' });
  });
});

describe('what the rules refuse, by name', () => {
  const monthEnd = () => addDays(`${addMonthsToDay(`${today().slice(0, 8)}01`, 1)}`, -1);
  test.each<[string, () => Parameters<typeof leaving>[1], string, string]>([
    [
      'a stop before the start',
      () => ({ to: addDays(addMonthsToDay(today(), -1), -1), contractEndOn: undefined, reason: '11', detail: undefined }),
      'to',
      messages.beforeStart ?? '',
    ],
    [
      'a stop before last month',
      () => ({ to: addMonthsToDay(today(), -2), reason: '11', detail: undefined, contractEndOn: undefined }),
      'to',
      '停保日期不能早于上月，请到经办机构办理',
    ],
    ['a stop after this month', () => ({ to: addDays(monthEnd(), 1) }), 'to', messages.tooLate ?? ''],
    ['an unknown reason', () => ({ reason: '77' }), 'reason', '请从列表中选择停保原因'],
    ['a death to come', () => ({ reason: '32', deathOn: addDays(today(), 1), to: monthEnd() }), 'deathOn', messages.deathAhead ?? ''],
    ['a death after the stop', () => ({ reason: '32', deathOn: today(), to: addDays(today(), -1) }), 'to', messages.deathAfterStop ?? ''],
    ['retirement of a young woman', () => ({ reason: '31' }), 'reason', messages.notRetired ?? ''],
    [
      'a death before the birth',
      () => ({ reason: '32', deathOn: '1992-06-14', detail: undefined, contractEndOn: undefined }),
      'deathOn',
      '死亡日期不能早于出生日期',
    ],
    [
      'a contract that ends before the insurance began',
      () => ({ contractEndOn: addDays(addMonthsToDay(today(), -1), -1) }),
      'contractEndOn',
      '劳动合同解除日期不能早于本次参保日期',
    ],
    ['a contract that ends after the stop', () => ({ to: addDays(today(), -1) }), 'contractEndOn', messages.contractEndAfterStop ?? ''],
  ])('%s', async (_what, over, path, message) => {
    const { personNo } = await insured();
    const error = await refusal(stop(leaving(personNo, over())));
    expect(error.type).toBe('RULE_REFUSED');
    expect(error.data?.issues).toContainEqual({ path, message });
    expect(await standOf(personNo)).toMatchObject({ running: ['210', '410'], guard: true });
  });
  test.each<[string, Parameters<typeof leaving>[1], string, string]>([
    ['a death without its day', { reason: '33' }, 'values.deathOn', messages.deathNeeded ?? ''],
    ['a contract without its end', { contractEndOn: undefined }, 'values.contractEndOn', messages.contractEndNeeded ?? ''],
    ['合同期满 without saying who', { reason: '12', detail: undefined }, 'values.detail', messages.detailNeeded ?? ''],
    ['本人辞职 as not his wish', { detail: '1' }, 'values.detail', messages.detailWrong ?? ''],
    ['nothing ticked', { insurances: [] }, 'values.insurances', messages.noneTicked ?? ''],
    ['a unit of his own choosing', { unitNo: '6112000002' } as never, 'values.unitNo', '不认识的字段：unitNo'],
  ])('%s is no input', async (_what, over, path, message) => {
    const error = await refusal(stop(leaving('611000000001', over)));
    expect(error.type).toBe('INPUT_INVALID');
    expect(error.data?.issues).toContainEqual({ path, message });
  });
  test('an enrolment that has not taken effect whole is not stopped half', async () => {
    const { personNo } = await insured();
    const { EnrolmentModel } = await models();
    const [row] = (await standOf(personNo)).rows;
    await EnrolmentModel.deleteOne({ _id: row?._id }); // as between the range and its row
    expect(await refusal(stop(leaving(personNo)))).toMatchObject({
      type: 'RULE_REFUSED',
      message: '该人员的参保登记尚未全部生效，请稍后再试',
      data: { issues: [{ path: 'personNo' }] },
    });
    expect(await standOf(personNo)).toMatchObject({ running: ['210', '410'], guard: true });
  });
  test('another unit’s person, a register account and nobody at all', async () => {
    const { personNo } = await insured();
    await expect(stop(leaving(personNo), clerkOf(2))).rejects.toMatchObject({ message: messages.notInsured });
    await expect(stop(leaving(personNo), clerkOf(1, { scopes: ['unit.work'] }))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(stop(leaving(personNo), null as never)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
  });
});

describe('what injury says', () => {
  const known = async (what: { openCase?: boolean; onPaidLeave?: boolean; grade?: number }) => {
    const one = await insured();
    injuries.set((await standOf(one.personNo)).personId, what);
    return one;
  };
  test.each([{ openCase: true }, { onPaidLeave: true }])('%o is confirmed twice, one after the other, and kept', async (what) => {
    const { personNo } = await known(what);
    const ask = (confirmed: string[]) => stop(leaving(personNo), clerkOf(1), { confirmed });
    expect(await refusal(ask([]))).toMatchObject({
      type: 'CONFIRM_NEEDED',
      data: { confirms: [{ code: 'injury', message: '该职工存在未办结的工伤业务或处于停工留薪期，是否继续停保？' }] },
    });
    expect(await refusal(ask(['injury']))).toMatchObject({ type: 'CONFIRM_NEEDED', data: { confirms: [{ code: 'injuryAgain' }] } });
    const { applicationId } = await ask(['injury', 'injuryAgain']);
    expect((await view(applicationId)).flags.map(({ code }) => code)).toContain('injury');
  });
  test('grade 4 keeps the labour relation: not with a reason that ends the contract, but by death', async () => {
    const { personNo } = await known({ grade: 4 });
    await expect(stop(leaving(personNo))).rejects.toMatchObject({ message: '一级至四级工伤职工保留劳动关系，不能以该原因停保' });
    expect(await stop({ personNo, to: today(), reason: '33', deathOn: today(), insurances: ['210', '410'] })).toMatchObject({
      status: 'approved',
    });
  });
  test('grade 5 may leave', async () => {
    const { personNo } = await known({ grade: 5 });
    expect(await stop(leaving(personNo))).toMatchObject({ status: 'approved' });
  });
});

test('somebody who draws 失业金 is stopped only when the clerk says so, and that is kept', async () => {
  const { personNo, idHash } = await insured();
  drawing.add(idHash);
  expect(await refusal(stop(leaving(personNo)))).toMatchObject({
    type: 'CONFIRM_NEEDED',
    data: { confirms: [{ code: 'drawing', message: messages.drawing }] },
  });
  expect(await standOf(personNo)).toMatchObject({ running: ['210', '410'] });
  const { applicationId } = await stop(leaving(personNo), clerkOf(1), { confirmed: ['drawing'] });
  expect((await view(applicationId)).flags.map(({ code }) => code)).toContain('drawing');
});

describe('达到法定退休年龄', () => {
  const calm = { openCase: false, onPaidLeave: false, grade: 0 };
  const ranges = [{ enrolmentId: 'e', unitId: 'u', insurance: '210' as const, from: '2020-01-01', to: null }];
  const judge = (birthDate: string, on: string) => judgeStop({ to: on, reason: '31' }, { birthDate, sex: '1', ranges }, calm, 'u', on);
  test('the statutory age is not asked about, the three years before it are confirmed, earlier is refused', () => {
    expect(judge('1965-08-01', '2025-10-01')).toMatchObject({ issues: [], earlyRetirement: false });
    expect(judge('1965-08-01', '2025-09-30')).toMatchObject({ issues: [], earlyRetirement: true });
    expect(judge('1965-08-01', '2025-07-31').issues).toEqual([{ path: 'reason', message: messages.notRetired }]);
  });
  test('a clerk is asked and may go on', async () => {
    // Whoever is in those three years today, whenever this test runs.
    let birthDate = addMonthsToDay(today(), -60 * 12);
    while (!judge(birthDate, today()).earlyRetirement) birthDate = addMonthsToDay(birthDate, -1);
    const { PersonModel, EnrolmentModel } = await models();
    const { v, personNo } = await insured({ idNumber: idNumber(birthDate, '1'), birthDate, sex: '1', workStartOn: '1990-01-01' });
    const { personId } = await standOf(personNo);
    const retire = (confirmed: string[]) =>
      stop({ personNo, to: today(), reason: '31', insurances: ['210', '410'] }, clerkOf(1), { confirmed });
    expect(await refusal(retire([]))).toMatchObject({ type: 'CONFIRM_NEEDED', data: { confirms: [{ code: 'earlyRetirement' }] } });
    expect(await retire(['earlyRetirement'])).toMatchObject({ status: 'approved' });
    // From then on he may draw a pension: into 失业保险 again only past a reviewer, against injury as before.
    const back = (over: object) => enrol(resuming(v, personNo, { from: today(), femaleCadre: undefined, ...over }), clerkOf(2));
    await EnrolmentModel.updateMany({ personId }, { $set: { to: addDays(today(), -1) } });
    const ranges = (await standOf(personNo)).ranges.map((range) => ({ ...range, to: addDays(today(), -1) }));
    await PersonModel.updateOne({ personNo }, { $set: { ranges } });
    expect(await back({ identity: '299' })).toMatchObject({ status: 'approved', result: { insurances: '410' } });
    const sent = await back({});
    expect(sent.status).toBe('submitted');
    expect((await view(sent.applicationId, clerkOf(2))).flags.map(({ code }) => code)).toEqual(['pension']);
  });
});
