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

/** What units writes, and how it tells identity: its own code, on the bus beside this one. */
const unitsCode = async () => ({
  ...(await import('../../units/src/domain/write.ts')),
  ...(await import('../../units/src/domain/filing.ts')),
  ...(await import('../../units/src/domain/key-data.ts')),
  ...(await import('../../units/src/domain/people.ts')),
  maintenance: (await import('../../units/src/items/unit-maintenance.ts')).rules,
});
let codes = 600;
/** Another unit with a 法人 and one contact of its own, as soon as identity knows them. */
async function unitOf() {
  const n = (codes += 2);
  const legal = { name: '测法人', idType: '01', idNumber: residentIdOf('610199', '1975-05-05', n), phone: '19900005503' };
  const contact = { name: '测联系', idType: '01', idNumber: residentIdOf('610199', '1985-05-05', n), mobile: '19900005504' };
  const { seedUnits } = await import('../../units/src/seed.ts');
  const { seedIdentity } = await import('../src/seed.ts');
  const [seeded] = await seedUnits([
    {
      creditCode: creditCodeFrom('91', '610199', `T0000${n}`),
      name: '示例另一有限公司',
      area: '610113',
      state: '1',
      details: { unitType: '10', dispatch: '0' },
      legal,
      contacts: [contact],
      insurances: [],
      foundedOn: '2020-01-01',
      registeredOn: '2020-01-15',
    },
  ]);
  await seedIdentity({
    staff: [],
    simulator: [legal, contact].map(({ name, idNumber }, at) => ({ id: `sim${n}${at}`, name, idNumber, note: '' })),
  });
  await until(async () => (await scan(contact.idNumber)).choices.length === 1, 20_000);
  return { id: seeded?.unitId ?? '', legal, contact };
}
/** identity hears nothing new of this unit: somebody there has a revision that no fact reaches. */
async function deafTo(unit: string): Promise<() => Promise<unknown>> {
  const { GrantModel, grantId } = await import('../src/models/grant.ts');
  const _id = grantId(unit, 'nobody', 'contact');
  await GrantModel.create({ _id, unitId: unit, idHash: 'nobody', hat: 'contact', grants: [], rev: 1_000 });
  return () => GrantModel.deleteOne({ _id });
}

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

test('another 法人 by item 6: the old one is out at once, without identity having heard of the change; a contact stays', async () => {
  const { id, legal, contact } = await unitOf();
  const [old, his] = [await enterAs(legal, 'legal', id), await enterAs(contact, 'contact', id)];
  const hear = await deafTo(id);
  const units = await unitsCode();
  const before = units.keyDataOf(await units.ownUnit(id));
  const next = { ...before, legalName: '孙法人', legalIdNumber: residentIdOf('610199', '1975-05-05', (codes += 2)) };
  await units.maintenance.effects[0]?.run({
    applicationId: randomUUID(),
    itemId: 'unit-maintenance',
    unitId: id,
    area: '610113',
    decidedAt: '2026-02-01T00:00:00.000Z',
    submittedBy: 'x',
    values: {},
    keep: { fields: ['legalName', 'legalIdNumber'], before, after: next, hat: '法人' },
    result: {},
  } as never);
  expect(await nameOf(old.now())).toBe('NOT_LOGGED_IN');
  expect((await scan(legal.idNumber)).choices).toEqual([]);
  expect((await his.now()).hat).toBe('contact');
  await hear();
});
test('the contact of yesterday who becomes 法人, and the 法人 who stays a contact, lose the one hat and keep the other', async () => {
  const { id, legal, contact } = await unitOf();
  const units = await unitsCode();
  const unit = await units.ownUnit(id);
  const both = [...unit.contacts, units.sealContact({ ...legal, mobile: legal.phone })];
  const with2 = await units.changeUnit(unit, { contacts: both }, { kind: 'people', who: 'test' });
  await until(async () => (await scan(legal.idNumber)).choices.length === 2, 20_000);
  const hear = await deafTo(id);
  const changed = await units.changeUnit(
    with2 ?? unit,
    { ...units.sealLegal({ ...contact, phone: contact.mobile }) },
    { kind: 'changed', also: 'people', who: 'test', revoke: [{ hat: 'legal', idHash: unit.legalIdHash }] },
  );
  await units.file(hall.server, changed ?? unit);
  expect((await scan(legal.idNumber)).choices).toMatchObject([{ hat: 'contact', unitId: id }]);
  await hear();
});
test('a withdrawal that comes late takes nothing from whoever was added again since', async () => {
  const { id, legal, contact } = await unitOf();
  const units = await unitsCode();
  const unit = await units.ownUnit(id);
  const idHash = lookup('id', contact.idNumber);
  const gone = await units.changeUnit(unit, { contacts: [] }, { kind: 'people', who: 'test', revoke: [{ hat: 'contact', idHash }] });
  const late = gone?.unfiled.filter(({ rev }) => rev === gone.rev) ?? [];
  expect(late).toMatchObject([{ revoke: [{ hat: 'contact', idHash }] }]);
  const back = await units.changeUnit(gone ?? unit, { contacts: unit.contacts }, { kind: 'people', who: 'test' });
  const { GrantModel, grantId } = await import('../src/models/grant.ts');
  await until(async () => (await GrantModel.findById(grantId(id, idHash, 'contact')).lean())?.rev === back?.rev, 20_000);
  await until(async () => (await units.ownUnit(id)).unfiled.length === 0, 20_000);
  const [boss, his] = [await enterAs(legal, 'legal', id), await enterAs(contact, 'contact', id)];
  const [listed] = (await hall.call(grants, {}, await boss.now())).contacts;
  const narrow = { requestKey: randomUUID(), contactId: String(listed?.contactId), seenRev: 0 };
  await hall.call(saveGrants, { ...narrow, grants: [{ category: '公共业务', until: null }] }, await boss.now());

  await units.file(hall.server, { _id: id, unfiled: late });
  expect((await his.now()).hat).toBe('contact');
  expect((await his.now()).scopes).not.toContain('item:accident-report');
  expect((await scan(contact.idNumber)).choices).toMatchObject([{ hat: 'contact', unitId: id }]);
  // One of a later revision than his grant still means him.
  await units.file(hall.server, { _id: id, unfiled: late.map((one) => ({ ...one, rev: (back?.rev ?? 0) + 1, _id: `${id}:later` })) });
  expect(await nameOf(his.now())).toBe('NOT_LOGGED_IN');
});
