import type * as ledger from '@wangting/contracts/contributions/ledger';
import type * as exemptions from '@wangting/contracts/contributions/ledger-exemptions';
import type * as overAge from '@wangting/contracts/contributions/ledger-over-age';
import type * as policies from '@wangting/contracts/contributions/ledger-policies';
import { endpoint } from '@wangting/kit-core';

/** Addresses of the agency's side of the ledger. A test compares each with its contract. */
export const ledgerApi = {
  runDues: endpoint<typeof ledger.runDues>('POST /dues/run'),
  runDifferences: endpoint<typeof ledger.runDifferences>('POST /dues/differences'),
  dueRuns: endpoint<typeof ledger.dueRuns>('GET /dues/runs'),
  dueRun: endpoint<typeof ledger.dueRun>('GET /dues/runs/:runId'),
  waitingPayments: endpoint<typeof ledger.waitingPayments>('GET /dues/payments/waiting'),
  matchPayment: endpoint<typeof ledger.matchPayment>('POST /dues/payments/match', 60_000),
  ledgerPolicies: endpoint<typeof policies.ledgerPolicies>('GET /dues/policies'),
  savePolicy: endpoint<typeof policies.savePolicy>('PUT /dues/policies/:table'),
  confirmPolicy: endpoint<typeof policies.confirmPolicy>('POST /dues/policies/:table/confirm'),
  unitExemptions: endpoint<typeof exemptions.unitExemptions>('GET /dues/exemptions'),
  endExemption: endpoint<typeof exemptions.endExemption>('POST /dues/exemptions/:id/end'),
  unitFindings: endpoint<typeof overAge.unitFindings>('GET /dues/over-age'),
  findOverAge: endpoint<typeof overAge.findOverAge>('POST /dues/over-age'),
  revokeOverAge: endpoint<typeof overAge.revokeOverAge>('POST /dues/over-age/:id/revoke'),
};
