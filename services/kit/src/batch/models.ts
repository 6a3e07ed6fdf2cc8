import { Schema, type Model } from 'mongoose';
import type { BatchState } from '@wangting/contracts/batch';
import { strictly, type Store } from '../store.ts';

/** One file sent in. Changed only by compare-and-set on `state`, and while it works by the holder of the lease. */
export interface Batch {
  /** Made from who and request key: sent twice it is one batch. */
  _id: string;
  itemId: string;
  unitId: string;
  area: string;
  by: string;
  at: string;
  /** Digest of the intention: the same key with another file is refused. */
  intention: string;
  file: { id: string; name: string; size: number; type: string; sha256: string };
  /** Sealed JSON: fields beside the file, what is shown of them, what `begin` kept. */
  about: string;
  state: BatchState;
  note: string;
  rows: number;
  good: number;
  bad: number;
  saved: number;
  failed: number;
  /** Of the phase: thousandths done, when it began, when it ended. */
  done: number;
  startedAt: string | null;
  endedAt: string | null;
  /** Asked to stop. */
  cancel: boolean;
  /** 业务流水号's application; made from the batch, so there is one however often 保存 is pressed. */
  applicationId: string;
  savedBy: string | null;
  /** Faults in a row. */
  tries: number;
  /** Who works on it, until when (real milliseconds); 0 = nobody. */
  leaseOwner: string;
  leaseUntil: number;
}
/** A row of the file. Personal data is sealed; `values` of a good row, `cells` of a bad one. */
export interface BatchRowDoc {
  _id: string;
  batchId: string;
  rowNo: number;
  state: 'good' | 'bad' | 'saved' | 'failed' | 'undoing' | 'undone';
  /** good, saved, failed, taken back: sealed JSON of the typed values. bad: sealed JSON of the cells as they were typed, by column. */
  sealed: string;
  issues: { field: string; message: string }[];
  notes: string[];
}
export const rowId = (batchId: string, rowNo: number): string => `${batchId}:${rowNo}`;

const text = { type: String, required: true } as const;
const int = { type: Number, default: 0 } as const;
const maybe = { type: String, default: null } as const;

export interface BatchModels {
  batches: Model<Batch>;
  rows: Model<BatchRowDoc>;
}
const made = new WeakMap<Store, BatchModels>();
/** The two collections of a service with batch items. */
export function batchModels(store: Store): BatchModels {
  const known = made.get(store);
  if (known) return known;
  const batches = new Schema<Batch>(
    {
      _id: text,
      itemId: text,
      unitId: text,
      area: text,
      by: text,
      at: text,
      intention: text,
      file: { type: Schema.Types.Mixed, required: true } as never,
      about: text,
      state: text as never,
      note: { type: String, default: '' },
      rows: int,
      good: int,
      bad: int,
      saved: int,
      failed: int,
      done: int,
      startedAt: maybe,
      endedAt: maybe,
      cancel: { type: Boolean, default: false },
      applicationId: text,
      savedBy: maybe,
      tries: int,
      leaseOwner: { type: String, default: '' },
      leaseUntil: int,
    },
    strictly('batches'),
  );
  // The unit's latest batches of an item.
  batches.index({ unitId: 1, itemId: 1, at: -1 });
  // What is to be worked on, the oldest first; what can go.
  batches.index({ state: 1, at: 1 });
  // 业务流水号 → its batch.
  batches.index({ applicationId: 1 }, { unique: true });

  const rows = new Schema<BatchRowDoc>(
    {
      _id: text,
      batchId: text,
      rowNo: { type: Number, required: true },
      state: text as never,
      sealed: text,
      issues: { type: Schema.Types.Mixed, default: [] } as never,
      notes: { type: Schema.Types.Mixed, default: [] } as never,
    },
    strictly('batch_rows'),
  );
  // A tab's page in the order of the file; the next rows to be saved.
  rows.index({ batchId: 1, state: 1, rowNo: 1 });
  const models = {
    batches: store.model<Batch>('Batch', batches),
    rows: store.model<BatchRowDoc>('BatchRow', rows),
  } as unknown as BatchModels;
  made.set(store, models);
  return models;
}
