import type { Options } from 'k6/options';
import { ask, thinks } from '../door.ts';

/** Nobody yet: what the login page asks for, announcements, a guide, the key that verifies papers, and a QR code shown and left. */
export const options: Options = {
  vus: 20,
  duration: '1m',
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'], http_req_duration: ['p(95)<300'] },
};

export default async function stranger(): Promise<void> {
  await ask('nobody is in', 'GET', '/api/me', { expected: 401 });
  await ask('announcements', 'GET', '/api/board');
  await ask('a QR code', 'POST', '/api/login/card', { body: {} });
  await thinks(1);
  await ask('a guide', 'GET', '/api/guides/person-enrolment');
  await ask('key of the seal', 'GET', '/api/verify/key');
  await thinks(1);
}
