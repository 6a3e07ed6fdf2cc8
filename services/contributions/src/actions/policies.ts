import {
  confirmPolicy,
  LEDGER_POLICIES,
  ledgerPolicies,
  POLICY_MESSAGES,
  savePolicy,
} from '@wangting/contracts/contributions/ledger-policies';
import { implement } from '@wangting/kit/implement';
import { confirm, newestPolicy, policyInForce, propose, tableOf } from '../domain/policies.ts';
import type { PolicyVersion } from '../models/policy.ts';

export const policiesAction = implement(ledgerPolicies, async ({ caller }) => {
  const shown = ({ version, rows, at, by }: PolicyVersion) => ({ version, rows: rows as never, at, mine: by === caller.id });
  return {
    tables: await Promise.all(
      LEDGER_POLICIES.map(async (name) => {
        const inForce = await policyInForce(name);
        const newest = (await newestPolicy(name)) ?? inForce;
        const { title, keyDate, by } = tableOf(name);
        const proposed = newest.version > inForce.version ? shown(newest) : null;
        return { name, title, keyDate, by, inForce: shown(inForce), proposed, newest: newest.version };
      }),
    ),
  };
});
export const savePolicyAction = implement(savePolicy, async ({ input: { requestKey, table, seenVersion, rows }, caller }) => ({
  message: POLICY_MESSAGES.proposed,
  version: await propose({ requestKey, table, seenVersion, rows: rows as never, by: caller.id }),
}));
export const confirmPolicyAction = implement(confirmPolicy, async ({ input: { table, version }, caller }) => {
  await confirm(table, version, caller.id);
  return { message: POLICY_MESSAGES.confirmed, version };
});
