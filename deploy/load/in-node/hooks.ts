import { registerHooks } from 'node:module';

/** A scenario is written for k6, which is not bundled (AGPL): in Node, what it imports from k6 is read from here. */
const HERE: Record<string, string> = { k6: 'k6.ts', 'k6/http': 'http.ts', 'k6/execution': 'execution.ts', 'k6/timers': 'timers.ts' };

export function standForK6(env: Record<string, string | undefined>): void {
  Object.assign(globalThis, { __ENV: env });
  registerHooks({
    resolve(specifier, context, next) {
      const file = HERE[specifier];
      return file
        ? { url: new URL(file, import.meta.url).href, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context);
    },
  });
}
