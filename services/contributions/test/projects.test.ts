import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { querySpecial } from '@wangting/contracts/contributions/back-payments';
import { receivePayments, waitingPayments } from '@wangting/contracts/contributions/ledger';
import { billedForTax } from '@wangting/contracts/contributions/ledger-simulator';
import { projectDues } from '@wangting/contracts/contributions/project-dues';
import { querySpecial as queryRefunds, querySpecialDetail } from '@wangting/contracts/contributions/refunds';
import { queryBasis, queryPeople, querySums } from '@wangting/contracts/contributions/unit-payments';
import { history } from '@wangting/contracts/contributions/questions';
import { enrolmentSnapshotAll } from '@wangting/contracts/persons/snapshots';
import { snapshotAll } from '@wangting/contracts/units/questions';
import { projectFact, projectSnapshot, projectSnapshotAll, type ProjectFacts } from '@wangting/contracts/units/questions-projects';
import { subjectOf } from '@wangting/kit/bus';
import { nowIso, realNow } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { clerk, staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';

testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { chargeProject } = await import('../src/domain/charge-project.ts');
const { rebuildCopies } = await import('../src/hear.ts');
const { ProjectCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { DueModel } = await import('../src/models/due.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { SumModel } = await import('../src/models/sum.ts');

const ITEMS = ['unit-payments', 'back-payments', 'refunds'];
const finance = staff('finance-1', ['finance']);
const all = { filter: {}, page: 1, size: 100 };
type Neighbour = Parameters<typeof testHall>[0][number];
/** What units says of its projects. */
const known = new Map<string, ProjectFacts>();
let asked = 0;
const units: Neighbour = {
  name: 'units',
  actions: {
    'project.snapshot': implement(projectSnapshot, async ({ input }) => {
      asked += 1;
      return { projects: input.ids.flatMap((id) => known.get(id) ?? []) };
    }).schema,
    'unit.snapshotAll': implement(snapshotAll, async () => ({ units: [], next: null })).schema,
    'project.snapshotAll': implement(projectSnapshotAll, async () => ({ projects: [...known.values()], next: null })).schema,
  } as never,
};
const persons: Neighbour = {
  name: 'persons',
  actions: { 'enrolment.snapshotAll': implement(enrolmentSnapshotAll, async () => ({ enrolments: [], next: null })).schema } as never,
};
let hall: TestHall;
let homes = 0;
beforeAll(async () => {
  hall = await testHall([contributions, units, persons]);
  await hall.clock(Date.parse('2026-03-10T04:00:00Z') - realNow());
}, 60_000);
afterAll(() => hall.stop());

async function home(): Promise<string> {
  const unitId = `u${(homes += 1)}`;
  const unit = { unitId, unitNo: `61120000${unitId}`, name: `示例${unitId}`, creditCode: `CODE-${unitId}`, area: '610113', riskClass: '6' };
  await UnitCopyModel.create({ _id: unitId, rev: 1, heardAt: nowIso(), unit } as never);
  return unitId;
}
/** units registers or changes a project; nobody has been told yet. */
function says(unitId: string, price: number, of: Partial<ProjectFacts> = {}): ProjectFacts {
  const projectId = of.projectId ?? randomUUID();
  const rev = (known.get(projectId)?.rev ?? 0) + 1;
  const project = {
    projectId,
    rev,
    unitId,
    no: '2026000000001',
    name: '示例二期',
    price,
    startOn: '2026-04-01',
    pricedAt: nowIso(),
    ...of,
  };
  known.set(projectId, project);
  return project;
}
const tell = ({ projectId, rev }: Pick<ProjectFacts, 'projectId' | 'rev'>) => {
  const kind = rev === 1 ? 'registered' : 'changed';
  const fact = { id: randomUUID(), entity: 'project', entityId: projectId, entityRev: rev, kind, at: nowIso(), data: {} };
  return hall.bus.js.publish(subjectOf(projectFact), JSON.stringify(fact));
};
const rowsOf = (projectId: string) =>
  EntryModel.find({ _id: { $gte: `project:${projectId}:`, $lt: `project:${projectId};` } })
    .sort({ _id: 1 })
    .lean();
const heard = async (project: ProjectFacts, rows: number) => {
  await tell(project);
  return until(async () => {
    const found = await rowsOf(project.projectId);
    const sums = await SumModel.find({ unitId: project.unitId }).lean();
    return found.length === rows && sums.reduce((sum, one) => sum + one.rows, 0) >= rows && found;
  });
};
const pay = (unitId: string, amount: number, kind = '71', period = '202603', paidOn = '2026-03-12') =>
  hall
    .call(
      receivePayments,
      {
        source: 'tax',
        records: [{ recordNo: randomUUID(), creditCode: `CODE-${unitId}`, period, insurance: '410', kind, amount, paidOn }],
      },
      finance,
    )
    .then(({ results }) => results[0]);
const standing = async (...projectIds: string[]) => (await hall.callAs('units', projectDues, { projectIds })).projects;

describe('heard from units', () => {
  test('one due of the unit alone at the registration, in the month in which it was said', async () => {
    const unitId = await home();
    const [row, ...more] = await heard(says(unitId, 1_000_000_00, { pricedAt: '2026-02-28T16:30:00.000Z' }), 1);
    expect(more).toEqual([]);
    // 1,000,000 yuan × 1.5 ‰; half past midnight of the first of March in Shaanxi.
    expect(row).toMatchObject({ kind: '71', insurance: '410', personId: null, unit: 1_500_00, person: 0, base: 0, unitPpm: 1_500 });
    // For the month in which it begins, by the versions in force: an auditor is told why.
    expect(row).toMatchObject({ month: '202604', policies: ['injury-project-rate:1', 'injury-reduction:1'] });
    expect(row).toMatchObject({ period: '202603', cause: expect.stringMatching(/^\d{20}$/) });
    expect(row?.note).toBe('工程项目2026000000001 示例二期，造价1,000,000.00元，费率0.15%');
  });
  test('a project that began in 2025 pays 0.8 of it', async () => {
    expect(await heard(says(await home(), 1_000_000_00, { startOn: '2025-02-01' }), 1)).toMatchObject([{ unit: 1_200_00, unitPpm: 1_200 }]);
  });
  test('without a price nothing is charged, and that is the answer', async () => {
    const project = says(await home(), 0);
    await tell(project);
    await until(async () => ProjectCopyModel.exists({ _id: project.projectId }));
    await chargeProject(project.projectId);
    expect(await rowsOf(project.projectId)).toEqual([]);
    expect(await standing(project.projectId)).toEqual([
      { projectId: project.projectId, state: null, charged: 0, paid: 0, owed: 0, refund: 0, since: null },
    ]);
  });
  test('told many times, at once, and late by its revision it is one due', async () => {
    const first = says(await home(), 1_000_000_00);
    await Promise.all([tell(first), tell(first), tell(first)]);
    const second = says(first.unitId, 1_000_000_00, { projectId: first.projectId, startOn: '2026-05-01' });
    const before = asked;
    await heard(second, 1);
    await tell(first);
    await heard(second, 1);
    await until(async () => asked > before);
    await Promise.all(Array.from({ length: 8 }, () => chargeProject(first.projectId)));
    expect(await rowsOf(first.projectId)).toHaveLength(1);
    expect((await ProjectCopyModel.findById(first.projectId).lean())?.rev).toBe(2);
    expect(await DueModel.countDocuments({ unitId: first.unitId })).toBe(1);
  });
  test('a later revision that comes first is charged; the earlier one takes nothing back', async () => {
    const first = says(await home(), 1_000_000_00);
    const second = says(first.unitId, 1_200_000_00, { projectId: first.projectId });
    await heard(second, 1);
    await heard(first, 1);
    expect(await rowsOf(first.projectId)).toMatchObject([{ unit: 1_800_00 }]);
  });
  test('two prices reckoned at the same moment net to the newest, whoever is faster', async () => {
    const unitId = await home();
    const first = says(unitId, 1_000_000_00);
    for (let price = 1_000_000_00; price <= 1_500_000_00; price += 100_000_00) {
      const project = says(unitId, price, { projectId: first.projectId });
      const copy = { _id: project.projectId, rev: project.rev, heardAt: nowIso(), project };
      await Promise.all([
        chargeProject(first.projectId),
        ProjectCopyModel.replaceOne({ _id: copy._id }, copy, { upsert: true }).then(() => chargeProject(first.projectId)),
        chargeProject(first.projectId),
      ]);
    }
    const rows = await rowsOf(first.projectId);
    expect(rows.reduce((sum, { unit }) => sum + unit, 0)).toBe(2_250_00);
    expect(rows.every(({ kind }) => kind === '71')).toBe(true);
  });
  test('a process that died after the ledger: heard again, the due and the sum are made', async () => {
    const project = says(await home(), 1_000_000_00);
    await heard(project, 1);
    await DueModel.deleteMany({ unitId: project.unitId });
    await SumModel.deleteMany({ unitId: project.unitId });
    await tell(project);
    await until(async () => SumModel.exists({ unitId: project.unitId }));
    expect(await DueModel.countDocuments({ unitId: project.unitId })).toBe(1);
  });
  test('what was never told is found when the copies are made again from their owner', async () => {
    const project = says(await home(), 1_000_000_00);
    expect(await rebuildCopies(hall.caller)).toMatchObject({ units: 0, enrolments: 0, projects: 1 });
    expect(await rowsOf(project.projectId)).toMatchObject([{ unit: 1_500_00 }]);
    expect(await rebuildCopies(hall.caller)).toMatchObject({ projects: 0 });
    expect(await rowsOf(project.projectId)).toHaveLength(1);
  });
});

describe('a price that changes', () => {
  test('a rise is a further due that names the first; what stands is left alone', async () => {
    const project = says(await home(), 1_000_000_00);
    const [first] = await heard(project, 1);
    await hall.clock(Date.parse('2026-05-06T04:00:00Z') - realNow());
    const rows = await heard(says(project.unitId, 1_200_000_00, { projectId: project.projectId, startOn: '2025-04-01' }), 2);
    await hall.clock(Date.parse('2026-03-10T04:00:00Z') - realNow());
    expect(rows[0]).toEqual(first);
    // The rate is that of the first due, though the project is now said to have begun in 2025.
    expect(rows[1]).toMatchObject({ kind: '71', unit: 300_00, period: '202605', month: '202604', policies: first?.policies });
    expect(rows[1]?.note).toContain(`与流水号${first?.cause}的差额`);
  });
  test('a fall before anything was paid: its refund waits for finance until the due has arrived', async () => {
    const project = says(await home(), 1_000_000_00);
    await heard(project, 1);
    const rows = await heard(says(project.unitId, 800_000_00, { projectId: project.projectId }), 2);
    expect(rows[1]).toMatchObject({ kind: '51', unit: -300_00 });
    expect(await pay(project.unitId, -300_00, '51')).toMatchObject({ result: 'none', left: -300_00 });
    const waiting = await hall.call(waitingPayments, { page: 1, size: 100 }, finance);
    expect(waiting.rows).toContainEqual(expect.objectContaining({ creditCode: `CODE-${project.unitId}`, kind: '51', left: -300_00 }));
    expect(await pay(project.unitId, 1_500_00)).toMatchObject({ result: 'paid', left: 0 });
    expect(await standing(project.projectId)).toMatchObject([{ state: '1', paid: 1_500_00, owed: 0, refund: 300_00 }]);
    expect(await pay(project.unitId, -300_00, '51')).toMatchObject({ result: 'paid', left: 0 });
    expect(await standing(project.projectId)).toMatchObject([{ state: '1', refund: 0 }]);
  });
  test('what another project of the unit has paid gives nothing back', async () => {
    const unitId = await home();
    const [paid, unpaid] = [says(unitId, 2_000_000_00), says(unitId, 1_000_000_00)];
    await heard(paid, 1);
    expect(await pay(unitId, 3_000_00)).toMatchObject({ result: 'paid' });
    await heard(unpaid, 1);
    await heard(says(unitId, 800_000_00, { projectId: unpaid.projectId }), 2);
    expect(await pay(unitId, -300_00, '51')).toMatchObject({ result: 'none' });
  });
});

describe('paid and shown like other dues', () => {
  test('through the tax office, late with 滞纳金; the same record twice, at once too, is one payment', async () => {
    const project = says(await home(), 1_000_000_00);
    await heard(project, 1);
    const { unitId, projectId } = project;
    const { rows } = await hall.call(billedForTax, { period: '202603' }, null);
    expect(rows.find(({ creditCode }) => creditCode === `CODE-${unitId}`)).toMatchObject({ kindName: '工程项目缴费', open: 1_500_00 });
    const record = {
      recordNo: randomUUID(),
      creditCode: `CODE-${unitId}`,
      period: '202603',
      insurance: '410' as const,
      kind: '71',
      amount: 1_500_00,
      paidOn: '2026-04-10',
    };
    const send = () => hall.call(receivePayments, { source: 'tax', records: [record] }, finance);
    // Ten days after the end of March: 1,500.00 × 0.05 % × 10.
    for (const { results } of await Promise.all([send(), send(), send()]))
      expect(results).toMatchObject([{ result: 'paid', lateFee: 7_50 }]);
    expect(await EntryModel.countDocuments({ unitId, sort: 'paid' })).toBe(1);
    expect(await standing(projectId)).toMatchObject([{ state: '1', paid: 1_500_00 }]);
  });
  test('17: a row of the unit without people; 16 names the project; 19 shows the refund and its reason', async () => {
    const project = says(await home(), 1_000_000_00, { no: '2026000000077', name: '示例河堤加固' });
    await heard(project, 1);
    await heard(says(project.unitId, 800_000_00, { ...project, rev: 2, price: 800_000_00 }), 2);
    const mine = clerk(project.unitId, ITEMS);
    const { rows } = await hall.call(querySums, { filter: { kind: '71' }, page: 1, size: 10 }, mine);
    expect(rows).toMatchObject([{ insurance: '410', kind: '71', people: 0, rows: 1, total: 1_500_00, person: 0, state: '0' }]);
    const group = { period: '202603', kind: '71', insurance: '410' };
    const [due] = (await hall.call(queryPeople, { filter: group, page: 1, size: 10 }, mine)).rows;
    expect(due).toMatchObject({ name: '', unit: 1_500_00, unitRate: '0.15%' });
    const basis = await hall.call(queryBasis, { filter: { due: due?.id ?? '' }, page: 1, size: 10 }, mine);
    expect(basis.rows.map(({ name, value, checked }) => [name, value, checked])).toEqual([
      ['工程项目工伤保险费率', '费率 0.15%', '待核'],
      ['工伤保险阶段性下调系数', expect.stringContaining('工程项目系数 100%'), '待核'],
    ]);
    expect((await hall.call(querySpecial, all, mine)).rows).toMatchObject([
      { kind: '71', total: 1_500_00, state: '0', project: '2026000000077 示例河堤加固', serialNo: expect.stringMatching(/^\d{20}$/) },
    ]);
    const [refund] = (await hall.call(queryRefunds, all, mine)).rows;
    expect(refund).toMatchObject({ total: 300_00, state: '0' });
    const detail = await hall.call(querySpecialDetail, { filter: { serialNo: refund?.serialNo ?? '' }, page: 1, size: 10 }, mine);
    expect(detail.rows[0]?.note).toContain('示例河堤加固');
    const stranger = clerk(await home(), ITEMS);
    for (const found of await Promise.all([hall.call(querySums, all, stranger), hall.call(querySpecial, all, stranger)]))
      expect(found.total).toBe(0);
    await expect(hall.call(querySpecial, all, clerk(project.unitId, []))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  test('a project alone is no ledger: certificates go on saying that there is none', async () => {
    const ask = { unitId: 'u1', from: '202601', to: '202612' };
    expect(await hall.callAs('documents', history, ask)).toEqual({ available: false, months: [] });
  });
});

describe('the question of units', () => {
  test('many projects in one call; one never heard of has no dues; nobody else may ask', async () => {
    const [a, b] = [says(await home(), 1_000_000_00), says(await home(), 2_000_000_00)];
    await heard(a, 1);
    await heard(b, 1);
    const answer = await standing(b.projectId, 'never', a.projectId);
    expect(answer).toMatchObject([
      { projectId: b.projectId, state: '0', owed: 3_000_00, since: '202603' },
      { projectId: 'never', state: null },
      { projectId: a.projectId, state: '0', owed: 1_500_00 },
    ]);
    await expect(hall.callAs('persons', projectDues, { projectIds: [a.projectId] })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(hall.call(projectDues, { projectIds: [a.projectId] }, clerk('u1', ITEMS))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  test('it reads the unit’s own sums, whatever its people are charged', async () => {
    const project = says(await home(), 1_000_000_00);
    await heard(project, 1);
    const row = await DueModel.findOne({ unitId: project.unitId }).lean();
    await DueModel.insertMany(
      Array.from({ length: 500 }, (_, n) => ({ ...row, _id: `d${n}`, personId: `p${n}`, kind: '10', period: '202603' })),
    );
    const looked = await reads(`${hall.namespace}_contributions`, ['due_rows', 'project_copies'], () => standing(project.projectId));
    if (looked) expect(looked).toEqual({ documents: 2, scans: [] });
    const charging = await reads(`${hall.namespace}_contributions`, ['ledger', 'project_copies'], () => rowsOf(project.projectId));
    if (charging) expect(charging).toEqual({ documents: 1, scans: [] });
    await DueModel.deleteMany({ kind: '10', unitId: project.unitId });
  });
});
