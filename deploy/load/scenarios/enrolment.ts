import { check } from 'k6';
import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { scanned, thinks } from '../door.ts';

/** 人员参保登记, one new person after another: rules, the person, the enrolments, the facts to the other services. Writes; the people are synthetic. */
export const options: Options = {
  vus: 4,
  duration: '1m',
  noCookiesReset: true,
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'], http_req_duration: ['p(95)<1000'] },
};

/** Of two runs on one hall neither meets the other's people: they begin at another number each second. */
const FIRST = Math.floor(Date.now() / 1_000) * 997;
const DAY_MS = 86_400_000;

/** A number of area 619999, which was never given out, with the check digit of GB 11643: of five thousand birthdays, 999 a day: nobody too young for the work he began in 2015, nobody who may retire. */
function nobody(n: number): { idNumber: string; birthDate: string; sex: string } {
  const birthDate = new Date(Date.UTC(1980, 0, 1) + (Math.floor(n / 999) % 5_000) * DAY_MS).toISOString().slice(0, 10);
  const sequence = 1 + (n % 999);
  const digits = `619999${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return { idNumber: `${digits}${'10X98765432'[sum % 11]}`, birthDate, sex: sequence % 2 ? '1' : '2' };
}

export default async function enrolment(): Promise<void> {
  const me = await scanned();
  await me.get('opens the item', '/items/person-enrolment/open');
  await thinks(1);
  const n = FIRST + exec.scenario.iterationInTest;
  const result = await me.send<{ applicationId?: string }>('enrols a person (2)', 'POST', '/items/person-enrolment/submit', {
    requestKey: crypto.randomUUID(),
    values: {
      mode: 'new',
      idType: '01',
      ...nobody(n),
      name: '王示例',
      ethnicGroup: '01',
      nationality: 'CHN',
      workStartOn: '2015-07-01',
      householdKind: '11',
      mobile: '19900000911',
      identity: '101',
      from: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      declaredBase: 700_000,
      femaleCadre: '0',
    },
  });
  check(result, { 'has a number to ask by': ({ applicationId }) => applicationId !== undefined });
  await thinks(1);
}
