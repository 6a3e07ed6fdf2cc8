import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hallForTests, type TestHall } from '../../local/testing.ts';
import { logInAs, scanAs, visitor } from '../../local/visitor.ts';
import { DEMO_NEW_PERSON, DEMO_PASSWORD, DEMO_UNIT, demoId, demoMobile } from '../../seed/demo.ts';

/** The parts of OTLP in JSON that are looked at here. */
interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes?: { key: string; value: { intValue?: number | string } }[];
  links?: unknown[];
  process: string;
}
const SERVER = 2;
const PRODUCER = 4;
const CONSUMER = 5;

/** Stands for the collector: keeps every byte it is sent. */
const bytes: Buffer[] = [];
const collector: Server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    bytes.push(Buffer.concat(parts));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
function spans(): Span[] {
  return bytes.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body.toString('utf8')) as {
      resourceSpans: {
        resource: { attributes: { key: string; value: { stringValue?: string } }[] };
        scopeSpans: { spans: Omit<Span, 'process'>[] }[];
      }[];
    };
    return resourceSpans.flatMap(({ resource, scopeSpans }) => {
      const process = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      return scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, process })));
    });
  });
}
async function until<T>(what: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (const end = performance.now() + 20_000; performance.now() < end; await pause(50)) {
    const found = await what();
    if (found) return found;
  }
  throw new Error(`it did not come about; spans so far: ${[...new Set(spans().map(({ name }) => name))].join(', ')}`);
}

let hall: TestHall;
beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  hall = await hallForTests({ seedArgs: ['--units', '2', '--people', '4'] });
}, 120_000);
afterAll(async () => {
  await (hall as TestHall | undefined)?.stop();
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  delete process.env.OTEL_BSP_SCHEDULE_DELAY;
  await new Promise((resolve) => collector.close(resolve));
}, 60_000);

