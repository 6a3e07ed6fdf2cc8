import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import {
  changePhone,
  endOthers,
  idle,
  logins,
  phoneCode,
  phoneNotices,
  phoneState,
  totpConfirm,
  totpEnrol,
  totpRemove,
  totpState,
} from '@wangting/contracts/identity/security';
import { enter, logout, me, passwordLogin, pollCard, simulatorScan, startCard, token } from '@wangting/contracts/identity/session';
import { realNow } from '@wangting/kit/clock';
import { until } from '@wangting/kit/testing';
import { identityHall, mobile, nameOf, solve } from './hall.ts';
import { browserWords, maskAddress } from '../src/words.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

const from = (address: string, agent: string) => ({ meta: { address, agent } });
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const login = (account: string, password: string, more: object = {}) =>
  set.hall.call(passwordLogin, { kind: 'staff', account, password, ...more });
const words = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'done',
    (error: Error) => error.message,
  );

test.each([
  ['203.0.113.9', '203.0.*.*'],
  ['::ffff:203.0.113.9', '203.0.*.*'],
  ['2001:db8:1:2::9', '2001:db8:*'],
  ['::1', '本机'],
  [undefined, '未知'],
])('the address %s is shown as %s', (address, shown) => expect(maskAddress(address)).toBe(shown));
test.each([
  [CHROME, 'Chrome 141 · Windows'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    'Safari 18 · macOS',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0', 'Edge 141 · Windows'],
  ['<script>alert(1)</script>', '其他浏览器'],
])('a browser is said in words', (agent, shown) => expect(browserWords(agent)).toBe(shown));

describe('登录记录', () => {
  test('has every try, the address masked, the browser in words; other people see none of it', async () => {
    await set.staffAccount('jilu', ['first']);
    const call = (password: string) =>
      set.hall.caller.call('identity.password.login', { kind: 'staff', account: 'jilu', password }, from('203.0.113.9', CHROME));
    expect(await nameOf(call('Wrong-2026'))).toBe('LOGIN_FAILED');
    const { session } = (await call('Staff-2026')) as { session: string };
    const caller = await set.callerOf(session);
    const mine = await until(async () => {
      const answer = await set.hall.call(logins, {}, caller);
      return answer.total === 2 && answer;
    });
    expect(mine.rows.map(({ result, address, browser, current }) => [result, address, browser, current])).toEqual([
      ['ok', '203.0.*.*', 'Chrome 141 · Windows', true],
      ['failed', '203.0.*.*', 'Chrome 141 · Windows', false],
    ]);
    expect(mine.devices).toMatchObject([{ browser: 'Chrome 141 · Windows', live: true, current: true }]);
    const { LoginModel } = await import('../src/models/security.ts');
    expect(JSON.stringify(await LoginModel.find().lean())).not.toContain('113.9');
    await set.staffAccount('tazi', ['first']);
    expect((await set.hall.call(logins, {}, await set.callerOf((await login('tazi', 'Staff-2026')).session))).total).toBe(1);
    // The audit knows of the failure, and holds neither password nor address.
    const audit = await set.auditOf('staff-jilu');
    expect(audit).toContain('refused password login (failed)');
    const { AuditModel } = await import('../src/models/small.ts');
    expect(JSON.stringify(await AuditModel.find().lean())).not.toMatch(/Wrong-2026|203\.0\.113/);
  });
  test('other sessions can be ended; with one per identity there are none', async () => {
    await set.staffAccount('tuichu', ['first']);
    const { session } = await login('tuichu', 'Staff-2026');
    expect(await set.hall.call(endOthers, {}, await set.callerOf(session))).toEqual({ ended: 0 });
    expect((await set.callerOf(session)).id).toBe('staff-tuichu');
  });
});

describe('a session', () => {
  test('says when it falls asleep, and asking that does not keep it awake', async () => {
    await set.staffAccount('shuimian', ['first']);
    const { session, me: who } = await login('shuimian', 'Staff-2026');
    const caller = await set.callerOf(session);
    expect(who.idleMinutes).toBe(15);
    expect(Math.abs(new Date(who.idleEndsAt).getTime() - realNow() - 15 * 60_000)).toBeLessThan(60_000);
    const { SessionModel } = await import('../src/models/session.ts');
    await SessionModel.updateOne({ _id: caller.session }, { $inc: { seenAt: -14 * 60_000 } });
    const left = await set.hall.call(idle, {}, caller);
    expect(left.secondsLeft).toBeLessThanOrEqual(60);
    await set.hall.callAs('gateway', token, { session, awake: false });
    expect((await set.hall.call(idle, {}, caller)).secondsLeft).toBeLessThanOrEqual(60);
    await set.hall.callAs('gateway', token, { session });
    expect((await set.hall.call(idle, {}, caller)).secondsLeft).toBeGreaterThan(800);
  });
  test('is new at every login: an id that was there before is never taken over (fixation)', async () => {
    await set.staffAccount('guding', ['first']);
    const planted = 'A'.repeat(43);
    const { session } = await login('guding', 'Staff-2026');
    expect(session).not.toBe(planted);
    expect(await nameOf(set.hall.callAs('gateway', token, { session: planted }))).toBe('NOT_LOGGED_IN');
    const second = await login('guding', 'Staff-2026');
    expect(second.session).not.toBe(session);
    expect(await nameOf(set.callerOf(session))).toBe('NOT_LOGGED_IN');
  });
  test('whose cookie comes back after log-out is refused, and the audit has it once', async () => {
    await set.staffAccount('toudao', ['first']);
    const { session } = await login('toudao', 'Staff-2026');
    await set.hall.call(logout, {}, await set.callerOf(session));
    for (let n = 0; n < 3; n += 1) expect(await nameOf(set.hall.callAs('gateway', token, { session }))).toBe('NOT_LOGGED_IN');
    const lines = await set.auditOf('staff-toudao');
    expect(lines.filter((what) => what === 'refused cookie of a session that ended (logout)')).toHaveLength(1);
    const { AuditModel } = await import('../src/models/small.ts');
    expect(JSON.stringify(await AuditModel.find().lean())).not.toContain(session);
  });
});

describe('a QR code', () => {
  test('that was refreshed opens nothing any more, also when it was photographed', async () => {
    const { idHash, unitId } = await set.registered();
    const old = await set.hall.call(startCard, {});
    const fresh = await set.hall.call(startCard, { replaces: old.poll });
    expect(fresh.ticket).not.toBe(old.ticket);
    const scan = (ticket: string) => set.hall.call(simulatorScan, { ticket, identityId: `sim-${idHash}` });
    expect(await nameOf(scan(old.ticket))).toBe('TICKET_EXPIRED');
    expect(await nameOf(set.hall.call(pollCard, { poll: old.poll }))).toBe('TICKET_EXPIRED');
    await scan(fresh.ticket);
    expect(await nameOf(set.hall.call(enter, { poll: fresh.poll, hat: 'legal', unitId }))).toBe('in');
    // Another's secret refreshes nothing of his.
    const his = await set.hall.call(startCard, {});
    await set.hall.call(startCard, { replaces: 'made-up' });
    expect((await set.hall.call(pollCard, { poll: his.poll })).state).toBe('waiting');
  });
  test('replayed or expired is in the audit, with nothing that opens', async () => {
    const { idHash, unitId } = await set.registered();
    const { poll, ticket } = await set.scan(idHash);
    await set.hall.call(enter, { poll, hat: 'legal', unitId });
    expect(await nameOf(set.hall.call(enter, { poll, hat: 'legal', unitId }))).toBe('TICKET_EXPIRED');
    expect(await nameOf(set.hall.call(simulatorScan, { ticket, identityId: `sim-${idHash}` }))).toBe('TICKET_EXPIRED');
    const late = await set.scan(idHash);
    const { TicketModel } = await import('../src/models/small.ts');
    await TicketModel.updateOne({ _id: late.ticket }, { $inc: { until: -121_000 } });
    expect(await nameOf(set.hall.call(enter, { poll: late.poll, hat: 'legal', unitId }))).toBe('TICKET_EXPIRED');
    const lines = await set.auditOf(`card-${idHash}`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'refused card login (replayed code)',
        'refused card login (expired code)',
        'refused card scan (code expired or scanned before)',
      ]),
    );
    const { AuditModel } = await import('../src/models/small.ts');
    const whole = JSON.stringify(await AuditModel.find().lean());
    for (const secret of [poll, ticket, late.poll, late.ticket]) expect(whole).not.toContain(secret);
  });
});

