import { randomUUID } from 'node:crypto';
import type { ServiceSchema } from 'moleculer';
import { creditCodeFrom } from '@wangting/contracts/standards/credit-code';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { enter, pollCard, register, sendCode, simulatorScan, simulatorState, startCard, token } from '@wangting/contracts/identity/session';
import { people, reserve, snapshot, unitFact, type UnitFacts, type UnitPeople } from '@wangting/contracts/units/questions';
import { subjectOf } from '@wangting/kit/bus';
import { realNow } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { lookup } from '@wangting/kit/sealed';
import { testEnvironment, testHall } from '@wangting/kit/testing';
import { verifyCaller } from '@wangting/kit/token';
import type { z } from 'zod';

export type People = z.infer<typeof UnitPeople>['people'];
let sequence = 0;
/** Numbers that belong to nobody: 610199 is no county. */
export const idNumber = (): string => residentIdOf('610199', '1980-01-01', ++sequence);
export const creditCode = (): string => creditCodeFrom('91', '610199', `T${String(++sequence).padStart(7, '0')}`);
export const mobile = (): string => `1990000${String(++sequence).padStart(4, '0')}`;

/** identity on real engines, with a units that says what the test says. */
export async function identityHall() {
  const namespace = testEnvironment();
  const units = new Map<string, { facts: UnitFacts; people: People }>();
  const asked = { reserve: 0 };
  const reserved = new Map<string, string>();
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
  const identity = (await import('../src/identity.service.ts')).default;
  const hall = await testHall([unitsStub, identity], namespace);

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
      code: await messageTo(number),
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
  async function enterAs(idHash: string, hat: 'legal' | 'contact', unitId: string) {
    const { poll } = await scan(idHash);
    return hall.call(enter, { poll, hat, unitId });
  }
  const callerOf = async (session: string) => {
    const caller = await verifyCaller((await hall.callAs('gateway', token, { session })).token);
    if (!caller) throw new Error('identity signed nothing');
    return caller;
  };
  return { hall, units, asked, reserved, tell, registration, registered, scan, enterAs, callerOf, messageTo };
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
