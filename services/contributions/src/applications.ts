import { applicationsOf } from '@wangting/kit/applications/index';
import { UnitCopyModel, type UnitCopy } from './models/copies.ts';
import { store } from './store.ts';

/** Steps, drafts, guards and numbers of this service's items. Names of units come from our own copies. */
export const applications = applicationsOf(store, 'contributions', async (ids) => {
  const units = await UnitCopyModel.find({ _id: { $in: ids } }).lean<UnitCopy[]>();
  return new Map(units.map(({ _id, unit }) => [_id, { name: unit.name, unitNo: unit.unitNo }]));
});
