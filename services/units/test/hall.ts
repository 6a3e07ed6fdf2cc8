import { randomUUID } from 'node:crypto';
import type { ServiceSchema } from 'moleculer';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { projectDues, type ProjectDues } from '@wangting/contracts/contributions/project-dues';
import { debt } from '@wangting/contracts/contributions/questions';
import { openOf } from '@wangting/contracts/desk/queue';
import { form, receipt } from '@wangting/contracts/documents/prints';
import { namesOf } from '@wangting/contracts/identity/names';
import { audit, notify, revoke } from '@wangting/contracts/identity/session';
import { headcount } from '@wangting/contracts/persons/questions';
import { creditCodeFrom } from '@wangting/contracts/standards/credit-code';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { item, type UnitRegistrationInput } from '@wangting/contracts/units/unit-registration';
import { reserve } from '@wangting/contracts/units/questions';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import type { ContactData, UnitDetails } from '../src/models/unit.ts';

export const registration = itemActions(item);
export const cases = applicationActions('units');

let sequence = 0;
/** Valid by every check and of nobody: area 619999 was never given out. */
export const idNumber = (n: number = ++sequence): string => residentIdOf('619999', '1985-03-02', n % 1000);
export const creditCode = (n: number = ++sequence): string => creditCodeFrom('91', '619999', `MA0T${String(n).padStart(4, '0')}`);
const LEGAL_ID = residentIdOf('619999', '1980-01-01', 1);

export const formValues = (over: Record<string, unknown> = {}): UnitRegistrationInput => ({
  creditCode: creditCode(9999),
  name: '西安示例科技有限公司',
  affiliation: '40',
  address: '西安市雁塔区示例路1号',
  unitType: '10',
  economicType: '173',
  industry: '65',
  area: '610113',
  unitFlag: '1',
  dispatch: '0',
  hr: '0',
  legalName: '赵法人',
  legalIdType: '01',
  legalIdNumber: LEGAL_ID,
  legalPhone: '19900000001',
  licenceKind: '1',
  registeredOn: '2024-01-10',
  insurances: ['210', '410'],
  insuredFrom: '2024-02-01',
  contacts: [{ name: '钱联系', idType: '01', idNumber: residentIdOf('619999', '1990-05-05', 2), mobile: '19900000002' }],
  ...(over as object),
});

/** A registered unit as tests want it. */
export interface Registered {
  unitId: string;
  no: string;
  name: string;
  legalIdNumber: string;
  /** The 法人 with the scopes of these items; a 联系人 of the same unit. */
  legal: ReturnType<typeof clerk>;
  agent: ReturnType<typeof clerk>;
}
export interface RegisteredWish {
  name?: string;
  state?: '1' | '2' | '3' | '4';
  details?: UnitDetails;
  contacts?: readonly ContactData[];
  items?: readonly string[];
}
let unitSequence = 0;

/** What identity was asked; `away` makes it not answer. */
export interface Identity {
  away: boolean;
  notices: { key: string; text: string }[];
  revoked: { unitId: string; idHash: string; hat: string; rev: number }[];
  /** What the neighbours say of every unit. */
  standing: { people: number; owed: number; unbilled: string[]; open: string[]; away: boolean };
  /** What contributions says of projects; of any other that nothing was charged. Null: it does not answer. */
  dues: Record<string, Partial<ProjectDues>> | null;
  /** Names it knows by caller id. */
  names: Record<string, string>;
  /** Papers documents was asked to seal. */
  receipts: Record<string, unknown>[];
}

