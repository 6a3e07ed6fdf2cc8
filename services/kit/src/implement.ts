import type { Context } from 'moleculer';
import type { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import type { Caller } from '@wangting/contracts/caller';
import { sentenceOf } from '@wangting/contracts/errors';
import type { SignerName } from '@wangting/contracts/names';
import { looked } from './audit.ts';
import { HallError, isAway, nameOf } from './errors.ts';
import { logger } from './log.ts';
import { verifyCaller } from './token.ts';

const log = logger('action');
export interface HallMeta {
  token?: string;
  traceparent?: string;
  /** Client address, set by the gateway; for rate limits and the audit. */
  address?: string;
  /** The browser as it names itself, set by the gateway; for the login history. */
  agent?: string;
}
/** What a handler works with. `caller` is proven; `caller.kind === 'anonymous'` never reaches a handler of a protected action. */
export interface Request<I> {
  input: I;
  caller: Caller;
  ctx: Context<unknown, HallMeta>;
}
export const ANONYMOUS: Caller = { kind: 'person', id: '', scopes: [] };

/** May this caller use this action? The whole rule, in one place. */
export function mayCall(contract: Pick<ActionContract, 'access'>, caller: Caller | undefined): boolean {
  const { access } = contract;
  if (access.public) return true;
  if (!caller) return false;
  if (caller.kind === 'service') return access.services?.includes(caller.id as never) ?? false;
  return Boolean(access.anyone && caller.kind !== 'department') || (access.scopes?.some((scope) => caller.scopes.includes(scope)) ?? false);
}

/** Problems of a zod check in words of the contract; zod's own English never leaves the service. */
export const issuesOf = (error: z.ZodError): { path: string; message: string }[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: `不认识的字段：${key}` }))
      : [{ path: issue.path.join('.'), message: /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : wordFor(issue) }],
  );
function wordFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.input === undefined ? '必填' : '格式不正确';
  if (issue.code === 'too_big') return '超过允许的长度或大小';
  if (issue.code === 'too_small') return '必填或低于允许的大小';
  return '内容不符合要求';
}

/** Somebody known asked for what is not his: the audit has it, with nothing of what he sent. */
function refused(ctx: Context<unknown, HallMeta>, { name }: ActionContract, caller: Caller): void {
  const service = name.slice(0, name.indexOf('.')) as SignerName;
  looked(ctx.broker, service, {
    who: caller.id,
    kind: caller.kind,
    whose: caller.unitId ?? caller.id,
    fields: [],
    what: `refused ${name}`,
  });
}

/**
 * Joins a contract to its handler. Everything an action must always do is done here, once:
 * prove the caller, check the scope, check the input (strict), run, check what we hand back, turn faults into one sentence.
 */
export function implement<I extends z.ZodType, O extends z.ZodType>(
  contract: ActionContract<I, O>,
  handler: (request: Request<z.infer<I>>) => Promise<z.input<O>>,
) {
  return {
    contract: contract as ActionContract,
    /** Name inside the service. */
    name: contract.name.slice(contract.name.indexOf('.') + 1),
    schema: {
      visibility: 'published' as const,
      tracing: false,
      async handler(ctx: Context<unknown, HallMeta>): Promise<z.infer<O>> {
        const caller = await verifyCaller(ctx.meta.token);
        if (!mayCall(contract, caller)) {
          if (caller) refused(ctx, contract as ActionContract, caller);
          throw new HallError(
            caller
              ? 'NOT_ALLOWED'
              : contract.access.services && !contract.access.anyone && !contract.access.scopes
                ? 'NOT_ALLOWED'
                : 'NOT_LOGGED_IN',
          );
        }
        const input = contract.input.safeParse(ctx.params ?? {});
        if (!input.success) throw new HallError('INPUT_INVALID', { issues: issuesOf(input.error) });
        try {
          return contract.output.parse(await handler({ input: input.data, caller: caller ?? ANONYMOUS, ctx }));
        } catch (error) {
          if (caller && nameOf(error) === 'NOT_ALLOWED') refused(ctx, contract as ActionContract, caller);
          if (nameOf(error)) throw error;
          if (isAway(error)) throw new HallError('SERVICE_AWAY');
          log.error({ err: error, action: contract.name }, sentenceOf('INTERNAL'));
          throw new HallError('INTERNAL');
        }
      },
    },
  };
}
export type Implemented = ReturnType<typeof implement>;
