import { theUser } from './user.ts';

/** Stands for `k6`: true when all hold; each is counted by its name. */
export function check<T>(value: T, sets: Record<string, (value: T) => boolean>): boolean {
  const { checks } = theUser().measures;
  const held = Object.entries(sets).map(([name, holds]) => {
    const passed = holds(value);
    const tally = checks.get(name) ?? { passed: 0, failed: 0 };
    checks.set(name, { passed: tally.passed + Number(passed), failed: tally.failed + Number(!passed) });
    return passed;
  });
  return held.every(Boolean);
}
