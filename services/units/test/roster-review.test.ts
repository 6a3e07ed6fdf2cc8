import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Caller } from '@wangting/contracts/caller';
import { reviewEntry, waitingEntries, type Verdict } from '@wangting/contracts/units/roster-review';
import { staff, until } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';
import { refusal, type Registered } from './hall.ts';
import { line, on, rosterHall, type RosterHall } from './roster-hall.ts';

let at: RosterHall;
beforeAll(async () => {
  at = await rosterHall();
});
afterAll(() => at.stop());
const [first, second] = [staff('first-1', ['first']), staff('second-1', ['second'], ['6101'])];
const waiting = async (as: Caller, unitNo?: string) =>
  (await at.hall.call(waitingEntries, { page: 1, size: 100, ...(unitNo ? { unitNo } : {}) }, as)).rows;
const decide = (
  { id, rev, entryOn }: { id: string; rev: number; entryOn: string },
  verdict: Verdict,
  as: Caller,
  { opinion = '', requestKey = randomUUID() as string } = {},
) => at.hall.call(reviewEntry, { requestKey, id, entryOn, seenRev: rev, verdict, ...(opinion ? { opinion } : {}) }, as);
/** A unit with one who waits; saved by its 法人. */
async function backdated(over: Record<string, string> = {}): Promise<{ unit: Registered; no: string; his: Record<string, string> }> {
  const unit = await at.home();
  const { no } = await at.project(unit);
  const his = line({ entryOn: on(-5), ...over });
  await at.save(await at.checked(no, [his, line(), line({ entryOn: on(-1) })], unit.legal), unit.legal);
  return { unit, no, his };
}
const only = async (unit: Registered, as: Caller = first) => {
  const rows = await waiting(as, unit.no);
  expect(rows).toHaveLength(1);
  return rows[0] as (typeof rows)[number];
};
const marks = async (unit: Registered) => (await at.people(unit.legal)).rows.map(({ marks: said }) => said).filter(Boolean);

test('who was entered more than a day late waits, in the areas of the agency, until it is decided', async () => {
  const { unit } = await backdated();
  const row = await only(unit);
  expect(row).toMatchObject({ unitNo: unit.no, entryOn: on(-5), days: 5, name: '王示例', post: '钢筋工', more: 0, area: '610113' });
  expect(row.idMasked).toMatch(/^619\*{11}.{4}$/);
  expect((await waiting(second)).some(({ unitNo }) => unitNo === unit.no)).toBe(true);
  expect(await waiting(staff('far', ['first'], ['6102', '6103']))).toEqual([]);
  expect(await waiting(staff('nowhere', ['first'], []))).toEqual([]);
  expect(await waiting(first, '6199999999')).toEqual([]);
  expect(await decide(row, 'passed', first, { opinion: '考勤表属实' })).toEqual({ message: '核实通过' });
  expect(await waiting(first, unit.no)).toEqual([]);
  expect(await marks(unit)).toEqual(['倒填入职日期，已核实']);
});

test('refusals have names: other areas, other roles, no reason, nothing to decide', async () => {
  const { unit } = await backdated();
  const row = await only(unit);
  const name = async (promise: Promise<unknown>) => (await refusal(promise)).name;
  expect(await name(decide(row, 'passed', staff('far', ['second'], ['6102'])))).toBe('NOT_FOUND');
  for (const role of ['intake', 'third', 'finance', 'ops']) {
    expect(await name(decide(row, 'passed', staff(`x-${role}`, [role])))).toBe('NOT_ALLOWED');
    expect(await name(waiting(staff(`x-${role}`, [role])))).toBe('NOT_ALLOWED');
  }
  expect(await name(decide(row, 'passed', unit.legal))).toBe('NOT_ALLOWED');
  const missing = await refusal(decide(row, 'refused', first));
  expect(missing).toMatchObject({ name: 'INPUT_INVALID', data: { issues: [{ path: 'opinion', message: '请填写不予认可的原因' }] } });
  expect(await name(decide({ ...row, id: 'nobody' }, 'passed', first))).toBe('NOT_FOUND');
  const others = (await at.people(unit.legal)).rows.filter(({ entryOn }) => entryOn !== on(-5));
  for (const other of others) expect((await refusal(decide(other, 'passed', first))).message).toBe('该登记无需核实');
  expect(await only(unit)).toEqual(row);
});

