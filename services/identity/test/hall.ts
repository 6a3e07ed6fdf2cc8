import { createHash, randomUUID } from 'node:crypto';
import type { ServiceSchema } from 'moleculer';
import { creditCodeFrom } from '@wangting/contracts/standards/credit-code';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { leadingZeros } from '@wangting/contracts/identity/challenge';
import { enter, pollCard, register, sendCode, simulatorScan, simulatorState, startCard, token } from '@wangting/contracts/identity/session';
import { people, reach, reserve, snapshot, unitFact, type UnitFacts, type UnitPeople } from '@wangting/contracts/units/questions';
import { worker } from '@wangting/contracts/injury/questions';
import { dependant } from '@wangting/contracts/benefits/questions';
import { brief } from '@wangting/contracts/desk/queue';
import { CATEGORIES } from '@wangting/contracts/item';
import type { ApplicationRow } from '@wangting/contracts/applications';
import { flushAudit } from '@wangting/kit/audit';
import { HallError } from '@wangting/kit/errors';
import { subjectOf } from '@wangting/kit/bus';
import { realNow } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { lookup } from '@wangting/kit/sealed';
import { testEnvironment, testHall, until } from '@wangting/kit/testing';
import { verifyCaller } from '@wangting/kit/token';
import type { z } from 'zod';

export type People = z.infer<typeof UnitPeople>['people'];
let sequence = 0;
/** Numbers that belong to nobody: 610199 is no county. */
export const idNumber = (): string => residentIdOf('610199', '1980-01-01', ++sequence);
export const creditCode = (): string => creditCodeFrom('91', '610199', `T${String(++sequence).padStart(7, '0')}`);
export const mobile = (): string => `1990000${String(++sequence).padStart(4, '0')}`;

/** What a page does after PROOF_NEEDED. */
export function solve({ challenge, difficulty }: { challenge: string; difficulty: number }): { challenge: string; nonce: string } {
  for (let n = 0; ; n += 1)
    if (leadingZeros(createHash('sha256').update(`${challenge}:${n}`).digest()) >= difficulty) return { challenge, nonce: String(n) };
}
/** The name of a refusal, `in` when there is none. */
export const nameOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'in',
    (error: { type?: string }) => error.type ?? String(error),
  );