/** Whatever of this stands anywhere in a trace has leaked. */
const PERSON = {
  idNumber: 'X7654321',
  name: 'ANNA TRACELESS',
  mobile: demoMobile(777),
  workPermitNo: 'W123456789012',
  householdAddress: '示例省无痕市隐名路十七号',
};
const OPINION = '请补充：申报工资与合同所载不符';
const SUBMIT = '/items/person-enrolment/submit';
const today = new Date(performance.timeOrigin + performance.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const foreigner = {
  mode: 'new',
  idType: '08',
  ...PERSON,
  sex: '2',
  birthDate: '1992-06-15',
  ethnicGroup: '01',
  nationality: 'FRA',
  workStartOn: '2015-07-01',
  householdKind: '30',
  identity: '107',
  from: today,
  declaredBase: 715_335,
  femaleCadre: '0',
};

describe('a case that is submitted, told and heard', () => {
  const secrets: string[] = [];
  let applicationId = '';

  test('is one trace from the door over the call and the fact to who hears it', async () => {
    const clerk = await scanAs(hall.url, DEMO_UNIT.legal.name);
    const claimed = '0af7651916cd43dd8448eb211c80319c';
    const sent = await clerk.send<{ applicationId: string; status: string }>(
      'POST',
      SUBMIT,
      { requestKey: randomUUID(), values: foreigner },
      { traceparent: `00-${claimed}-b7ad6b7169203331-01` },
    );
    expect(sent).toMatchObject({ status: 200, body: { status: 'submitted' } });
    applicationId = sent.body.applicationId;
    secrets.push(...clerk.secrets());

    const HEARD = 'hear desk-persons-application';
    // Each process sends by itself: what is looked at below has arrived when all of it has.
    const NAMES = [
      HEARD,
      'fact application.step',
      'persons.person-enrolment.submit',
      'gateway.rest',
      `POST ${SUBMIT}`,
      'unemployment.receipts.of',
      'persons.application.snapshot',
    ];
    await until(() => NAMES.every((wanted) => spans().some(({ name }) => name === wanted)));
    const all = spans();
    const named = (name: string) => all.find((span) => span.name === name) as Span;
    const parentOf = (span: Span) => all.find(({ spanId }) => spanId === span.parentSpanId);
    const upwards = (span: Span | undefined): string[] => (span ? [span.name, ...upwards(parentOf(span))] : []);

    const heard = named(HEARD);
    const door = named(`POST ${SUBMIT}`);
    expect(upwards(heard)).toEqual([HEARD, 'fact application.step', 'persons.person-enrolment.submit', 'gateway.rest', `POST ${SUBMIT}`]);
    expect(door.parentSpanId ?? '').toBe('');
    expect(door.traceId).not.toBe(claimed);
    expect(new Set([heard, parentOf(heard), named('persons.person-enrolment.submit'), door].map((span) => span?.traceId)).size).toBe(1);
    expect([door.kind, named('fact application.step').kind, heard.kind]).toEqual([SERVER, PRODUCER, CONSUMER]);
    expect([door, named('persons.person-enrolment.submit'), heard].map((span) => span.process)).toEqual([
      'gateway',
      'persons',
      'identity+desk',
    ]);
    // What persons asked meanwhile hangs below its own action, in the process that answered.
    const asked = all.find(({ name, traceId }) => name === 'unemployment.receipts.of' && traceId === door.traceId);
    expect(asked && upwards(asked)[1]).toBe('persons.person-enrolment.submit');
    // Heard together with others, it names the tellings it does not hang under.
    for (const { attributes = [], links = [] } of all.filter(({ kind }) => kind === CONSUMER))
      expect(links.length).toBe(Number(attributes.find(({ key }) => key === 'facts')?.value.intValue) - 1);
    // What desk asks when it has heard belongs to the hearing.
    const row = all.find(({ name, traceId }) => name === 'persons.application.snapshot' && traceId === door.traceId);
    expect(row && upwards(row)[1]).toBe(HEARD);
  }, 60_000);

  test('leaves nothing of what was typed, said or refused in any byte that is sent', async () => {
    const reviewer = await logInAs(hall.url, 'shouli', DEMO_PASSWORD);
    const step = await reviewer.send('POST', `/applications/persons/${applicationId}/steps`, {
      requestKey: randomUUID(),
      seenSeq: 1,
      action: 'correct',
      opinion: OPINION,
    });
    expect(step.status).toBe(200);
    const clerk = await scanAs(hall.url, DEMO_UNIT.legal.name);
    const { idNumber, name } = DEMO_NEW_PERSON;
    // Refusals, each by another part of the hall, and addresses somebody made up.
    const refused = [
      await clerk.send('POST', SUBMIT, { requestKey: randomUUID(), values: { ...foreigner, idType: '01', idNumber: `${idNumber}9` } }),
      await clerk.send('POST', '/items/person-enrolment/lookup', {
        lookup: 'personNo',
        value: '611000000999',
        values: { idType: '01', idNumber, name },
      }),
      await clerk.send('GET', `/persons/${idNumber}`),
      await clerk.send('GET', `/${encodeURIComponent(PERSON.name)}/${PERSON.mobile}`),
      await clerk.send('GET', `/work/mine?nonsense=${idNumber}`),
      await visitor(hall.url).send('POST', '/login/password', { kind: 'staff', account: 'shouli', password: 'not-the-password-9' }),
    ];
    expect(refused.filter(({ status }) => status < 400)).toEqual([]);
    expect((await clerk.send('GET', `/verify/${demoId('1970-01-01', 77)}?check=${PERSON.mobile}`)).status).not.toBe(500);
    secrets.push(...clerk.secrets(), ...reviewer.secrets());

    const heard = () => spans().filter(({ name: heardName }) => heardName === 'hear desk-persons-application').length;
    await until(() => heard() >= 2 && spans().some(({ name: asked }) => asked === 'identity.password.login'));
    await pause(500); // the exporters send every 100 ms
    const everything = Buffer.concat(bytes).toString('utf8');
    const words = [...Object.values(PERSON), OPINION, String(foreigner.declaredBase), idNumber, name, DEMO_PASSWORD, 'not-the-password-9'];
    const forms = [...words, ...secrets].flatMap((word) => [
      word,
      encodeURIComponent(word),
      Buffer.from(word).toString('base64').replace(/=+$/, ''),
    ]);
    expect(secrets.every((one) => one.length > 20)).toBe(true);
    expect(everything).toContain('persons.person-enrolment.submit');
    expect(forms.filter((form) => everything.includes(form))).toEqual([]);
    // And nothing beside names, counts and results is ever put on a span.
    const keys = new Set(spans().flatMap(({ attributes = [] }) => attributes.map(({ key }) => key)));
    expect([...keys].sort()).toEqual(['facts', 'http.response.status_code']);
  }, 60_000);
});
