import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { today } from '@wangting/kit/clock';
import { DEMO_NEWCOMER, DEMO_NEW_PERSON, DEMO_PASSWORD, demoId } from '@wangting/seed/demo';
import { logIn, type Seat } from './browser.ts';
import { photo, type Paper } from './papers.ts';

/** Asks the hall as the person at this seat, past the pages: for what a story needs to find, not for what it is about. */
export async function callAs<T>({ context }: Seat, method: 'GET' | 'POST' | 'PUT', path: string, data?: object): Promise<T> {
  const { csrf = '' } = (await (await context.request.get('/api/me')).json()) as { csrf?: string };
  const headers = { 'sec-fetch-site': 'same-origin', 'x-wangting-csrf': csrf };
  const answer = await context.request.fetch(`/api${path}`, { method, headers, ...(data ? { data } : {}) });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The six digits of the newest message to this phone, as the simulator shows them; a message may be a moment on its way. */
export async function codeSentTo(seat: Seat, mobile: string): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { messages } = await callAs<{ messages: { to: string; text: string }[] }>(seat, 'GET', '/simulator');
    const code = /\d{6}/.exec(messages.find(({ to }) => to === mobile)?.text ?? '')?.[0];
    if (code) return code;
    await pause(100);
  }
  throw new Error(`no message has come to ${mobile}`);
}

/** A unit that has an account and no number yet, logged in at this seat. */
export async function registerNewcomer(seat: Seat): Promise<void> {
  const { creditCode, name, area, legal } = DEMO_NEWCOMER;
  await callAs(seat, 'POST', '/register/code', { mobile: legal.mobile });
  const code = await codeSentTo(seat, legal.mobile);
  await callAs(seat, 'POST', '/register', {
    requestKey: randomUUID(),
    creditCode,
    unitName: name,
    legalName: legal.name,
    legalIdType: legal.idType,
    legalIdNumber: legal.idNumber,
    mobile: legal.mobile,
    code,
    password: DEMO_PASSWORD,
    area,
    agreed: true,
  });
  await logIn(seat, '单位注册账号', creditCode, DEMO_PASSWORD);
}

/** What item 2 asks of somebody who is insured for the first time; an odd sequence is a man's. */
export const newPerson = (sequence: number) => ({
  mode: 'new',
  idType: '01',
  idNumber: demoId('1992-06-15', sequence),
  name: '王示例',
  sex: sequence % 2 ? '1' : '2',
  birthDate: '1992-06-15',
  ethnicGroup: '01',
  nationality: 'CHN',
  workStartOn: '2015-07-01',
  householdKind: '11',
  mobile: DEMO_NEW_PERSON.mobile,
  identity: '101',
  from: today(),
  declaredBase: 700_000,
  femaleCadre: '0',
});

async function hand(seat: Seat, applicationId: string, slot: string, { name, mimeType, buffer }: Paper): Promise<void> {
  const { fileId, url, fields } = await callAs<{ fileId: string; url: string; fields: Record<string, string> }>(seat, 'POST', '/files', {
    requestKey: randomUUID(),
    name,
    size: buffer.length,
  });
  const stored = await seat.context.request.post(url, { multipart: { ...fields, file: { name, mimeType, buffer } } });
  if (!stored.ok()) throw new Error(`${url}: ${stored.status()}`);
  await callAs(seat, 'POST', `/files/${fileId}/complete`, {});
  await callAs(seat, 'POST', `/applications/units/${applicationId}/materials`, { requestKey: randomUUID(), slot, fileId });
}

/** Item 1 of the newcomer, sent and waiting to be taken in. */
export async function submitRegistration(seat: Seat): Promise<string> {
  const { legal, contact, ...unit } = DEMO_NEWCOMER;
  const values = {
    creditCode: unit.creditCode,
    name: unit.name,
    affiliation: '40',
    address: unit.address,
    unitType: '10',
    economicType: '173',
    industry: unit.industry,
    area: unit.area,
    unitFlag: '1',
    dispatch: '0',
    hr: '0',
    legalName: legal.name,
    legalIdType: legal.idType,
    legalIdNumber: legal.idNumber,
    legalPhone: legal.mobile,
    licenceKind: '1',
    registeredOn: unit.registeredOn,
    insurances: ['210', '410'],
    insuredFrom: unit.registeredOn,
    contacts: [contact],
  };
  const draft = { requestKey: randomUUID(), values };
  const { applicationId } = await callAs<{ applicationId: string }>(seat, 'PUT', '/items/unit-registration/draft', draft);
  for (const slot of ['licence', 'legal-id', 'form']) await hand(seat, applicationId, slot, await photo(slot));
  await callAs(seat, 'POST', '/items/unit-registration/submit', { requestKey: randomUUID(), applicationId, values });
  return applicationId;
}

interface Item {
  id: string;
  owner: string;
  state: string;
  allowed: boolean;
}
/** The page of each item that stands, once: at the first seat that may do it, else at the first, with the reason why not. */
export async function itemPages(...seats: [Seat, ...Seat[]]): Promise<[Seat, string][]> {
  const catalogues = await Promise.all(
    seats.map(async (seat) => ({ seat, ...(await callAs<{ items: Item[] }>(seat, 'GET', '/catalogue?all=1')) })),
  );
  const may = (id: string) => catalogues.find(({ items }) => items.some((item) => item.id === id && item.allowed))?.seat ?? seats[0];
  return (catalogues[0]?.items ?? []).filter(({ state }) => state !== 'missing').map(({ id, owner }) => [may(id), `/${owner}/items/${id}`]);
}
