import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** What the agency found of a back-dated entry. */
export interface Review {
  verdict: 'passed' | 'refused';
  opinion: string;
  who: string;
  at: string;
}
/** One stay on the project, from 入职 to 离职. */
export interface Stay {
  entryOn: string;
  leaveOn: string | null;
  post: string;
  employer: string;
  note: string;
  /** When it was registered: an accident before this moment is not covered without being looked into. */
  registeredAt: string;
  /** 入职 lies more than a day before the registration. */
  backdated: boolean;
  overAge: boolean;
  /** A back-dated stay without one waits for the agency. */
  review?: Review;
}
/** Who did what under which key (row of a batch, or request), with what was there before it; a key is done once. */
export interface RosterAct {
  key: string;
  payloadHash: string;
  at: string;
  who: string;
  /** 经办机构 did it. Absent: the unit. */
  agency?: boolean;
  before: Stay[];
  /** Sealed: 移动电话 before, when it changed. */
  mobile?: string;
}
/** Somebody on the roster of a project: one document, changed by compare-and-set on `rev`, so that no two of his stays overlap. */
export interface ProjectPerson {
  _id: string;
  rev: number;
  at: string;
  projectId: string;
  unitId: string;
  idHash: string;
  nameHash: string;
  sex: string;
  /** Sealed JSON of idType, idNumber, name, mobile. */
  about: string;
  stays: Stay[];
  log: RosterAct[];
  /** While an entry waits for the agency: the area whose agency it waits for. */
  waitsIn?: string;
  /** Keys of refusals the unit has not been told of yet. */
  owes?: string[];
}
const text = { type: String, required: true } as const;
const mixed = { type: Schema.Types.Mixed, default: [] } as never;
const schema = new Schema<ProjectPerson>(
  {
    _id: text,
    rev: { type: Number, required: true },
    at: text,
    projectId: text,
    unitId: text,
    idHash: text,
    nameHash: text,
    sex: text,
    about: text,
    stays: mixed,
    log: mixed,
    waitsIn: String,
    owes: { type: [String], default: undefined } as never,
  },
  strictly('project_people'),
);
// 项目人员 of a project, and of all projects of a unit: what was registered or changed last stands first.
schema.index({ unitId: 1, projectId: 1, at: -1, _id: 1 });
schema.index({ unitId: 1, at: -1, _id: 1 });
// A person on all projects of the unit.
schema.index({ unitId: 1, idHash: 1 });
schema.index({ unitId: 1, nameHash: 1 });
// What waits for the agency of an area: few of many, so only they stand in the index.
schema.index({ waitsIn: 1 }, { sparse: true });
// Whose unit is still to be told: hardly anybody.
schema.index({ owes: 1 }, { sparse: true });

export const ProjectPersonModel = store.model<ProjectPerson>('ProjectPerson', schema);
