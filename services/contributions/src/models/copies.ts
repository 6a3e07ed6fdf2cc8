import { Schema } from 'mongoose';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { ProjectFacts } from '@wangting/contracts/units/questions-projects';
import type { Copy } from '@wangting/kit/mirror';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Reference copy of a unit: risk class, state, name. */
export interface UnitCopy extends Copy {
  unit: UnitFacts;
}
/** Reference copy of an enrolment of persons: who is insured, where, from when to when, on which declared wage. No personal data. */
export interface EnrolmentCopy extends Copy {
  unitId: string;
  personId: string;
  insurance: '210' | '410';
  identity: string;
  from: string;
  to: string | null;
  /** 1 正常参保, 2 停保, 3 made undone: was never meant. */
  state: '1' | '2' | '3';
  /** 申报工资, fen a month. */
  declared: number;
}
/** Reference copy of a 工程建设项目: its price, what its rate is chosen by, how a row of it is named. */
export interface ProjectCopy extends Copy {
  project: ProjectFacts;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const units = new Schema<UnitCopy>(
  { _id: text, rev: int, heardAt: text, unit: { type: Schema.Types.Mixed, required: true } as never },
  strictly('unit_copies'),
);
// Money arrives under the 统一社会信用代码.
units.index({ 'unit.creditCode': 1 });
// The agency asks by 单位编号.
units.index({ 'unit.unitNo': 1 });
export const UnitCopyModel = store.model<UnitCopy>('UnitCopy', units);
const enrolments = new Schema<EnrolmentCopy>(
  {
    _id: text,
    rev: int,
    heardAt: text,
    unitId: text,
    personId: text,
    insurance: text as never,
    identity: text,
    from: text,
    to: { type: String, default: null },
    state: text as never,
    declared: int,
  },
  strictly('enrolment_copies'),
);
// Everybody of a unit, in a steady order for paging; all stretches of a person stand together.
enrolments.index({ unitId: 1, personId: 1, insurance: 1 });
// What nobody has reckoned yet of a unit: stretches that end after a day or run on, and those heard of since the last run.
enrolments.index({ unitId: 1, to: 1 });
enrolments.index({ unitId: 1, heardAt: 1 });
export const EnrolmentCopyModel = store.model<EnrolmentCopy>('EnrolmentCopy', enrolments);
export const ProjectCopyModel = store.model<ProjectCopy>(
  'ProjectCopy',
  new Schema<ProjectCopy>(
    { _id: text, rev: int, heardAt: text, project: { type: Schema.Types.Mixed, required: true } as never },
    strictly('project_copies'),
  ),
);
