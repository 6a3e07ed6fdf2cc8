import { randomUUID } from 'node:crypto';
import type { ServiceBroker } from 'moleculer';
import { isoOf, realNow } from '@wangting/kit/clock';
import { looked } from '@wangting/kit/audit';
import type { HallMeta } from '@wangting/kit/implement';
import { LoginModel, type LoginRow } from './models/security.ts';
import { browserWords, maskAddress } from './words.ts';

/** From where somebody comes, as the gateway saw it. */
export type Via = Pick<HallMeta, 'address' | 'agent'>;

/** Adds to 登录记录. Address and browser are reduced before they are stored. */
export const recordLogin = (
  row: Pick<LoginRow, 'personId' | 'way' | 'result'> & { session?: string | null },
  { address, agent }: Via,
): Promise<unknown> =>
  LoginModel.create({
    session: null,
    ...row,
    _id: randomUUID(),
    address: maskAddress(address),
    browser: browserWords(agent),
    at: isoOf(realNow()),
  });

/** A refused security matter, for the audit: what was refused and from where, never what was typed. */
export const refusedSecurity = (broker: ServiceBroker, what: string, { address }: Via, who = 'anonymous'): void =>
  looked(broker, 'identity', { who, kind: 'security', whose: who, fields: [maskAddress(address)], what: `refused ${what}` });
