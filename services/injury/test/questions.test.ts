import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ended } from '@wangting/contracts/benefits/questions';
import { history, overAge } from '@wangting/contracts/contributions/questions';
import { caseOf, standing } from '@wangting/contracts/injury/questions';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

/** The four services that so far only answer: what they say of nothing, and of what is recorded. */
let hall: TestHall;
beforeAll(async () => {
  const namespace = testEnvironment();
  const services = await Promise.all([
    import('../src/injury.service.ts'),
    import('../../benefits/src/benefits.service.ts'),
    import('../../contributions/src/contributions.service.ts'),
    import('../../unemployment/src/unemployment.service.ts'),
  ]);
  hall = await testHall(
    services.map((one) => one.default),
    namespace,
  );
});
afterAll(() => hall.stop());

const months = { unitId: 'u1', from: '202401', to: '202412' };
const blank = { leaveFrom: null, leaveTo: null, conclusion: null, signedOn: null, unitId: 'u1' };

describe('nothing recorded', () => {
  test('is said as it is', async () => {
    expect(await hall.callAs('persons', standing, { personIds: ['p1'] })).toEqual({
      answers: [{ personId: 'p1', openCase: false, onPaidLeave: false, grade: 0 }],
    });
    expect(await hall.callAs('benefits', caseOf, { personIds: ['p1'] })).toEqual({
      answers: [{ personId: 'p1', signedConclusion: null, reassessmentOpen: false }],
    });
    expect(await hall.callAs('injury', ended, { personIds: ['p1'] })).toEqual({ answers: [{ personId: 'p1', ended: false }] });
    expect(await hall.callAs('persons', overAge, { personIds: ['p1'], on: '2026-01-01' })).toEqual({
      answers: [{ personId: 'p1', valid: false }],
    });
    expect(await hall.callAs('documents', history, months)).toEqual({ available: false, months: [] });
    expect(await hall.callAs('persons', receipts, { idHashes: ['h1'] })).toEqual({ known: false, answers: [] });
  });
  test('nobody else may ask, and history needs somebody to ask about', async () => {
    await expect(hall.callAs('files', standing, { personIds: ['p1'] })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(hall.callAs('documents', history, { from: '202401', to: '202412' })).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  });
});

describe('what is recorded', () => {
  test('injury: open case, paid leave to its last day, gravest grade, signed conclusion', async () => {
    const { CaseModel } = await import('../src/models/case.ts');
    await CaseModel.create([
      { _id: 'c1', personId: 'a', state: 'closed', grade: 8, reassessing: false, ...blank, conclusion: 'L-1', signedOn: '2025-01-01' },
      { _id: 'c2', personId: 'a', state: 'open', grade: 3, reassessing: true, ...blank, conclusion: 'L-2' },
      { _id: 'c3', personId: 'b', state: 'closed', grade: 0, reassessing: false, ...blank, leaveFrom: '2020-01-01' },
      { _id: 'c4', personId: 'c', state: 'closed', grade: 0, reassessing: false, ...blank, leaveFrom: '2020-01-01', leaveTo: '2020-12-31' },
    ]);
    expect((await hall.callAs('persons', standing, { personIds: ['a', 'b', 'c'] })).answers).toEqual([
      { personId: 'a', openCase: true, onPaidLeave: false, grade: 3 },
      { personId: 'b', openCase: false, onPaidLeave: true, grade: 0 },
      { personId: 'c', openCase: false, onPaidLeave: false, grade: 0 },
    ]);
    expect((await hall.callAs('benefits', caseOf, { personIds: ['a'] })).answers).toEqual([
      { personId: 'a', signedConclusion: 'L-1', reassessmentOpen: true },
    ]);
  });
  test('benefits: only a medical grant that arrived ends treatment', async () => {
    const { MEDICAL_GRANT, PaymentModel } = await import('../../benefits/src/models/payment.ts');
    await PaymentModel.create([
      { _id: 'y1', personId: 'a', benefit: MEDICAL_GRANT, amount: 100, state: 'paid', paidOn: '2025-05-01' },
      { _id: 'y2', personId: 'b', benefit: MEDICAL_GRANT, amount: 100, state: 'returned' },
      { _id: 'y3', personId: 'c', benefit: 'other', amount: 100, state: 'paid', paidOn: '2025-05-01' },
    ]);
    expect((await hall.callAs('injury', ended, { personIds: ['a', 'b', 'c'] })).answers.map((one) => one.ended)).toEqual([
      true,
      false,
      false,
    ]);
  });
  test('contributions: a finding holds within its days unless revoked; months of the unit or of the person', async () => {
    const { FindingModel } = await import('../../contributions/src/models/finding.ts');
    const { DueModel } = await import('../../contributions/src/models/due.ts');
    const { resum } = await import('../../contributions/src/domain/resum.ts');
    await FindingModel.create([
      { _id: 'f1', personId: 'a', from: '2025-01-01', to: '2025-06-30' },
      { _id: 'f2', personId: 'b', from: '2025-07-01' },
      { _id: 'f3', personId: 'c', from: '2025-01-01', revoked: true },
    ]);
    const valid = async (on: string) =>
      (await hall.callAs('persons', overAge, { personIds: ['a', 'b', 'c'], on })).answers.map((one) => one.valid);
    expect(await valid('2025-06-30')).toEqual([true, false, false]);
    expect(await valid('2025-07-01')).toEqual([false, true, false]);
    const due = { unitId: 'u1', insurance: '210', kind: '10', base: 450_000, unit: 3_150, person: 1_350, unitPpm: 7_000, personPpm: 3_000 };
    const arrived = { state: '1', paidOn: '2024-02-28', cause: '202402:1' };
    await DueModel.create(
      ['a', 'b'].map((personId) => ({ _id: `d-${personId}`, personId, period: '202402', month: '202402', ...due, ...arrived })),
    );
    await resum({ unitId: 'u1', period: '202402', insurance: '210', kind: '10' });
    expect(await hall.callAs('documents', history, months)).toMatchObject({
      available: true,
      months: [{ month: '202402', people: 2, paid: 9_000, state: '1' }],
    });
    expect(await hall.callAs('documents', history, { personId: 'a', from: '202401', to: '202612' })).toMatchObject({
      months: [{ people: 1, due: 4_500 }],
    });
    expect(await hall.callAs('documents', history, { ...months, unitId: 'u2' })).toEqual({ available: true, months: [] });
  });
  test('unemployment: an import under way is not knowledge; a run that goes on reaches to now', async () => {
    const { ImportModel } = await import('../../unemployment/src/models/import.ts');
    const { ReceiptModel } = await import('../../unemployment/src/models/receipt.ts');
    const { thisYear } = await import('@wangting/kit/clock');
    const last = thisYear() - 1;
    await ImportModel.create({ _id: 'i1', source: 'test', rows: 2, state: 'running', at: '2026-01-01T00:00:00.000Z' });
    expect((await hall.callAs('persons', receipts, { idHashes: ['h1'] })).known).toBe(false);
    await ReceiptModel.create([
      { _id: 'r1', idHash: 'h1', from: `${last}11`, importId: 'i1' },
      { _id: 'r2', idHash: 'h2', from: '201903', to: '202001', importId: 'i1' },
    ]);
    await ImportModel.updateOne({ _id: 'i1' }, { state: 'done' });
    expect(await hall.callAs('persons', receipts, { idHashes: ['h1', 'h2', 'h3'] })).toEqual({
      known: true,
      answers: [
        { idHash: 'h1', drawingNow: true, years: [last, last + 1] },
        { idHash: 'h2', drawingNow: false, years: [2019, 2020] },
        { idHash: 'h3', drawingNow: false, years: [] },
      ],
    });
  });
});
