import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { verify } from '@wangting/contracts/documents/certificates';
import { item as certificate } from '@wangting/contracts/documents/person-certificate';
import { print as certify, query } from '@wangting/contracts/documents/person-certificate-print';
import { item } from '@wangting/contracts/documents/rights-record';
import { print, printAll, printBatch, printBatches } from '@wangting/contracts/documents/rights-record-print';
import { isoOf, nowMs } from '@wangting/kit/clock';
import { clerk, until } from '@wangting/kit/testing';
import { BatchModel } from '../src/models/batch.ts';
import { DocumentModel } from '../src/models/document.ts';
import { PrintLogModel } from '../src/models/print-log.ts';
import { documentsHall, fetchObject, unitOf, type Worker } from './hall.ts';
import { workerOf } from './workers.ts';

const work = mkdtempSync(join(tmpdir(), 'records-'));
let set: Awaited<ReturnType<typeof documentsHall>>;
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(async () => {
  await set.stop();
  rmSync(work, { recursive: true });
});

/** A unit with people, and its clerk. */
function staffed(count: number, over: (n: number) => Partial<Worker> = () => ({})) {
  const unit = unitOf();
  const as = set.known(unit);
  const people = Array.from({ length: count }, (_, n) => workerOf(unit.unitId, n + 1, over(n + 1)));
  set.around.people.set(unit.unitId, people);
  return { unit, as, people, first: people[0] as Worker };
}
const fileOf = async (url: string, ending: string) => {
  const { status, body } = await fetchObject(url);
  expect(status).toBe(200);
  const file = join(work, `${randomUUID()}.${ending}`);
  writeFileSync(file, body);
  return file;
};
// Not the synchronous call: sixty of them one after another and the brokers would not hear each other's heartbeats.
const run = promisify(execFile);
const textIn = async (file: string) => (await run('pdftotext', ['-raw', file, '-'])).stdout.replace(/\s/g, '');
const textOf = async (url: string) => textIn(await fileOf(url, 'pdf'));

