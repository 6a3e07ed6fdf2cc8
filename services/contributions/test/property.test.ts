import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { correctWage, decideRate, markDues, receivePayments } from '@wangting/contracts/contributions/ledger';
import { addMonths, firstDayOf, lastDayOf, periodRange } from '@wangting/contracts/standards/period';
import { rateOf } from '@wangting/contracts/standards/money';
import { nowMs, realNow } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

/**
 * Whatever happens in between: joiners, leavers, undone enrolments, corrected wages, rates of a unit's own, projects whose price rises and falls,
 * payments in full, in part, twice and too large, refunds, deferments, and runs that overlap. The numbers come from a seed, which a failure names:
 * LEDGER_SEED=… replays it, LEDGER_SIZE makes it larger.
 */
testEnvironment();
const FIRST_SEED = 20_240_401;
const SEED = Number(process.env.LEDGER_SEED ?? FIRST_SEED);
const PEOPLE = Number(process.env.LEDGER_SIZE ?? 60);
/** Records a month: what is left open from earlier months is taken up again. */
const PAYMENTS = 12;
const UNITS = ['u1', 'u2', 'u3'];
const MONTHS = periodRange('202401', '202408');
const { default: contributions } = await import('../src/contributions.service.ts');
const { UnitCopyModel, EnrolmentCopyModel, ProjectCopyModel } = await import('../src/models/copies.ts');
const { DueModel } = await import('../src/models/due.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { SumModel } = await import('../src/models/sum.ts');
const { chargeProject } = await import('../src/domain/charge-project.ts');
const { projectOf } = await import('../src/domain/project.ts');
const { openRun, workRun } = await import('../src/domain/run.ts');
const boss = staff('boss', ['first', 'second', 'third', 'finance', 'ops']);
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([contributions]);
}, 30_000);
afterAll(() => hall.stop());

/** mulberry32: small, seeded, the same on every machine. */
function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return { whole, chance: (share: number) => next() < share, pick: <T>(of: readonly T[]): T => of[whole(0, of.length - 1)] as T };
}
const random = randomOf(SEED);
const insurances = ['210', '410'] as const;
const heardAt = () => new Date(nowMs()).toISOString();

async function enrol(personId: string, unitId: string, from: string, to: string | null, state: '1' | '2' | '3'): Promise<void> {
  for (const insurance of insurances)
    await EnrolmentCopyModel.replaceOne(
      { _id: `${personId}:${insurance}` },
      {
        rev: 1,
        heardAt: heardAt(),
        unitId,
        personId,
        insurance,
        identity: '101',
        from,
        to,
        state,
        declared: 4000_00 + Number(personId.slice(1)) * 137_13,
      },
      { upsert: true },
    );
}
/** A project registered, or its price changed; charged by several who heard of it at once. */
async function price(projectId: string, unitId: string): Promise<void> {
  const rev = ((await ProjectCopyModel.findById(projectId).lean())?.rev ?? 0) + 1;
  const said = { projectId, rev, unitId, no: projectId, name: projectId, startOn: '2024-03-01', pricedAt: heardAt() };
  const project = { ...said, price: random.chance(0.1) ? 0 : random.whole(1, 90_000_000_00) };
  await ProjectCopyModel.replaceOne({ _id: projectId }, { rev, heardAt: heardAt(), project }, { upsert: true });
  await Promise.all([chargeProject(projectId), chargeProject(projectId)]);
}
const total = (rows: readonly { unit: number; person: number }[]) => rows.reduce((sum, { unit, person }) => sum + unit + person, 0);

