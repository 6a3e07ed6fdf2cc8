import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { item, type PersonCorrectionInput } from '@wangting/contracts/persons/person-correction';
import { item as enrolmentItem } from '@wangting/contracts/persons/person-enrolment';
import { item as stopItem } from '@wangting/contracts/persons/person-stop';
import { people, queryRoster } from '@wangting/contracts/persons/roster';
import { addMonthsToDay } from '@wangting/contracts/standards/day';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { maskId } from '@wangting/contracts/standards/masking';
import { today } from '@wangting/kit/clock';
import { lookup as blind } from '@wangting/kit/sealed';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { cases, clerkOf, desk, enrolment, idNumber, leaving, neighbours, person, resuming, slowly } from './hall.ts';

testEnvironment();
let hall: TestHall;
const { enrol, stop, view, undo } = desk(() => hall);
const correction = itemActions(item);
const { messages } = item;
beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
});
afterAll(() => hall.stop());

const models = async () => ({
  ...(await import('../src/models/person.ts')),
  ...(await import('../src/models/enrolment.ts')),
  ...(await import('../src/applications.ts')).applications.models,
});
/** Somebody insured in unit 1 (or n) for both insurances since last month. */
async function insured(over: Parameters<typeof person>[0] = {}, n = 1) {
  const v = person({ from: addMonthsToDay(today(), -1), ...over });
  const { result, applicationId } = await enrol(v, clerkOf(n));
  return { v, personNo: String(result.personNo), idHash: blind('id', v.idNumber), applicationId };
}
type Sent = Partial<PersonCorrectionInput>;
const input = (personNo: string, over: Sent): PersonCorrectionInput => ({ personNo, reason: '登记时录入有误', ...over });
/** Yes to everything it is asked. */
async function send(
  personNo: string,
  over: Sent,
  { as = clerkOf(1), applicationId, requestKey = randomUUID() }: { as?: Caller; applicationId?: string; requestKey?: string } = {},
) {
  const wish = { requestKey, values: input(personNo, over), ...(applicationId ? { applicationId } : {}) };
  const confirmed = ['CHANGES', ...Array.from({ length: 6 }, (_, index) => `CHANGE-${index}`)];
  return hall.call(correction.submit, { ...wish, confirmed }, as);
}
/** 暂存 with the copy of the ID document. */
async function drafted(personNo: string, over: Sent, as = clerkOf(1)): Promise<string> {
  const { applicationId } = await hall.call(correction.draft, { requestKey: randomUUID(), values: input(personNo, over) }, as);
  const { materials } = await models();
  await materials.create({
    _id: randomUUID(),
    applicationId,
    slot: 'id-document',
    fileId: randomUUID(),
    name: '身份证.pdf',
    size: 1,
    type: 'application/pdf',
    sm3: 'x',
    at: '2024-01-01T00:00:00.000Z',
    by: as.id,
  });
  return applicationId;
}
async function submitted(personNo: string, over: Sent, as = clerkOf(1)): Promise<string> {
  const applicationId = await drafted(personNo, over, as);
  expect(await send(personNo, over, { as, applicationId })).toMatchObject({ status: 'submitted', message: messages.submitted });
  return applicationId;
}
const step = (applicationId: string, seenSeq: number, action: 'accept' | 'take' | 'pass' | 'reject', role: 'intake' | 'first') =>
  hall.call(cases.step, { requestKey: randomUUID(), applicationId, seenSeq, action, opinion: '核对' }, staff(`c-${role}`, [role]));
