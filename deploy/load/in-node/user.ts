import { AsyncLocalStorage } from 'node:async_hooks';

/** What one request told. */
export interface Answered {
  name: string;
  ms: number;
  failed: boolean;
}
/** One run of a scenario: everything its users did, as k6 would count it. */
export interface Measures {
  answers: Answered[];
  checks: Map<string, { passed: number; failed: number }>;
  iterations: number;
}
/** A virtual user: cookies of his own, as in a browser of his own. */
export interface User {
  /** From 1. */
  id: number;
  cookies: Map<string, string>;
  measures: Measures;
  iteration: number;
}
export const users = new AsyncLocalStorage<User>();
export function theUser(): User {
  const user = users.getStore();
  if (!user) throw new Error('a scenario asks for itself outside of a run');
  return user;
}