test('of two who decide at once one does; the other learns who; the same request again is the same decision', async () => {
  const { unit } = await backdated();
  at.identity.names['second-1'] = '复核员';
  at.identity.names['first-1'] = '初审员';
  const row = await only(unit);
  const outcomes = await Promise.all([
    refusal(decide(row, 'passed', first)),
    refusal(decide(row, 'refused', second, { opinion: '查无此人' })),
    ...Array.from({ length: 6 }, () => refusal(decide(row, 'passed', first))),
  ]);
  expect(outcomes.filter(({ name }) => name === 'none')).toHaveLength(1);
  expect(new Set(outcomes.map(({ name }) => name).filter((name) => !['none', 'RULE_REFUSED'].includes(name)))).not.toContain('fault');
  const winner = outcomes[1]?.name === 'none' ? '复核员' : '初审员';
  expect((await refusal(decide(row, 'passed', first))).message).toBe(`该登记已由${winner}核实，请刷新后查看`);
  const { ProjectPersonModel } = await import('../src/models/project-person.ts');
  const kept = await ProjectPersonModel.findById(row.id).lean();
  expect(kept).toMatchObject({ rev: 2, stays: [{ review: { at: kept?.at } }] });
  expect(kept?.log.map(({ who, agency }) => [who, agency])).toEqual([
    [unit.legal.id, undefined],
    [winner === '复核员' ? 'second-1' : 'first-1', true],
  ]);
  expect(kept).not.toHaveProperty('waitsIn');

  const next = await backdated();
  const other = await only(next.unit);
  const requestKey = randomUUID();
  await Promise.all([1, 2, 3].map(() => decide(other, 'passed', first, { requestKey })));
  expect((await refusal(decide(other, 'refused', first, { requestKey, opinion: '不符' }))).name).toBe('REQUEST_KEY_REUSED');
  const changed = await backdated();
  const stale = await only(changed.unit);
  await at.change(stale.id, 1, { post: '木工' }, changed.unit.legal);
  expect((await refusal(decide(stale, 'passed', first))).name).toBe('STATE_CHANGED');
});

test('an entry that was refused is nobody’s: it is not maintained, stands in no one’s way, and may be entered anew', async () => {
  const { unit, no, his } = await backdated();
  const row = await only(unit);
  expect(await decide(row, 'refused', second, { opinion: '无考勤记录' })).toEqual({ message: '核实不予认可' });
  expect(await marks(unit)).toEqual(['倒填入职日期，核实不予认可：无考勤记录']);
  expect((await refusal(at.change(row.id, 2, { post: '木工' }, unit.legal))).message).toContain('不予认可，不能维护');
  // The right day, which would have run into the refused stay.
  const today = await at.checked(no, [{ ...his, entryOn: on(0) }], unit.legal);
  expect(today).toMatchObject({ good: 1, bad: 0 });
  await at.save(today, unit.legal);
  expect(await waiting(first, unit.no)).toEqual([]);
  expect((await at.people(unit.legal)).rows[0]).toMatchObject({ entryOn: on(0), marks: '', earlier: `${on(-5)} 至 —（不予认可）` });
  const again = await backdated();
  await decide(await only(again.unit), 'refused', first, { opinion: '无考勤记录' });
  const anew = await at.checked(again.no, [{ ...again.his, note: '已补考勤表' }], again.unit.legal);
  expect((await at.tab(anew, 'good', again.unit.legal))[0]?.notes).toEqual(['入职日期早于登记日1日以上，登记日之前的期间须经经办机构核实']);
  await at.save(anew, again.unit.legal);
  expect(await only(again.unit)).toMatchObject({ entryOn: on(-5), note: '已补考勤表', rev: 3 });
});

test('a file that enters him anew while the unit is still to be told of the refusal does not lose the message', async () => {
  const { unit, no, his } = await backdated();
  const row = await only(unit);
  const requestKey = randomUUID();
  at.identity.away = true;
  await decide(row, 'refused', first, { requestKey, opinion: '无考勤记录' });
  await at.save(await at.checked(no, [{ ...his, note: '已补考勤表' }], unit.legal), unit.legal);
  at.identity.away = false;
  const { tellRefusals } = await import('../src/domain/roster-told.ts');
  await tellRefusals(at.hall.server);
  expect(at.identity.notices.filter(({ key }) => key === `entry:${requestKey}`)).not.toEqual([]);
});