async function passed(applicationId: string) {
  await step(applicationId, 1, 'accept', 'intake');
  await step(applicationId, 2, 'take', 'first');
  return step(applicationId, 3, 'pass', 'first');
}
async function correctedBy(personNo: string, over: Sent, as = clerkOf(1)) {
  const applicationId = await submitted(personNo, over, as);
  expect((await passed(applicationId)).effects).toMatchObject([{ name: 'correct', state: 'done' }]);
  return applicationId;
}
async function standOf(personNo: string) {
  const { PersonModel, EnrolmentModel, guards } = await models();
  const { aboutOf } = await import('../src/domain/about.ts');
  const { nameHashOf } = await import('../src/domain/name.ts');
  const found = await PersonModel.findOne({ personNo }).lean();
  if (!found) throw new Error('nobody has this number');
  const rows = await EnrolmentModel.find({ personId: found._id }).sort({ from: 1, insurance: 1 }).lean();
  const about = aboutOf(found);
  return {
    found,
    about,
    namesAgree: rows.every(({ nameHash }) => nameHash === nameHashOf(about.name)),
    numberAgrees: found.idHash === blind('id', about.idNumber),
    guard: await guards.findById(`active:210:${found.idHash}`).lean(),
  };
}
/** When all is carried out, by whoever does it, no guard of an open case is left. */
async function nothingLeft(personNo: string): Promise<void> {
  const { found } = await standOf(personNo);
  const { guards } = await models();
  const held = async () => (await guards.find({ kind: 'open' }).lean()).map(({ _id }) => _id);
  await until(async () => !(await held()).some((id) => id.includes(found._id) || id.includes(found.idHash)));
}
type Refused = { type: string; message: string; data: { issues: { path: string; message: string }[]; confirms: { message: string }[] } };
const refusal = (promise: Promise<unknown>): Promise<Refused> =>
  promise.then(
    () => {
      throw new Error('was accepted');
    },
    (e: Refused) => e,
  );
const issue = async (promise: Promise<unknown>) => (await refusal(promise)).data.issues[0];
const look = (value: string, as = clerkOf(1)) => hall.call(correction.lookup, { lookup: 'personNo', value, values: {} }, as);

describe('who is found', () => {
  test('people insured here, by any of four, name whole and numbers masked', async () => {
    const { v, personNo } = await insured({ name: '钱更正' });
    for (const value of [personNo, v.idNumber, v.name]) {
      const { hits } = await look(value);
      expect(hits).toHaveLength(1);
      expect(hits[0]?.values).toMatchObject({
        personNo,
        name: v.name,
        idType: '01',
        idMasked: maskId(v.idNumber),
        mobileMasked: '199****1234',
        corrections: [],
      });
      expect(JSON.stringify(hits)).not.toMatch(new RegExp(`${v.idNumber}|${v.mobile}`));
    }
  });
  test('nobody, another unit’s, one who left: each in the usual words, and to no use', async () => {
    const { personNo } = await insured({}, 2);
    expect(await refusal(look(personNo))).toMatchObject({ message: messages.otherUnit });
    expect(await refusal(look(idNumber()))).toMatchObject({ message: messages.noPerson });
    expect(await refusal(send(personNo, { newMobile: '19900009999' }))).toMatchObject({ message: messages.notInsured });
    const left = await insured();
    await stop(leaving(left.personNo));
    expect(await refusal(look(left.personNo))).toMatchObject({ message: messages.notInsured });
    expect(await refusal(send(left.personNo, { newMobile: '19900009999' }))).toMatchObject({ message: messages.notInsured });
    expect((await standOf(left.personNo)).about.mobile).toBe(left.v.mobile);
  });
  test('ten numbers of nobody lock the query, and numbers tried as a correction count like them', async () => {
    const fisher = clerkOf(1, { id: 'fisher' });
    const [own, other] = [await insured(), await insured({}, 2)];
    for (let n = 0; n < 5; n += 1) await refusal(look(idNumber(), fisher));
    for (let n = 0; n < 5; n += 1)
      expect(await refusal(send(own.personNo, { newIdNumber: other.v.idNumber }, { as: fisher }))).toMatchObject({
        message: messages.taken,
      });
    expect((await refusal(look(own.personNo, fisher))).type).toBe('QUERY_LOCKED');
    expect((await refusal(send(own.personNo, { newIdNumber: idNumber() }, { as: fisher }))).type).toBe('QUERY_LOCKED');
  });
  test('a unit that is closed does not correct', async () => {
    expect(await hall.call(correction.open, {}, clerkOf(3))).toMatchObject({ allowed: false, reason: messages.unitState });
    expect(await refusal(send('611000000001', { newMobile: '19900009999' }, { as: clerkOf(3) }))).toMatchObject({
      message: messages.unitState,
    });
  });
});

