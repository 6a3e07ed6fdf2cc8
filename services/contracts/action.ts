import type { z } from 'zod';
import type { ErrorName } from './errors.ts';
import type { ServiceName, SignerName } from './names.ts';

/** Who may call an action. A caller needs one of the scopes; a service must be named. `public` needs no login (the gateway limits its rate). */
export interface Access {
  public?: true;
  /** Any logged-in person or staff. */
  anyone?: true;
  scopes?: readonly string[];
  services?: readonly SignerName[];
}

/** What a service promises: the name on the bus, who may call, what goes in, what comes out, which refusals it can give. */
export interface ActionContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  name: `${ServiceName}.${string}`;
  /** One line for OpenAPI, Chinese. */
  title: string;
  access: Access;
  /** `POST /persons/…` under /api; absent = not reachable from outside. `:name` are path parameters and part of the input. */
  rest?: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;
  input: I;
  output: O;
  errors: readonly ErrorName[];
  /** Milliseconds a caller waits; 10 s when absent. */
  timeout?: number;
}

/** Keeps the exact types of a contract, so that caller and handler agree at compile time. */
export const defineAction = <I extends z.ZodType, O extends z.ZodType>(contract: ActionContract<I, O>): ActionContract<I, O> => contract;
export type InputOf<C extends ActionContract> = z.infer<C['input']>;
export type OutputOf<C extends ActionContract> = z.infer<C['output']>;