/** What must hold after every month, said with the seed that broke it. */
async function holds(period: string): Promise<void> {
  const [entries, dues, sums] = await Promise.all([EntryModel.find({}).lean(), DueModel.find({}).lean(), SumModel.find({}).lean()]);
  const billed = entries.filter(({ sort }) => sort === 'due');
  const at = (what: string) => `seed ${SEED}, ${period}: ${what}`;
  const group = (of: { unitId: string; period: string; insurance: string; kind: string }) =>
    `${of.unitId}:${of.period}:${of.insurance}:${of.kind}`;

  // Every row is projected once, with its own amounts.
  expect([at('rows'), dues.length]).toEqual([at('rows'), billed.length]);
  const byId = new Map(dues.map((due) => [due._id, due]));
  for (const { _id, unit, person } of billed)
    expect([at(_id), byId.get(_id)?.unit, byId.get(_id)?.person]).toEqual([at(_id), unit, person]);
  // A group's sum is its rows, its states and the ledger's own total.
  const groups = Map.groupBy(billed, group);
  expect([at('groups'), sums.length]).toEqual([at('groups'), groups.size]);
  for (const { _id, unit, person, control, states, rows } of sums) {
    const mine = groups.get(_id) ?? [];
    const parts = Object.values(states);
    expect([at(_id), rows, unit + person, control, parts.reduce((all, part) => all + part.unit + part.person, 0)]).toEqual([
      at(_id),
      mine.length,
      total(mine),
      total(mine),
      total(mine),
    ]);
  }
  for (const [key, rows] of Map.groupBy(
    dues.filter(({ personId }) => personId),
    (due) => `${due.unitId}:${due.personId}:${due.insurance}:${due.month}`,
  )) {
    // Billed whole at most once more than it was refunded whole.
    const count = (kinds: string[]) => rows.filter(({ kind }) => kinds.includes(kind)).length;
    const open = count(['10', '21']) - count(['41']);
    expect([at(key), open === 0 || open === 1]).toEqual([at(key), true]);
    // Never less than nothing is owed for a month, and nothing goes back that did not come.
    expect([at(key), total(rows) >= 0, total(rows.filter(({ state }) => state === '1' || state === '4')) >= 0]).toEqual([
      at(key),
      true,
      true,
    ]);
    if (open === 0) expect([at(key), total(rows)]).toEqual([at(key), 0]);
  }
  for (const { _id, project } of await ProjectCopyModel.find({}).lean()) {
    // What was charged for a project is what its price comes to at 1.5 ‰, and nothing went back that had not come.
    const rows = dues.filter((due) => projectOf(due._id) === _id);
    expect([at(_id), total(rows)]).toEqual([at(_id), rateOf(project.price, 1_500)]);
    expect([at(_id), total(rows.filter(({ state }) => state === '1' || state === '4')) >= 0]).toEqual([at(_id), true]);
  }
  // Money is posted once per record, and what a payment took is what its dues come to.
  const paid = entries.filter(({ sort }) => sort === 'paid');
  expect([at('causes'), new Set(paid.map(({ cause }) => cause)).size]).toEqual([at('causes'), paid.length]);
  const taken = new Set<string>();
  for (const { _id, dues: of, unit, person, state } of paid) {
    const rows = (of ?? []).map((id) => byId.get(id));
    expect([at(_id), total(rows.flatMap((row) => row ?? []))]).toEqual([at(_id), unit + person]);
    for (const row of rows) {
      expect([at(`${_id} ${row?._id}`), taken.has(String(row?._id)), row?.state]).toEqual([at(`${_id} ${row?._id}`), false, state]);
      taken.add(String(row?._id));
    }
  }
  expect([at('settled'), dues.filter(({ state }) => state === '1' || state === '4').length]).toEqual([at('settled'), taken.size]);
}

/** Some groups with something open are paid: all, part, too much; some records twice at once. */
async function collect(): Promise<void> {
  const sums = (await SumModel.find({}).lean()).filter(({ states }) => states['0']);
  for (let at = 0; at < PAYMENTS && sums.length > 0; at += 1) {
    const { unitId, period, insurance, kind, states } = random.pick(sums);
    const open = (states['0']?.unit ?? 0) + (states['0']?.person ?? 0);
    const amount = random.pick([open, open, Math.trunc(open / 2), open + Math.sign(open) * 7]);
    if (amount === 0) continue;
    const record = {
      recordNo: `r-${randomUUID()}`,
      creditCode: `CODE-${unitId}`,
      period,
      insurance: insurance as '210',
      kind,
      amount,
      paidOn: random.chance(0.8) ? lastDayOf(period) : firstDayOf(addMonths(period, 2)),
    };
    const send = () => hall.call(receivePayments, { source: 'tax', records: [record] }, boss);
    await (random.chance(0.3) ? Promise.all([send(), send(), send()]) : send());
  }
}

