import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verify } from '@wangting/contracts/documents/certificates';
import { form, receipt, type RegistrationForm } from '@wangting/contracts/documents/prints';
import { unitFact } from '@wangting/contracts/units/questions';
import type { z } from 'zod';
import { subjectOf } from '@wangting/kit/bus';
import { until } from '@wangting/kit/testing';
import { templateOf, titleOf } from '../src/render/templates.ts';
import { dataOf } from './examples.ts';
import { documentsHall, fetchObject, objectStore, unitOf } from './hall.ts';

let set: Awaited<ReturnType<typeof documentsHall>>;
const work = mkdtempSync(join(tmpdir(), 'prints-'));
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(async () => {
  await set.stop();
  rmSync(work, { recursive: true });
});

async function textOf(url: string): Promise<string> {
  const file = join(work, `${randomUUID()}.pdf`);
  writeFileSync(file, (await fetchObject(url)).body);
  return execFileSync('pdftotext', ['-raw', file, '-']).toString().replace(/\s/g, '');
}

describe('a form for signature', () => {
  const data = () => {
    return dataOf('registration-form') as z.infer<typeof RegistrationForm>;
  };
  const ask = (over: object = {}) => ({
    form: 'registration-form' as const,
    applicationId: 'a-1',
    serialNo: '20241105102030000001',
    data: { ...data(), ...over },
  });

  test('carries the 申请流水号 and what was filled in, and no seal or code', async () => {
    const { url, pages, title } = await set.hall.callAs('units', form, ask());
    expect({ pages, title }).toEqual({ pages: 1, title: '社会保险登记表' });
    const text = await textOf(url);
    for (const part of ['申请流水号20241105102030000001', '西安示例科技有限公司', '610113199001010019', '单位（盖章）', '☑失业保险'])
      expect(text).toContain(part);
    expect(text).not.toContain('验证码');
  });
  test('an organ of state has its approval printed', async () => {
    const { url } = await set.hall.callAs(
      'units',
      form,
      ask({ approval: { by: '示例市机构编制委员会', on: '2019-01-02', no: '示编〔2019〕1号', funding: '财政全额拨款' } }),
    );
    expect(await textOf(url)).toContain('示例市机构编制委员会');
  });
  test('printed four times at once it is laid down once', async () => {
    const input = { ...ask(), applicationId: 'a-2' };
    await Promise.all(Array.from({ length: 4 }, () => set.hall.callAs('units', form, input)));
    let count = 0;
    for await (const _ of objectStore().listObjectsV2(set.hall.namespace, 'prints/a-2/', true)) count += 1;
    expect(count).toBeLessThanOrEqual(2); // two when the minute turns meanwhile
  });
  test('is for services only, and refuses what it does not know', async () => {
    await expect(set.hall.call(form, ask(), set.known(unitOf()))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.callAs('desk', form, ask())).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.callAs('units', form, ask({ extra: 1 }))).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [{ path: 'data.extra' }] },
    });
  });
  test('a name no font prints is refused by its character', async () => {
    await expect(set.hall.callAs('units', form, ask({ legal: { ...data().legal, name: '王\u{3134F}' } }))).rejects.toMatchObject({
      type: 'GLYPH_MISSING',
      data: { characters: '\u{3134F}' },
    });
  });
});

