import type { Batch, BatchModels } from './models.ts';
import { unsealJson } from '../sealed.ts';
import type { Lease } from './lease.ts';
import type { BatchCase, BatchRules } from './rules.ts';

/** Rows that are judged, written and counted together. */
export const CHUNK = 500;

/** One phase of one batch, in the thread of the process that holds its lease. */
export interface Job {
  models: BatchModels;
  rules: BatchRules;
  batch: Batch;
  case: BatchCase;
  lease: Lease;
}
/** What is sealed beside the rows. */
export interface About {
  values: Record<string, unknown>;
  shows: Record<string, unknown>;
  keep: Record<string, unknown>;
}
export const aboutOf = (batch: Pick<Batch, 'about'>): About => unsealJson<About>(batch.about);
export function caseOf(batch: Batch, asker: BatchCase['asker']): BatchCase {
  const { values, keep } = aboutOf(batch);
  const { _id: batchId, applicationId, itemId, unitId, by } = batch;
  return { batchId, applicationId, itemId, unitId, by, values, keep, asker };
}
