import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { checkPersonName } from '@wangting/contracts/standards/person-name';
import { checkMobile } from '@wangting/contracts/standards/phone';
import { ProjectData } from '@wangting/contracts/units/projects';
import { BankAccount } from '@wangting/contracts/units/unit-bank';
import { until } from '@wangting/kit/testing';
import { cityPeople, cityUnits } from '../../../deploy/seed/city.ts';
import { DEMO_NEWCOMER, DEMO_UNIT } from '../../../deploy/seed/demo.ts';
import type { Unit } from '../src/models/unit.ts';
import { unitsHall, type UnitsHall } from './hall.ts';

let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
afterAll(() => at.stop());

const run = () =>
  promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL('../../../deploy/seed/main.ts', import.meta.url)), '--units', '14', '--people', '20', '--no-ledger'],
    { env: process.env },
  );
const stored = async (): Promise<Unit[]> => {
  const { UnitModel } = await import('../src/models/unit.ts');
  return UnitModel.find().sort({ _id: 1 }).lean<Unit[]>();
};

test('the city is valid by our checks, belongs to nobody, and nobody stands in it twice', () => {
  const units = cityUnits(300);
  const people = cityPeople(
    3_000,
    units.map(({ creditCode, state, registeredOn }) => ({ unitId: creditCode, state, from: registeredOn })),
  );
  expect(
    units.filter(
      ({ creditCode }) => !checkCreditCode(creditCode).ok || checkCreditCode(creditCode).warning || creditCode.slice(2, 8) !== '619999',
    ),
  ).toEqual([]);
  expect(new Set([...units.map(({ creditCode }) => creditCode), DEMO_NEWCOMER.creditCode]).size).toBe(301);
  expect(new Set(units.map(({ name }) => name)).size).toBe(300);
  const everybody = [
    ...people,
    ...units.flatMap(({ legal, contacts }) => [{ ...legal, mobile: legal.phone }, ...contacts]),
    DEMO_NEWCOMER.legal,
    DEMO_NEWCOMER.contact,
  ];
  expect(
    everybody.filter(
      ({ name, idNumber, mobile }) =>
        !checkIdNumber('01', idNumber, '2024-01-01').ok ||
        !idNumber.startsWith('619999') ||
        !checkMobile(mobile).ok ||
        !checkPersonName(name).ok,
    ),
  ).toEqual([]);
  expect(new Set(everybody.map(({ idNumber }) => idNumber)).size).toBe(everybody.length);
  expect(units.filter(({ name }) => [...name].length === 40)).not.toEqual([]);
  expect(units.some(({ details }) => details.dispatch === '1') && units.some(({ state }) => state === '3')).toBe(true);
});

test('run twice it is the same city, and the running service tells of it', async () => {
  await run();
  const first = await stored();
  expect(first).toHaveLength(14);
  expect(new Set(first.map(({ no }) => no)).size).toBe(14);
  expect(first.find(({ creditCode }) => creditCode === DEMO_UNIT.creditCode)).toMatchObject({
    name: DEMO_UNIT.name,
    state: '1',
    no: expect.stringMatching(/^61\d{8}$/),
  });
  await until(async () => (await stored()).every(({ pending, filing }) => !pending && !filing), 15_000);
  await run();
  expect((await stored()).map(({ _id, rev, no }) => [_id, rev, no])).toEqual(first.map(({ _id, rev, no }) => [_id, rev, no]));
});

test('the city has projects, insured and not, and accounts in the names of their units, as our checks want them', async () => {
  const { ProjectModel } = await import('../src/models/project.ts');
  const projects = await ProjectModel.find().lean();
  expect(projects).toHaveLength(4);
  expect(new Set(projects.map(({ no }) => no)).size).toBe(4);
  expect(projects.filter(({ insuredFrom }) => !insuredFrom)).toHaveLength(1);
  const units = cityUnits(14);
  for (const data of units.flatMap((unit) => unit.projects ?? [])) expect(ProjectData.safeParse(data).error).toBeUndefined();
  const accounts = units.flatMap((unit) => (unit.banks ?? []).map((bank) => [unit.name, BankAccount.safeParse(bank)] as const));
  expect(accounts.map(([, parsed]) => parsed.error)).toEqual([undefined, undefined, undefined]);
  for (const [name, parsed] of accounts) expect(parsed.data?.accountName).toBe(name);
  expect((await stored()).filter(({ banks }) => banks?.length)).toHaveLength(3);
});
