import { applicationsOf } from '@wangting/kit/applications/index';
import { UnitModel } from './models/unit.ts';
import { store } from './store.ts';

/** The applications of units: items 1, 6, 7 and 8 as they are built. */
export const applications = applicationsOf(store, 'units', async (ids) => {
  const units = await UnitModel.find({ _id: { $in: ids } })
    .select({ name: 1, no: 1 })
    .lean();
  return new Map(units.map(({ _id, name, no }) => [_id, { name, unitNo: no ?? null }]));
});