test('a verdict outlives an update of the same entry; several entries are decided one by one', async () => {
  const { unit, no, his } = await backdated({ leaveOn: on(-4) });
  await decide(await only(unit), 'passed', first);
  await at.save(await at.checked(no, [{ ...his, post: '班组长' }], unit.legal), unit.legal);
  expect(await marks(unit)).toEqual(['倒填入职日期，已核实']);
  await at.save(await at.checked(no, [{ ...his, entryOn: on(-9), leaveOn: on(-8) }], unit.legal), unit.legal);
  await at.save(await at.checked(no, [{ ...his, entryOn: on(-3), leaveOn: '' }], unit.legal), unit.legal);
  const one = await only(unit);
  expect(one).toMatchObject({ entryOn: on(-9), more: 1 });
  await decide(one, 'passed', first);
  const two = await only(unit);
  expect(two).toMatchObject({ entryOn: on(-3), more: 0 });
  await decide(two, 'refused', first, { opinion: '不符' });
  expect(await waiting(first, unit.no)).toEqual([]);
});

test('when the unit moves, what waits moves with it', async () => {
  const { unit } = await backdated();
  const { waitElsewhere } = await import('../src/domain/moved.ts');
  const { UnitModel } = await import('../src/models/unit.ts');
  const far = staff('far', ['first'], ['610302']);
  await UnitModel.updateOne({ _id: unit.unitId }, { $set: { area: '610302' } });
  await waitElsewhere({ _id: unit.unitId, creditCode: '', area: '610302' });
  expect(await waiting(second, unit.no)).toEqual([]);
  const row = await only(unit, far);
  expect((await refusal(decide(row, 'passed', second))).name).toBe('NOT_FOUND');
  await decide(row, 'passed', far);
});

test('the list reads those who wait, whoever else is there', async () => {
  const { unit } = await backdated();
  const { ProjectPersonModel } = await import('../src/models/project-person.ts');
  const row = await ProjectPersonModel.findOne({ unitId: unit.unitId, waitsIn: '610113' }).lean();
  const { waitsIn: _, ...still } = row as NonNullable<typeof row>;
  await ProjectPersonModel.insertMany(Array.from({ length: 500 }, (__, n) => ({ ...still, _id: `y${n}`, idHash: `y${n}` })));
  const far = staff('one', ['first'], ['610113']);
  const { total } = await at.hall.call(waitingEntries, { page: 1, size: 10 }, far);
  const looked = await reads(`${at.namespace}_units`, ['project_people'], () => at.hall.call(waitingEntries, { page: 1, size: 10 }, far));
  if (looked) expect(looked.documents).toBeLessThanOrEqual(total + 10);
  if (looked) expect(looked.scans).toEqual([]);
});

test('the unit is told of a refusal once and of nothing else, without saying of whom; a mailbox that is away is tried again', async () => {
  const { tellRefusals } = await import('../src/domain/roster-told.ts');
  const { ProjectPersonModel } = await import('../src/models/project-person.ts');
  const toldBy = (key: string) => at.identity.notices.filter((notice) => notice.key === `entry:${key}`).map(({ text }) => text);
  const owing = async (id: string) => (await ProjectPersonModel.findById(id).lean())?.owes;
  const before = at.identity.notices.length;
  await decide(await only((await backdated()).unit), 'passed', first);
  expect(at.identity.notices.length).toBe(before);

  const row = await only((await backdated()).unit);
  const requestKey = randomUUID();
  await Promise.all(Array.from({ length: 4 }, () => decide(row, 'refused', first, { requestKey, opinion: '查无此人' })));
  await until(async () => (await owing(row.id)) === undefined);
  const [text = '', ...more] = toldBy(requestKey);
  expect(more).toEqual([]);
  expect(text).toContain('经核实不予认可');
  expect(text).toContain(`“${row.projectName}”`);
  expect(text).not.toContain(row.name);

  const [one, other] = [await only((await backdated()).unit), await only((await backdated()).unit)];
  const [first1, second1] = [randomUUID(), randomUUID()];
  at.identity.away = true;
  expect(await decide(one, 'refused', first, { requestKey: first1, opinion: '不符' })).toEqual({ message: '核实不予认可' });
  await decide(other, 'refused', first, { requestKey: second1, opinion: '不符' });
  expect([await owing(one.id), toldBy(first1)]).toEqual([[first1], []]);
  await expect(tellRefusals(at.hall.server)).rejects.toThrow();
  at.identity.away = false;
  await Promise.all([1, 2].map(() => tellRefusals(at.hall.server)));
  expect([await owing(one.id), await owing(other.id)]).toEqual([undefined, undefined]);
  for (const key of [first1, second1]) expect(new Set(toldBy(key)).size).toBe(1);
  const after = at.identity.notices.length;
  await tellRefusals(at.hall.server);
  expect(at.identity.notices.length).toBe(after);
});