/** identity on real engines, with a units that says what the test says. */
export async function identityHall() {
  const namespace = testEnvironment();
  const units = new Map<string, { facts: UnitFacts; people: People }>();
  const asked = { reserve: 0 };
  const reserved = new Map<string, string>();
  /** What units would tell of somebody by blind index, what injury and benefits have recorded, and the cases desk knows. */
  const reachable = new Map<string, { contactId: string; name: string; mobile: string }>();
  const recorded = { injured: new Set<string>(), dependant: new Set<string>(), away: false };
  const cases = new Map<string, ApplicationRow>();
  const answerWhenThere = (): void => {
    if (recorded.away) throw new HallError('SERVICE_AWAY');
  };
  const unitsStub = {
    name: 'units',
    actions: {
      'unit.snapshot': implement(snapshot, async ({ input }) => ({ units: input.ids.flatMap((id) => units.get(id)?.facts ?? []) })).schema,
      'unit.people': implement(people, async ({ input }) => ({
        units: input.ids.flatMap((id) => {
          const unit = units.get(id);
          return unit ? [{ unitId: id, rev: unit.facts.rev, people: unit.people }] : [];
        }),
      })).schema,
      'unit.reach': implement(reach, async ({ input }) => ({
        people: (units.get(input.unitId)?.people ?? []).map(({ hat, idHash }) => {
          const { contactId = 'none', name = '测法人', mobile: phone = '19900009000' } = reachable.get(idHash) ?? {};
          return { hat, idHash, contactId: hat === 'contact' ? contactId : null, name, idNumber: '610***********0000', mobile: phone };
        }),
      })).schema,
      'unit.reserve': implement(reserve, async ({ input }) => {
        asked.reserve += 1;
        const unitId = reserved.get(input.creditCode) ?? randomUUID();
        reserved.set(input.creditCode, unitId);
        if (!units.has(unitId))
          units.set(unitId, {
            facts: factsOf({ unitId, creditCode: input.creditCode, name: input.name, state: '0', unitNo: null }),
            people: [{ hat: 'legal', idHash: lookup('id', input.legal.idNumber), grants: [] }],
          });
        return { unitId, state: '0' as const, unitNo: null };
      }).schema,
    },
  } as never as ServiceSchema;
  const others = [
    {
      name: 'injury',
      actions: {
        'worker.of': implement(worker, async ({ input }) => {
          answerWhenThere();
          return { answers: input.idHashes.map((idHash) => ({ idHash, injured: recorded.injured.has(idHash) })) };
        }).schema,
      },
    },
    {
      name: 'benefits',
      actions: {
        'dependant.of': implement(dependant, async ({ input }) => {
          answerWhenThere();
          return { answers: input.idHashes.map((idHash) => ({ idHash, dependant: recorded.dependant.has(idHash) })) };
        }).schema,
      },
    },
    {
      name: 'desk',
      actions: {
        'work.brief': implement(brief, async ({ input }) => ({
          row:
            'serialNo' in input
              ? ([...cases.values()].find(({ serialNo }) => serialNo === input.serialNo) ?? null)
              : (cases.get(input.applicationId) ?? null),
        })).schema,
      },
    },
  ] as never as ServiceSchema[];
  const identity = (await import('../src/identity.service.ts')).default;
  const hall = await testHall([unitsStub, ...others, identity], namespace);

  /** Changes what units knows and tells the fact, as the real one does. */
  async function tell(unitId: string, change: Partial<UnitFacts> = {}, who?: People): Promise<void> {
    const now = units.get(unitId);
    const rev = (now?.facts.rev ?? 0) + 1;
    units.set(unitId, { facts: factsOf({ ...now?.facts, ...change, unitId, rev }), people: who ?? now?.people ?? [] });
    const fact = {
      id: randomUUID(),
      entity: 'unit',
      entityId: unitId,
      entityRev: rev,
      kind: who ? 'people' : 'changed',
      at: new Date(realNow()).toISOString(),
      data: {},
    };
    await hall.bus.js.publish(subjectOf(unitFact), JSON.stringify(fact));
  }
  const messageTo = async (number: string) =>
    (await hall.call(simulatorState, {})).messages.find(({ to }) => to === number)?.text.match(/\d{6}/)?.[0] ?? '';
  async function registration(over: object = {}) {
    const number = mobile();
    await hall.call(sendCode, { mobile: number });
    return {
      requestKey: randomUUID(),
      creditCode: creditCode(),
      unitName: '示例有限公司',
      legalName: '测法人',
      legalIdType: '01',
      legalIdNumber: idNumber(),
      mobile: number,
      code: await until(() => messageTo(number)), // the timer may have taken it on, and is still at it
      password: 'Test-2026',
      area: '610113',
      agreed: true as const,
      ...over,
    };
  }
  /** Registers a unit and scans as its 法人. */
  async function registered() {
    const form = await registration();
    await hall.call(register, form);
    const unitId = reserved.get(form.creditCode) as string;
    return { form, unitId, idHash: lookup('id', form.legalIdNumber) };
  }
  async function scan(idHash: string) {
    const ticket = await hall.call(startCard, {});
    await hall.call(simulatorScan, { ticket: ticket.ticket, identityId: `sim-${idHash}` });
    return { ...ticket, ...(await hall.call(pollCard, { poll: ticket.poll })) };
  }
  async function enterAs(idHash: string, hat: 'legal' | 'contact' | 'individual', unitId: string | null) {
    const { poll } = await scan(idHash);
    return hall.call(enter, { poll, hat, unitId });
  }
  const callerOf = async (session: string) => {
    const caller = await verifyCaller((await hall.callAs('gateway', token, { session })).token);
    if (!caller) throw new Error('identity signed nothing');
    return caller;
  };
  /** Somebody with a card, known to the simulator. */
  async function cardOf(name = '测持卡') {
    const number = idNumber();
    const idHash = lookup('id', number);
    await SimIdentityModel.create({ _id: `sim-${idHash}`, name, idNumber: seal(number), idHash, note: '', order: 1 });
    return idHash;
  }
  /** A registered unit with its 法人 and one contact who may do all business. */
  async function unitWithContact() {
    const unit = await registered();
    const contact = await cardOf('测联系');
    reachable.set(contact, { contactId: `contact-${contact.slice(0, 8)}`, name: '测联系', mobile: mobile() });
    await tell(unit.unitId, { state: '1', unitNo: `6112${String(++sequence).padStart(6, '0')}` }, [
      { hat: 'legal', idHash: unit.idHash, grants: [...CATEGORIES] },
      { hat: 'contact', idHash: contact, grants: [...CATEGORIES] },
    ]);
    await until(async () => (await scan(contact)).choices.length === 1);
    return { ...unit, contact, contactId: reachable.get(contact)?.contactId ?? '', phone: reachable.get(contact)?.mobile ?? '' };
  }
  async function staffAccount(account: string, roles: string[], password = 'Staff-2026') {
    const { seedIdentity } = await import('../src/seed.ts');
    await seedIdentity({ staff: [{ id: `staff-${account}`, account, name: '测员', password, roles, areas: ['61'] }], simulator: [] });
  }
  const { seal } = await import('@wangting/kit/sealed');
  const { SimIdentityModel } = await import('../src/models/small.ts');
  const { AuditModel } = await import('../src/models/small.ts');
  /** What the audit has by now of somebody, newest last. */
  const auditOf = async (who: string) => {
    await flushAudit('identity');
    return (await AuditModel.find({ who }).sort({ n: 1 }).lean()).map(({ what }) => what);
  };
  return {
    hall,
    units,
    asked,
    reachable,
    recorded,
    cases,
    cardOf,
    unitWithContact,
    staffAccount,
    auditOf,
    reserved,
    tell,
    registration,
    registered,
    scan,
    enterAs,
    callerOf,
    messageTo,
  };
}
export const factsOf = (over: Partial<UnitFacts>): UnitFacts => ({
  unitId: 'u',
  rev: 1,
  unitNo: '6112000099',
  creditCode: '',
  name: '示例有限公司',
  unitType: '10',
  area: '610113',
  state: '1',
  dispatch: false,
  hr: false,
  industry: '65',
  riskClass: '1',
  foundedOn: null,
  registeredOn: null,
  insurances: [],
  ...over,
});
