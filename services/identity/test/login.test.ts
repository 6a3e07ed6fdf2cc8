import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startChallenge, type Challenge } from '@wangting/contracts/identity/challenge';
import { enter, logout, me, passwordLogin, pollCard, revoke, simulatorScan, startCard, token } from '@wangting/contracts/identity/session';
import { lookup } from '@wangting/kit/sealed';
import { staff, until } from '@wangting/kit/testing';
import { idNumber, identityHall, nameOf, solve } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
const PASSWORD = 'Staff-2026';
beforeAll(async () => {
  set = await identityHall();
  const { seedIdentity } = await import('../src/seed.ts');
  await seedIdentity({
    staff: ['chushen', 'shuoding', 'binfa', 'suanli'].map((account) => ({
      id: `staff-${account}`,
      account,
      name: '测审核',
      password: PASSWORD,
      roles: ['first'],
      areas: ['6101'],
    })),
    simulator: [],
  });
}, 120_000);
afterAll(() => set.hall.stop());

describe('a password', () => {
  const login = (account: string, password: string, more: object = {}) =>
    set.hall.call(passwordLogin, { kind: 'staff', account, password, ...more });
  /** As a page does: when a proof is asked for, it is worked out and sent with the same. */
  const patient = (account: string, password: string) =>
    login(account, password).catch((error: { type: string; data: Challenge }) => {
      if (error.type !== 'PROOF_NEEDED') throw error;
      return login(account, password, { proof: solve(error.data) });
    });

  test('lets staff in with their roles and areas', async () => {
    const { session, me: who } = await login('chushen', PASSWORD);
    expect(who).toMatchObject({ kind: 'staff', hat: null, roles: ['first'], areas: ['6101'], scopes: ['staff.first'] });
    expect(await set.callerOf(session)).toMatchObject({ kind: 'staff', id: 'staff-chushen', scopes: ['staff.first'], areas: ['6101'] });
  });
  test('wrong five times locks, also for the right one; an account nobody has is refused alike', async () => {
    for (let i = 0; i < 5; i += 1) await expect(patient('shuoding', 'Wrong-2026')).rejects.toMatchObject({ type: 'LOGIN_FAILED' });
    await expect(login('shuoding', PASSWORD)).rejects.toMatchObject({ type: 'LOGIN_LOCKED', data: { minutes: 30 } });
    await set.hall.clock(3_600_000); // the lock is of real time: a moved clock opens nothing
    await expect(login('shuoding', PASSWORD)).rejects.toMatchObject({ type: 'LOGIN_LOCKED' });
    await set.hall.clock(0);
    // An account nobody has fails, asks for a proof and locks like one that is there: nothing tells them apart.
    for (let i = 0; i < 3; i += 1) await expect(login('nobody', PASSWORD)).rejects.toMatchObject({ type: 'LOGIN_FAILED' });
    await expect(login('nobody', PASSWORD)).rejects.toMatchObject({ type: 'PROOF_NEEDED' });
    for (let i = 0; i < 2; i += 1) await expect(patient('nobody', PASSWORD)).rejects.toMatchObject({ type: 'LOGIN_FAILED' });
    await expect(login('nobody', PASSWORD)).rejects.toMatchObject({ type: 'LOGIN_LOCKED', data: { minutes: 30 } });
  });
  test('after three failures only with a proof: worked out for this, in time, and once', async () => {
    for (let i = 0; i < 3; i += 1) await expect(login('suanli', 'Wrong-2026')).rejects.toMatchObject({ type: 'LOGIN_FAILED' });
    const asked = (await login('suanli', PASSWORD).catch((error: unknown) => error)) as { type: string; data: Challenge };
    expect(asked).toMatchObject({ type: 'PROOF_NEEDED', data: { difficulty: 16 } });
    const proof = solve(asked.data);
    for (const bad of [
      { ...proof, nonce: `${proof.nonce}x` },
      { challenge: `${proof.challenge}x`, nonce: proof.nonce },
      solve({ challenge: proof.challenge.replace(/-16\./, '-1.'), difficulty: 1 }),
    ])
      expect(await nameOf(login('suanli', PASSWORD, { proof: bad }))).toBe('PROOF_NEEDED');
    // The proof does not make a wrong password right, and is used up by it.
    expect(await nameOf(login('suanli', 'Wrong-2026', { proof }))).toBe('LOGIN_FAILED');
    expect(await nameOf(login('suanli', PASSWORD, { proof }))).toBe('PROOF_NEEDED');
    const again = await set.hall.call(startChallenge, {});
    const twice = solve(again);
    const both = await Promise.all([1, 2].map(() => nameOf(login('suanli', PASSWORD, { proof: twice }))));
    expect(both.sort()).toEqual(['PROOF_NEEDED', 'in']);
    // In again: the count begins anew.
    expect(await nameOf(login('suanli', 'Wrong-2026'))).toBe('LOGIN_FAILED');
  });
  test('of twenty guesses at once no more than three are looked at without a proof', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => login('binfa', `Guess-${i}-Aa`)));
    const names = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as { type: string }).type : 'in'));
    expect(names.filter((name) => name === 'LOGIN_FAILED')).toHaveLength(3);
    expect(names.filter((name) => name === 'LOGIN_LOCKED' || name === 'PROOF_NEEDED')).toHaveLength(17);
  });
});

