import { byNumber, people, reach, snapshot, snapshotAll } from '@wangting/contracts/units/questions';
import { maskId } from '@wangting/contracts/standards/masking';
import { implement, type Implemented } from '@wangting/kit/implement';
import { contactOf, legalOf } from '../domain/people.ts';
import { factsOf, peopleOf } from '../domain/tell.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

const byIds = (ids: string[]) => UnitModel.find({ _id: { $in: ids } }).lean<Unit[]>();

export const questions = [
  implement(snapshot, async ({ input }) => ({ units: (await byIds(input.ids)).map(factsOf) })),
  implement(snapshotAll, async ({ input }) => {
    const units = await UnitModel.find({ _id: { $gt: input.after } })
      .sort({ _id: 1 })
      .limit(input.size)
      .lean<Unit[]>();
    return { units: units.map(factsOf), next: units.length === input.size ? (units.at(-1)?._id ?? null) : null };
  }),
  implement(people, async ({ input }) => ({ units: (await byIds(input.ids)).map(peopleOf) })),
  implement(reach, async ({ input }) => {
    const unit = await UnitModel.findById(input.unitId).lean<Unit>();
    if (!unit) return { people: [] };
    const legal = legalOf(unit);
    const boss = { name: legal.name, idNumber: maskId(legal.idNumber), mobile: legal.phone };
    return {
      people: [
        { hat: 'legal' as const, idHash: unit.legalIdHash, contactId: null, ...boss },
        ...unit.contacts.map((kept) => {
          const { id, name, idNumber, mobile } = contactOf(kept);
          return { hat: 'contact' as const, idHash: kept.idHash, contactId: id, name, idNumber: maskId(idNumber), mobile };
        }),
      ],
    };
  }),
  implement(byNumber, async ({ input }) => {
    const unit = await UnitModel.findOne({ no: input.unitNo }).lean<Unit>();
    return { unit: unit && factsOf(unit) };
  }),
] as unknown as Implemented[];
