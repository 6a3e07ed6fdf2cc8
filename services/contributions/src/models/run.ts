import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 应缴核定 of one 费款所属期. Whoever inserts it leads: that is all the leadership a run needs. */
export interface Run {
  /** Period and number: 202404:1, of 差额核定 202404:d1. */
  _id: string;
  period: string;
  /** 差额核定: from this month on, months already billed are corrected by the difference and none is billed. Null: 应缴核定. */
  differencesFrom: string | null;
  by: string;
  state: 'open' | 'done';
  startedAt: string;
  doneAt: string | null;
  units: number;
  rows: number;
  total: number;
  /** Versions of the tables it reckoned with: more than one of a table when it was changed while the run was open. */
  policies: string[];
}
/** One unit of a run: claimed with a lease, so that another process goes on when one stops. */
export interface Task {
  _id: string;
  runId: string;
  unitId: string;
  /** Of 差额核定: it looks at no month that was not billed, so the next 应缴核定 goes on from the one before. */
  differences: boolean;
  state: 'todo' | 'done' | 'failed';
  /** Milliseconds until which somebody is at it. */
  lease: number;
  rows: number;
  total: number;
  note: string | null;
  startedAt: string | null;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const maybe = { type: String, default: null } as const;
const runs = new Schema<Run>(
  {
    _id: text,
    period: text,
    differencesFrom: maybe as never,
    by: text,
    state: text as never,
    startedAt: text,
    doneAt: maybe as never,
    units: int,
    rows: int,
    total: int,
    policies: [String],
  },
  strictly('runs'),
);
runs.index({ state: 1 });
runs.index({ period: 1, startedAt: 1 });
// The first and the latest run.
runs.index({ startedAt: 1 });
const tasks = new Schema<Task>(
  {
    _id: text,
    runId: text,
    unitId: text,
    differences: { type: Boolean, default: false } as never,
    state: text as never,
    lease: int,
    rows: int,
    total: int,
    note: maybe as never,
    startedAt: maybe as never,
  },
  strictly('run_units'),
);
// The next unit of a run, and whether any is left.
tasks.index({ runId: 1, state: 1, lease: 1 });
// When a unit was reckoned last.
tasks.index({ unitId: 1, startedAt: 1 });
export const RunModel = store.model<Run>('Run', runs);
export const TaskModel = store.model<Task>('Task', tasks);
