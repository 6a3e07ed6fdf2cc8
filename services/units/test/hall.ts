import { randomUUID } from 'node:crypto';
import type { ServiceSchema } from 'moleculer';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { form } from '@wangting/contracts/documents/prints';
import { notify, revoke } from '@wangting/contracts/identity/session';
import { creditCodeFrom } from '@wangting/contracts/standards/credit-code';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { item, type UnitRegistrationInput } from '@wangting/contracts/units/unit-registration';
import { reserve } from '@wangting/contracts/units/questions';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

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

/** What identity was asked; `away` makes it not answer. */
export interface Identity {
  away: boolean;
  notices: { key: string; text: string }[];
  revoked: { unitId: string; idHash: string }[];
}

/** units on real engines, with an identity that writes down what it is asked. */
export async function unitsHall() {
  const namespace = testEnvironment();
  const identity: Identity = { away: false, notices: [], revoked: [] };
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
    } as never,
  };
  const documents: ServiceSchema = {
    name: 'documents',
    actions: {
      'print.form': implement(form, async ({ input }) => ({ title: input.data.unit.name, pages: 1, url: `/objects/${input.serialNo}` }))
        .schema,
    } as never,
  };
  const { default: units } = await import('../src/units.service.ts');
  const { applications } = await import('../src/applications.ts');
  const hall = await testHall([units, neighbour, documents], namespace);
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
  /** 暂存, with every material laid in as files would. */
  async function drafted({ who, values }: Newcomer, slots = ['licence', 'legal-id', 'form']): Promise<string> {
    const { applicationId } = await hall.call(registration.draft, { requestKey: randomUUID(), values }, who);
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
        by: who.id,
      });
    return applicationId;
  }
  return { hall, identity, models, newcomer, drafted, stop: () => hall.stop() };
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
