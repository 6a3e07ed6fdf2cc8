import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** One work injury of one person (工伤): from 认定 through 停工留薪期 to 鉴定. No medical text is kept here. */
export interface InjuryCase {
  _id: string;
  personId: string;
  /** Blind index of the worker's ID number: his e-card asks whether he is one. Null on cases from before it was kept. */
  idHash?: string | null;
  unitId: string;
  state: 'open' | 'closed';
  /** 停工留薪期, both days included. */
  leaveFrom: string | null;
  leaveTo: string | null;
  /** 伤残等级 1 (gravest) to 10; 0 = not assessed, or below every grade. */
  grade: number;
  /** Number of the conclusion (鉴定结论), and when it was signed for. */
  conclusion: string | null;
  signedOn: string | null;
  /** 再次鉴定 in progress. */
  reassessing: boolean;
}
const text = { type: String, required: true } as const;
const maybe = { type: String, default: null } as const;
const schema = new Schema<InjuryCase>(
  {
    _id: text,
    personId: text,
    idHash: maybe,
    unitId: text,
    state: { type: String, required: true, enum: ['open', 'closed'] } as never,
    leaveFrom: maybe,
    leaveTo: maybe,
    grade: { type: Number, default: 0, min: 0, max: 10 },
    conclusion: maybe,
    signedOn: maybe,
    reassessing: { type: Boolean, default: false },
  },
  strictly('cases'),
);
// Every question is asked of persons.
schema.index({ personId: 1, signedOn: -1 });
// …but for the question of identity.
schema.index({ idHash: 1 });

export const CaseModel = store.model<InjuryCase>('InjuryCase', schema);
/** The cases of these people, by person. */
export async function casesOf(personIds: readonly string[]): Promise<Map<string, InjuryCase[]>> {
  return Map.groupBy(
    await CaseModel.find({ personId: { $in: personIds } })
      .sort({ signedOn: -1 })
      .lean<InjuryCase[]>(),
    ({ personId }) => personId,
  );
}
