import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { grants, saveGrants } from '@wangting/contracts/identity/grants';
import { hats } from '@wangting/contracts/identity/hats';
import { messages } from '@wangting/contracts/identity/messages';
import { phoneState } from '@wangting/contracts/identity/security';
import { enter, pollCard, simulatorScan, startCard, token } from '@wangting/contracts/identity/session';
import { creditCodeFrom } from '@wangting/contracts/standards/credit-code';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { saveContacts, view } from '@wangting/contracts/units/contacts';
import { flushAudit } from '@wangting/kit/audit';
import { lookup } from '@wangting/kit/sealed';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { verifyCaller } from '@wangting/kit/token';
import { nameOf } from './hall.ts';

/** identity beside the real units, injury and benefits: what stubs promise elsewhere is what the owners answer. */
testEnvironment();
let hall: TestHall;
const LEGAL = { name: '测法人', idType: '01', idNumber: residentIdOf('610199', '1975-05-05', 501), phone: '19900005501' };
const CONTACT = { name: '测联系', idType: '01', idNumber: residentIdOf('610199', '1985-05-05', 502), mobile: '19900005502' };
let unitId = '';

beforeAll(async () => {
  const [{ default: identity }, { default: units }, { default: injury }, { default: benefits }] = await Promise.all([
    import('../src/identity.service.ts'),
    import('../../units/src/units.service.ts'),
    import('../../injury/src/injury.service.ts'),
    import('../../benefits/src/benefits.service.ts'),
  ]);
  hall = await testHall([identity, units, injury, benefits]);
  const { seedUnits } = await import('../../units/src/seed.ts');
  const { seedIdentity } = await import('../src/seed.ts');
  const [seeded] = await seedUnits([
    {
      creditCode: creditCodeFrom('91', '610199', 'T0000501'),
      name: '示例邻居有限公司',
      area: '610113',
      state: '1',
      details: { unitType: '10', dispatch: '0' },
      legal: LEGAL,
      contacts: [CONTACT],
      insurances: [],
      foundedOn: '2020-01-01',
      registeredOn: '2020-01-15',
    },
  ]);
  unitId = seeded?.unitId ?? '';
  await seedIdentity({
    staff: [],
    simulator: [LEGAL, CONTACT].map(({ name, idNumber }, n) => ({ id: `sim${n}`, name, idNumber, note: '' })),
  });
}, 120_000);
afterAll(() => hall.stop(), 60_000);

async function scan(idNumber: string) {
  const ticket = await hall.call(startCard, {});
  await hall.call(simulatorScan, { ticket: ticket.ticket, identityId: `sim-${lookup('id', idNumber)}` });
  return { ...ticket, ...(await hall.call(pollCard, { poll: ticket.poll })) };
}
async function enterAs({ idNumber }: { idNumber: string }, hat: 'legal' | 'contact' | 'individual', unit: string | null) {
  const { poll } = await scan(idNumber);
  const { session } = await hall.call(enter, { poll, hat, unitId: unit });
  const now = async () => {
    const caller = await verifyCaller((await hall.callAs('gateway', token, { session })).token);
    if (!caller) throw new Error('identity signed nothing');
    return caller;
  };
  return { session, now };
}

test('the 法人 sees his contacts by name, narrows one, and takes him off: sessions, phones and names follow units', async () => {
  await until(async () => (await scan(CONTACT.idNumber)).choices.length === 1, 20_000);
  const legal = await enterAs(LEGAL, 'legal', unitId);
  const contact = await enterAs(CONTACT, 'contact', unitId);
  expect(await hall.call(phoneState, {}, await contact.now())).toMatchObject({ mobile: '199****5502', source: 'unit' });

  const { contacts } = await hall.call(grants, {}, await legal.now());
  expect(contacts).toMatchObject([{ name: '测联系', mobile: '199****5502', explicit: false }]);
  expect(JSON.stringify(contacts)).not.toContain(CONTACT.idNumber);
  const contactId = String(contacts[0]?.contactId);
  await hall.call(
    saveGrants,
    { requestKey: randomUUID(), contactId, seenRev: 0, grants: [{ category: '公共业务', until: null }] },
    await legal.now(),
  );
  expect((await contact.now()).scopes).not.toContain('item:accident-report');

  // A contact who edits contacts through the API: the exact words, and a line in the audit.
  const { rev, contacts: kept } = await hall.call(view, {}, await contact.now());
  const edit = hall.call(saveContacts, { requestKey: randomUUID(), seenRev: rev, contacts: [] }, await contact.now());
  await expect(edit).rejects.toMatchObject({ type: 'RULE_REFUSED', message: '联系人信息仅法人可维护，请使用法人电子社保卡登录' });
  const { AuditModel } = await import('../src/models/small.ts');
  await flushAudit('units');
  await until(async () => AuditModel.exists({ who: (await contact.now()).id, what: 'refused units.unit-maintenance.saveContacts' }));

  expect(kept).toHaveLength(1);
  await hall.call(saveContacts, { requestKey: randomUUID(), seenRev: rev, contacts: [] }, await legal.now());
  await until(async () => (await nameOf(contact.now())) === 'NOT_LOGGED_IN');
  await until(async () => (await hall.call(grants, {}, await legal.now())).contacts.length === 0);
  expect((await scan(CONTACT.idNumber)).choices).toEqual([]);
});
test('个人 is what injury and benefits have recorded', async () => {
  const idHash = lookup('id', LEGAL.idNumber);
  const legal = await enterAs(LEGAL, 'legal', unitId);
  expect(await hall.call(hats, {}, await legal.now())).toMatchObject({ incomplete: false, rows: [{ hat: 'legal', current: true }] });
  const { CaseModel } = await import('../../injury/src/models/case.ts');
  const { DependantModel } = await import('../../benefits/src/models/dependant.ts');
  const none = { leaveFrom: null, leaveTo: null, grade: 0, conclusion: null, signedOn: null, reassessing: false };
  await CaseModel.create({ _id: 'case-1', personId: 'person-1', idHash, unitId, state: 'closed', ...none });
  expect((await hall.call(hats, {}, await legal.now())).rows.map(({ label }) => label)).toEqual(['法人', '工伤职工']);
  await DependantModel.create({ _id: 'dep-1', idHash, personId: 'person-2', confirmedOn: '2026-01-01' });
  const himself = await enterAs(LEGAL, 'individual', null);
  expect((await himself.now()).scopes.sort()).toEqual([
    'item:death-benefit',
    'item:disability-benefit',
    'item:medical-lump-sum',
    'item:payee-maintenance',
    'person.work',
  ]);
  expect((await hall.call(messages, {}, await himself.now())).rows.every(({ kind }) => kind === 'security')).toBe(true);
});
