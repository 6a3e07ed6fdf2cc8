import { isDuplicateKey } from '@wangting/kit/errors';
import { DueModel } from '../models/due.ts';
import { EntryModel } from '../models/ledger.ts';
import { groupOf, SumModel, type Part, type Sum } from '../models/sum.ts';

type Group = Pick<Sum, 'unitId' | 'period' | 'insurance' | 'kind'>;
interface StateSum extends Part {
  _id: string;
  paidOn: string | null;
}

/**
 * Sums a group again from its dues. Called after every change of one; two at once settle by compare-and-set, and the later one sees
 * both changes. `control` is what the ledger itself adds up to: a difference is a fault, which `isTrue` shows.
 */
export async function resum(group: Group): Promise<Sum> {
  const _id = groupOf(group);
  const { unitId, period, insurance, kind } = group;
  const match = { unitId, period, insurance, kind };
  for (;;) {
    const before = await SumModel.findById(_id).lean<Sum>();
    const [states, [control], people] = await Promise.all([
      DueModel.aggregate<StateSum>([
        { $match: match },
        {
          $group: {
            _id: '$state',
            rows: { $sum: 1 },
            base: { $sum: '$base' },
            unit: { $sum: '$unit' },
            person: { $sum: '$person' },
            paidOn: { $max: '$paidOn' },
          },
        },
      ]),
      EntryModel.aggregate<{ unit: number; person: number }>([
        { $match: { ...match, sort: 'due' } },
        { $group: { _id: null, unit: { $sum: '$unit' }, person: { $sum: '$person' } } },
      ]),
      kind === '10' ? Promise.resolve(null) : DueModel.distinct('personId', match),
    ]);
    const add = (key: 'rows' | 'base' | 'unit' | 'person') => states.reduce((total, state) => total + state[key], 0);
    const next: Sum = {
      _id,
      ...match,
      // 正常应缴 has one row per person; other kinds may have several months of one, and those of the unit as a whole have nobody.
      people: people ? people.filter((id) => id !== null).length : add('rows'),
      rows: add('rows'),
      base: add('base'),
      unit: add('unit'),
      person: add('person'),
      states: Object.fromEntries(states.map(({ _id: state, rows, base, unit, person }) => [state, { rows, base, unit, person }])),
      paidOn: states.reduce<string | null>(
        (latest, state) => (state.paidOn && (!latest || state.paidOn > latest) ? state.paidOn : latest),
        null,
      ),
      control: (control?.unit ?? 0) + (control?.person ?? 0),
      rev: (before?.rev ?? 0) + 1,
    };
    try {
      if (before) {
        if ((await SumModel.replaceOne({ _id, rev: before.rev }, next)).modifiedCount) return next;
      } else {
        await SumModel.create(next);
        return next;
      }
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** Rows of a unit and month add up to its summary, to the fen. */
export const isTrue = ({ unit, person, control }: Sum): boolean => unit + person === control;
