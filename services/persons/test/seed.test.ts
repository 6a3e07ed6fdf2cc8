import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { headcount } from '@wangting/contracts/persons/questions';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

testEnvironment();
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([(await import('../src/persons.service.ts')).default]);
});
afterAll(() => hall.stop());

const person = (n: number, to: string | null = null) => ({
  name: '孙种子',
  idType: '01',
  idNumber: residentIdOf('619999', '1988-08-08', n),
  sex: '1',
  birthDate: '1988-08-08',
  mobile: '19900001111',
  enrolments: (['210', '410'] as const).map((insurance) => ({ unitId: 'seeded', insurance, from: '2023-01-01', to })),
});

test('a synthetic city can be filled twice, or twice at once, and is the same', async () => {
  const { seedPeople } = await import('../src/seed.ts');
  const { PersonModel } = await import('../src/models/person.ts');
  const { applications } = await import('../src/applications.ts');
  const people = [{ ...person(1), personNo: '619900000001' }, person(3), person(5, '2023-06-30')];
  const [first, second] = await Promise.all([seedPeople(people), seedPeople(people)]);
  expect(first).toEqual(second);
  expect(first[0]).toBe('619900000001');
  expect(first[1]).toMatch(/^61\d{10}$/);
  expect(await PersonModel.countDocuments({})).toBe(3);
  expect((await hall.callAs('documents', headcount, { unitId: 'seeded' })).counts).toEqual({ '210': 2, '410': 2, people: 2 });
  // Whoever is still insured holds the place of 失业保险; who stopped can be resumed.
  expect(await applications.models.guards.countDocuments({ kind: 'lasting' })).toBe(2);
});
