import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ApplicationView } from '@wangting/contracts/applications';
import { DEMO_NEWCOMER, DEMO_PASSWORD } from '@wangting/seed/demo';
import { hallForTests, type TestHall } from '@wangting/local/testing';

/**
 * From 注册 to a unit number through the real door: SMS code, account, draft, files in the object store, 补正, three people of the agency.
 * It speaks HTTP as the pages do; it is not yet the story of a person clicking, so item 1 does not count it as one.
 */
let hall: TestHall;
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '4'] });
}, 120_000);
afterAll(() => hall.stop(), 60_000);

/** Somebody's browser: cookie and CSRF token of his own. */
class Somebody {
  #cookie = '';
  #csrf = '';
  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${hall.url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie: this.#cookie, 'x-wangting-csrf': this.#csrf },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookie = answer.headers.get('set-cookie');
    if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
    const json = (await answer.json()) as T & { me?: { csrf: string }; name?: string; detail?: string };
    if (!answer.ok) throw Object.assign(new Error(`${json.name}: ${json.detail}`), json);
    if (json.me) this.#csrf = json.me.csrf;
    return json;
  }
  login = (kind: 'unit' | 'staff', account: string, password: string) =>
    this.send<object>('POST', '/login/password', { kind, account, password });
  async upload(applicationId: string, slot: string, name: string, bytes: Buffer): Promise<void> {
    const { fileId, url, fields } = await this.send<{ fileId: string; url: string; fields: Record<string, string> }>('POST', '/files', {
      requestKey: randomUUID(),
      name,
      size: bytes.length,
    });
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.append(key, value);
    form.append('file', new Blob([new Uint8Array(bytes)]), name);
    const stored = await fetch(new URL(url, hall.url), { method: 'POST', body: form });
    await stored.text();
    expect(stored.status).toBeLessThan(300);
    await this.send('POST', `/files/${fileId}/complete`, {});
    await this.send('POST', `/applications/units/${applicationId}/materials`, { requestKey: randomUUID(), slot, fileId });
  }
  step = (applicationId: string, seenSeq: number, action: string, opinion = '') =>
    this.send<ApplicationView>('POST', `/applications/units/${applicationId}/steps`, {
      requestKey: randomUUID(),
      seenSeq,
      action,
      opinion,
    });
}
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const { legal, contact } = DEMO_NEWCOMER;
const values = {
  creditCode: DEMO_NEWCOMER.creditCode,
  name: DEMO_NEWCOMER.name,
  affiliation: '40',
  address: DEMO_NEWCOMER.address,
  unitType: '10',
  economicType: '173',
  industry: DEMO_NEWCOMER.industry,
  area: DEMO_NEWCOMER.area,
  unitFlag: '1',
  dispatch: '0',
  hr: '0',
  legalName: legal.name,
  legalIdType: legal.idType,
  legalIdNumber: legal.idNumber,
  legalPhone: legal.mobile,
  licenceKind: '1',
  registeredOn: DEMO_NEWCOMER.registeredOn,
  insurances: ['210', '410'],
  insuredFrom: DEMO_NEWCOMER.registeredOn,
  contacts: [{ name: contact.name, idType: contact.idType, idNumber: contact.idNumber, mobile: contact.mobile }],
};

describe('a new unit', () => {
  const owner = new Somebody();
  const [intake, first] = [new Somebody(), new Somebody()];
  let applicationId = '';

  test('registers an account with the code that came by SMS, and only once', async () => {
    await owner.send('POST', '/register/code', { mobile: legal.mobile });
    const { messages } = await owner.send<{ messages: { to: string; text: string }[] }>('GET', '/simulator');
    const code = /\d{6}/.exec(messages.find(({ to }) => to === legal.mobile)?.text ?? '')?.[0];
    const wish = {
      requestKey: randomUUID(),
      creditCode: values.creditCode,
      unitName: values.name,
      legalName: legal.name,
      legalIdType: legal.idType,
      legalIdNumber: legal.idNumber,
      mobile: legal.mobile,
      code,
      password: DEMO_PASSWORD,
      area: values.area,
      agreed: true,
    };
    expect(await owner.send<object>('POST', '/register', wish)).toMatchObject({ message: '注册成功，请登录后办理企业参保登记' });
    await expect(owner.send('POST', '/register', { ...wish, requestKey: randomUUID() })).rejects.toMatchObject({
      detail: '该统一社会信用代码已注册，请直接登录',
    });
    await owner.login('unit', values.creditCode, DEMO_PASSWORD);
  }, 60_000);

  test('cannot submit without its materials, nor pass off a text as a picture', async () => {
    ({ applicationId } = await owner.send<{ applicationId: string }>('PUT', '/items/unit-registration/draft', {
      requestKey: randomUUID(),
      values,
    }));
    await expect(
      owner.send('POST', '/items/unit-registration/submit', { requestKey: randomUUID(), applicationId, values }),
    ).rejects.toMatchObject({ name: 'MATERIAL_MISSING' });
    await expect(owner.upload(applicationId, 'licence', '执照.png', Buffer.from('not a picture at all'))).rejects.toMatchObject({
      name: 'FILE_TYPE_REFUSED',
    });
    for (const slot of ['licence', 'legal-id', 'form']) await owner.upload(applicationId, slot, `${slot}.png`, PNG);
  }, 60_000);

  test('is returned for correction, corrected, and gets its number from the agency', async () => {
    await intake.login('staff', 'shouli', DEMO_PASSWORD);
    await first.login('staff', 'chushen', DEMO_PASSWORD);
    const sent = await owner.send<{ seq: number; status: string }>('POST', '/items/unit-registration/submit', {
      requestKey: randomUUID(),
      applicationId,
      values,
    });
    expect(sent).toMatchObject({ status: 'submitted', seq: 1 });
    await intake.step(applicationId, 1, 'correct', '注册地址请写到门牌号');
    await owner.send('POST', '/items/unit-registration/submit', {
      requestKey: randomUUID(),
      applicationId,
      seenSeq: 2,
      values: { ...values, address: `${values.address}1幢` },
    });
    await intake.step(applicationId, 3, 'accept');
    await expect(intake.step(applicationId, 4, 'take')).rejects.toMatchObject({ name: expect.stringMatching(/NOT_ALLOWED|SAME_REVIEWER/) });
    await first.step(applicationId, 4, 'take');
    const done = await first.step(applicationId, 5, 'pass', '材料齐全');
    expect(done).toMatchObject({ row: { status: 'approved' }, result: { unitNo: expect.stringMatching(/^61\d{8}$/) } });
    expect(done.timeline.map(({ action }) => action)).toEqual(['submit', 'correct', 'resubmit', 'accept', 'take', 'pass']);
  }, 60_000);
});