describe('移动电话号码 alone', () => {
  test('takes effect at once, is kept with who, when, before and after, and shown masked', async () => {
    const { v, personNo } = await insured();
    const answer = await send(personNo, { newMobile: '199 0000 9999' });
    expect(answer).toMatchObject({ status: 'approved', message: '更正已生效' });
    const { about, found } = await standOf(personNo);
    expect(about).toMatchObject({ mobile: '19900009999', name: v.name, idNumber: v.idNumber });
    expect(found.corrections).toMatchObject([{ by: answer.applicationId, who: 'person-unit-1', hat: '法人', unitId: 'unit-1' }]);
    expect(JSON.stringify(found.corrections)).not.toContain('9999');
    const { hits } = await look(personNo);
    const [line] = hits[0]?.values.corrections as object[];
    expect(line).toEqual({ at: today(), field: '移动电话号码', before: '199****1234', after: '199****9999', by: '法人' });
    expect((await view(answer.applicationId)).shows.differences).toEqual([
      { field: '移动电话号码', before: '199****1234', after: '199****9999' },
    ]);
  });
  test('what is the same is refused, and a number that is none', async () => {
    const { v, personNo } = await insured();
    const same = { newName: v.name, newIdType: '01', newIdNumber: v.idNumber.toLowerCase(), newMobile: v.mobile };
    for (const over of [{}, same]) expect(await refusal(send(personNo, over))).toMatchObject({ message: messages.unchanged });
    expect(await issue(send(personNo, { newMobile: '12345' }))).toMatchObject({ path: 'values.newMobile' });
    expect(await issue(send(personNo, { newMobile: '19900009999', reason: '' }))).toMatchObject({ path: 'values.reason' });
  });
  test('sent eight times with one key it is one case; two different ones at once end as one of them', async () => {
    const { personNo } = await insured();
    const requestKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(personNo, { newMobile: '19900008888' }, { requestKey })));
    expect(new Set(answers.map(({ serialNo }) => serialNo)).size).toBe(1);
    expect((await refusal(send(personNo, { newMobile: '19900007777' }, { requestKey }))).type).toBe('REQUEST_KEY_REUSED');
    const both = await Promise.allSettled(['19900006666', '19900005555'].map((newMobile) => send(personNo, { newMobile })));
    const done = both.filter(({ status }) => status === 'fulfilled').length;
    const { found, about } = await standOf(personNo);
    expect(found.corrections).toHaveLength(1 + done);
    expect(['19900006666', '19900005555']).toContain(about.mobile);
    for (const one of both)
      if (one.status === 'rejected') expect(['ALREADY_OPEN', 'STATE_CHANGED']).toContain((one.reason as Refused).type);
  });
});