/** units on real engines, with an identity that writes down what it is asked. */
export async function unitsHall(more: readonly ServiceSchema[] = []) {
  const namespace = testEnvironment();
  const identity: Identity = {
    away: false,
    notices: [],
    revoked: [],
    dues: {},
    names: {},
    receipts: [],
    standing: { people: 0, owed: 0, unbilled: [], open: [], away: false },
  };
  const answer = () => {
    if (identity.away) throw new HallError('SERVICE_AWAY');
    return { ok: true as const };
  };
  const neighbour: ServiceSchema = {
    name: 'identity',
    actions: {
      'notices.add': implement(notify, async ({ input }) => {
        const ok = answer();
        identity.notices.push({ key: input.key, text: input.text });
        return ok;
      }).schema,
      'grants.revoke': implement(revoke, async ({ input }) => {
        const ok = answer();
        identity.revoked.push(input);
        return ok;
      }).schema,
      'names.of': implement(namesOf, async ({ input: { ids } }) => ({
        names: Object.fromEntries(ids.flatMap((id) => (identity.names[id] ? [[id, identity.names[id]]] : []))),
      })).schema,
      'audit.add': implement(audit, async () => ({ ok: true as const })).schema,
    } as never,
  };
  const documents: ServiceSchema = {
    name: 'documents',
    actions: {
      'print.form': implement(form, async ({ input: { data, serialNo } }) => ({
        title: 'unit' in data ? data.unit.name : '',
        pages: 1,
        url: `/objects/${serialNo}`,
      })).schema,
      'print.receipt': implement(receipt, async ({ input }) => {
        identity.receipts.push(input);
        const issued = { documentId: 'd1', verificationCode: 'X', issuedAt: '2024-01-01T00:00:00.000Z', validTo: null };
        return { ...issued, title: input.form, url: `/objects/${input.applicationId}` };
      }).schema,
    } as never,
  };
  const { standing } = identity;
  const persons: ServiceSchema = {
    name: 'persons',
    actions: {
      'coverage.headcount': implement(headcount, async () => {
        if (standing.away) throw new HallError('SERVICE_AWAY');
        return { counts: { '210': standing.people, '410': standing.people, people: standing.people } };
      }).schema,
    } as never,
  };
  const contributions: ServiceSchema = {
    name: 'contributions',
    actions: {
      'debt.of': implement(debt, async () => ({
        owed: standing.owed,
        months: standing.owed ? ['202401'] : [],
        unbilled: standing.unbilled,
      })).schema,
      'projects.dues': implement(projectDues, async ({ input: { projectIds } }) => {
        const { dues } = identity;
        if (!dues) throw new HallError('SERVICE_AWAY');
        const none = { state: null, charged: 0, paid: 0, owed: 0, refund: 0, since: null };
        return { projects: projectIds.map((projectId) => ({ projectId, ...none, ...dues[projectId] })) };
      }).schema,
    } as never,
  };
  const desk: ServiceSchema = {
    name: 'desk',
    actions: { 'work.openOf': implement(openOf, async () => ({ total: standing.open.length, itemNames: standing.open })).schema } as never,
  };
  const { default: units } = await import('../src/units.service.ts');
  const { applications } = await import('../src/applications.ts');
  const hall = await testHall([units, neighbour, documents, persons, contributions, desk, ...more], namespace);
  const { models } = applications;

  /** A 注册 account with its unit, and the form it would send. */
  async function newcomer(over: Record<string, unknown> = {}) {
    const code = creditCode();
    const legal = { name: '赵法人', idType: '01', idNumber: LEGAL_ID, mobile: '19900000001' };
    const { unitId } = await hall.callAs('identity', reserve, { creditCode: code, name: '西安示例科技有限公司', area: '610113', legal });
    return {
      unitId,
      creditCode: code,
      who: clerk(unitId, ['unit-registration'], { hat: 'register' }),
      values: formValues({ creditCode: code, ...over }),
    };
  }
  type Newcomer = Awaited<ReturnType<typeof newcomer>>;
  /** Materials laid in as files would. */
  async function attach(applicationId: string, slots: readonly string[], by: string): Promise<void> {
    for (const slot of slots)
      await models.materials.create({
        _id: randomUUID(),
        applicationId,
        slot,
        fileId: randomUUID(),
        name: `${slot}.pdf`,
        size: 1,
        type: 'application/pdf',
        sm3: 'x',
        at: '2024-01-01T00:00:00.000Z',
        by,
      });
  }
  /** 暂存, with every material. */
  async function drafted({ who, values }: Newcomer, slots = ['licence', 'legal-id', 'form']): Promise<string> {
    const { applicationId } = await hall.call(registration.draft, { requestKey: randomUUID(), values }, who);
    await attach(applicationId, slots, who.id);
    return applicationId;
  }
  /** A unit that is registered already, written as item 1 would have written it. */
  async function registered({
    name = '西安示例科技有限公司',
    state = '1',
    details,
    contacts = [],
    items = [],
  }: RegisteredWish = {}): Promise<Registered> {
    const { createUnit } = await import('../src/domain/write.ts');
    const { sealContact, sealLegal } = await import('../src/domain/people.ts');
    const unitId = randomUUID();
    const no = `61${String(++unitSequence).padStart(8, '0')}`;
    const legalIdNumber = idNumber();
    const content = {
      creditCode: creditCode(),
      no,
      name,
      area: '610113',
      state,
      details: { unitType: '10', dispatch: '0' as const, hr: '0' as const, industry: '65', riskClass: '1', ...details },
      ...sealLegal({ name: '赵法人', idType: '01', idNumber: legalIdNumber, phone: '19900000001' }),
      contacts: contacts.map((one) => sealContact(one)),
      insurances: [{ insurance: '410' as const, from: '2020-02-01', state: '1' as const }],
      foundedOn: '2020-01-01',
      registeredOn: '2020-01-15',
      registration: null,
    };
    await createUnit(unitId, content, { kind: 'registered', who: 'test' });
    const legal = clerk(unitId, items);
    return { unitId, no, name, legalIdNumber, legal, agent: { ...legal, id: `agent-${unitId}`, hat: 'contact' } };
  }
  return { hall, identity, models, namespace, newcomer, drafted, attach, registered, stop: () => hall.stop() };
}
export type UnitsHall = Awaited<ReturnType<typeof unitsHall>>;
/** The name of a refusal, or what came instead. */
export const refusal = (promise: Promise<unknown>): Promise<{ name: string; message: string; data: Record<string, unknown> }> =>
  promise.then(
    (value) => ({ name: 'none', message: JSON.stringify(value), data: {} }),
    (error: { type?: string; message: string; data?: Record<string, unknown> }) => ({
      name: error.type ?? 'fault',
      message: error.message,
      data: error.data ?? {},
    }),
  );
export type Hall = TestHall;