test(`eight months of ${PEOPLE} people in ${UNITS.length} units at random: sums, single billing and refunds hold after every month`, async () => {
  for (const [at, unitId] of UNITS.entries()) {
    const unit = {
      unitId,
      unitNo: `61120000${unitId}`,
      name: `示例${unitId}`,
      creditCode: `CODE-${unitId}`,
      area: '610113',
      riskClass: String(at + 1),
    };
    await UnitCopyModel.create({ _id: unitId, rev: 1, heardAt: heardAt(), unit } as never);
  }
  const people = Array.from({ length: PEOPLE }, (_, at) => ({ id: `p${at}`, unitId: random.pick(UNITS), from: '2023-06-01', in: false }));
  for (const period of MONTHS) {
    await hall.clock(Date.parse(`${firstDayOf(period).slice(0, 8)}20T04:00:00Z`) - realNow());
    for (const person of people) {
      if (!person.in && random.chance(period === '202401' ? 0.7 : 0.1)) {
        person.from = firstDayOf(addMonths(period, -random.whole(0, 3)));
        person.in = true;
        await enrol(person.id, person.unitId, person.from, null, '1');
      } else if (person.in && random.chance(0.06)) {
        const to = lastDayOf(addMonths(period, -random.whole(0, 4)));
        person.in = false;
        await (to < person.from
          ? enrol(person.id, person.unitId, person.from, null, '3')
          : enrol(person.id, person.unitId, person.from, to, '2'));
      }
    }
    for (const at of [0, 1, 2, 3]) if (random.chance(period === '202401' ? 1 : 0.4)) await price(`j${at}`, UNITS[at % UNITS.length] ?? '');
    const runs = random.whole(1, 3);
    await Promise.all(Array.from({ length: runs }, async () => workRun(await openRun(period, 'test'))));
    for (const person of people.filter(({ in: inside }) => inside && random.chance(0.04)))
      await hall.call(
        correctWage,
        {
          requestKey: randomUUID(),
          unitId: person.unitId,
          personId: person.id,
          insurance: random.pick(insurances),
          from: addMonths(period, -random.whole(0, 5)),
          declared: random.whole(2000_00, 30_000_00),
          source: '核查',
        },
        boss,
      );
    if (random.chance(0.3)) {
      const unitId = random.pick(UNITS);
      const ask = { requestKey: randomUUID(), unitId, insurance: '210' as const, from: period, source: '核定' };
      await hall.call(decideRate, { ...ask, unitPpm: random.whole(4_000, 9_000), personPpm: random.whole(1_000, 4_000) }, boss);
    }
    const some = random.pick(await SumModel.find({ kind: '10' }).lean());
    if (some?.states['0'])
      await hall.call(
        markDues,
        {
          requestKey: randomUUID(),
          unitId: some.unitId,
          period: some.period,
          insurance: some.insurance as '210',
          kind: '10',
          state: '3',
          source: '缓缴',
        },
        boss,
      );
    await collect();
    await workRun(await openRun(period, 'again'));
    await holds(period);
  }
  const billed = await EntryModel.countDocuments({ sort: 'due' });
  const kinds = await EntryModel.distinct('kind', { sort: 'due' });
  // The months were worth checking: what the ledger makes by itself happened. Another seed may miss a kind.
  if (SEED === FIRST_SEED) expect(kinds).toEqual(expect.arrayContaining(['10', '21', '22', '41', '42', '51', '61', '71']));
  expect(billed).toBeGreaterThan(PEOPLE * 8);
  expect(await DueModel.countDocuments({ state: '4' })).toBeGreaterThan(0);
}, 240_000);
