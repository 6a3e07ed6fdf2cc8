import { Schema } from 'mongoose';
import type { z } from 'zod';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { Copy } from '@wangting/kit/mirror';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** What we keep of a unit (参照副本), for the hours in which units does not answer. */
export type UnitCopy = Copy & { unit: z.infer<typeof UnitFacts> };

export const UnitCopyModel = store.model<UnitCopy>(
  'UnitCopy',
  new Schema<UnitCopy>(
    {
      _id: { type: String, required: true },
      rev: { type: Number, required: true },
      heardAt: { type: String, required: true },
      unit: { type: Schema.Types.Mixed, required: true },
    },
    strictly('unit_copies'),
  ),
);
