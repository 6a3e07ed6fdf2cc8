import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CATEGORIES } from '@wangting/contracts/item';
import { hats, wearHat } from '@wangting/contracts/identity/hats';
import { enter, passwordLogin, pollCard, startCard, simulatorScan } from '@wangting/contracts/identity/session';
import { until } from '@wangting/kit/testing';
import { identityHall, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

/** 法人 of one unit, 联系人 of another, and injured: three hats of one person. */
async function manyHats() {
  const own = await set.registered();
  const other = await set.registered();
  await set.tell(own.unitId, { state: '1', unitNo: '6112100001' });
  await set.tell(other.unitId, { state: '1', unitNo: '6112100002', name: '另一单位' }, [
    { hat: 'legal', idHash: other.idHash, grants: [...CATEGORIES] },
    { hat: 'contact', idHash: own.idHash, grants: ['公共业务'] },
  ]);
  await until(async () => (await set.scan(own.idHash)).choices.length === 2);
  set.recorded.injured.add(own.idHash);
  return { idHash: own.idHash, own, other };
}

describe('hats', () => {
  test('are all shown at the card with what each may do, and changed without a new login', async () => {
    const { idHash, own, other } = await manyHats();
    const { session } = await set.enterAs(idHash, 'legal', own.unitId);
    const caller = await set.callerOf(session);
    const { rows, incomplete } = await set.hall.call(hats, {}, caller);
    expect(incomplete).toBe(false);
    expect(rows.map(({ label, unitId, current }) => [label, unitId, current])).toEqual(
      expect.arrayContaining([
        ['法人', own.unitId, true],
        ['联系人', other.unitId, false],
        ['工伤职工', null, false],
      ]),
    );
    const contact = rows.find(({ hat }) => hat === 'contact');
    expect(contact?.scopes).toContain('item:person-enrolment');
    expect(contact?.scopes).not.toContain('item:treatment-filing');

    const next = await set.hall.call(wearHat, { hat: 'contact', unitId: other.unitId }, caller);
    expect(next.me).toMatchObject({ hat: 'contact', unit: { name: '另一单位' } });
    expect(next.me.scopes).toEqual(contact?.scopes);
    // The old id opens nothing: a tab that still shows the other unit cannot write into this one.
    expect(await nameOf(set.callerOf(session))).toBe('NOT_LOGGED_IN');
    expect(next.session).not.toBe(session);
    const alone = await set.hall.call(wearHat, { hat: 'individual', unitId: null }, await set.callerOf(next.session));
    expect(alone.me).toMatchObject({
      hat: 'individual',
      unit: null,
      scopes: ['person.work', 'item:disability-benefit', 'item:medical-lump-sum', 'item:payee-maintenance'],
    });
  });
  test('changed twice at once: one goes on, and one session is left', async () => {
    const { idHash, own, other } = await manyHats();
    const caller = await set.callerOf((await set.enterAs(idHash, 'legal', own.unitId)).session);
    const names = await Promise.all(
      [1, 2, 3, 4].map(() => nameOf(set.hall.call(wearHat, { hat: 'contact', unitId: other.unitId }, caller))),
    );
    expect(names.sort()).toEqual(['NOT_LOGGED_IN', 'NOT_LOGGED_IN', 'NOT_LOGGED_IN', 'in']);
    const { SessionModel } = await import('../src/models/session.ts');
    expect(await SessionModel.countDocuments({ personId: `card-${idHash}` })).toBe(1);
  });
  test('that are not his, or were withdrawn, are refused and in the audit', async () => {
    const { idHash, own, other } = await manyHats();
    const stranger = await set.registered();
    const caller = await set.callerOf((await set.enterAs(idHash, 'legal', own.unitId)).session);
    for (const wish of [
      { hat: 'legal' as const, unitId: stranger.unitId },
      { hat: 'legal' as const, unitId: other.unitId },
      { hat: 'register' as const, unitId: own.unitId },
      { hat: 'individual' as const, unitId: own.unitId },
    ])
      expect(await nameOf(set.hall.call(wearHat, wish, caller))).toBe('NOT_ALLOWED');
    await set.tell(other.unitId, {}, [{ hat: 'legal', idHash: other.idHash, grants: [] }]);
    await until(async () => (await set.hall.call(hats, {}, caller)).rows.every(({ unitId }) => unitId !== other.unitId));
    expect(await nameOf(set.hall.call(wearHat, { hat: 'contact', unitId: other.unitId }, caller))).toBe('NOT_ALLOWED');
    const lines = await set.auditOf(`card-${idHash}`);
    expect(lines.filter((what) => what === 'refused change of hat (contact)').length).toBeGreaterThan(0);
    expect(lines).toContain('refused change of hat (legal)');
  });
  test('a password proves one account, not the person: its hat is the only one', async () => {
    const { idHash, own, other } = await manyHats();
    await set.enterAs(idHash, 'legal', own.unitId);
    const { session } = await set.hall.call(passwordLogin, { kind: 'unit', account: own.form.creditCode, password: own.form.password });
    const caller = await set.callerOf(session);
    expect((await set.hall.call(hats, {}, caller)).rows.map(({ hat, unitId }) => [hat, unitId])).toEqual([['legal', own.unitId]]);
    expect(await nameOf(set.hall.call(wearHat, { hat: 'contact', unitId: other.unitId }, caller))).toBe('NOT_ALLOWED');
    expect(await nameOf(set.hall.call(wearHat, { hat: 'individual', unitId: null }, caller))).toBe('NOT_ALLOWED');
    await set.staffAccount('wumao', ['first']);
    const staff = await set.hall.call(passwordLogin, { kind: 'staff', account: 'wumao', password: 'Staff-2026' });
    expect((await set.hall.call(hats, {}, await set.callerOf(staff.session))).rows).toEqual([]);
  });
});

describe('个人', () => {
  test('is what injury or benefits says, never what the page says', async () => {
    const nobody = await set.cardOf('测路人');
    const ticket = await set.hall.call(startCard, {});
    await set.hall.call(simulatorScan, { ticket: ticket.ticket, identityId: `sim-${nobody}` });
    expect((await set.hall.call(pollCard, { poll: ticket.poll })).choices).toEqual([]);
    expect(await nameOf(set.hall.call(enter, { poll: ticket.poll, hat: 'individual', unitId: null }))).toBe('NOT_ALLOWED');
    set.recorded.dependant.add(nobody);
    const { me } = await set.enterAs(nobody, 'individual', null);
    expect(me).toMatchObject({ hat: 'individual', scopes: ['person.work', 'item:death-benefit', 'item:payee-maintenance'] });
  });
  test('ends when the record is gone; while the owners are away it stays as it was', async () => {
    const someone = await set.cardOf('测职工');
    set.recorded.injured.add(someone);
    const { session } = await set.enterAs(someone, 'individual', null);
    const { SessionModel } = await import('../src/models/session.ts');
    const stale = () => SessionModel.updateOne({ personId: `card-${someone}` }, { $set: { provedAt: 0 } });
    set.recorded.away = true;
    await stale();
    expect((await set.callerOf(session)).scopes).toContain('item:disability-benefit');
    const open = await set.callerOf(session);
    expect((await set.hall.call(hats, {}, open)).incomplete).toBe(true);
    set.recorded.away = false;
    set.recorded.injured.delete(someone);
    await stale();
    expect(await nameOf(set.callerOf(session))).toBe('NOT_LOGGED_IN');
  });
});
