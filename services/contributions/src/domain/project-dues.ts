import { DueModel, type Due } from '../models/due.ts';
import { projectOf } from './project.ts';
import { KIND } from './reckon.ts';

/** All rows of the projects of these units. Index: {personId, unitId, period}, where a unit has only its own sums, some dozens a year. */
export async function duesOfProjects(unitIds: readonly string[]): Promise<Due[]> {
  const dues = await DueModel.find({
    personId: null,
    unitId: { $in: unitIds },
    insurance: '410',
    kind: { $in: [KIND.project, KIND.specialRefund] },
  }).lean<Due[]>();
  return dues.filter(({ _id }) => projectOf(_id));
}
