import type { Context, ServiceBroker } from 'moleculer';
import type { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import type { SignerName } from '@wangting/contracts/names';
import { HallError, isAway, nameOf } from './errors.ts';
import type { HallMeta } from './implement.ts';
import { traceparent } from './telemetry.ts';
import { serviceToken } from './token.ts';

type Asker = Pick<ServiceBroker, 'call'> | Context<unknown, HallMeta>;

/**
 * Asks another service, as this service (decisions.md 4 and 15). Typed from the contract.
 * Nobody there → SERVICE_AWAY; a refusal keeps its name.
 */
export async function ask<I extends z.ZodType, O extends z.ZodType>(
  from: Asker,
  as: SignerName,
  contract: ActionContract<I, O>,
  params: z.input<I>,
  options: { onBehalfOf?: string; timeout?: number } = {},
): Promise<z.infer<O>> {
  try {
    const meta: HallMeta = { token: await serviceToken(as, options.onBehalfOf), traceparent: traceparent() };
    const call = from.call as (name: string, params: unknown, options: object) => Promise<unknown>;
    return (await call.call(from, contract.name, params, { meta, timeout: options.timeout ?? contract.timeout ?? 5_000 })) as z.infer<O>;
  } catch (error) {
    if (!nameOf(error) && isAway(error)) throw new HallError('SERVICE_AWAY');
    throw error;
  }
}