describe('姓名', () => {
  test('is reviewed with before and after, needs the copy of the ID, and then rosters find him by the new one', async () => {
    const { v, personNo } = await insured({ name: '孙写错' });
    const asked = await refusal(
      hall.call(correction.submit, { requestKey: randomUUID(), values: input(personNo, { newName: '孙写对' }) }, clerkOf(1)),
    );
    expect(asked.data.confirms.map(({ message }) => message)).toEqual([messages.confirm, '姓名：孙写错 → 孙写对']);
    expect((await refusal(send(personNo, { newName: '孙写对' }))).message).toBe('请上传材料：身份证件复印件');
    const applicationId = await drafted(personNo, { newName: '孙写对' });
    // The page goes on with the draft and shows whom it is about.
    expect((await hall.call(correction.open, {}, clerkOf(1))).shows).toMatchObject({ name: '孙写错', idMasked: maskId(v.idNumber) });
    await send(personNo, { newName: '孙写对' }, { applicationId });
    expect((await standOf(personNo)).about.name).toBe('孙写错');
    const reviewer = await hall.call(cases.view, { applicationId }, staff('r', ['intake']));
    expect(reviewer.shows.differences).toEqual([{ field: '姓名', before: '孙写错', after: '孙写对' }]);
    expect((await passed(applicationId)).effects).toMatchObject([{ name: 'correct', state: 'done' }]);
    const { about, found, namesAgree } = await standOf(personNo);
    expect(about).toMatchObject({ name: '孙写对', idNumber: v.idNumber, mobile: v.mobile });
    expect(namesAgree).toBe(true);
    await nothingLeft(personNo);
    const roster = (name: string) => hall.call(queryRoster, { filter: people.filter.parse({ name }), page: 1, size: 10 }, clerkOf(1));
    expect((await roster('孙写对')).total).toBe(2);
    expect((await roster('孙写错')).total).toBe(0);
    expect((await look('孙写对')).hits).toHaveLength(1);
    expect(found.rev).toBeGreaterThan(1);
  });
  test('a name that is none is refused; Latin letters only with a foreigner’s document', async () => {
    const { personNo } = await insured();
    expect(await issue(send(personNo, { newName: 'Anna' }))).toEqual({ path: 'newName', message: '姓名只能包含汉字和·' });
  });
  test('a second one while the first is open is refused, by this unit and by another', async () => {
    const { v, personNo } = await insured();
    await enrol(resuming(v, personNo, { identity: '201' }), clerkOf(2), { confirmed: ['injuryElsewhere'] });
    const first = await submitted(personNo, { newName: '周先办' });
    for (const n of [1, 2]) {
      const again = await drafted(personNo, { newName: '周后办' }, clerkOf(n));
      expect((await refusal(send(personNo, { newName: '周后办' }, { as: clerkOf(n), applicationId: again }))).type).toBe('ALREADY_OPEN');
    }
    await step(first, 1, 'accept', 'intake');
    await step(first, 2, 'take', 'first');
    await step(first, 3, 'reject', 'first');
    expect((await standOf(personNo)).about.name).toBe(v.name);
    await correctedBy(personNo, { newName: '周后办' }, clerkOf(2));
    // What another unit put right is not shown here.
    expect((await look(personNo)).hits[0]?.values.corrections).toEqual([]);
    expect(await view(first)).toMatchObject({ row: { status: 'rejected' } });
    await expect(view(first, clerkOf(2))).rejects.toMatchObject({ type: 'NOT_FOUND' });
  });
  test('an insurance that is just beginning is waited for: its row must not keep the old name', async () => {
    const { personNo } = await insured();
    const applicationId = await submitted(personNo, { newName: '卫新名' });
    const { EnrolmentModel } = await models();
    const row = await EnrolmentModel.findOne({ personId: (await standOf(personNo)).found._id }).lean();
    await EnrolmentModel.deleteOne({ _id: row?._id });
    expect((await passed(applicationId)).effects).toMatchObject([{ state: 'pending' }]);
    if (row) await EnrolmentModel.create(row);
    await until(async () => (await view(applicationId)).effects[0]?.state === 'done', 20_000);
    expect(await standOf(personNo)).toMatchObject({ about: { name: '卫新名' }, namesAgree: true });
  });
  test('what changed while it was reviewed is refused by name and stays', async () => {
    const { v, personNo } = await insured();
    const applicationId = await submitted(personNo, { newName: '吴新名', newMobile: '19900004444' });
    const { changeAbout } = await import('../src/effects.ts');
    const { found } = await standOf(personNo);
    await changeAbout(found._id, (about) => ({ ...about, mobile: '19900003333' }));
    expect((await passed(applicationId)).effects).toMatchObject([
      { state: 'failed', note: '“移动电话号码”在审核期间已发生变化，请核对后重新办理' },
    ]);
    expect((await standOf(personNo)).about).toMatchObject({ name: v.name, mobile: '19900003333' });
  });
});

