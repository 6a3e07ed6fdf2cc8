import { Schema } from 'mongoose';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { Copy } from '@wangting/kit/mirror';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Reference copy of a unit (decisions.md 4): state, dispatch flag, area, name. */
export interface UnitCopy extends Copy {
  unit: UnitFacts;
}
const text = { type: String, required: true } as const;
export const UnitCopyModel = store.model<UnitCopy>(
  'UnitCopy',
  new Schema<UnitCopy>(
    { _id: text, rev: { type: Number, required: true }, heardAt: text, unit: { type: Schema.Types.Mixed, required: true } as never },
    strictly('unit_copies'),
  ),
);
