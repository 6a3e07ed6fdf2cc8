import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { audit, passwordLogin } from '@wangting/contracts/identity/session';
import { changePassword } from '@wangting/contracts/identity/password';
import { resetStaff, saveStaff, staffList } from '@wangting/contracts/identity/staff';
import { matrix } from '@wangting/contracts/identity/roles';
import { clerk, staff } from '@wangting/kit/testing';
import { identityHall, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
let password = '';
beforeAll(async () => {
  set = await identityHall();
  const { createFirstStaff } = await import('../src/first-staff.ts');
  password = await createFirstStaff({ account: 'yunwei', name: '测运维', areas: ['61'] });
}, 120_000);
afterAll(() => set.hall.stop());

const login = (account: string, secret: string) => set.hall.call(passwordLogin, { kind: 'staff', account, password: secret });
async function ops() {
  const name = await nameOf(login('yunwei', 'Ops-2026-x'));
  if (name !== 'in') {
    const first = await set.callerOf((await login('yunwei', password)).session);
    await set.hall.call(changePassword, { requestKey: randomUUID(), current: password, next: 'Ops-2026-x' }, first);
  }
  return set.callerOf((await login('yunwei', 'Ops-2026-x')).session);
}

describe('the first account of operations', () => {
  test('has a password nobody chose, shown once, to be changed at once; there is no second first one', async () => {
    expect(password).toMatch(/^[A-Za-z0-9]{16}$/);
    const { AccountModel } = await import('../src/models/account.ts');
    expect(JSON.stringify(await AccountModel.findById('staff:yunwei').lean())).not.toContain(password);
    const { me } = await login('yunwei', password);
    expect(me).toMatchObject({ must: 'password', scopes: [], roles: ['ops'] });
    const { createFirstStaff } = await import('../src/first-staff.ts');
    await expect(createFirstStaff({ account: 'zaiyige', name: '再来', areas: ['61'] })).rejects.toThrow('已有运行维护账号');
    await expect(createFirstStaff({ account: 'A B', name: '错', areas: ['61'] })).rejects.toThrow('账号应为');
    const caller = await ops();
    expect(caller.scopes).toEqual(['staff.ops']);
    expect(await nameOf(login('yunwei', password))).toBe('LOGIN_FAILED');
  });
});

describe('accounts of the agency', () => {
  const make = async (account: string, over: object = {}) =>
    set.hall.call(
      saveStaff,
      { requestKey: randomUUID(), account, name: '测受理', roles: ['intake'], areas: ['6101'], ...over },
      await ops(),
    );
  test('are made with a one-time password, changed by revision, and end their sessions', async () => {
    const made = await make('xinshouli');
    expect(made).toMatchObject({ staff: { account: 'xinshouli', mustChange: true, rev: 0 }, password: expect.stringMatching(/^.{16}$/) });
    const { me, session } = await login('xinshouli', String(made.password));
    expect(me).toMatchObject({ must: 'password', areas: ['6101'] });
    expect(await nameOf(make('xinshouli'))).toBe('RULE_REFUSED');
    const changed = await make('xinshouli', { seenRev: 0, roles: ['first', 'second'] });
    expect(changed).toMatchObject({ password: null, staff: { roles: ['first', 'second'], rev: 1 } });
    expect(await nameOf(set.callerOf(session))).toBe('NOT_LOGGED_IN');
    expect(await nameOf(make('xinshouli', { seenRev: 0 }))).toBe('STATE_CHANGED');
    expect(await nameOf(make('nobody', { seenRev: 3 }))).toBe('NOT_FOUND');
    await make('xinshouli', { seenRev: 1, disabled: true });
    expect(await nameOf(login('xinshouli', String(made.password)))).toBe('LOGIN_FAILED');
    expect((await set.hall.call(staffList, {}, await ops())).rows.find(({ account }) => account === 'xinshouli')).toMatchObject({
      disabled: true,
    });
  });
  test('nobody changes his own, and only operations changes any', async () => {
    expect(await nameOf(make('yunwei', { seenRev: 1, roles: ['ops', 'third'] }))).toBe('RULE_REFUSED');
    expect(await set.auditOf('staff-yunwei')).toContain('staff refused own account');
    for (const as of [staff('s', ['intake', 'third', 'finance']), clerk('u', [])]) {
      expect(await nameOf(set.hall.call(staffList, {}, as))).toBe('NOT_ALLOWED');
      expect(await nameOf(set.hall.call(resetStaff, { requestKey: randomUUID(), account: 'yunwei', what: 'password' }, as))).toBe(
        'NOT_ALLOWED',
      );
    }
    expect(await nameOf(make('Bad Name'))).toBe('INPUT_INVALID');
    expect(await nameOf(make('jiaose', { roles: ['root'] }))).toBe('INPUT_INVALID');
  });
  test('made at once by two: one account; a reset gives another one-time password', async () => {
    const caller = await ops();
    const wish = (requestKey: string) => ({ requestKey, account: 'tongshi', name: '同时', roles: ['intake' as const], areas: ['61'] });
    const names = await Promise.all([1, 2, 3].map(() => nameOf(set.hall.call(saveStaff, wish(randomUUID()), caller))));
    expect(names.sort()).toEqual(['RULE_REFUSED', 'RULE_REFUSED', 'in']);
    const reset = await set.hall.call(resetStaff, { requestKey: randomUUID(), account: 'tongshi', what: 'password' }, caller);
    expect((await login('tongshi', String(reset.password))).me.must).toBe('password');
    expect((await set.hall.call(resetStaff, { requestKey: randomUUID(), account: 'tongshi', what: 'totp' }, caller)).password).toBeNull();
    expect(await nameOf(set.hall.call(resetStaff, { requestKey: randomUUID(), account: 'meiyou', what: 'totp' }, caller))).toBe(
      'NOT_FOUND',
    );
  });
});

describe('the role matrix', () => {
  test('has every action of the contracts, answered as a call would be', async () => {
    const { rows, columns } = await set.hall.call(matrix, {}, staff('s', ['ops']));
    const cell = (action: string, who: string) =>
      rows.find((row) => row.action === action)?.cells[columns.findIndex(({ id }) => id === who)];
    expect(rows.length).toBeGreaterThan(80);
    expect(cell('identity.grants.save', 'legal')).toBe('allowed');
    expect(cell('identity.grants.save', 'contact')).toBe('NOT_ALLOWED');
    expect(cell('identity.grants.save', 'anonymous')).toBe('NOT_LOGGED_IN');
    expect(cell('persons.person-enrolment.submit', 'contactNone')).toBe('NOT_ALLOWED');
    expect(cell('persons.person-enrolment.submit', 'contact')).toBe('allowed');
    expect(cell('units.unit-registration.submit', 'register')).toBe('allowed');
    expect(cell('identity.session.token', 'ops')).toBe('NOT_ALLOWED');
    expect(cell('identity.roles.matrix', 'ops')).toBe('allowed');
    expect(await nameOf(set.hall.call(matrix, {}, staff('s', ['third'])))).toBe('NOT_ALLOWED');
  });
});

describe('the audit', () => {
  const entry = (what: string, id = randomUUID()) => ({
    id,
    who: 'p',
    kind: 'person',
    whose: 'q',
    fields: ['x'],
    what,
    at: '2026-01-01T00:00:00.000Z',
  });
  test('is chained: batches at once and sent twice leave it whole', async () => {
    const { checkAudit } = await import('../src/audit-chain.ts');
    const batches = Array.from({ length: 8 }, (_, n) => Array.from({ length: 5 }, (_x, m) => entry(`${n}-${m}`)));
    await Promise.all([...batches, ...batches].map((entries) => set.hall.callAs('persons', audit, { entries })));
    const { AuditModel } = await import('../src/models/small.ts');
    expect(await AuditModel.countDocuments({ who: 'p' })).toBe(40);
    expect((await checkAudit()).broken).toEqual([]);
  });
  test('shows a row that was changed, and one that was taken out', async () => {
    const { checkAudit } = await import('../src/audit-chain.ts');
    const { AuditModel } = await import('../src/models/small.ts');
    const row = await AuditModel.findOne({ who: 'p' }).sort({ n: 1 }).lean();
    await AuditModel.updateOne({ _id: row?._id }, { $set: { who: 'nobody' } });
    expect((await checkAudit()).broken).toEqual([{ chain: row?.chain, n: row?.n }]);
    await AuditModel.updateOne({ _id: row?._id }, { $set: { who: 'p' } });
    expect((await checkAudit()).broken).toEqual([]);
    await AuditModel.deleteOne({ _id: row?._id });
    expect((await checkAudit()).broken).toEqual([{ chain: row?.chain, n: row?.n }]);
  });
});