describe('证件号码', () => {
  test('moves with birth date, sex and the guard of 失业保险; the person and his history stay the same', async () => {
    const { v, personNo, idHash, applicationId: enrolled } = await insured();
    const before = await standOf(personNo);
    const right = idNumber('1991-05-05', '1');
    const applicationId = await submitted(personNo, { newIdNumber: right.toLowerCase() });
    const { shows } = await view(applicationId);
    expect(shows.differences).toMatchObject([
      { field: '证件号码', before: maskId(v.idNumber), after: expect.stringContaining(maskId(right)) },
      { field: '性别', before: '女', after: '男' },
      { field: '出生日期', before: '1992-06-15', after: '1991-05-05' },
    ]);
    expect(JSON.stringify(shows)).not.toContain(v.idNumber);
    expect((await passed(applicationId)).effects).toMatchObject([{ state: 'done' }]);
    const now = await standOf(personNo);
    expect(now.found).toMatchObject({ _id: before.found._id, sex: '1', birthDate: '1991-05-05', idHash: blind('id', right) });
    expect(now.numberAgrees).toBe(true);
    expect(now.guard).toMatchObject({ kind: 'lasting', applicationId: enrolled });
    const { guards } = await models();
    expect(await guards.findById(`active:210:${idHash}`)).toBeNull();
    await nothingLeft(personNo);
    // By the new number he is found and insured nowhere twice; by the old one nobody is.
    await expect(enrol(person({ ...v, idNumber: right, sex: '1', birthDate: '1991-05-05' }), clerkOf(2))).rejects.toMatchObject({
      message: `该证件号码已存在个人编号${personNo}，请按续保办理`,
    });
    expect(await refusal(look(v.idNumber))).toMatchObject({ message: messages.noPerson });
    // Stopped under the new number he can be insured anew.
    await stop(leaving(personNo, { to: today() }));
    expect((await standOf(personNo)).guard).toBeNull();
  });
  test('whoever is enrolled under the old number is somebody else, singly and with a number of his own', async () => {
    const { v, personNo } = await insured();
    await correctedBy(personNo, { newIdNumber: idNumber() });
    const mine = await standOf(personNo);
    const { result } = await enrol({ ...v, name: '真号主' }, clerkOf(2));
    expect(result.personNo).not.toBe(personNo);
    const other = await standOf(String(result.personNo));
    expect(other.found._id).not.toBe(mine.found._id);
    expect(other.about).toMatchObject({ name: '真号主', idNumber: v.idNumber });
    expect(other.guard).toMatchObject({ kind: 'lasting' });
    expect(await standOf(personNo)).toMatchObject({ about: mine.about, found: { ranges: mine.found.ranges } });
    // A seed that knows him by his old number makes nobody anew.
    const { seedPeople } = await import('../src/seed.ts');
    const one = { ...v, sex: '2', birthDate: '1992-06-15', enrolments: [] };
    expect(await seedPeople([one])).toEqual([String(result.personNo)]);
  });
  test('check digit, form, day and document are looked at as in item 2', async () => {
    const { personNo } = await insured();
    const good = idNumber();
    const wrong = `${good.slice(0, 17)}${good.endsWith('0') ? '1' : '0'}`;
    expect((await issue(send(personNo, { newIdNumber: wrong })))?.path).toBe('newIdNumber');
    expect(await issue(send(personNo, { newIdType: '77' }))).toEqual({ path: 'newIdType', message: messages.unknownCode });
    expect((await issue(send(personNo, { newIdType: '07', newIdNumber: '911124198108030024' })))?.path).toBe('newIdType');
    expect(await issue(send(personNo, { newIdNumber: idNumber('2015-01-01') }))).toEqual({
      path: 'newIdNumber',
      message: messages.tooYoung,
    });
  });
  test('numbers that differ only where they are masked do not look alike; that there was one before is said of what was reviewed', async () => {
    const { personNo } = await insured({ idNumber: residentIdOf('619999', '1992-06-15', 900), name: '魏两次' });
    const was = residentIdOf('619999', '1992-06-15', 900);
    // Another day of the month after with the same check digit.
    const days = Array.from({ length: 28 }, (_, at) => `1992-07-${String(at + 1).padStart(2, '0')}`);
    const alike = days.map((day) => residentIdOf('619999', day, 900)).find((number) => maskId(number) === maskId(was)) ?? '';
    const places = [...alike].flatMap((char, at) => (char === was[at] ? [] : [at + 1])).join('、');
    await send(personNo, { newMobile: '19900002222' });
    const applicationId = await submitted(personNo, { newIdNumber: alike });
    const seen = await view(applicationId);
    expect(seen.flags).toEqual([]);
    expect(seen.shows.differences).toContainEqual({
      field: '证件号码',
      before: maskId(alike),
      after: `${maskId(alike)}（第${places}位更正）`,
    });
    await passed(applicationId);
    expect((await view(await submitted(personNo, { newName: '魏三次' }))).flags).toMatchObject([{ code: 'EARLIER' }]);
  });
  test('past the retirement age by the new number: the reviewer is told', async () => {
    const { personNo } = await insured();
    const applicationId = await submitted(personNo, { newIdNumber: idNumber('1950-01-01') });
    expect((await view(applicationId)).flags).toMatchObject([{ code: 'RETIRED' }]);
  });
  test('a number that is somebody’s is refused, without a word of whose: at once, and when it is carried out', async () => {
    const [one, other] = [await insured(), await insured({ name: '郑他人' }, 2)];
    const said = await refusal(send(one.personNo, { newIdNumber: other.v.idNumber }));
    expect(said).toMatchObject({ message: messages.taken });
    expect(JSON.stringify(said)).not.toMatch(new RegExp(`${other.personNo}|郑`));
    const late = idNumber();
    const applicationId = await submitted(one.personNo, { newIdNumber: late });
    // While it is looked at nobody is enrolled under the number by the usual way; the seed does not ask.
    expect((await refusal(enrol(person({ idNumber: late }), clerkOf(2)))).type).toBe('ALREADY_OPEN');
    expect(
      (await refusal(enrol(resuming(one.v, one.personNo, { identity: '201' }), clerkOf(2), { confirmed: ['injuryElsewhere'] }))).type,
    ).toBe('ALREADY_OPEN');
    const { seedPeople } = await import('../src/seed.ts');
    await seedPeople([
      {
        ...other.v,
        idNumber: late,
        sex: '2',
        birthDate: '1992-06-15',
        enrolments: [{ unitId: 'unit-2', insurance: '210', from: '2024-01-01', to: null }],
      },
    ]);
    expect((await passed(applicationId)).effects).toMatchObject([{ state: 'failed', note: messages.taken }]);
    // It is the reviewer's again.
    const back = await until(async () => {
      const now = await view(applicationId);
      return now.row.status === 'first' && now;
    });
    const { guards } = await models();
    expect(await guards.findById(`active:210:${blind('id', late)}`).lean()).toMatchObject({
      applicationId: expect.stringMatching(/^seed-/),
    });
    await step(applicationId, back.row.seq, 'reject', 'first');
    expect(await standOf(one.personNo)).toMatchObject({ about: { idNumber: one.v.idNumber }, guard: { kind: 'lasting' } });
    await nothingLeft(one.personNo);
  });
  test('two who want one number: the second hears of the first', async () => {
    const [one, other] = [await insured(), await insured()];
    const newIdNumber = idNumber();
    const drafts = await Promise.all([one, other].map(({ personNo }) => drafted(personNo, { newIdNumber })));
    const sent = await Promise.allSettled(
      [one, other].map(({ personNo }, n) => send(personNo, { newIdNumber }, { applicationId: drafts[n] ?? '' })),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
  test('an open enrolment of the person that relies on the number is waited for', async () => {
    const { v, personNo } = await insured({ identity: '201' });
    const manual = resuming(v, personNo, { identity: '201', from: addMonthsToDay(today(), -5) });
    const { applicationId } = await hall.call(enrolment.draft, { requestKey: randomUUID(), values: manual }, clerkOf(2));
    const { materials } = await models();
    const file = { fileId: 'f', name: 'x.pdf', size: 1, type: 'application/pdf', sm3: 'x', at: '2024-01-01T00:00:00.000Z', by: 'x' };
    await materials.create({ _id: randomUUID(), applicationId, slot: 'labour-proof', ...file });
    const open = await hall.call(
      enrolment.submit,
      { requestKey: randomUUID(), applicationId, values: manual, confirmed: ['injuryElsewhere'] },
      clerkOf(2),
    );
    expect(open.status).toBe('submitted');
    const draft = await drafted(personNo, { newIdNumber: idNumber() });
    expect((await refusal(send(personNo, { newIdNumber: idNumber() }, { applicationId: draft }))).type).toBe('ALREADY_OPEN');
    await correctedBy(personNo, { newName: '王改名' }); // a name needs no number
  });
  test('while somebody is being stopped the number waits, and goes on by itself', async () => {
    const { personNo, idHash } = await insured();
    const { guards } = await models();
    const applicationId = await submitted(personNo, { newIdNumber: idNumber() });
    const busy = {
      _id: `open:person-stop:${idHash}`,
      applicationId: 'batch',
      requestKey: 'batch',
      at: '2999-01-01T00:00:00.000Z',
      kind: 'open' as const,
    };
    await guards.create(busy);
    expect((await passed(applicationId)).effects).toMatchObject([{ state: 'pending', note: messages.busy }]);
    await guards.deleteOne({ _id: busy._id });
    await until(async () => (await view(applicationId)).effects[0]?.state === 'done', 20_000);
    expect((await standOf(personNo)).numberAgrees).toBe(true);
  });
  test('a stop of before is not undone under a number that is no longer his', async () => {
    const { v, personNo } = await insured();
    await enrol(resuming(v, personNo, { identity: '201' }), clerkOf(2), { confirmed: ['injuryElsewhere'] });
    const { applicationId } = await stop(leaving(personNo));
    await correctedBy(personNo, { newIdNumber: idNumber() }, clerkOf(2));
    expect((await refusal(undo(applicationId))).message).toBe(stopItem.messages.undoCorrected);
  });
  test('who is just being stopped or resumed by the old number is judged again, and nobody is made anew of him', async () => {
    const { v, personNo, idHash } = await insured();
    const { found } = await standOf(personNo);
    const applicationId = await submitted(personNo, { newIdNumber: idNumber() });
    await step(applicationId, 1, 'accept', 'intake');
    await step(applicationId, 2, 'take', 'first');
    const gate = Promise.withResolvers<void>();
    slowly.set(found._id, gate.promise);
    const slow = refusal(stop(leaving(personNo), clerkOf(1, { id: 'slow' })));
    await until(async () => !slowly.has(found._id));
    await step(applicationId, 3, 'pass', 'first');
    gate.resolve();
    expect((await slow).type).toBe('STATE_CHANGED');
    expect(await standOf(personNo)).toMatchObject({ guard: { kind: 'lasting' } });
    await nothingLeft(personNo);

    const { makePerson } = await import('../src/effects.ts');
    const keep = { idHash, idNumber: v.idNumber, name: v.name, insurances: ['410'], baseFen: 1, personId: found._id, hostUnitId: null };
    const of = {
      applicationId: 'late',
      itemId: 'person-enrolment',
      unitId: 'unit-2',
      area: '610113',
      decidedAt: '',
      submittedBy: 'x',
      result: {},
    };
    await expect(makePerson.run({ ...of, values: { ...resuming(v, personNo) }, keep })).rejects.toMatchObject({
      message: enrolmentItem.messages.noPerson,
    });
    const { PersonModel } = await models();
    expect(await PersonModel.exists({ idHash })).toBeNull();
  });
});

describe('done again', () => {
  test('after a stop anywhere: between person, names and guard', async () => {
    const { personNo, idHash, applicationId: enrolled } = await insured();
    const right = idNumber();
    const applicationId = await submitted(personNo, { newName: '冯重做', newIdNumber: right });
    await passed(applicationId);
    const { PersonModel, EnrolmentModel, guards, effects, steps } = await models();
    const once = await standOf(personNo);
    const isRight = guards.findById(`active:210:${blind('id', right)}`).lean();
    expect(await isRight).toMatchObject({ applicationId: enrolled });
    // As it was when the machine stopped right after the person was written.
    await EnrolmentModel.updateMany({ personId: once.found._id }, { $set: { nameHash: 'old' } });
    await guards.updateOne({ _id: `active:210:${blind('id', right)}` }, { $set: { applicationId, kind: 'open' } });
    await guards.create({
      _id: `active:210:${idHash}`,
      applicationId: enrolled,
      requestKey: 'x',
      at: '2024-01-01T00:00:00.000Z',
      kind: 'lasting',
    });
    await effects.updateOne({ _id: `${applicationId}:correct` }, { $set: { state: 'pending' } });
    await steps.updateOne({ applicationId, seq: 4 }, { $set: { due: true } });
    const { applications } = await import('../src/applications.ts');
    await applications.work();
    const twice = await standOf(personNo);
    expect(twice).toMatchObject({ namesAgree: true, numberAgrees: true, guard: { applicationId: enrolled, kind: 'lasting' } });
    await nothingLeft(personNo);
    expect(twice.found.corrections).toHaveLength(1);
    expect(await guards.findById(`active:210:${idHash}`)).toBeNull();
    expect(await PersonModel.countDocuments({ idHash: blind('id', right) })).toBe(1);
  });
  test('late, after he was corrected once more, it changes nothing', async () => {
    const { personNo } = await insured();
    const [first, second] = [idNumber(), idNumber()];
    const applicationId = await correctedBy(personNo, { newIdNumber: first, newName: '陈第一' });
    await correctedBy(personNo, { newIdNumber: second, newName: '陈第二' });
    const { steps, guards } = await models();
    const { caseOf } = await import('@wangting/kit/applications/effects');
    const { correctPerson } = await import('../src/correcting.ts');
    const { applications } = await import('../src/applications.ts');
    const last = await steps.findOne({ applicationId }).sort({ seq: -1 }).lean();
    if (!last) throw new Error('the case has no step');
    await correctPerson(await caseOf(applications.models, last));
    expect(await standOf(personNo)).toMatchObject({ about: { name: '陈第二', idNumber: second }, namesAgree: true });
    await nothingLeft(personNo);
    expect(await guards.findById(`active:210:${blind('id', first)}`)).toBeNull();
  });
});
