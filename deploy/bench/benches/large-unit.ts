import { item as stopItem } from '@wangting/contracts/persons/person-stop';
import { itemActions } from '@wangting/contracts/applications';
import { item, queryRoster } from '@wangting/contracts/persons/roster';
import { personNumberOf } from '@wangting/contracts/standards/numbers';
import { clerk, testEnvironment, testHall } from '../../../services/kit/src/testing.ts';
import { demoId, demoMobile } from '../../seed/demo.ts';
import type { Bench, Row } from '../bench.ts';
import { fill } from '../ledger.ts';

const idOf = (n: number) => demoId(`19${70 + (Math.floor(n / 400) % 30)}-0${1 + (Math.floor(n / 12_000) % 9)}-01`, 101 + 2 * (n % 400));
const nameOf = (n: number) => `甲量${String.fromCodePoint(0x4e00 + (n % 5_000))}`;

/** People written as an enrolment leaves them, both insurances each. Imports nothing of persons before the namespace is there. */
async function models() {
  const { PersonModel } = await import('../../../services/persons/src/models/person.ts');
  const { EnrolmentModel } = await import('../../../services/persons/src/models/enrolment.ts');
  const { UnitCopyModel } = await import('../../../services/persons/src/models/unit-copy.ts');
  const { sealAbout } = await import('../../../services/persons/src/domain/about.ts');
  const { nameHashOf } = await import('../../../services/persons/src/domain/name.ts');
  const { lookup } = await import('../../../services/kit/src/sealed.ts');
  const INSURANCES = ['210', '410'] as const;
  const from = (n: number) => `20${20 + (n % 5)}-0${1 + (n % 9)}-01`;
  const range = (unitId: string, n: number, insurance: (typeof INSURANCES)[number]) =>
    ({ enrolmentId: `e${n}:${insurance}`, unitId, insurance, from: from(n), to: null }) as const;
  function* persons(unitId: string, first: number, count: number) {
    for (let n = first; n < first + count; n += 1)
      yield {
        _id: `p${n}`,
        personNo: personNumberOf(n),
        idType: '01',
        idHash: lookup('id', idOf(n)),
        about: sealAbout({ idNumber: idOf(n), name: nameOf(n), mobile: demoMobile(n % 10_000) } as never),
        sex: '1',
        birthDate: '1980-01-01',
        rev: 1,
        ranges: INSURANCES.map((insurance) => range(unitId, n, insurance)),
        madeBy: 'bench',
      };
  }
  function* enrolments(unitId: string, first: number, count: number) {
    for (let n = first; n < first + count; n += 1)
      for (const insurance of INSURANCES)
        yield {
          _id: `e${n}:${insurance}`,
          personId: `p${n}`,
          unitId,
          insurance,
          identity: '101',
          from: from(n),
          to: null,
          state: '1' as const,
          declared: 700_000,
          base: 700_000,
          kind: 'started' as const,
          nameHash: nameHashOf(nameOf(n)),
          hostUnitId: null,
          applicationId: `a${n}`,
          rev: 1,
          at: '2024-01-01T00:00:00.000Z',
        };
  }
  return {
    async unit(unitId: string, first: number, count: number) {
      const facts = {
        unitId,
        rev: 1,
        unitNo: `61120000${first % 89}`,
        name: '示例公司',
        unitType: '10',
        area: '610113',
        state: '1',
        insurances: [],
      };
      await UnitCopyModel.create({ _id: unitId, rev: 1, heardAt: '2024-01-01T00:00:00.000Z', unit: facts as never });
      await fill(PersonModel as never, persons(unitId, first, count));
      await fill(EnrolmentModel as never, enrolments(unitId, first, count));
    },
  };
}

/** What a clerk asks about people, in a small unit and then in one a thousand times its size, in the same database: the second should not be felt. */
const bench: Bench = {
  name: 'large-unit',
  async run({ quick, measure }) {
    const namespace = testEnvironment();
    const { default: persons } = await import('../../../services/persons/src/persons.service.ts');
    const hall = await testHall([persons], namespace);
    try {
      const { unit } = await models();
      const [small, large] = quick ? [10, 100] : [100, 100_000];
      await unit('small', 1, small);
      await unit('large', 1 + small, large);
      const page = { page: 1, size: 20 };
      const before = new Map<string, Row>();
      for (const [unitId, first, count] of [
        ['small', 1, small],
        ['large', 1 + small, large],
      ] as const) {
        const me = clerk(unitId, [item.id, stopItem.id]);
        const among = (n: number) => first + ((n * 37) % count);
        const find = async (filter: object) => {
          const { rows } = await hall.call(queryRoster, { filter: filter as never, ...page }, me);
          if (!rows.length) throw new Error(`${JSON.stringify(filter)}: nobody found`);
        };
        const asked: [string, (n: number) => Promise<unknown>][] = [
          ['roster, first page', () => find({})],
          ['a person by 个人编号', (n) => find({ personNo: personNumberOf(among(n)) })],
          ['a person by 证件号码', (n) => find({ idNumber: idOf(among(n)) })],
          ['a person by 姓名', (n) => find({ name: nameOf(among(n)) })],
          ['headcount', () => hall.call(itemActions(item).open, {}, me)],
        ];
        const words = `${count.toLocaleString('en')} people`;
        for (const [what, ask] of asked) {
          const less = before.get(what);
          const told = await measure(`${what}; ${words}`, ask, less ? { against: less } : {});
          if (!less) before.set(what, { ...told, what: words });
        }
      }
    } finally {
      await hall.stop();
    }
  },
};
export default bench;
