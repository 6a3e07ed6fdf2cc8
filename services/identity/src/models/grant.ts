import { Schema } from 'mongoose';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Who may act for a unit; heard from units, the owner of 法人 and contacts. */
export interface Grant {
  _id: string;
  unitId: string;
  idHash: string;
  hat: 'legal' | 'contact';
  /** Item categories granted to a contact; a 法人 needs none. */
  grants: string[];
  rev: number;
}
export const grantId = (unitId: string, idHash: string, hat: string): string => `${unitId}:${idHash}:${hat}`;
const text = { type: String, required: true } as const;
const grants = new Schema<Grant>(
  { _id: text, unitId: text, idHash: text, hat: text as never, grants: [String], rev: { type: Number, required: true } },
  strictly('grants'),
);
// Scanning a card asks: which units is this person somebody for?
grants.index({ idHash: 1 });
// A unit's people are replaced as a whole.
grants.index({ unitId: 1 });
export const GrantModel = store.model<Grant>('Grant', grants);

/** Reference copy of a unit (decisions.md 4). */
export interface UnitCopy {
  _id: string;
  rev: number;
  heardAt: string;
  facts: UnitFacts;
}
const units = new Schema<UnitCopy>(
  { _id: text, rev: { type: Number, required: true }, heardAt: text, facts: { type: Schema.Types.Mixed, required: true } as never },
  strictly('units'),
);
export const UnitCopyModel = store.model<UnitCopy>('UnitCopy', units);
