import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { applicationFact } from '@wangting/contracts/fact';
import { snapshot } from '@wangting/contracts/units/questions';
import { item, type UnitClosingInput } from '@wangting/contracts/units/unit-closing';
import { listen } from '@wangting/kit/consume';
import { logger } from '@wangting/kit/log';
import { staff, until } from '@wangting/kit/testing';
import { cases, unitsHall, type Registered, type UnitsHall } from './hall.ts';

/** What was decided and could not be carried out (decisions.md 4, 9), by the example of 单位注销登记. */
const closing = itemActions(item);
let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
beforeEach(() => void (at.identity.standing.people = 0));
afterAll(() => at.stop());

const home = () => at.registered({ items: ['person-stop'] });
const values = (over: Partial<UnitClosingInput> = {}): UnitClosingInput => ({ closingReason: '1', closedOn: '2024-03-01', ...over });
async function submitted(unit: Registered): Promise<string> {
  const { applicationId } = await at.hall.call(closing.draft, { requestKey: randomUUID(), values: values() }, unit.legal);
  await at.attach(applicationId, ['closing-proof'], unit.legal.id);
  await at.hall.call(closing.submit, { requestKey: randomUUID(), confirmed: ['CLOSE'], applicationId, values: values() }, unit.legal);
  return applicationId;
}
type Action = 'accept' | 'take' | 'pass' | 'reject' | 'correct';
const step = (applicationId: string, seenSeq: number, action: Action, role: 'intake' | 'first', opinion = '') =>
  at.hall.call(cases.step, { requestKey: randomUUID(), applicationId, seenSeq, action, opinion }, staff(`closing-${role}`, [role]));
async function passed(applicationId: string) {
  await step(applicationId, 1, 'accept', 'intake');
  await step(applicationId, 2, 'take', 'first');
  return step(applicationId, 3, 'pass', 'first');
}
const stateOf = async (unitId: string) => (await at.hall.callAs('persons', snapshot, { ids: [unitId] })).units[0];

const REFUSED = '单位尚有1名参保人员，请先办理人员停保登记';
/** What is told of a case, in order: action, state, and whether something is still owed. */
async function toldOf(applicationId: string, until_: (told: string[]) => boolean): Promise<string[]> {
  const told: string[] = [];
  const { stop } = await listen(
    at.hall.bus,
    {
      service: 'identity',
      fact: applicationFact('units'),
      purpose: `told-${applicationId.slice(0, 8)}`,
      handle: async (facts) =>
        void told.push(
          ...facts
            .filter(({ entityId }) => entityId === applicationId)
            .map(({ data }) => `${String(data.action)} ${String(data.status)}${data.owed ? ' owed' : ''}`),
        ),
    },
    logger('test'),
  );
  await until(async () => until_(told)).finally(stop);
  return told;
}

test('somebody enrolled while it was reviewed: the effect refuses by name, the unit stays, and the case is the reviewer’s again', async () => {
  const unit = await home();
  const applicationId = await submitted(unit);
  at.identity.standing.people = 1;
  const back = await passed(applicationId);
  expect(back.effects).toMatchObject([{ name: 'close', state: 'failed', note: REFUSED }]);
  expect(back.row).toMatchObject({
    status: 'first',
    seq: 5,
    assignee: 'closing-first',
    failure: REFUSED,
    opinion: REFUSED,
    decidedAt: null,
  });
  expect(back.row.due).not.toBeNull();
  expect(back.actions).toEqual(['correct', 'pass', 'reject']);
  expect(back.timeline.at(-1)).toMatchObject({ action: 'fail', to: 'first', by: '系统', opinion: REFUSED });
  expect((await stateOf(unit.unitId))?.state).toBe('1');
  const seen = await at.hall.call(cases.view, { applicationId }, unit.legal);
  expect(seen).toMatchObject({ row: { status: 'first', failure: REFUSED }, actions: [], result: {} });
  expect((await at.hall.call(cases.view, { applicationId }, staff('other', ['first']))).actions).toEqual([]);
  // It is open, so what it guards stays guarded, and nothing lasts that did not take effect.
  expect(await at.models.guards.find({ applicationId }).lean()).toMatchObject([{ kind: 'open' }]);

  // Tried again too early it comes back again; when what stood in the way is gone it is done.
  expect((await step(applicationId, 5, 'pass', 'first')).row).toMatchObject({ status: 'first', seq: 7 });
  at.identity.standing.people = 0;
  const done = await step(applicationId, 7, 'pass', 'first');
  expect(done).toMatchObject({ row: { status: 'approved', seq: 8, failure: null }, effects: [{ name: 'close', state: 'done' }] });
  expect((await stateOf(unit.unitId))?.state).toBe('3');
  expect(await at.models.guards.countDocuments({ applicationId })).toBe(0);
  // 已办结 only once it is so.
  const told = await toldOf(applicationId, (all) => all.includes('pass approved'));
  const facts = ['submit submitted', 'accept accepted', 'take first', 'pass approved owed', 'fail first', 'pass approved'];
  expect([...new Set(told)].sort()).toEqual(facts.sort());
  expect(told.filter((one) => one === 'pass approved')).toHaveLength(1);
  expect(told.lastIndexOf('fail first')).toBeLessThan(told.indexOf('pass approved'));
});

test('what could not be carried out may be turned down, or corrected: then it guards nothing and says nothing of it any more', async () => {
  const [unit, other] = [await home(), await home()];
  const [rejected, corrected] = [await submitted(unit), await submitted(other)];
  at.identity.standing.people = 1;
  await passed(rejected);
  await passed(corrected);
  at.identity.standing.people = 0;
  const end = await step(rejected, 5, 'reject', 'first', '尚有参保人员');
  expect(end).toMatchObject({ row: { status: 'rejected', failure: null }, effects: [] });
  expect(await at.models.guards.countDocuments({ applicationId: rejected })).toBe(0);
  await submitted(unit);

  expect((await step(corrected, 5, 'correct', 'first', '请核对')).row).toMatchObject({ status: 'correcting', failure: null });
  const again = {
    requestKey: randomUUID(),
    confirmed: ['CLOSE'],
    applicationId: corrected,
    seenSeq: 6,
    values: values({ closedOn: '2024-02-01' }),
  };
  await at.hall.call(closing.submit, again, other.legal);
  await step(corrected, 7, 'accept', 'intake');
  await step(corrected, 8, 'take', 'first');
  expect((await step(corrected, 9, 'pass', 'first')).effects).toMatchObject([{ state: 'done' }]);
  const { ownUnit } = await import('../src/domain/write.ts');
  expect(await ownUnit(other.unitId)).toMatchObject({ state: '3', closedOn: '2024-02-01' });
});
