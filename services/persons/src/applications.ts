import { applicationsOf } from '@wangting/kit/applications/index';
import { UnitCopyModel } from './models/unit-copy.ts';
import { store } from './store.ts';

/** The applications of persons; unit names come from the reference copy. */
export const applications = applicationsOf(store, 'persons', async (ids) => {
  const copies = await UnitCopyModel.find({ _id: { $in: ids } }).lean();
  return new Map(copies.map(({ _id, unit }) => [_id, { name: unit.name, unitNo: unit.unitNo }]));
});
