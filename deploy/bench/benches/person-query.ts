import { randomUUID } from 'node:crypto';
import { scanAs } from '../../local/visitor.ts';
import { DEMO_UNIT, demoId, demoMobile } from '../../seed/demo.ts';
import type { Bench } from '../bench.ts';

const BIRTH = '1991-03-08';
const enrolment = (n: number, from: string) => ({
  mode: 'new',
  idType: '01',
  idNumber: demoId(BIRTH, 101 + 2 * n),
  name: `甲量${'一二三四五六七八九十'[n % 10]}`,
  sex: '1',
  birthDate: BIRTH,
  ethnicGroup: '01',
  nationality: 'CHN',
  workStartOn: '2015-07-01',
  householdKind: '11',
  mobile: demoMobile(4_000 + n),
  identity: '101',
  from,
  declaredBase: 700_000,
});

/** A clerk enrols people and finds them again by number: door, owner, database, both ways. */
const bench: Bench = {
  name: 'person-query',
  async run({ hall, measure }) {
    const { url } = await hall();
    const clerk = await scanAs(url, DEMO_UNIT.legal.name);
    const asked = async <T>(method: string, address: string, body?: unknown): Promise<T> => {
      const answer = await clerk.send<T>(method, address, body);
      if (answer.status !== 200) throw new Error(`${method} ${address}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const { values } = await asked<{ values: { from: string } }>('GET', '/items/person-enrolment/open');
    const numbers: string[] = [];
    await measure('submit item 2, one after another', async (n) => {
      const wish = { requestKey: randomUUID(), values: enrolment(n, values.from) };
      numbers.push((await asked<{ result: { personNo: string } }>('POST', '/items/person-enrolment/submit', wish)).result.personNo);
    });
    const find = (n: number) =>
      asked('POST', '/items/person-stop/lookup', { lookup: 'personNo', value: numbers[n % numbers.length], values: {} });
    await measure('find a person by number', find);
    // Not more at once from one account: ten looks under way are counted as guesses until they have found somebody.
    await measure('find a person by number, 4 at once', find, { parallel: 4 });
  },
};
export default bench;
