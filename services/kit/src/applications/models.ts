import { Schema, type Model } from 'mongoose';
import type { Levels, Status, StepAction } from '@wangting/contracts/application';
import type { StaffRole } from '@wangting/contracts/caller';
import { strictly, type Store } from '../store.ts';

/**
 * One step of an application (办件环节). Inserted, never changed but for its two marks. The row is at once the change, the lock,
 * the audit line, the answer to a repeated request and the entry of the outbox.
 */
export interface Step {
  _id: string;
  applicationId: string;
  seq: number;
  itemId: string;
  action: StepAction;
  from: Status | null;
  to: Status;
  levels: Levels;
  actorId: string;
  actorKind: 'person' | 'staff' | 'service';
  /** The stage a staff member acted in. */
  role: StaffRole | null;
  unitId: string;
  area: string;
  requestKey: string;
  payloadHash: string;
  /** Sealed JSON of StepPayload: it holds what people typed. */
  payload: string;
  /** Names of effects an approval owes, in order. */
  effects: string[];
  at: string;
  traceparent?: string;
  /** Outbox mark. */
  pending?: boolean;
  /** Effects still owed. */
  due?: boolean;
  /** All its effects were carried out. */
  settled?: boolean;
}
export interface StepPayload {
  values?: Record<string, unknown>;
  shows?: Record<string, unknown>;
  flags?: { code: string; message: string }[];
  confirmed?: string[];
  opinion?: string;
  subject?: string;
  /** Plain facts a rule wants to find again at approval. */
  keep?: Record<string, unknown>;
  /** Ids of what this 提交 guards. Absent in steps from before. */
  guards?: string[];
  /** Ids of the materials it was sent with. Absent in steps from before. */
  materials?: string[];
}

/** The present state, folded from steps (projection, can be rebuilt). */
export interface Row {
  _id: string;
  itemId: string;
  seq: number;
  status: Status;
  levels: Levels;
  serialNo: string;
  unitId: string;
  area: string;
  /** Masked: who or what it is about. */
  subject: string;
  assignee: string | null;
  actors: Partial<Record<StaffRole, string>>;
  submittedAt: string;
  submittedBy: string;
  decidedAt: string | null;
  due: string | null;
  opinion: string | null;
  /** The refusal of an effect, until the case is decided again or goes to 补正. Absent in rows from before. */
  failure?: string | null;
  updatedAt: string;
}
/** 暂存: a server record outside the step list until 提交. */
export interface Draft {
  _id: string;
  itemId: string;
  unitId: string;
  by: string;
  values: string;
  savedAt: string;
  requestKey: string;
}
/** What may exist once while something is open; `_id` is its meaning (decisions.md 6). */
export interface Guard {
  _id: string;
  applicationId: string;
  requestKey: string;
  at: string;
  /** `open` guards end with the application; `held` ones become `lasting` at approval and then belong to what it made, or end with a refusal. */
  kind: 'open' | 'held' | 'lasting';
}
/** 待执行 / 已完成 / 失败 of one effect, under a key made from the application. */
export interface EffectRow {
  _id: string;
  applicationId: string;
  name: string;
  /** The step that owes it: what is decided anew is carried out anew, from the first effect on. Absent in rows from before. */
  seq?: number;
  state: 'pending' | 'done' | 'failed';
  tries: number;
  nextAt: string;
  note: string;
  /** Sealed JSON: what came of it (unit number, person number). */
  result: string | null;
  at: string;
}
export interface MaterialRow {
  _id: string;
  applicationId: string;
  slot: string;
  fileId: string;
  name: string;
  size: number;
  type: string;
  sm3: string;
  at: string;
  by: string;
}
/** Next free number of a kind, taken in blocks. */
export interface Counter {
  _id: string;
  next: number;
}
/** Which application got which number: asked again, the same number. */
export interface Claim {
  _id: string;
  kind: string;
  no: string;
}

const text = { type: String, required: true } as const;
const maybe = { type: String, default: null } as const;
const int = { type: Number, required: true } as const;