describe('个人权益单', () => {
  test('is found by number or name, masked', async () => {
    const { as, first } = staffed(3);
    const look = (value: string) => set.hall.call(itemActions(item).lookup, { lookup: 'personNo', value }, as);
    expect((await look(first.personNo)).hits).toEqual([
      {
        label: `${first.personNo} 王示例 ${'610***********0019'}`,
        values: { personNo: first.personNo, personName: '王示例', socialNo: '610***********0019', sex: '男' },
      },
    ]);
    expect((await look('王示例')).hits).toHaveLength(3);
    expect(await look('999')).toEqual({ hits: [], message: '未查询到该人员信息' });
  });
  test('says what was paid, what is owed and what it adds up to', async () => {
    const { as, first } = staffed(1);
    const issued = await set.hall.call(print, { requestKey: randomUUID(), personNo: first.personNo, year: '2025' }, as);
    const text = await textOf(issued.url);
    for (const words of [
      '陕西省社会保险个人权益记录单（2025年度）',
      '610113199001010019',
      '失业保险2024年11月01日2024年11月01日正常参保7',
      '实缴4个月',
      '欠',
      '16,868.00',
      '118.08',
      '50.60',
    ])
      expect(text).toContain(words);
    expect(await set.hall.call(verify, { code: issued.verificationCode, check: '0099' })).toMatchObject({
      found: true,
      holder: '王**',
      state: 'valid',
    });
  });
  test('says 欠 where something is owed although as much goes back, and what 缓缴 and 核销 are', async () => {
    const cell = (month: string, state: string, unit: number, owed = 0) => ({
      ...{ month, insurance: '410', base: 100_000, unit, person: 0, paid: { unit: 0, person: 0 } },
      ...{ owed: { unit: owed, person: 0 }, state },
    });
    const months = [cell('202501', '2', 0, 999), cell('202502', '3', 200), cell('202503', '5', 200), cell('202504', '0', -200)];
    const { as, first } = staffed(1, () => ({ months }));
    const text = await textOf((await set.hall.call(print, { requestKey: randomUUID(), personNo: first.personNo, year: '2025' }, as)).url);
    expect(text).toContain('单位缴费欠缓缴核销待退费—');
  });
  test('the same day it is the same paper; the next day it may say more', async () => {
    const { as, first } = staffed(1);
    const ask = () => set.hall.call(print, { requestKey: randomUUID(), personNo: first.personNo, year: '2025' }, as);
    const [one, again] = [await ask(), await ask()];
    expect(again.documentId).toBe(one.documentId);
    await set.hall.clock(86_400_000);
    try {
      expect((await ask()).documentId).not.toBe(one.documentId);
    } finally {
      await set.hall.clock(0);
    }
  });
  test.each([
    ['nobody of this unit', { personNo: '611099999999' }, 'RULE_REFUSED', '未查询到该人员信息'],
    ['a year without months', { year: '2019' }, 'RULE_REFUSED', '该人员2019年度在本单位无缴费记录'],
    ['a year to come', { year: '2099' }, 'INPUT_INVALID', '年度不能晚于本年度'],
    ['a year of two digits', { year: '25' }, 'INPUT_INVALID', '年度格式应为 2024'],
  ])('%s is refused', async (_what, over, type, words) => {
    const { as, first } = staffed(1);
    const refused = set.hall.call(print, { requestKey: randomUUID(), personNo: first.personNo, year: '2025', ...over }, as);
    const {
      type: name,
      message,
      data,
    } = await refused.then(
      () => Promise.reject(new Error('printed')),
      (error: { type: string; message: string; data?: { issues?: { message: string }[] } }) => error,
    );
    expect([name, [message, ...(data?.issues ?? []).map((issue) => issue.message)]]).toEqual([type, expect.arrayContaining([words])]);
    expect(await DocumentModel.countDocuments({ unitId: as.unitId })).toBe(0);
  });
  test('without a ledger nothing is claimed; without the right nothing is said', async () => {
    const { as, first, unit } = staffed(1);
    set.around.ledger = false;
    const wish = { requestKey: randomUUID(), personNo: first.personNo, year: '2025' };
    await expect(set.hall.call(print, wish, as)).rejects.toMatchObject({ message: '缴费明细暂未提供，暂不能打印个人权益记录单' });
    set.around.ledger = true;
    await expect(set.hall.call(print, wish, clerk(unit.unitId, []))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
});

describe('批量打印', () => {
  const finished = (batchId: string, as: ReturnType<typeof staffed>['as']) =>
    until(async () => {
      const batch = await set.hall.call(printBatch, { batchId }, as);
      return batch.state !== 'running' && batch;
    }, 30_000);
  test('makes a paper for everybody in one zip, each verifiable, and names who was left out', async () => {
    const { as, people, first } = staffed(60, (n) => (n === 7 ? { name: '王\u{3134F}' } : {}));
    const single = await set.hall.call(print, { requestKey: randomUUID(), personNo: first.personNo, year: '2025' }, as);
    const requestKey = randomUUID();
    const { batchId } = await set.hall.call(printAll, { requestKey, year: '2025' }, as);
    expect((await set.hall.call(printAll, { requestKey, year: '2025' }, as)).batchId).toBe(batchId);
    const batch = await finished(batchId, as);
    expect(batch).toMatchObject({ state: 'done', total: 60, done: 59, reason: null });
    expect(batch.skipped).toEqual([{ personNo: people[6]?.personNo, reason: expect.stringContaining('\u{3134F}') }]);
    const zip = await fileOf(batch.url as string, 'zip');
    const unpacked = join(work, batchId);
    mkdirSync(unpacked);
    await run('jar', ['xf', zip], { cwd: unpacked }); // of the JDK, which the database needs anyway
    const names = readdirSync(unpacked);
    expect(names).toHaveLength(59);
    expect(names).toContain(`${first.personNo}_王示例_2025.pdf`);
    const texts: string[] = [];
    for (const name of names) texts.push(await textIn(join(unpacked, name)));
    for (const [n, text] of texts.entries()) expect(text).toContain(String(names[n]).slice(0, 12));
    // Who had his paper today already gets that one.
    expect(texts.some((text) => text.includes(single.verificationCode))).toBe(true);
    expect(await DocumentModel.countDocuments({ unitId: as.unitId, state: 'issued' })).toBe(59);
    expect(await PrintLogModel.countDocuments({ unitId: as.unitId })).toBe(60);
    expect((await set.hall.call(printBatches, {}, as)).batches.map((one) => one.batchId)).toEqual([batchId]);
  }, 60_000);
  test('goes on where another process stopped, with the papers made so far', async () => {
    const { as } = staffed(8);
    const { batchId } = await set.hall.call(printAll, { requestKey: randomUUID(), year: '2025' }, as);
    await finished(batchId, as);
    const before = await DocumentModel.find({ unitId: as.unitId }).distinct('code');
    // As a process leaves it that died before the end: silent since a minute, nothing delivered.
    await BatchModel.updateOne(
      { _id: batchId },
      {
        $set: { state: 'running', done: 3, beatAt: isoOf(nowMs() - 60_000) },
        $unset: { object: 1, finishedAt: 1 },
      },
    );
    expect(await finished(batchId, as)).toMatchObject({ state: 'done', done: 8 });
    expect(await DocumentModel.find({ unitId: as.unitId }).distinct('code')).toEqual(before);
  }, 60_000);
  test('goes on after midnight, with the papers made the day before', async () => {
    const { as } = staffed(4);
    const { batchId } = await set.hall.call(printAll, { requestKey: randomUUID(), year: '2025' }, as);
    await finished(batchId, as);
    const before = await DocumentModel.find({ unitId: as.unitId }).distinct('code');
    await BatchModel.updateOne({ _id: batchId }, { $set: { state: 'running', done: 3 }, $unset: { object: 1, finishedAt: 1 } });
    await set.hall.clock(86_400_000);
    try {
      expect(await finished(batchId, as)).toMatchObject({ state: 'done', done: 4, reason: null });
      expect(await DocumentModel.find({ unitId: as.unitId }).distinct('code')).toEqual(before);
    } finally {
      await set.hall.clock(0);
    }
  }, 60_000);
  test('its zip is offered as long as it is kept, and then the page says why not', async () => {
    const { as } = staffed(1);
    const { batchId } = await set.hall.call(printAll, { requestKey: randomUUID(), year: '2025' }, as);
    expect((await finished(batchId, as)).url).toMatch(/^http/);
    await set.hall.clock(7 * 86_400_000 + 60_000);
    try {
      const batch = await set.hall.call(printBatch, { batchId }, as);
      expect(batch).toMatchObject({ state: 'done', url: null, reason: '压缩包只保存7天，已过期删除；如仍需要，请重新批量打印' });
      expect((await set.hall.call(printBatches, {}, as)).batches).toEqual([batch]);
    } finally {
      await set.hall.clock(0);
    }
  }, 60_000);
  test('a year in which nobody paid is refused in words', async () => {
    const { as } = staffed(2);
    const { batchId } = await set.hall.call(printAll, { requestKey: randomUUID(), year: '2018' }, as);
    expect(await finished(batchId, as)).toMatchObject({ state: 'failed', reason: '2018年度本单位没有缴费记录，无法批量打印', url: null });
  });
  test('another unit finds nothing, and a request key is for one batch', async () => {
    const { as } = staffed(1);
    const requestKey = randomUUID();
    const { batchId } = await set.hall.call(printAll, { requestKey, year: '2025' }, as);
    await expect(set.hall.call(printBatch, { batchId }, staffed(1).as)).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(set.hall.call(printAll, { requestKey, year: '2024' }, as)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await finished(batchId, as);
  }, 60_000);
});

describe('单位人员参保证明', () => {
  const wish = (personNos: string[], over: object = {}) => ({ personNos, fromMonth: '202501', toMonth: '202512', ...over });
  test('lists only paid months, in ranges, one row per insurance and year', async () => {
    const { as, first } = staffed(1);
    const { rows } = await set.hall.call(query, wish([first.personNo]), as);
    expect(rows).toMatchObject([
      { insurance: '失业保险', year: '2025', months: '1-3,5', count: 4, unit: '118.08', person: '50.60', base: '16,868.00' },
      { insurance: '工伤保险', year: '2025', months: '1-3,5', count: 4, unit: '33.72', person: '0.00', area: '西安市高陵区' },
    ]);
    const text = await textOf((await set.hall.call(certify, { requestKey: randomUUID(), ...wish([first.personNo]) }, as)).url);
    expect(text).toContain('610113199001010019');
    expect(text).toContain('1-3,5');
    expect(text).toContain('失业保险：实缴4个月');
  });
  test('a roster masks numbers unless the unit asks for them whole', async () => {
    const { as, people } = staffed(3);
    const nos = people.map(({ personNo }) => personNo);
    const masked = await textOf((await set.hall.call(certify, { requestKey: randomUUID(), ...wish(nos) }, as)).url);
    expect(masked).toContain('610***********0019');
    expect(masked).not.toContain('610113199001010019');
    const whole = await textOf((await set.hall.call(certify, { requestKey: randomUUID(), ...wish(nos, { whole: '1' }) }, as)).url);
    expect(whole).toContain('610113199001010019');
    expect(whole).toContain('2025年01月至2025年05月');
  });
  test.each([
    ['nobody', { personNos: [] }, '请先添加人员'],
    ['51 people', { personNos: Array.from({ length: 51 }, (_, n) => String(n)) }, '一次最多50人'],
    ['a period reversed', { fromMonth: '202512', toMonth: '202501' }, '开始缴费所属期不能晚于结束缴费所属期'],
    ['a period ahead', { toMonth: '209901', fromMonth: '209801' }, '结束缴费所属期不能晚于本月'],
    ['more than ten years', { fromMonth: '201001', toMonth: '202501' }, '起止所属期不能超过10年'],
  ])('%s is refused', async (_what, over, words) => {
    const { as, first } = staffed(1);
    await expect(set.hall.call(query, { ...wish([first.personNo]), ...over }, as)).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [expect.objectContaining({ message: words })] },
    });
  });
  test('somebody of another unit, and months without payment, are refused in the words of the item', async () => {
    const { as, first } = staffed(1);
    const other = staffed(1, () => ({ personNo: '611077777777' }));
    await expect(set.hall.call(query, wish([other.first.personNo]), as)).rejects.toMatchObject({ message: '未查询到该人员信息' });
    const early = wish([first.personNo], { fromMonth: '202301', toMonth: '202312' });
    await expect(set.hall.call(certify, { requestKey: randomUUID(), ...early }, as)).rejects.toMatchObject({
      message: '未查询到缴费记录，无法打印',
    });
    expect((await set.hall.call(itemActions(certificate).open, {}, as)).allowed).toBe(true);
  });
});
