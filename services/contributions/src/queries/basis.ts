import type { BasisRow } from '@wangting/contracts/contributions/due-views';
import { POLICY_STATES, shownValue, validityShown } from '@wangting/contracts/policies/words';
import { HallError } from '@wangting/kit/errors';
import type { Asked, Found } from '@wangting/kit/queries';
import { decisionOf } from '../domain/basis.ts';
import { tableOf } from '../domain/policies.ts';
import { UnitRateModel, type UnitRateRow } from '../models/decision.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { PolicyModel, type PolicyVersion } from '../models/policy.ts';

/** By what one due of the own unit was reckoned: the versions its row kept, never those in force now. Index: the keys themselves. */
export async function findBasis({ unitId, filter, skip, size }: Asked<{ due: string }>): Promise<Found<BasisRow>> {
  const entry = await EntryModel.findOne({ _id: filter.due, unitId, sort: 'due' }).lean<Entry>();
  if (!entry) throw new HallError('NOT_FOUND');
  const ids = entry.policies ?? [];
  const [versions, decisions] = await Promise.all([
    PolicyModel.find({ _id: { $in: ids } }).lean<PolicyVersion[]>(),
    UnitRateModel.find({ _id: { $in: ids.flatMap((id) => decisionOf(id) ?? []) }, unitId }).lean<UnitRateRow[]>(),
  ]);
  const rows = ids.flatMap((id) => [
    ...versions.filter(({ _id }) => _id === id).map((version) => ofTable(version, entry.month)),
    ...decisions.filter(({ _id }) => _id === decisionOf(id)).map(ofDecision),
  ]);
  return { rows: rows.slice(skip, skip + size), total: rows.length };
}

function ofTable({ _id, table, version, rows, confirmedAt }: PolicyVersion, month: string): BasisRow {
  const row = rows.find(({ from, to }) => from <= month && (to === null || month <= to));
  return {
    id: _id,
    name: tableOf(table as never).title,
    validity: row ? validityShown(row.from, row.to) : '',
    value: row ? shownValue(row.value) : '',
    source: row ? [row.source, row.note].filter(Boolean).join('；') : '',
    checked: row ? POLICY_STATES[row.state] : '',
    version,
    decidedAt: confirmedAt,
  };
}
function ofDecision({ _id, from, to, riskClass, stepPercent, unitPpm, personPpm, source, at }: UnitRateRow): BasisRow {
  const value = unitPpm === undefined ? { riskClass, step: stepPercent } : { unitPpm, personPpm: personPpm ?? 0 };
  return {
    id: _id,
    name: '单位费率核定',
    validity: validityShown(from, to),
    value: shownValue(Object.fromEntries(Object.entries(value).filter(([, of]) => of !== undefined))),
    source,
    checked: POLICY_STATES.checked,
    version: null,
    decidedAt: at,
  };
}
