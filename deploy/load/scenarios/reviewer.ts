import type { Options } from 'k6/options';
import { staff, thinks } from '../door.ts';

const STAFF = (__ENV.ACCOUNTS ?? 'shouli chushen fuhe shenpi').split(' ');

/** 受理、初审、复核、审批: the queue of an area, page after page, and the cases on it. Reads only: what is decided is decided by people. */
export const options: Options = {
  vus: STAFF.length,
  duration: '1m',
  noCookiesReset: true,
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'], http_req_duration: ['p(95)<500'] },
};

export default async function reviewer(): Promise<void> {
  const me = await staff(STAFF);
  const { rows } = await me.get<{ rows: { owner: string; applicationId: string }[] }>('queue', '/work/queue');
  await thinks(1);
  for (const { owner, applicationId } of rows.slice(0, 3)) {
    await me.get('a case', `/applications/${owner}/${applicationId}`);
    await thinks(1);
  }
}
