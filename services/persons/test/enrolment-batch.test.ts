import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item } from '@wangting/contracts/persons/person-enrolment-batch';
import { addMonthsToDay } from '@wangting/contracts/standards/day';
import { headcount } from '@wangting/contracts/persons/questions';
import { lookup as blind } from '@wangting/kit/sealed';
import { today } from '@wangting/kit/clock';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { desk, forgetObjects, idNumber, neighbours } from './batch-hall.ts';
import { policy } from './policy.ts';

testEnvironment();
let hall: TestHall;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
  hall = await testHall([(await import('../src/persons.service.ts')).default, ...neighbours()]);
  at = desk(hall, item);
});
afterAll(async () => {
  await forgetObjects(hall.namespace);
  await hall.stop();
});

const row = (over: Record<string, string> = {}): Record<string, string> => ({
  idType: '居民身份证',
  idNumber: idNumber(),
  name: '王示例',
  ethnicGroup: '汉族',
  householdKind: '统一居民户口',
  mobile: '19900001234',
  workStartOn: '2015-07-01',
  identity: '职工（劳动合同制）',
  from: today(),
  declaredBase: '7000',
  ...over,
});

describe('a row that cannot be', () => {
  test('a foreigner the record knows stays one on a 续保, whatever the row says; what the record says is not shown', async () => {
    const { PersonModel } = await import('../src/models/person.ts');
    const { sealAbout } = await import('../src/domain/about.ts');
    await PersonModel.create({
      _id: 'foreigner',
      personNo: '619800000002',
      idType: '08',
      idHash: blind('id', 'X7654399'),
      about: sealAbout({ idNumber: 'X7654399', name: 'PAUL EXAMPLE', nationality: 'FRA', mobile: '19900001234' } as never),
      sex: '1',
      birthDate: '1992-06-15',
      rev: 1,
      ranges: [],
      madeBy: 'test',
    });
    const foreign = { personNo: '619800000002', idType: '护照', idNumber: 'X7654399', name: 'PAUL EXAMPLE', identity: '外国人' };
    const as = at.clerkOf(1);
    const issuesOf = async (over: Record<string, string>) => {
      const { batchId } = await at.checked(at.csv([row({ ...foreign, ...over })]), as);
      const { rows } = await at.rows(batchId, 'bad', as);
      expect(rows[0]?.values).not.toMatchObject({ nationality: 'FRA' });
      return rows[0]?.issues.map(({ message }) => message) ?? [];
    };
    const single = '外国人参保，需人工审核，请通过人员参保登记单笔办理';
    expect(await issuesOf({})).toEqual([single]);
    expect(await issuesOf({ nationality: '中国' })).toEqual([single]);
    expect(await issuesOf({ nationality: '中国', identity: '职工（劳动合同制）' })).toEqual([item.messages.foreignIdentity, single]);
    expect(await issuesOf({ idType: '其他' })).toContain(item.messages.otherIdType);
  });
  test('somebody once stopped as retired may draw a pension: 失业保险 is for a reviewer, 工伤保险 alone is not', async () => {
    const { PersonModel } = await import('../src/models/person.ts');
    const { EnrolmentModel } = await import('../src/models/enrolment.ts');
    const { sealAbout } = await import('../src/domain/about.ts');
    const [_id, number] = ['pensioner', idNumber()];
    const stretch = { unitId: 'unit-2', insurance: '410', from: '2024-01-01', to: '2024-12-31' } as const;
    await PersonModel.create({
      _id,
      personNo: '619800000003',
      idType: '01',
      idHash: blind('id', number),
      about: sealAbout({ idNumber: number, name: '王示例', nationality: 'CHN', mobile: '19900001234' } as never),
      sex: '1',
      birthDate: '1992-06-15',
      rev: 1,
      ranges: [{ ...stretch, enrolmentId: 'old' }],
      madeBy: 'test',
    });
    const ended = { by: 'test', reason: '31', detail: null, contractEndOn: null, deathOn: null };
    const rest = { identity: '101', state: '2', declared: 1, base: 1, kind: 'stopped', applicationId: 'test', rev: 2, at: 'x' } as const;
    await EnrolmentModel.create({ ...stretch, ...rest, _id: 'old', personId: _id, nameHash: 'x', stop: ended });
    const again = row({ personNo: '619800000003', idNumber: number });
    const as = at.clerkOf(1);
    const { batchId } = await at.checked(at.csv([again]), as);
    expect((await at.rows(batchId, 'bad', as)).rows[0]?.issues.map(({ message }) => message)).toEqual([
      '可能已办理退休、领取养老金，参加失业保险需人工审核，请通过人员参保登记单笔办理',
    ]);
    expect(await at.checked(at.csv([{ ...again, identity: '其他单工伤人员' }]), as)).toMatchObject({ good: 1, bad: 0 });
  });
});

test('contributions is asked once for each month of a file, however long; while nobody is there the file waits', async () => {
  const as = at.clerkOf(2);
  const lastMonth = addMonthsToDay(today(), -1);
  const one = row({ idType: '其他', sex: '男', birthDate: '1992-06-15' });
  const rows = Array.from({ length: 501 }, (_, n) => ({ ...one, from: n % 2 ? today() : lastMonth, idNumber: `Z${n + 1_000}` }));
  policy.asked = 0;
  policy.away = true;
  const { batchId } = await at.check(at.csv(rows), as);
  const waiting = await until(async () => {
    const now = await at.view(batchId, as);
    return now.message && now;
  });
  expect(waiting).toMatchObject({ state: 'checking', message: '相关服务暂时不可用，将自动继续' });
  policy.away = false;
  const refused = policy.asked;
  expect(await at.ended(batchId, as)).toMatchObject({ state: 'checked', good: 501 });
  expect(policy.asked - refused).toBe(1);
}, 60_000);

describe('a good file', () => {
  test('is checked, shown, saved, counted and listed as one case', async () => {
    const as = at.clerkOf(1);
    const people = Array.from({ length: 5 }, () => row());
    const batch = await at.checked(at.csv(people), as);
    expect(batch).toMatchObject({ state: 'checked', rows: 5, good: 5, bad: 0, message: '校验完成，成功5条，失败0条' });
    const preview = await at.rows(batch.batchId, 'good', as);
    expect(preview.total).toBe(5);
    expect(preview.rows[0]).toMatchObject({ no: 1, rowNo: 3, saved: false, values: { name: '王示例', sex: '1', birthDate: '1992-06-15' } });
    expect(String(preview.rows[0]?.values.idNumber)).toMatch(/^619\*{11}.{4}$/);
    const before = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    const saved = await at.saved(batch.batchId, as);
    expect(saved).toMatchObject({
      state: 'saved',
      saved: 5,
      failed: 0,
      message: '保存完成，成功5条，失败0条',
      serialNo: expect.stringMatching(/^\d{20}$/),
    });
    const after = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    expect(after.people - before.people).toBe(5);
    const shown = await at.rows(batch.batchId, 'good', as);
    expect(shown.rows.map(({ values }) => values.personNo)).toEqual(Array.from({ length: 5 }, () => expect.stringMatching(/^61\d{10}$/)));
    const { PersonModel } = await import('../src/models/person.ts');
    const found = await PersonModel.find({ idHash: { $in: people.map((one) => blind('id', one.idNumber ?? '')) } }).lean();
    expect(found.map(({ ranges }) => ranges.map(({ insurance }) => insurance))).toEqual(people.map(() => ['210', '410']));
  });
});
