import { randomUUID } from 'node:crypto';
import { lookup, sealJson, unsealJson } from '@wangting/kit/sealed';
import type { ContactData, KeptContact, Legal, Unit } from '../models/unit.ts';

/** Personal data leaves the database only through these. */
export const idHashOf = (idNumber: string): string => lookup('id', idNumber);
export const legalOf = (unit: Pick<Unit, 'legal'>): Legal => unsealJson<Legal>(unit.legal);
export const sealLegal = (legal: Legal): Pick<Unit, 'legal' | 'legalIdHash'> => ({
  legal: sealJson(legal),
  legalIdHash: idHashOf(legal.idNumber),
});
export const contactOf = (kept: KeptContact): ContactData & { id: string } => ({ id: kept.id, ...unsealJson<ContactData>(kept.sealed) });
export const sealContact = (data: ContactData, id: string = randomUUID()): KeptContact => ({
  id,
  sealed: sealJson(data),
  idHash: idHashOf(data.idNumber),
});