describe('a receipt', () => {
  const ask = (applicationId: string) => {
    return {
      form: 'enrolment-receipt' as const,
      requestKey: randomUUID() as string,
      applicationId,
      serialNo: '20241105102030000002',
      itemId: 'person-enrolment',
      unitId: 'unit-1',
      area: '610117',
      data: dataOf('enrolment-receipt') as { people: object[] },
    };
  };
  test('is sealed and can be verified; one application has one, though asked for in parallel', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => set.hall.callAs('persons', receipt, ask('r-1') as never)));
    expect(new Set(answers.map(({ documentId }) => documentId)).size).toBe(1);
    const [first] = answers;
    const text = await textOf(first?.url ?? '');
    for (const part of ['参保人员增加回执', '业务流水号：20241105102030000002', '611000000011', '610***********0019', '本次共登记2人'])
      expect(text).toContain(part);
    expect(await set.hall.call(verify, { code: first?.verificationCode ?? '', check: '0099' })).toMatchObject({
      found: true,
      title: '参保人员增加回执',
      state: 'valid',
    });
  });
  test('a whole ID number is refused: receipts are masked', async () => {
    const input = ask('r-2');
    const people = [{ ...input.data.people[0], idMasked: '610113199001010019' }];
    await expect(set.hall.callAs('persons', receipt, { ...input, data: { ...input.data, people } } as never)).rejects.toMatchObject({
      type: 'INPUT_INVALID',
    });
  });

  const sealedForms = receipt.input.options.map(({ shape }) => shape.form.value);
  const askFor = (form: (typeof sealedForms)[number], over: object = {}) =>
    ({ ...ask(`case-${form}`), form, data: dataOf(form), ...over }) as z.input<typeof receipt.input>;
  test.each(sealedForms)('%s is issued from its example, with words that fit its title and its check', async (name) => {
    const issued = await set.hall.callAs('persons', receipt, askFor(name));
    const text = await textOf(issued.url);
    expect(text).toContain(titleOf(name, dataOf(name)).replace(/\s/g, ''));
    const { unit } = dataOf(name) as { unit: { unitNo: string; creditCode: string } };
    const check = (unit.unitNo || unit.creditCode).slice(-4);
    expect(await set.hall.call(verify, { code: issued.verificationCode, check })).toMatchObject({ found: true, title: issued.title });
    // Receipts are good for three months; a decision does not expire.
    expect(issued.validTo === null).toBe(!templateOf(name).validMonths);
  });
  test('two notices of one case stand beside each other; the same step asked again has one', async () => {
    const notice = (part: string, name: string) =>
      set.hall.callAs(
        'persons',
        receipt,
        askFor('supplement-notice', {
          applicationId: 'r-notices',
          part,
          requestKey: randomUUID(),
          data: { ...dataOf('supplement-notice'), missing: [{ name, demand: '请补充' }] },
        }) as never,
      );
    const [first, second, again] = [await notice('3', '合同'), await notice('5', '证明'), await notice('3', '合同')];
    expect(second.documentId).not.toBe(first.documentId);
    expect(again.documentId).toBe(first.documentId);
  });
  test("nobody prints papers of another service's item, or of an item that is not there", async () => {
    await expect(set.hall.callAs('units', receipt, askFor('stop-receipt'))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.callAs('persons', receipt, askFor('stop-receipt', { itemId: 'nothing' }))).rejects.toMatchObject({
      type: 'NOT_ALLOWED',
    });
  });
  test('a decision carries the number of its owner, and is called by it when it is saved', async () => {
    const no = '（2024）陕A.S.认（9）号';
    const issued = await set.hall.callAs(
      'injury',
      receipt,
      askFor('recognition-decision', { applicationId: 'r-no', itemId: 'injury-recognition', no }),
    );
    expect(await textOf(issued.url)).toContain(no);
    expect(decodeURIComponent(decodeURIComponent(issued.url))).toContain(`认定工伤决定书-${no}.pdf`);
    expect(issued.validTo).toBeNull();
  });
  test('the data of another form is refused by its fields', async () => {
    await expect(
      set.hall.callAs('persons', receipt, askFor('stop-receipt', { data: dataOf('bank-change-receipt') })),
    ).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: expect.arrayContaining([{ path: 'data.people', message: '必填' }]) },
    });
    await expect(set.hall.callAs('persons', receipt, { ...askFor('stop-receipt'), form: 'no-such-form' } as never)).rejects.toMatchObject({
      type: 'INPUT_INVALID',
    });
  });
  test('five thousand lines cross the bus and flow over pages, each with the header', async () => {
    const [one] = dataOf('stop-batch-receipt').people as object[];
    const people = Array.from({ length: 5_000 }, (_, i) => ({ ...one, personNo: `6110001${String(i).padStart(5, '0')}` }));
    const data = { ...dataOf('stop-batch-receipt'), people, counts: { total: 7_000, done: 6_999, failed: 1 } };
    const issued = await set.hall.callAs('persons', receipt, askFor('stop-batch-receipt', { applicationId: 'r-5000', data }));
    const text = await textOf(issued.url);
    for (const i of [0, 2_499, 4_999]) expect(text).toContain(`6110001${String(i).padStart(5, '0')}`);
    expect(text).toContain('以下列示前5000人，其余1999人见');
    const pages = Number(/第1页\/共(\d+)页/.exec(text)?.[1]);
    // The seal may stand on a last page without lines.
    expect(text.match(/序号个人编号姓名/g)?.length).toBeGreaterThanOrEqual(pages - 1);
  }, 60_000);
});

test('a change of a unit is heard, and an older one that comes late changes nothing', async () => {
  const { UnitCopyModel } = await import('../src/models/unit-copy.ts');
  const unit = unitOf({ rev: 3, name: '改名后有限公司' });
  set.known(unit);
  const tell = (rev: number) =>
    set.hall.bus.js.publish(
      subjectOf(unitFact),
      JSON.stringify({
        id: randomUUID(),
        entity: 'unit',
        entityId: unit.unitId,
        entityRev: rev,
        kind: 'changed',
        at: '2024-11-05T00:00:00.000Z',
        data: {},
      }),
    );
  await tell(3);
  await until(async () => (await UnitCopyModel.findById(unit.unitId).lean())?.unit.name === '改名后有限公司');
  set.around.units.set(unit.unitId, { ...unit, rev: 2, name: '旧名' });
  await tell(2);
  await tell(3);
  set.known(unitOf({ ...unit, rev: 4, name: '再改名' }));
  await tell(4);
  await until(async () => (await UnitCopyModel.findById(unit.unitId).lean())?.unit.name === '再改名');
});
