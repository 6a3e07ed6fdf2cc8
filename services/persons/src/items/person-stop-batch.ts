import { item } from '@wangting/contracts/persons/person-stop-batch';
import { defineBatchRules } from '@wangting/kit/batch/rules';
import { findLeavers, judgeLeavers, leaverOf } from '../batch/stop-judge.ts';
import { saveStops } from '../batch/stop-save.ts';
import { undoStopRow } from '../batch/undo-row.ts';
import { unitBlock } from '../domain/shown.ts';
import { unitOf } from '../units.ts';

export const rules = defineBatchRules({
  item,
  async open({ ctx, unitId }) {
    // A closed or suspended unit may still stop its people (decisions.md 5).
    return { allowed: true, shows: unitBlock(await unitOf(ctx, unitId)), values: {} };
  },
  async begin({ ctx, unitId }) {
    const unit = await unitOf(ctx, unitId);
    return { area: unit.area, shows: unitBlock(unit) };
  },
  async check(batch, rows) {
    const leavers = rows.map(leaverOf);
    await findLeavers(leavers);
    await judgeLeavers(batch, leavers);
  },
  save: saveStops,
  undo: undoStopRow,
});
