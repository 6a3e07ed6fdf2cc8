import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { findOverAge, OVER_AGE_MESSAGES as messages, revokeOverAge, unitFindings } from '@wangting/contracts/contributions/ledger-over-age';
import { queryFindings } from '@wangting/contracts/contributions/overage-findings';
import { overAge } from '@wangting/contracts/contributions/questions';
import { audit } from '@wangting/contracts/identity/session';
import { item as enrolment } from '@wangting/contracts/persons/person-enrolment';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { nowIso, nowMs } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { clerk, staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

testEnvironment();
/** The real persons beside the ledger: it knows who is how old, and asks the ledger in item 2. */
const { default: contributions } = await import('../src/contributions.service.ts');
const { default: persons } = await import('../../persons/src/persons.service.ts');
const { seedPeople } = await import('../../persons/src/seed.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { FindingModel } = await import('../src/models/finding.ts');

const facts = (unitId: string, unitNo: string): UnitFacts => ({
  ...{ unitId, rev: 1, unitNo, creditCode: unitId, name: `示例${unitId}公司`, unitType: '10', area: '610113', state: '1' },
  ...{ dispatch: false, hr: false, industry: '65', riskClass: '1', foundedOn: '2010-01-01', registeredOn: '2010-01-01' },
  insurances: (['210', '410'] as const).map((insurance) => ({ insurance, from: '2010-01-01', state: '1' })),
});
const UNITS = [facts('u1', '6112000001'), facts('u2', '6112000002')];
const looks: { fields: string[]; what: string }[] = [];
const neighbour = (name: string, actions: { name: string; schema: object }[]) =>
  ({ name, actions: Object.fromEntries(actions.map((one) => [one.name, one.schema])) }) as never;
const neighbours = [
  neighbour('units', [implement(snapshot, async ({ input }) => ({ units: UNITS.filter(({ unitId }) => input.ids.includes(unitId)) }))]),
  neighbour('identity', [
    implement(audit, async ({ input: { entries } }) => {
      looks.push(...entries);
      return { ok: true as const };
    }),
  ]),
  neighbour('unemployment', [
    implement(receipts, async ({ input }) => ({
      known: true,
      answers: input.idHashes.map((idHash) => ({ idHash, drawingNow: false, years: [] })),
    })),
  ]),
];

const mine = clerk('u1', ['overage-findings', 'person-enrolment']);
const first = staff('chushen', ['first']);
let hall: TestHall;
let old = '';
let young = '';
let elsewhere = '';
const OLD = { name: '张示例', idNumber: residentIdOf('619999', '1961-01-01', 901) };

beforeAll(async () => {
  hall = await testHall([contributions, persons, ...neighbours]);
  await hall.clock(Date.parse('2024-06-20T04:00:00Z') - nowMs());
  for (const unit of UNITS) await UnitCopyModel.create({ _id: unit.unitId, rev: 1, heardAt: nowIso(), unit });
  const person = (name: string, birthDate: string, idNumber: string, unitId: string) => ({
    ...{ name, idType: '01', idNumber, sex: '1' as const, birthDate, mobile: '19900000000' },
    enrolments: (['210', '410'] as const).map((insurance) => ({ unitId, insurance, from: '2020-01-01', to: '2021-01-31' })),
  });
  [old = '', young = '', elsewhere = ''] = await seedPeople([
    person(OLD.name, '1961-01-01', OLD.idNumber, 'u1'),
    person('李示例', '1990-01-01', residentIdOf('619999', '1990-01-01', 903), 'u1'),
    person('王别处', '1960-01-01', residentIdOf('619999', '1960-01-01', 905), 'u2'),
  ]);
  await until(async () => (await EnrolmentCopyModel.countDocuments({})) === 6);
}, 60_000);
afterAll(() => hall.stop());

const wish = (over: object = {}) => ({
  ...{ requestKey: randomUUID() as string, unitNo: '6112000001', personNo: old, kind: '01', from: '2024-06-01', to: '2025-05-31' },
  note: '缴费年限未满15年，本人申请延长',
  ...over,
});
const make = (over: object = {}, as = first) => hall.call(findOverAge, wish(over), as);
const ofUnit = (as = first, unitNo = '6112000001') => hall.call(unitFindings, { unitNo }, as);
const enrol = () =>
  hall.call(
    itemActions(enrolment).submit,
    {
      requestKey: randomUUID(),
      values: {
        ...{ mode: 'resume' as const, personNo: old, idType: '01', ...OLD, mobile: '19900001234' },
        ...{ identity: '101', from: '2024-06-20', declaredBase: 700_000, femaleCadre: '0' as const },
      },
    } as never,
    mine,
  );

describe('延长缴费认定 by the agency', () => {
  test.each<[string, () => object, string, string]>([
    ['somebody not over age', () => ({ personNo: young }), messages.notOverAge, 'from'],
    ['a day before he was', () => ({ from: '2020-12-31' }), messages.notOverAge, 'from'],
    ['somebody of another unit', () => ({ personNo: elsewhere }), messages.notTheirs, 'personNo'],
    ['nobody', () => ({ personNo: '611999999999' }), messages.notTheirs, 'personNo'],
    ['a unit that is not there', () => ({ unitNo: '6112999999' }), messages.noUnit, 'unitNo'],
    ['days the wrong way round', () => ({ to: '2024-05-31' }), messages.reversed, 'to'],
  ])('%s is refused in words', async (_what, over, message, path) => {
    await expect(make(over())).rejects.toMatchObject({ type: 'RULE_REFUSED', message, data: { issues: [{ path }] } });
    expect(await FindingModel.countDocuments({})).toBe(0);
  });
  test('another area, another role, a kind that is none', async () => {
    await expect(make({}, staff('x', ['first'], ['6102']))).rejects.toMatchObject({ message: messages.noUnit });
    for (const as of [staff('y', ['finance']), staff('z', ['third']), mine])
      await expect(make({}, as)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(make({ kind: '77' })).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  });
  test('item 2 says no before it', async () => {
    await expect(enrol()).rejects.toMatchObject({ type: 'RULE_REFUSED', message: enrolment.messages.retired });
  });
  test('is made once, however many send it or decide the same at once; the key with other words is refused', async () => {
    const one = wish();
    const answers = await Promise.allSettled([
      ...Array.from({ length: 5 }, () => hall.call(findOverAge, one, first)),
      ...Array.from({ length: 3 }, () => make({}, staff('fuhe', ['second']))),
    ]);
    expect(await FindingModel.countDocuments({ revoked: false })).toBe(1);
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as { message: string }).message] : []));
    expect(new Set(refused)).toEqual(new Set([messages.found]));
    const { requestKey = '' } = (await FindingModel.findOne({}).lean()) ?? {};
    await expect(make({ requestKey, note: '另一个依据' })).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await until(async () => looks.some(({ fields, what }) => fields.includes('finding') && what.startsWith('over-age finding made')));
  });
  test('the unit sees it in item 12, the agency in its list, and item 2 takes him, for 工伤保险, after a look', async () => {
    expect((await hall.call(queryFindings, { filter: {}, page: 1, size: 10 }, mine)).rows).toMatchObject([
      { personNo: old, name: OLD.name, kind: '01', on: '2024-06-20', valid: '1', note: '缴费年限未满15年，本人申请延长' },
    ]);
    const seen = await ofUnit();
    expect(seen).toMatchObject({
      unitName: '示例u1公司',
      rows: [{ personNo: old, valid: true, revocable: true, reason: null, to: '2025-05-31' }],
    });
    expect(JSON.stringify(seen)).not.toContain(OLD.name);
    await expect(ofUnit(staff('x', ['first'], ['6102']))).rejects.toMatchObject({ message: messages.noUnit });
    const sent = await enrol();
    expect(sent.status).toBe('submitted');
    const { shows } = await hall.call(applicationActions('persons').view, { applicationId: sent.applicationId }, mine);
    expect(shows.enrolments).toEqual([expect.objectContaining({ insurance: '410' })]);
  });
  test('revoked once, it says why and opens nothing any more; then another may be made', async () => {
    const { rows } = await ofUnit();
    const id = rows[0]?.id ?? '';
    const revoke = { requestKey: randomUUID() as string, id, reason: '材料不实' };
    await expect(hall.call(revokeOverAge, revoke, staff('x', ['first'], ['6102']))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(hall.call(revokeOverAge, revoke, staff('y', ['finance']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    const answers = await Promise.allSettled([...Array.from({ length: 4 }, () => hall.call(revokeOverAge, revoke, first))]);
    expect(answers).toEqual(answers.map(() => ({ status: 'fulfilled', value: { message: messages.revoked } })));
    await expect(hall.call(revokeOverAge, { ...revoke, requestKey: randomUUID() }, first)).rejects.toMatchObject({
      message: messages.over,
    });
    await expect(hall.call(revokeOverAge, { ...revoke, reason: '其他' }, first)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    const { personId = '' } = (await FindingModel.findById(id).lean()) ?? {};
    expect((await hall.callAs('persons', overAge, { personIds: [personId], on: '2024-06-20' })).answers).toEqual([
      { personId, valid: false },
    ]);
    expect((await ofUnit()).rows).toMatchObject([{ valid: false, revocable: false, reason: '材料不实' }]);
    expect((await hall.call(queryFindings, { filter: {}, page: 1, size: 10 }, mine)).rows).toMatchObject([
      { valid: '0', note: '缴费年限未满15年，本人申请延长（已撤销：材料不实）' },
    ]);
    expect((await make({ from: '2024-06-01', to: undefined })).message).toBe(messages.made);
    expect((await ofUnit()).rows.map(({ valid }) => valid)).toEqual([true, false]);
  });
});
