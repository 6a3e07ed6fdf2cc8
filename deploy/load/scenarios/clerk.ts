import { check } from 'k6';
import type { Options } from 'k6/options';
import { scanned, thinks } from '../door.ts';

/** 单位经办人, the usual morning: what waits, the unit's months, its people, one person, and the certificate that is still valid. Reads only. */
export const options: Options = {
  vus: 4,
  duration: '1m',
  noCookiesReset: true,
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'], http_req_duration: ['p(95)<500'] },
};

const page = { page: 1, size: 20 };
interface Rows<T> {
  rows: T[];
}

export default async function clerk(): Promise<void> {
  const me = await scanned();
  await me.get('catalogue', '/catalogue');
  await me.get('my work', '/work/mine');
  await me.get('messages', '/messages/unread');
  await thinks(1);

  const sums = await me.send<Rows<unknown>>('months of the unit (17)', 'POST', '/items/unit-payments/query/sums', { filter: {}, ...page });
  const months = await me.send<Rows<{ personNo: string }>>('months of its people (15)', 'POST', '/items/monthly-payments/query/months', {
    filter: {},
    ...page,
  });
  check(months, { 'months are there': ({ rows }) => rows.length > 0 && sums.rows.length > 0 });
  await thinks(1);

  const personNo = months.rows[0]?.personNo;
  const one = await me.send<Rows<unknown>>('months of one (18)', 'POST', '/items/person-payments/query/dues', {
    filter: { personNo },
    ...page,
  });
  check(one, { 'one person has months': ({ rows }) => rows.length > 0 });
  const wish = { requestKey: crypto.randomUUID(), insurance: 'all', reissue: false };
  await me.send('valid certificate (10)', 'POST', '/items/unit-certificate/print', wish);
  await thinks(2);
}
