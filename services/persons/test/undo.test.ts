import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { item as enrolmentItem } from '@wangting/contracts/persons/person-enrolment';
import { item as stopItem } from '@wangting/contracts/persons/person-stop';
import { addDays, addMonthsToDay } from '@wangting/contracts/standards/day';
import { today } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { cases, clerkOf, desk, injuries, leaving, neighbours, person, resuming } from './hall.ts';

testEnvironment();
let hall: TestHall;
const { enrol, stop, view, undo } = desk(() => hall);
const DAY = 86_400_000;

beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
});
afterEach(() => hall.clock(0));
afterAll(() => hall.stop());

async function standOf(personNo: string) {
  const { PersonModel } = await import('../src/models/person.ts');
  const { EnrolmentModel } = await import('../src/models/enrolment.ts');
  const { applications } = await import('../src/applications.ts');
  const found = await PersonModel.findOne({ personNo }).lean();
  const rows = await EnrolmentModel.find({ personId: found?._id }).sort({ from: 1, insurance: 1 }).lean();
  return {
    known: Boolean(found),
    personId: String(found?._id),
    running: (found?.ranges ?? []).filter(({ to }) => to === null).map(({ insurance }) => insurance),
    states: rows.map(({ state }) => state).join(''),
    kinds: rows.map(({ kind }) => kind),
    guard: await applications.models.guards.findById(`active:210:${found?.idHash}`).lean(),
  };
}
async function insured(n = 1) {
  const v = person({ from: addMonthsToDay(today(), -1) });
  const { result, applicationId } = await enrol(v, clerkOf(n));
  return { v, personNo: String(result.personNo), applicationId };
}
async function stopped() {
  const one = await insured();
  const { applicationId } = await stop(leaving(one.personNo));
  return { ...one, stopId: applicationId };
}

