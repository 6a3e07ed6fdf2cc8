import { HallError } from './errors.ts';

/** A fresh key for one intention. */
export const newRequestKey = (): string => crypto.randomUUID();

/**
 * Keeps one key for one intention until it is answered: a second press, or a try after silence, carries the same key and cannot act twice.
 * A refusal is an answer, so the next try is a new intention.
 */
export function intention(makeKey: () => string = newRequestKey) {
  let key: string | undefined;
  let running: Promise<unknown> | undefined;
  return {
    /** While one call runs, a second press waits for the same answer. */
    run<T>(act: (requestKey: string) => Promise<T>): Promise<T> {
      if (running) return running as Promise<T>;
      key ??= makeKey();
      const mine = act(key)
        .then(
          (answer) => {
            key = undefined;
            return answer;
          },
          (error: unknown) => {
            if (!(error instanceof HallError && (error.unanswered || error.refusal === 'CONFIRM_NEEDED'))) key = undefined;
            throw error;
          },
        )
        .finally(() => {
          running = undefined;
        });
      running = mine;
      return mine;
    },
  };
}