describe('绑定手机', () => {
  test('needs the old phone and the new one; a code is for its owner, its phone and its purpose', async () => {
    const { idHash, unitId } = await set.registered();
    const old = mobile();
    set.reachable.set(idHash, { contactId: 'none', name: '测法人', mobile: old });
    const caller = await set.callerOf((await set.enterAs(idHash, 'legal', unitId)).session);
    expect(await set.hall.call(phoneState, {}, caller)).toMatchObject({ source: 'unit', boundAt: null, notices: true });
    const fresh = mobile();
    const ask = (input: Parameters<typeof set.hall.call<typeof phoneCode.input, typeof phoneCode.output>>[1], as = caller) =>
      set.hall.call(phoneCode, input, as);
    await ask({ to: 'new', mobile: fresh });
    await ask({ to: 'old' });
    const [code, oldCode] = [await set.messageTo(fresh), await set.messageTo(old)];
    const send = (over: object, as = caller) =>
      set.hall.call(changePhone, { requestKey: randomUUID(), mobile: fresh, code, oldCode, ...over }, as);
    expect(await words(send({ oldCode: undefined }))).toBe('请输入原绑定手机收到的短信验证码');
    expect(await words(send({ oldCode: code === '111111' ? '222222' : '111111' }))).toBe('短信验证码不正确或已过期，请重新获取');
    expect(await words(send({ mobile: mobile() }))).toBe('短信验证码不正确或已过期，请重新获取');
    // Somebody else cannot use a code that was asked for by this person.
    const other = await set.registered();
    const stranger = await set.callerOf((await set.enterAs(other.idHash, 'legal', other.unitId)).session);
    expect(await words(send({}, stranger))).not.toBe('done');
    const requestKey = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => words(send({ requestKey }))));
    expect(answers).toContain('done');
    expect(await words(send({ requestKey }))).toBe('done');
    expect(await set.hall.call(phoneState, {}, caller)).toMatchObject({
      source: 'bound',
      mobile: `${fresh.slice(0, 3)}****${fresh.slice(-4)}`,
    });
    const { ProfileModel } = await import('../src/models/security.ts');
    expect(JSON.stringify(await ProfileModel.find().lean())).not.toContain(fresh);
    expect(await set.hall.call(phoneNotices, { on: false }, caller)).toEqual({ on: false });
    expect((await set.hall.call(phoneState, {}, caller)).notices).toBe(false);
  });
  test('where no phone is known, the session alone binds none: the password is asked for', async () => {
    await set.staffAccount('bangding', ['first']);
    const caller = await set.callerOf((await login('bangding', 'Staff-2026')).session);
    const fresh = mobile();
    await set.hall.call(phoneCode, { to: 'new', mobile: fresh }, caller);
    const code = await set.messageTo(fresh);
    const send = (password?: string) => set.hall.call(changePhone, { requestKey: randomUUID(), mobile: fresh, code, password }, caller);
    expect(await words(send())).toBe('请输入登录密码，以确认是您本人绑定手机');
    expect(await words(send('Wrong-2026'))).toBe('登录密码不正确');
    expect(await words(send('Staff-2026'))).toBe('done');
  });
});