describe('撤销停保', () => {
  test('opens range and enrolment again, holds the guard again, and is offered only to the applicant and only today', async () => {
    const { personNo, stopId } = await stopped();
    expect((await view(stopId)).actions).toEqual(['undo']);
    expect((await hall.call(cases.view, { applicationId: stopId }, staff('s', ['intake', 'first', 'second', 'third']))).actions).toEqual(
      [],
    );
    const after = await undo(stopId);
    expect(after).toMatchObject({
      row: { status: 'void' },
      actions: [],
      effects: [{ state: 'done' }, { name: 'undo-stop', state: 'done' }],
    });
    expect(after.timeline.map(({ action }) => action)).toEqual(['submit', 'undo']);
    expect(await standOf(personNo)).toMatchObject({
      running: ['210', '410'],
      states: '11',
      kinds: ['reopened', 'reopened'],
      guard: { kind: 'lasting' },
    });
  });
  test('of twenty at once exactly one undoes', async () => {
    const { personNo, stopId } = await stopped();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => undo(stopId)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const states = results.map((one) => (one.status === 'rejected' ? (one.reason as { type: string }).type : 'done'));
    for (const state of states) expect(['done', 'STATE_CHANGED', 'ALREADY_OPEN', 'RULE_REFUSED']).toContain(state);
    expect(await standOf(personNo)).toMatchObject({ running: ['210', '410'], states: '11' });
  });
  test('with one key twice it is one step', async () => {
    const { stopId } = await stopped();
    const requestKey = randomUUID();
    const both = await Promise.all([undo(stopId, clerkOf(1), { requestKey }), undo(stopId, clerkOf(1), { requestKey })]);
    expect(both.map(({ row }) => row.seq)).toEqual([2, 2]);
  });
  test('then the person can be stopped again and enrolled elsewhere: the guard goes with the second stop', async () => {
    const { v, personNo, stopId } = await stopped();
    await undo(stopId);
    await expect(enrol(resuming(v, personNo), clerkOf(2))).rejects.toMatchObject({ message: enrolmentItem.messages.insuredElsewhere });
    await stop(leaving(personNo, { to: addDays(today(), -1), contractEndOn: addDays(today(), -1) }));
    expect(await standOf(personNo)).toMatchObject({ running: [], guard: null });
    expect(await enrol(resuming(v, personNo), clerkOf(2))).toMatchObject({ status: 'approved' });
  });
  test('is refused when the person is insured anew meanwhile, without saying where', async () => {
    const one = await insured();
    const { applicationId } = await stop(leaving(one.personNo, { to: addDays(today(), -1), contractEndOn: addDays(today(), -1) }));
    await enrol(resuming(one.v, one.personNo), clerkOf(2));
    await expect(undo(applicationId)).rejects.toMatchObject({ type: 'RULE_REFUSED', message: stopItem.messages.undoEnrolled });
    expect(await standOf(one.personNo)).toMatchObject({ running: ['210', '410'] });
  });
  test('on another day, by another unit, or of a state seen before: refused', async () => {
    const { stopId } = await stopped();
    await expect(undo(stopId, clerkOf(2))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(undo(stopId, clerkOf(1), { seenSeq: 2 })).rejects.toMatchObject({ type: 'STATE_CHANGED' });
    await expect(
      hall.call(cases.step, { requestKey: randomUUID(), applicationId: stopId, seenSeq: 1, action: 'undo' }, staff('s', ['intake'])),
    ).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await hall.clock(DAY);
    expect((await view(stopId)).actions).toEqual([]);
    await expect(undo(stopId)).rejects.toMatchObject({ type: 'RULE_REFUSED', message: expect.stringContaining('只能在办结当日撤销') });
  });
});

describe('撤销参保', () => {
  test('of a new person takes range, guard and person back; the same number can be enrolled under the right name', async () => {
    const { v, personNo, applicationId } = await insured();
    expect(await undo(applicationId)).toMatchObject({ row: { status: 'void' } });
    expect(await standOf(personNo)).toMatchObject({ known: false });
    const { EnrolmentModel } = await import('../src/models/enrolment.ts');
    const rows = await EnrolmentModel.find({ applicationId }).lean();
    expect(rows).toMatchObject([
      { state: '3', kind: 'undone' },
      { state: '3', kind: 'undone' },
    ]);
    await until(async () => !(await EnrolmentModel.exists({ applicationId, pending: true })));
    const again = await enrol({ ...v, name: '王改正' });
    expect(again).toMatchObject({ status: 'approved' });
    expect(again.result.personNo).not.toBe(personNo);
  });
  test('of a 续保 leaves the person and his earlier insurance as they were', async () => {
    const { v, personNo } = await insured(2);
    await stop(leaving(personNo, { to: addDays(today(), -1), contractEndOn: addDays(today(), -1) }), clerkOf(2));
    const { applicationId } = await enrol(resuming(v, personNo), clerkOf(1));
    await undo(applicationId);
    expect(await standOf(personNo)).toMatchObject({ known: true, running: [], states: '2233', guard: null });
    expect(await enrol(resuming(v, personNo), clerkOf(1))).toMatchObject({ status: 'approved' });
  });
  test('of a 续保 puts phone and 女干部 back, each unless somebody has changed it since', async () => {
    const { PersonModel } = await import('../src/models/person.ts');
    const { aboutOf } = await import('../src/domain/about.ts');
    const { changeAbout, makePerson } = await import('../src/effects.ts');
    const { v, personNo } = await insured(2);
    const aboutNow = async () => {
      const found = await PersonModel.findOne({ personNo }).lean();
      return found ? aboutOf(found) : undefined;
    };
    await stop(leaving(personNo, { to: addDays(today(), -1), contractEndOn: addDays(today(), -1) }), clerkOf(2));
    const again = resuming(v, personNo, { mobile: '19900009999', femaleCadre: '1' });

    const first = await enrol(again);
    expect(await aboutNow()).toMatchObject({ mobile: '19900009999', femaleCadre: '1' });
    await undo(first.applicationId);
    expect(await aboutNow()).toMatchObject({ mobile: v.mobile, femaleCadre: '0', name: v.name });
    // The effect comes once more, late: what was undone stays so.
    const { idHash, personId } = await PersonModel.findOne({ personNo })
      .lean()
      .then((one) => ({ idHash: one?.idHash, personId: String(one?._id) }));
    const late = { applicationId: first.applicationId, values: again, keep: { idHash, idNumber: v.idNumber, name: v.name } };
    await makePerson.run(late as never);
    expect(await aboutNow()).toMatchObject({ mobile: v.mobile, femaleCadre: '0' });

    const second = await enrol(again);
    // The machine stopped before the effect's end was written: done again, it keeps what stood there before the first time.
    await makePerson.run({ ...late, applicationId: second.applicationId } as never);
    await changeAbout(personId, (about) => ({ ...about, mobile: '19900007777' }));
    await undo(second.applicationId);
    expect(await aboutNow()).toMatchObject({ mobile: '19900007777', femaleCadre: '0' });
  });
  test('is refused once the person was stopped or an injury is open', async () => {
    const one = await stopped();
    await expect(undo(one.applicationId)).rejects.toMatchObject({ message: enrolmentItem.messages.undoChanged });
    await undo(one.stopId);
    injuries.set((await standOf(one.personNo)).personId, { openCase: true });
    await expect(undo(one.applicationId)).rejects.toMatchObject({ message: enrolmentItem.messages.undoInjury });
    injuries.clear();
    expect(await undo(one.applicationId)).toMatchObject({ row: { status: 'void' } });
    expect(await standOf(one.personNo)).toMatchObject({ known: false });
  });
  test('undo and stop at once: one of the two, never half of each', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { personNo, applicationId } = await insured();
      const [undone, ended] = await Promise.allSettled([undo(applicationId), stop(leaving(personNo))]);
      expect([undone.status, ended.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      const now = await standOf(personNo);
      if (undone.status === 'fulfilled') expect(now.known).toBe(false);
      else expect(now).toMatchObject({ running: [], states: '22', guard: null });
    }
  });
});

describe('人员参保登记, what was missing', () => {
  test('续保 brings the phone of today', async () => {
    const { v, personNo } = await insured(2);
    await stop(leaving(personNo, { to: addDays(today(), -1), contractEndOn: addDays(today(), -1) }), clerkOf(2));
    await enrol(resuming(v, personNo, { mobile: '19900009999', femaleCadre: '1' }), clerkOf(1));
    const { PersonModel } = await import('../src/models/person.ts');
    const { aboutOf } = await import('../src/domain/about.ts');
    const found = await PersonModel.findOne({ personNo }).lean();
    expect(found && aboutOf(found)).toMatchObject({ mobile: '19900009999', femaleCadre: '1', name: v.name, ethnicGroup: '01' });
  });
  test('somebody insured here against injury only can be given 失业保险, and nothing twice', async () => {
    const v = person({ identity: '299' });
    const personNo = String((await enrol(v)).result.personNo);
    expect(await standOf(personNo)).toMatchObject({ running: ['410'], guard: null });
    expect(await enrol(resuming(v, personNo))).toMatchObject({ status: 'approved', result: { insurances: '210' } });
    expect(await standOf(personNo)).toMatchObject({ running: ['410', '210'], states: '11' });
    await expect(enrol(resuming(v, personNo))).rejects.toMatchObject({ message: enrolmentItem.messages.insuredHere });
  });
});
