import { randomUUID } from 'node:crypto';
import { scanAs } from '../../local/visitor.ts';
import { DEMO_UNIT } from '../../seed/demo.ts';
import type { Bench } from '../bench.ts';

/** 单位参保证明, a new one each time: four services asked, typeset, sealed, stored; and the valid one again. */
const bench: Bench = {
  name: 'certificate',
  async run({ hall, measure }) {
    const { url } = await hall();
    const clerk = await scanAs(url, DEMO_UNIT.legal.name);
    const print = (reissue: boolean) => async () => {
      const wish = { requestKey: randomUUID(), insurance: 'all', reissue };
      const { status, body } = await clerk.send('POST', '/items/unit-certificate/print', wish);
      if (status !== 200) throw new Error(`the certificate was refused: ${status} ${JSON.stringify(body)}`);
    };
    const again = await measure('print the valid one again', print(false));
    await measure('issue a new one', print(true), { against: again });
    await measure('issue new ones, 4 at once', print(true), { parallel: 4 });
  },
};
export default bench;