describe('动态口令', () => {
  const totp = (secret: string) => new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret) });
  const codeOf = (secret: string, steps = 0) => totp(secret).generate({ timestamp: realNow() + steps * 30_000 });
  /** A code just before its half minute ends would be a later one when it arrives. */
  async function enrolled(account: string) {
    await set.staffAccount(account, ['first']);
    const caller = await set.callerOf((await login(account, 'Staff-2026')).session);
    const { secret, uri } = await set.hall.call(totpEnrol, { password: 'Staff-2026' }, caller);
    expect(uri).toContain(`secret=${secret}`);
    const { recovery } = await set.hall.call(totpConfirm, { code: codeOf(secret) }, caller);
    return { caller, secret, recovery };
  }

  test('is offered to staff, asks for the password, and is not in force before it is confirmed', async () => {
    await set.staffAccount('kouling', ['first']);
    const { session } = await login('kouling', 'Staff-2026');
    const caller = await set.callerOf(session);
    expect(await words(set.hall.call(totpEnrol, { password: 'Wrong-2026' }, caller))).toBe('登录密码不正确');
    const { secret } = await set.hall.call(totpEnrol, { password: 'Staff-2026' }, caller);
    expect((await set.hall.call(totpState, {}, caller)).enrolled).toBe(false);
    expect(await nameOf(login('kouling', 'Staff-2026'))).toBe('in');
    const again = await set.callerOf((await login('kouling', 'Staff-2026')).session);
    const wrong = codeOf(secret) === '000000' ? '111111' : '000000';
    expect(await words(set.hall.call(totpConfirm, { code: wrong }, again))).toContain('动态口令不正确');
    const { recovery } = await set.hall.call(totpConfirm, { code: codeOf(secret) }, again);
    expect([recovery.length, new Set(recovery).size]).toEqual([10, 10]);
    const { AccountModel } = await import('../src/models/account.ts');
    const stored = JSON.stringify(await AccountModel.findById('staff:kouling').lean());
    expect(stored).not.toContain(secret);
    for (const word of recovery) expect(stored).not.toContain(word.replace('-', ''));
    const { unitId, idHash } = await set.registered();
    const person = await set.callerOf((await set.enterAs(idHash, 'legal', unitId)).session);
    expect(await nameOf(set.hall.call(totpEnrol, { password: 'Staff-2026' }, person))).toBe('NOT_ALLOWED');
  });
  test('then the password alone lets nobody in; a code works once, a recovery word once', async () => {
    const { secret, recovery } = await enrolled('liangbu');
    expect(await nameOf(login('liangbu', 'Wrong-2026', { totp: codeOf(secret, 1) }))).toBe('LOGIN_FAILED');
    expect(await nameOf(login('liangbu', 'Staff-2026'))).toBe('TOTP_NEEDED');
    // The step that confirmed it is used up already; the next one, and no other, is still free.
    const next = codeOf(secret, 1);
    const both = await Promise.all([1, 2, 3].map(() => nameOf(login('liangbu', 'Staff-2026', { totp: next }))));
    expect(both.filter((name) => name === 'in')).toHaveLength(1);
    const word = String(recovery[0]);
    const twice = [
      await nameOf(login('liangbu', 'Staff-2026', { totp: word })),
      await nameOf(login('liangbu', 'Staff-2026', { totp: word })),
    ];
    expect(twice).toEqual(['in', 'RULE_REFUSED']);
    const { session } = await login('liangbu', 'Staff-2026', { totp: String(recovery[1]) });
    expect(await set.hall.call(totpState, {}, await set.callerOf(session))).toMatchObject({ enrolled: true, recoveryLeft: 8 });
  });
  test('guesses at it count as failures of the account and lock it', async () => {
    const { secret } = await enrolled('caikou');
    const names = [];
    let proof: object = {};
    for (let n = 0; n < 7; n += 1) {
      const guess = String(n).repeat(6) === codeOf(secret) ? '999999' : String(n).repeat(6);
      const error = (await login('caikou', 'Staff-2026', { totp: guess, ...proof }).catch((e: unknown) => e)) as {
        type: string;
        data: never;
      };
      proof = error.type === 'PROOF_NEEDED' ? { proof: solve(error.data) } : {};
      names.push(error.type);
    }
    expect(names.filter((name) => name === 'RULE_REFUSED')).toHaveLength(5);
    expect(await nameOf(login('caikou', 'Staff-2026', { totp: codeOf(secret, 1) }))).toBe('LOGIN_LOCKED');
  });
  test('is taken off with password and code', async () => {
    const { caller, recovery } = await enrolled('quxiao');
    expect(await words(set.hall.call(totpRemove, { password: 'Staff-2026', code: '000000' }, caller))).toContain('动态口令不正确');
    expect(await words(set.hall.call(totpRemove, { password: 'Staff-2026', code: String(recovery[3]) }, caller))).toBe('done');
    expect(await nameOf(login('quxiao', 'Staff-2026'))).toBe('in');
    expect(await nameOf(set.hall.call(me, {}, caller))).toBe('NOT_LOGGED_IN');
  });
});