/** The collections every service with applications has, alike. */
export function applicationModels(store: Store) {
  const steps = new Schema<Step>(
    {
      _id: text,
      applicationId: text,
      seq: int,
      itemId: text,
      action: text as never,
      from: maybe as never,
      to: text as never,
      levels: int as never,
      actorId: text,
      actorKind: text as never,
      role: maybe as never,
      unitId: text,
      area: text,
      requestKey: text,
      payloadHash: text,
      payload: text,
      effects: [String],
      at: text,
      traceparent: String,
      pending: Boolean,
      due: Boolean,
      settled: Boolean,
    },
    strictly('steps'),
  );
  // Two people cannot take the same step: the second insert is refused by the database itself.
  steps.index({ applicationId: 1, seq: 1 }, { unique: true });
  // One intention, one step - however often the browser sends it.
  steps.index({ requestKey: 1 }, { unique: true });
  // The relay reads what is still to be told, oldest first.
  steps.index({ pending: 1, at: 1 });
  // The effects worker reads what is still owed.
  steps.index({ due: 1, at: 1 });

  const rows = new Schema<Row>(
    {
      _id: text,
      itemId: text,
      seq: int,
      status: text as never,
      levels: int as never,
      serialNo: text,
      unitId: text,
      area: { type: String, default: '' },
      subject: { type: String, default: '' },
      assignee: maybe,
      actors: { type: Schema.Types.Mixed, default: {} },
      submittedAt: text,
      submittedBy: text,
      decidedAt: maybe,
      due: maybe,
      opinion: maybe,
      failure: maybe,
      updatedAt: text,
    },
    strictly('applications'),
  );
  // 业务流水号 names one application.
  rows.index({ serialNo: 1 }, { unique: true });
  // A unit's applications of an item, newest first.
  rows.index({ unitId: 1, itemId: 1, submittedAt: -1 });

  const drafts = new Schema<Draft>(
    { _id: text, itemId: text, unitId: text, by: text, values: text, savedAt: text, requestKey: text },
    strictly('drafts'),
  );
  // The draft of an item reloads when the unit comes back.
  drafts.index({ unitId: 1, itemId: 1, savedAt: -1 });
  // 90 days without 提交: 已作废.
  drafts.index({ savedAt: 1 });

  const guards = new Schema<Guard>({ _id: text, applicationId: text, requestKey: text, at: text, kind: text as never }, strictly('guards'));
  guards.index({ applicationId: 1 });
  // The sweeper looks at old open guards.
  guards.index({ kind: 1, at: 1 });

  const effects = new Schema<EffectRow>(
    {
      _id: text,
      applicationId: text,
      name: text,
      seq: Number,
      state: text as never,
      tries: int,
      nextAt: text,
      note: { type: String, default: '' },
      result: maybe,
      at: text,
    },
    strictly('effects'),
  );
  effects.index({ applicationId: 1 });
  // Operations look at what failed.
  effects.index({ state: 1, nextAt: 1 });

  const materials = new Schema<MaterialRow>(
    { _id: text, applicationId: text, slot: text, fileId: text, name: text, size: int, type: text, sm3: text, at: text, by: text },
    strictly('materials'),
  );
  materials.index({ applicationId: 1, slot: 1, at: 1 });

  const counters = new Schema<Counter>({ _id: text, next: int }, strictly('counters'));
  const claims = new Schema<Claim>({ _id: text, kind: text, no: text }, strictly('claims'));
  // A number is given once.
  claims.index({ kind: 1, no: 1 }, { unique: true });

  return {
    steps: store.model<Step>('Step', steps),
    rows: store.model<Row>('Application', rows),
    drafts: store.model<Draft>('Draft', drafts),
    guards: store.model<Guard>('Guard', guards),
    effects: store.model<EffectRow>('Effect', effects),
    materials: store.model<MaterialRow>('Material', materials),
    counters: store.model<Counter>('Counter', counters),
    claims: store.model<Claim>('Claim', claims),
  };
}
export type Models = {
  [K in keyof ReturnType<typeof applicationModels>]: ReturnType<typeof applicationModels>[K] extends Model<infer T> ? Model<T> : never;
};
