import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDays } from '@wangting/contracts/standards/day';
import { changeProject } from '@wangting/contracts/units/projects';
import { onRoster } from '@wangting/contracts/units/questions-roster';
import { reviewEntry, type Verdict } from '@wangting/contracts/units/roster-review';
import { lookup } from '@wangting/kit/sealed';
import { staff } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';
import { refusal, type Registered } from './hall.ts';
import { line, on, rosterHall, type Line, type RosterHall } from './roster-hall.ts';

let at: RosterHall;
beforeAll(async () => {
  at = await rosterHall();
});
afterAll(async () => {
  await at.hall.clock(0);
  await at.stop();
});
const DAY = 86_400_000;
const hash = ({ idNumber = '' }: Line) => lookup('id', idNumber);
const ask = async (unit: Registered, his: Line, day: string) => {
  const { answers } = await at.hall.callAs('injury', onRoster, { questions: [{ unitId: unit.unitId, idHash: hash(his), on: day }] });
  return { covered: answers[0]?.covered, standings: answers[0]?.stays.map(({ standing }) => standing) };
};
const enter = async (unit: Registered, no: string, ...rows: Line[]) => {
  const saved = await at.save(await at.checked(no, rows, unit.legal), unit.legal);
  expect(saved).toMatchObject({ failed: 0, saved: rows.length });
};
const rowOf = async (unit: Registered, his: Line) => {
  const { rows } = await at.people(unit.legal, { idNumber: his.idNumber ?? '' });
  return rows[0] as (typeof rows)[number];
};
const verify = async (unit: Registered, his: Line, verdict: Verdict) => {
  const { id, rev, entryOn } = await rowOf(unit, his);
  const decision = { requestKey: randomUUID(), id, entryOn, seenRev: rev, verdict, opinion: '见考勤表' };
  await at.hall.call(reviewEntry, decision, staff('first-1', ['first']));
};

test('the day of the registration and after is covered; before it, what the agency has found counts', async () => {
  const unit = await at.home();
  const { no } = await at.project(unit);
  const [fresh, day1, waits, passed, refused] = [on(0), on(-1), on(-5), on(-5), on(-5)].map((entryOn) => line({ entryOn })) as [
    Line,
    Line,
    Line,
    Line,
    Line,
  ];
  await enter(unit, no, fresh, day1, waits, passed, refused);
  await verify(unit, passed, 'passed');
  await verify(unit, refused, 'refused');
  expect(await ask(unit, fresh, on(0))).toEqual({ covered: true, standings: ['covered'] });
  expect(await ask(unit, fresh, on(-1))).toEqual({ covered: false, standings: [] });
  expect(await ask(unit, day1, on(-1))).toEqual({ covered: false, standings: ['late'] });
  expect(await ask(unit, day1, on(0))).toEqual({ covered: true, standings: ['covered'] });
  expect(await ask(unit, waits, on(-2))).toEqual({ covered: false, standings: ['waiting'] });
  expect(await ask(unit, waits, on(0))).toEqual({ covered: true, standings: ['covered'] });
  expect(await ask(unit, passed, on(-2))).toEqual({ covered: true, standings: ['covered'] });
  expect(await ask(unit, passed, on(-6))).toEqual({ covered: false, standings: [] });
  for (const day of [on(-2), on(0)]) expect(await ask(unit, refused, day)).toEqual({ covered: false, standings: ['refused'] });
  expect(await ask(await at.home(), fresh, on(0))).toEqual({ covered: false, standings: [] });
  expect(await ask(unit, line(), on(0))).toEqual({ covered: false, standings: [] });
});

test('what is written after the day does not change how it was: prolonged afterwards is late, ended afterwards is said', async () => {
  const unit = await at.home();
  const { no } = await at.project(unit);
  const [left, stays] = [line({ leaveOn: on(2) }), line()];
  await enter(unit, no, left, stays);
  await at.hall.clock(10 * DAY);
  const change = async (his: Line, leaveOn: string) => {
    const { id, rev } = await rowOf(unit, his);
    await at.change(id, rev, { post: '钢筋工', leaveOn }, unit.legal);
  };
  expect(await ask(unit, left, on(5))).toEqual({ covered: false, standings: [] });
  await change(left, on(30));
  await change(stays, on(3));
  expect(await ask(unit, left, on(1))).toEqual({ covered: true, standings: ['covered'] });
  expect(await ask(unit, left, on(5))).toEqual({ covered: false, standings: ['late'] });
  expect(await ask(unit, left, on(10))).toEqual({ covered: true, standings: ['covered'] });
  expect(await ask(unit, stays, on(5))).toEqual({ covered: false, standings: ['shortened'] });
  expect(await ask(unit, stays, on(2))).toEqual({ covered: true, standings: ['covered'] });
  await at.hall.clock(0);
});

test('a project answers for the time in which it was insured; several questions at once, each by its key', async () => {
  const unit = await at.home();
  const project = await at.project(unit);
  const people = Array.from({ length: 30 }, () => line());
  await enter(unit, project.no, ...people);
  const [one = {}, two = {}] = people;
  const { projectId: _, rev, no: __, unitId: ___, insuredUntil: ____, fee: _____, ...data } = project;
  const shorter = { requestKey: randomUUID(), projectId: project.projectId, seenRev: rev, project: { ...data, endOn: on(20) } };
  await at.hall.call(changeProject, shorter as never, staff('officer', ['intake']));
  expect(await ask(unit, one, on(20))).toMatchObject({ covered: true });
  expect(await ask(unit, one, addDays(on(20), 1))).toEqual({ covered: false, standings: [] });
  const questions = [one, two, line()].map((his) => ({ unitId: unit.unitId, idHash: hash(his), on: on(0) }));
  const looked = await reads(`${at.namespace}_units`, ['project_people'], () => at.hall.callAs('injury', onRoster, { questions }));
  if (looked) expect(looked).toEqual({ documents: 2, scans: [] });
  const { answers } = await at.hall.callAs('injury', onRoster, { questions });
  expect(answers.map(({ covered }) => covered)).toEqual([true, true, false]);
  for (const service of ['persons', 'benefits', 'gateway'] as const)
    expect((await refusal(at.hall.callAs(service, onRoster, { questions }))).name).toBe('NOT_ALLOWED');
});
