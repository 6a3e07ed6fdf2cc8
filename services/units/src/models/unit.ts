import { Schema } from 'mongoose';
import type { z } from 'zod';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';
import type { Change } from './change.ts';

export type UnitState = z.infer<typeof UnitFacts>['state'];
export type UnitInsurance = z.infer<typeof UnitFacts>['insurances'][number];
export type UnitFactKind = 'created' | 'registered' | 'changed' | 'people' | 'closed';

/** What item 1 records of a unit beside its name, number and people. Absent values are not stored. */
export interface UnitDetails {
  affiliation?: string;
  postcode?: string;
  address?: string;
  unitType?: string;
  economicType?: string;
  industry?: string;
  riskClass?: string;
  superior?: string;
  scope?: string;
  unitFlag?: string;
  specialUnit?: string;
  dispatch?: '1' | '0';
  dispatchLicenceNo?: string;
  dispatchLicenceTo?: string;
  hr?: '1' | '0';
  licenceKind?: string;
  licenceNo?: string;
  licenceValidTo?: string;
  approvedBy?: string;
  approvedOn?: string;
  approvalNo?: string;
  fundingSource?: string;
}
/** Inside `legal`. */
export interface Legal {
  name: string;
  idType: string;
  idNumber: string;
  phone: string;
}
/** Inside `contacts[].sealed`. */
export interface ContactData {
  name: string;
  idType: string;
  idNumber: string;
  mobile: string;
  address?: string;
  phone?: string;
  email?: string;
  postcode?: string;
}
export interface KeptContact {
  id: string;
  sealed: string;
  idHash: string;
}

/** A bank account in use; the one it replaced is in the history. */
export interface KeptAccount {
  id: string;
  purpose: string;
  /** Sealed JSON of name, number and bank. */
  sealed: string;
  from: string;
  /** When the application was passed that brought it: a later decision is never overwritten by an earlier one. */
  decidedAt: string;
  /** A payment to it came back (退票). */
  returned?: { on: string; reason: string };
}

/**
 * A unit: one document, changed only by compare-and-set on `rev` (domain/write.ts). The document is its own outbox entry (`pending`)
 * and carries the history rows it still owes (`unfiled`), so a change, its fact and its history are one write.
 */
export interface Unit {
  _id: string;
  rev: number;
  at: string;
  pending?: boolean;
  /** Kinds of fact not told yet: changes that follow fast are told as one. */
  untold: UnitFactKind[];
  filing?: boolean;
  unfiled: Change[];
  creditCode: string;
  /** 单位编号, once given. */
  no?: string;
  name: string;
  area: string;
  state: UnitState;
  details: UnitDetails;
  /** Sealed JSON of Legal. */
  legal: string;
  legalIdHash: string;
  contacts: KeptContact[];
  /** At most one account for each purpose. */
  banks?: KeptAccount[];
  insurances: UnitInsurance[];
  foundedOn: string | null;
  registeredOn: string | null;
  /** 行业 has changed: from this day (a first of January) the unit has another 行业风险类别. */
  riskNext?: { riskClass: string; from: string };
  /** 注销: the day the register of the authority says. */
  closedOn?: string;
  /** The application (item 1) that registered it. */
  registration: string | null;
  /** Made by a register's push; until somebody registers an account for it, the register alone says who its 法人 is. */
  pushed?: boolean;
}

const text = { type: String, required: true } as const;
const schema = new Schema<Unit>(
  {
    _id: text,
    rev: { type: Number, required: true },
    at: text,
    pending: Boolean,
    untold: [String],
    filing: Boolean,
    unfiled: { type: Schema.Types.Mixed, default: [] },
    creditCode: text,
    no: String,
    name: text,
    area: text,
    state: text,
    details: { type: Schema.Types.Mixed, required: true },
    legal: text,
    legalIdHash: text,
    contacts: { type: Schema.Types.Mixed, default: [] },
    banks: Schema.Types.Mixed,
    insurances: { type: Schema.Types.Mixed, default: [] },
    foundedOn: String,
    registeredOn: String,
    riskNext: Schema.Types.Mixed,
    closedOn: String,
    registration: String,
    pushed: Boolean,
  } as never,
  strictly('units'),
);
// One unit per 统一社会信用代码, whoever creates it and however often (decisions.md 2).
schema.index({ creditCode: 1 }, { unique: true });
// A number is given once; units without one are not in the index.
schema.index({ no: 1 }, { unique: true, sparse: true });
schema.index({ pending: 1, at: 1 });
schema.index({ filing: 1 }, { sparse: true });
// What the new year brings.
schema.index({ 'riskNext.from': 1 }, { sparse: true });

export const UnitModel = store.model<Unit>('Unit', schema);
