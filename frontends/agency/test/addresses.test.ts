import { expect, jest, test } from '@jest/globals';
import * as ledger from '@wangting/contracts/contributions/ledger';
import * as exemptions from '@wangting/contracts/contributions/ledger-exemptions';
import * as overAge from '@wangting/contracts/contributions/ledger-over-age';
import * as policies from '@wangting/contracts/contributions/ledger-policies';
import { policyTables } from '@wangting/contracts/policies/index';
import { shownValue } from '@wangting/contracts/policies/words';

// The kit brings stylesheets, which Node does not read; of it only the makers of addresses are needed.
jest.unstable_mockModule('@wangting/kit-core', async () => ({
  ...(await import('@wangting/kit-core/api.ts')),
  ...(await import('@wangting/kit-core/format.ts')),
}));
const { ledgerApi } = await import('../src/ledger/api.ts');
const { before, fieldsOf, parsed, typed } = await import('../src/ledger/policy-words.ts');
const { ledgerPagesOf } = await import('../src/ledger/pages.ts');

test('every address is the contract’s', () => {
  const all: Record<string, unknown> = { ...ledger, ...policies, ...exemptions, ...overAge };
  for (const [name, { rest }] of Object.entries(ledgerApi)) expect([name, rest]).toEqual([name, (all[name] as { rest?: string }).rest]);
});
test('whoever may open a page may ask what it asks', () => {
  const asked = {
    '/agency/dues': ledger.dueRuns,
    '/agency/payments': ledger.waitingPayments,
    '/agency/policies': policies.ledgerPolicies,
    '/agency/exemptions': exemptions.unitExemptions,
    '/agency/over-age': overAge.unitFindings,
  };
  for (const scope of ['staff.ops', 'staff.finance', 'staff.first', 'staff.intake'])
    for (const [path, { access }] of Object.entries(asked))
      expect([scope, path, ledgerPagesOf([scope]).some((page) => page.path === path)]).toEqual([
        scope,
        path,
        (access.scopes as readonly string[]).includes(scope),
      ]);
});

test('every value of every table has words, and what is typed unchanged is the value it was', () => {
  for (const name of policies.LEDGER_POLICIES)
    for (const { value } of policyTables.get(name)?.rows ?? []) {
      const of = value as Record<string, unknown>;
      expect(shownValue(of)).not.toMatch(/[A-Za-z]{3}|NaN|undefined/);
      const fields = fieldsOf(of);
      expect(parsed(of, fields, Object.fromEntries(fields.map((field) => [field.path, typed(field.value, field.unit)])))).toEqual(of);
    }
  expect(shownValue({ unitPpm: 7_000, personPpm: 3_000 })).toBe('单位费率 0.7%，个人费率 0.3%');
  expect(parsed({ floorFen: 1 }, fieldsOf({ floorFen: 1 }), { floorFen: '一千' })).toBeUndefined();
  const stop = { charged: true };
  expect(fieldsOf(stop)).toMatchObject([{ label: '停保当月缴费', unit: '是或否' }]);
  expect(['否', ' 是 ', '不', ''].map((charged) => parsed(stop, fieldsOf(stop), { charged }))).toEqual([
    { charged: false },
    { charged: true },
    undefined,
    undefined,
  ]);
  expect(['202401', '202403', '2024-03-01', '202400', 'x'].map(before)).toEqual(['202312', '202402', '2024-02-29', undefined, undefined]);
});
