import { z } from 'zod';
import { UnitHead, day, masked, moment, words } from './common.ts';

/** 互免免缴登记回执 (item 20). */
export const ExemptionReceipt = z.strictObject({
  unit: UnitHead,
  handledAt: moment,
  note: words(500),
  person: z.strictObject({ personNo: words(20), name: words(100), idMasked: masked, nationality: words(60) }),
  country: words(60),
  insurances: words(60),
  from: day,
  to: day,
});

export const FILING_KINDS = ['工伤就诊资质备案表', '工伤康复就诊备案表', '工伤辅助器具备案表', '省外异地就医备案表'] as const;
/** The filing forms of items 30 to 33; the title is the kind. `rows`: what only this kind has. */
export const FilingForm = z.strictObject({
  kind: z.enum(FILING_KINDS),
  unit: UnitHead,
  person: z.strictObject({ personNo: words(20), name: words(50), idMasked: masked }),
  decisionNo: words(60),
  conclusionNo: words(60),
  grade: words(30),
  injuredAt: words(40),
  part: words(),
  institution: z.strictObject({ no: words(30), name: words() }),
  from: day,
  to: day,
  state: words(30),
  rows: z.array(z.strictObject({ label: words(40), value: words() })).max(20),
});