describe('a card ticket', () => {
  test('waits, is scanned once, and lets in once', async () => {
    const { unitId, idHash } = await set.registered();
    const ticket = await set.hall.call(startCard, {});
    expect(ticket.qr).toContain(ticket.ticket);
    expect(ticket.qr).not.toContain(ticket.poll);
    expect(await set.hall.call(pollCard, { poll: ticket.poll })).toEqual({ state: 'waiting', choices: [] });
    await expect(set.hall.call(enter, { poll: ticket.poll, hat: 'legal', unitId })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    const scan = () => set.hall.call(simulatorScan, { ticket: ticket.ticket, identityId: `sim-${idHash}` });
    await scan();
    await expect(scan()).rejects.toMatchObject({ type: 'TICKET_EXPIRED' });
    // What is in the QR code is not the secret that enters.
    await expect(set.hall.call(pollCard, { poll: ticket.ticket })).rejects.toMatchObject({ type: 'TICKET_EXPIRED' });
    expect((await set.hall.call(pollCard, { poll: ticket.poll })).choices).toMatchObject([{ hat: 'legal', unitId }]);
    const doors = await Promise.allSettled(
      Array.from({ length: 5 }, () => set.hall.call(enter, { poll: ticket.poll, hat: 'legal', unitId })),
    );
    expect(doors.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(set.hall.call(pollCard, { poll: ticket.poll })).rejects.toMatchObject({ type: 'TICKET_EXPIRED' });
  });
  test('runs out after 120 seconds of real time', async () => {
    const { idHash } = await set.registered();
    const ticket = await set.hall.call(startCard, {});
    const { TicketModel } = await import('../src/models/small.ts');
    const stored = await TicketModel.findById(ticket.ticket).lean();
    expect(Math.round(((stored?.until ?? 0) - new Date(ticket.expiresAt).getTime()) / 1000)).toBe(0);
    await TicketModel.updateOne({ _id: ticket.ticket }, { $inc: { until: -121_000 } });
    await expect(set.hall.call(pollCard, { poll: ticket.poll })).rejects.toMatchObject({ type: 'TICKET_EXPIRED' });
    await expect(set.hall.call(simulatorScan, { ticket: ticket.ticket, identityId: `sim-${idHash}` })).rejects.toMatchObject({
      type: 'TICKET_EXPIRED',
    });
  });
  test('gives no hat of a unit that is not his', async () => {
    const mine = await set.registered();
    const other = await set.registered();
    const { poll } = await set.scan(mine.idHash);
    await expect(set.hall.call(enter, { poll, hat: 'legal', unitId: other.unitId })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.call(enter, { poll, hat: 'contact', unitId: mine.unitId })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
});

describe('a session', () => {
  test('is one per identity: of many logins at once exactly one lives', async () => {
    const { unitId, idHash } = await set.registered();
    const polls = [];
    for (let i = 0; i < 4; i += 1) polls.push((await set.scan(idHash)).poll);
    const opened = await Promise.all(polls.map((poll) => set.hall.call(enter, { poll, hat: 'legal', unitId })));
    const alive = await Promise.allSettled(opened.map(({ session }) => set.callerOf(session)));
    expect(alive.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
  test('is stored as a hash, falls asleep after 15 minutes, and listening does not keep it awake', async () => {
    const { unitId, idHash } = await set.registered();
    const { session } = await set.enterAs(idHash, 'legal', unitId);
    const { SessionModel } = await import('../src/models/session.ts');
    expect(await SessionModel.findById(session).lean()).toBeNull();
    const row = await SessionModel.findOne({ unitId }).lean();
    await SessionModel.updateOne({ _id: row?._id }, { $inc: { seenAt: -14 * 60_000 } });
    await set.hall.callAs('gateway', token, { session, awake: false });
    await SessionModel.updateOne({ _id: row?._id }, { $inc: { seenAt: -2 * 60_000 } });
    await expect(set.hall.callAs('gateway', token, { session })).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
  });
  test('ends at log-out, and every gateway hears of it', async () => {
    const { unitId, idHash } = await set.registered();
    const { session } = await set.enterAs(idHash, 'legal', unitId);
    const caller = await set.callerOf(session);
    const heard: string[] = [];
    set.hall.caller.createService({
      name: 'listener',
      events: { 'session.ended': (ctx: { params: { key: string } }) => void heard.push(ctx.params.key) },
    } as never);
    await until(async () => set.hall.server.registry.getServiceList({}).some(({ name }: { name: string }) => name === 'listener'));
    await set.hall.call(logout, {}, caller);
    await until(async () => heard.includes(String(caller.session)));
    await expect(set.hall.call(me, {}, caller)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
  });
  test('becomes a token only for the gateway', async () => {
    const { unitId, idHash } = await set.registered();
    const { session } = await set.enterAs(idHash, 'legal', unitId);
    await expect(set.hall.callAs('persons', token, { session })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.call(token, { session }, staff('s', ['ops']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.call(token, { session })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  test('a home-made caller on the bus is nobody', async () => {
    const forged = { caller: { kind: 'person', id: 'x', scopes: ['unit.work'] }, user: { id: 'x' }, token: 'eyJhbGciOiJub25lIn0.e30.' };
    await expect(set.hall.caller.call('identity.session.me', {}, { meta: forged })).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
    // persons' own key cannot speak for a person.
    const { signCaller } = await import('@wangting/kit/token');
    const usurped = await signCaller('persons', { kind: 'person', id: 'x', scopes: ['unit.work'] });
    await expect(set.hall.caller.call('identity.session.me', {}, { meta: { token: usurped } })).rejects.toMatchObject({
      type: 'NOT_LOGGED_IN',
    });
  });
});

describe('a right that is taken away', () => {
  test('ends the sessions standing on it at once, and only those', async () => {
    const { unitId, form, idHash } = await set.registered();
    const contact = idNumber();
    const contactHash = lookup('id', contact);
    const { SimIdentityModel } = await import('../src/models/small.ts');
    const { seal } = await import('@wangting/kit/sealed');
    await SimIdentityModel.create({
      _id: `sim-${contactHash}`,
      name: '测联系',
      idNumber: seal(contact),
      idHash: contactHash,
      note: '',
      order: 1,
    });
    await set.tell(unitId, { state: '1', unitNo: '6112000001' }, [
      { hat: 'legal', idHash, grants: [] },
      { hat: 'contact', idHash: contactHash, grants: [] },
    ]);
    await until(async () => (await set.scan(contactHash)).choices.length === 1);
    const legal = await set.enterAs(idHash, 'legal', unitId);
    const { session } = await set.enterAs(contactHash, 'contact', unitId);
    await expect(set.hall.callAs('persons', revoke, { unitId, idHash: contactHash, hat: 'contact', rev: 9 })).rejects.toMatchObject({
      type: 'NOT_ALLOWED',
    });
    await set.hall.callAs('units', revoke, { unitId, idHash: contactHash, hat: 'contact', rev: 9 });
    await expect(set.callerOf(session)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
    expect((await set.callerOf(legal.session)).hat).toBe('legal');
    // The list of people as a whole says the same later, and another 法人 ends the old one's session.
    await set.tell(unitId, {}, [{ hat: 'legal', idHash: lookup('id', idNumber()), grants: [] }]);
    await until(async () =>
      set.callerOf(legal.session).then(
        () => false,
        () => true,
      ),
    );
    await expect(set.hall.call(passwordLogin, { kind: 'unit', account: form.creditCode, password: form.password })).rejects.toMatchObject({
      type: 'NOT_ALLOWED',
    });
  });
});
