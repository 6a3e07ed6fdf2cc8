import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import type { UnitRate } from '../domain/cost.ts';
import { store } from '../store.ts';

/** A wage corrected by the agency: from this month on, until the next correction. Inserted only. */
export interface WageRow {
  _id: string;
  unitId: string;
  personId: string;
  insurance: string;
  from: string;
  declared: number;
  /** 更正依据. Null of rows made before it was kept. */
  source: string | null;
  by: string;
  at: string;
}
/**
 * Risk class, floating step or split of one unit, as decided (费率核定). Inserted only; a row ends where the next one begins, whatever its `to`
 * says yet (domain/basis.ts).
 */
export interface UnitRateRow extends UnitRate {
  _id: string;
  /** Unit, insurance and number: of two decided at once one takes it. Absent of rows made before it was kept. */
  place?: string;
  unitId: string;
  source: string;
  by: string;
  at: string;
}
/** 互免协议免缴 of a person in a unit: no due is made for these months. */
export interface Exemption {
  _id: string;
  unitId: string;
  personId: string;
  insurances: string[];
  country: string;
  personKind: string;
  /** Days of the agreement; no due is made from the month of the first to that of the last. */
  from: string;
  to: string;
  valid: boolean;
  reason: string | null;
  applicationId: string;
  at: string;
  /** Ended early or made void by the agency: the request, when, and by whom. */
  endKey?: string | null;
  endedAt?: string | null;
  endedBy?: string | null;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const maybe = { type: String, default: null } as const;
const wages = new Schema<WageRow>(
  { _id: text, unitId: text, personId: text, insurance: text, from: text, declared: int, source: maybe as never, by: text, at: text },
  strictly('wages'),
);
wages.index({ unitId: 1, personId: 1 });
const rates = new Schema<UnitRateRow>(
  {
    _id: text,
    place: String,
    unitId: text,
    insurance: text as never,
    from: text,
    to: maybe as never,
    riskClass: String as never,
    stepPercent: Number,
    unitPpm: Number,
    personPpm: Number,
    source: text,
    by: text,
    at: text,
  },
  strictly('unit_rates'),
);
rates.index({ unitId: 1, insurance: 1, from: 1 });
rates.index({ place: 1 }, { unique: true, sparse: true });
const exemptions = new Schema<Exemption>(
  {
    _id: text,
    unitId: text,
    personId: text,
    insurances: { type: [String], required: true } as never,
    country: text,
    personKind: text,
    from: text,
    to: text,
    valid: { type: Boolean, required: true },
    reason: maybe as never,
    applicationId: text,
    at: text,
    endKey: maybe as never,
    endedAt: maybe as never,
    endedBy: maybe as never,
  },
  strictly('exemptions'),
);
// A unit's exemptions (item 14, the reckoning), and a person's over all units (no two may overlap).
exemptions.index({ unitId: 1, personId: 1 });
exemptions.index({ personId: 1, from: 1 });
export const WageModel = store.model<WageRow>('Wage', wages);
export const UnitRateModel = store.model<UnitRateRow>('UnitRate', rates);
export const ExemptionModel = store.model<Exemption>('Exemption', exemptions);
