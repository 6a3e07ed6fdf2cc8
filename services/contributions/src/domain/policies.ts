import { LEDGER_POLICIES, POLICY_MESSAGES, type LedgerPolicy } from '@wangting/contracts/contributions/ledger-policies';
import type { BaseLimits } from '@wangting/contracts/policies/base-limits';
import type { RiskClass } from '@wangting/contracts/dictionaries/risk-class';
import type { ProjectRows } from '@wangting/contracts/policies/injury-rates';
import { policyTables } from '@wangting/contracts/policies/index';
import { faultsOf, type PolicyFault, type PolicyRow, type PolicyTable } from '@wangting/contracts/policies/policy';
import { keyShown, valueLabel } from '@wangting/contracts/policies/words';
import { nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { issuesOf } from '@wangting/kit/implement';
import { z } from 'zod';
import { PolicyModel, type PolicyVersion } from '../models/policy.ts';
import type { Tables } from './cost.ts';
import { insertOnce } from './insert-once.ts';

export const tableOf = (name: LedgerPolicy): PolicyTable<unknown> => {
  const table = policyTables.get(name);
  if (!table) throw new Error(`no policy table ${name}`);
  return table;
};
const idOf = (table: string, version: number): string => `${table}:${version}`;

/** The first values of the contracts as version 1 of each table; what is there stays. */
export async function seedPolicies(): Promise<void> {
  await insertOnce<PolicyVersion>(
    PolicyModel,
    LEDGER_POLICIES.map((table) => ({
      _id: idOf(table, 1),
      table,
      version: 1,
      state: 'confirmed',
      rows: [...tableOf(table).rows],
      requestKey: `seed:${table}`,
      by: 'seed',
      at: nowIso(),
      confirmedBy: 'seed',
      confirmedAt: nowIso(),
    })),
  );
}

/** The version in force. Index: {table, state, version}. */
export async function policyInForce(table: LedgerPolicy): Promise<PolicyVersion> {
  const read = () => PolicyModel.findOne({ table, state: 'confirmed' }).sort({ version: -1 }).lean<PolicyVersion>();
  const found = await read();
  if (found) return found;
  await seedPolicies();
  return (await read()) as PolicyVersion;
}
/** The newest version, in force or not. Index: {table, version}. */
export const newestPolicy = (table: LedgerPolicy) => PolicyModel.findOne({ table }).sort({ version: -1 }).lean<PolicyVersion>();

const rowsOf = <T>(of: PolicyVersion): readonly PolicyRow<T>[] => of.rows as readonly PolicyRow<T>[];
export const lateFeeRows = async <T>(): Promise<readonly PolicyRow<T>[]> => rowsOf<T>(await policyInForce('late-fee'));

/** The floating steps of a class that are in force in a month, percent; none before there were any. */
export async function floatingSteps(month: string, riskClass: RiskClass): Promise<readonly number[]> {
  const rows = rowsOf<{ classOne: number[]; others: number[] }>(await policyInForce('injury-floating'));
  const row = rows.find(({ from, to }) => from <= month && (to === null || month <= to));
  return (riskClass === '1' ? row?.value.classOne : row?.value.others) ?? [];
}

/** What the fee of a 工程项目 is reckoned with, and the ids of the versions. */
export async function projectRowsInForce(): Promise<{ rows: ProjectRows; versions: string[] }> {
  const [project, reduction] = await Promise.all([policyInForce('injury-project-rate'), policyInForce('injury-reduction')]);
  return { rows: { project: rowsOf(project), reduction: rowsOf(reduction) }, versions: [project._id, reduction._id] };
}

/** 缴费基数上下限 and the id of their version. */
export async function limitsInForce(): Promise<{ rows: readonly PolicyRow<BaseLimits>[]; version: string }> {
  const limits = await policyInForce('base-limits');
  return { rows: rowsOf(limits), version: limits._id };
}

/** What a reckoning uses, and the ids of the versions it used (decisions.md 3). */
export async function tablesInForce(): Promise<{ tables: Tables; versions: string[] }> {
  const [limits, unemployment, base, reduction, stop] = await Promise.all(
    (['base-limits', 'unemployment-rates', 'injury-base-rates', 'injury-reduction', 'stop-month'] as const).map(policyInForce),
  );
  if (!limits || !unemployment || !base || !reduction || !stop) throw new Error('a policy table is missing');
  const versions = [limits, unemployment, base, reduction, stop].map(({ _id }) => _id);
  const tables: Tables = {
    limits: rowsOf(limits),
    unemployment: rowsOf(unemployment),
    injury: { base: rowsOf(base), reduction: rowsOf(reduction) },
    stopMonth: rowsOf(stop),
    versions,
  };
  return { tables, versions };
}

interface Proposal {
  requestKey: string;
  table: LedgerPolicy;
  seenVersion: number;
  rows: readonly PolicyRow<unknown>[];
  by: string;
}
/** Inserts the next version. Of two who saw the same one writes; the same request again gets the same answer. */
export async function propose({ requestKey, table, seenVersion, rows, by }: Proposal): Promise<number> {
  await policyInForce(table);
  const faults = faultsOf({ ...tableOf(table), rows });
  if (faults.length > 0) {
    const holes = faults.every(({ name }) => name === 'POLICY_GAP' || name === 'POLICY_OVERLAP');
    const message = `${holes ? POLICY_MESSAGES.gap : '参数内容不正确'}（${faults.flatMap(wordsOf).join('；')}）`;
    throw new HallError('INPUT_INVALID', { issues: [{ path: 'rows', message }] });
  }
  const row: PolicyVersion = {
    _id: idOf(table, seenVersion + 1),
    table,
    version: seenVersion + 1,
    state: 'proposed',
    rows: [...rows],
    requestKey,
    by,
    at: nowIso(),
    confirmedBy: null,
    confirmedAt: null,
  };
  const newest = await newestPolicy(table);
  try {
    if (newest?.version === seenVersion) {
      await PolicyModel.create(row);
      return row.version;
    }
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const mine = await PolicyModel.findById(row._id).lean<PolicyVersion>();
  if (mine?.requestKey !== requestKey || mine.by !== by) throw new HallError('STATE_CHANGED');
  if (JSON.stringify(mine.rows) !== JSON.stringify(rows)) throw new HallError('REQUEST_KEY_REUSED');
  return mine.version;
}
/** A fault in words, by the time from which its row counts. */
function wordsOf({ name, key, error }: PolicyFault): string[] {
  const at = keyShown(key);
  if (name === 'POLICY_GAP') return [`${at}起没有参数`];
  if (name === 'POLICY_OVERLAP') return [`${at}起与前一时段重叠`];
  if (name === 'POLICY_KEY_INVALID') return [`${at}起的时段起止时间不正确`];
  return (error?.issues ?? []).map((issue) => {
    const said = issuesOf(new z.ZodError([issue])).map(({ message }) => message);
    const field = issue.path.map((part) => (typeof part === 'string' ? (ROW_WORDS[part] ?? valueLabel(part)) : ''));
    return `${at}起的时段：${[...field, ...said].filter(Boolean).join(' ')}`;
  });
}
/** Parts of a row around its value; a number is a place in a list. */
const ROW_WORDS: Readonly<Record<string, string>> = {
  value: '',
  source: '',
  from: '起始时间',
  to: '终止时间',
  state: '核对情况',
  note: '备注',
};
/** The second person's word: for the newest version alone, and never one's own. Said twice it is said once. */
export async function confirm(table: LedgerPolicy, version: number, by: string): Promise<void> {
  const row = await newestPolicy(table);
  if (!row) throw new HallError('NOT_FOUND');
  if (row.version !== version) throw new HallError('STATE_CHANGED');
  if (row.by === by) throw refuse(POLICY_MESSAGES.same);
  await PolicyModel.updateOne(
    { _id: row._id, state: 'proposed' },
    { $set: { state: 'confirmed', confirmedBy: by, confirmedAt: nowIso() } },
  );
}
