import { Schema } from 'mongoose';
import type { Display } from '@wangting/contracts/identity/display';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 无障碍 of one person, by his id; under every hat the same. */
interface DisplayRow {
  _id: string;
  display: Display;
}
export const DisplayModel = store.model<DisplayRow>(
  'Display',
  new Schema<DisplayRow>(
    { _id: { type: String, required: true }, display: { type: Schema.Types.Mixed, required: true } as never },
    strictly('displays'),
  ),
);
