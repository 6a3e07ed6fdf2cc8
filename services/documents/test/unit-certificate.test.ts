import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { open as openDocument, verify } from '@wangting/contracts/documents/certificates';
import { item } from '@wangting/contracts/documents/unit-certificate';
import { print } from '@wangting/contracts/documents/unit-certificate-print';
import { clerk } from '@wangting/kit/testing';
import { DocumentModel } from '../src/models/document.ts';
import { PrintLogModel } from '../src/models/print-log.ts';
import { documentsHall, fetchObject, unitOf } from './hall.ts';

const open = itemActions(item).open;
const work = mkdtempSync(join(tmpdir(), 'certificate-'));
let set: Awaited<ReturnType<typeof documentsHall>>;
const models = { documents: DocumentModel, log: PrintLogModel };

beforeAll(async () => {
  set = await documentsHall();
});
afterAll(async () => {
  await set.stop();
  rmSync(work, { recursive: true });
});

const wish = (over: object = {}) => ({
  requestKey: randomUUID() as string,
  insurance: 'all' as const,
  fromMonth: '202401',
  toMonth: '202412',
  ...over,
});
const textOf = async (url: string) => {
  const response = await fetchObject(url);
  expect(response.status).toBe(200);
  expect(response.type).toBe('application/pdf');
  const file = join(work, `${randomUUID()}.pdf`);
  writeFileSync(file, response.body);
  return execFileSync('pdftotext', ['-raw', file, '-']).toString().replace(/\s/g, '');
};

describe('opening the item', () => {
  test('shows the unit, its insurances and the last twelve months', async () => {
    const unit = unitOf({ insurances: [{ insurance: '410', from: '2020-01-05', state: '2' }] });
    const opening = await set.hall.call(open, {}, set.known(unit));
    expect(opening).toMatchObject({
      allowed: true,
      draft: null,
      shows: {
        unitNo: '6112000099',
        unitType: '企业',
        unitState: '正常',
        agency: '西安市高陵区社会保险经办机构',
        insurances: [{ insurance: '410', name: '工伤保险', stateName: '暂停' }],
      },
      values: { insurance: 'all' },
    });
  });
  test('says that a unit without registration cannot print', async () => {
    const opening = await set.hall.call(open, {}, set.known(unitOf({ unitNo: null, state: '0', insurances: [] })));
    expect(opening).toMatchObject({ allowed: false, reason: '单位尚未办理社会保险登记，不能打印单位参保证明' });
  });
});

describe('printing', () => {
  test('the paper says who, what, since when, how many, and that months are not provided', async () => {
    const issued = await set.hall.call(print, wish(), set.known(unitOf()));
    const text = await textOf(issued.url);
    for (const part of [
      '社会保险单位参保证明',
      '西安示例科技有限公司',
      '91610100MA6TE5T17B',
      '6112000099',
      '陕西省西安市高陵区',
      '失业保险2019年03月01日正常参保12',
      '工伤保险2019年03月01日正常参保13',
      '2024年01月至2024年12月',
      '缴费明细暂未提供',
      '西安市高陵区社会保险经办机构',
      `验证码：${issued.verificationCode}`,
      '第1页/共1页',
      'tpl=unit-certificate@',
    ])
      expect(text).toContain(part);
    expect(issued.verificationCode).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  });
  test('with a ledger it lists the months of the chosen insurance and names the arrears', async () => {
    set.around.months = {
      available: true,
      months: [
        { month: '202401', insurance: '210', people: 12, base: 5_060_400, due: 50_604, paid: 50_604, owed: 0, state: '1' },
        { month: '202402', insurance: '210', people: 12, base: 5_060_400, due: 50_604, paid: 0, owed: 50_604, state: '2' },
        { month: '202402', insurance: '410', people: 12, base: 5_060_400, due: 10_121, paid: 0, owed: 10_121, state: '2' },
      ],
    };
    const text = await textOf((await set.hall.call(print, wish({ insurance: '210' }), set.known(unitOf()))).url);
    set.around.months = { available: false, months: [] };
    expect(text).toContain('2024年01月失业保险12506.04506.04已实缴');
    expect(text).toContain('2024年02月失业保险12506.040.00欠费');
    expect(text).toContain('欠费情况：欠费1个月');
    expect(text).not.toContain('工伤保险');
  });
  test('nothing is called arrears that is not, and no refund hides what is; a month in which money only goes back is printed', async () => {
    const month = (at: string, due: number, paid: number, state: string, owed = 0) => ({
      ...{ month: at, insurance: '210', people: 12, base: 100 * due, due, paid, owed, state },
    });
    const print4 = async (...months: ReturnType<typeof month>[]) => {
      set.around.months = { available: true, months };
      const text = await textOf((await set.hall.call(print, wish({ insurance: '210' }), set.known(unitOf()))).url);
      set.around.months = { available: false, months: [] };
      return text;
    };
    const calm = await print4(
      month('202401', 10_000, 0, '3'),
      month('202402', 10_000, 0, '5'),
      month('202403', 10_000, 0, '0'),
      month('202404', 10_000, 12_000, '1'),
      month('202405', -10_000, 0, '0'),
      month('202406', -10_000, -10_000, '4'),
    );
    for (const row of [
      '2024年01月失业保险12100.000.00缓缴',
      '2024年02月失业保险12100.000.00核销',
      '2024年03月失业保险12100.000.00未缴',
      '2024年04月失业保险12100.00120.00已实缴',
      '2024年05月失业保险12-100.000.00待退费',
      '2024年06月失业保险12-100.00-100.00已退费',
      '欠费情况：无欠费',
    ])
      expect(calm).toContain(row);
    expect(await print4(month('202401', 0, 0, '2', 10_000))).toContain('欠费情况：欠费1个月');
  });
  test('the same request key twice in parallel is one paper with one code', async () => {
    const as = set.known(unitOf());
    const input = wish();
    const answers = await Promise.all(Array.from({ length: 8 }, () => set.hall.call(print, input, as)));
    expect(new Set(answers.map(({ documentId }) => documentId)).size).toBe(1);
    expect(await models.documents.countDocuments({ unitId: as.unitId })).toBe(1);
    expect(await models.log.countDocuments({ unitId: as.unitId })).toBe(1);
  });
  test('补打新版 sent eight times with one request key is one new paper', async () => {
    const as = set.known(unitOf());
    const input = wish({ reissue: true });
    const answers = await Promise.all(Array.from({ length: 8 }, () => set.hall.call(print, input, as)));
    expect(new Set(answers.map(({ documentId }) => documentId)).size).toBe(1);
    expect(await models.documents.countDocuments({ unitId: as.unitId })).toBe(1);
  });
  test('eight different requests for the same content at once are one paper, and each is in the print log', async () => {
    const as = set.known(unitOf());
    const answers = await Promise.all(Array.from({ length: 8 }, () => set.hall.call(print, wish(), as)));
    expect(new Set(answers.map(({ verificationCode }) => verificationCode)).size).toBe(1);
    expect(await models.documents.countDocuments({ unitId: as.unitId })).toBe(1);
    expect(await models.log.countDocuments({ unitId: as.unitId })).toBe(8);
  });
  test('a re-print is the same paper, without asking anybody; 补打新版 has a new code; after its validity it is a new one', async () => {
    const as = set.known(unitOf());
    const first = await set.hall.call(print, wish(), as);
    const asked = set.around.asked.headcount;
    expect((await set.hall.call(print, wish(), as)).documentId).toBe(first.documentId);
    expect(set.around.asked.headcount).toBe(asked);
    const fresh = await set.hall.call(print, wish({ reissue: true }), as);
    expect(fresh.verificationCode).not.toBe(first.verificationCode);
    expect((await set.hall.call(print, wish(), as)).documentId).toBe(fresh.documentId);
    await set.hall.clock(100 * 86_400_000);
    try {
      const later = await set.hall.call(print, wish(), as);
      expect(later.documentId).not.toBe(fresh.documentId);
      expect(await set.hall.call(verify, { code: fresh.verificationCode, check: '0099' })).toMatchObject({ found: true, state: 'expired' });
    } finally {
      await set.hall.clock(0);
    }
  });
  test('the database itself refuses a second paper for one request key, one code or one number', async () => {
    const as = set.known(unitOf());
    const { documentId } = await set.hall.call(print, wish(), as);
    const row = await models.documents.findById(documentId).lean();
    const other = { ...row, _id: 'other', series: 'other', requestKey: 'other', code: 'other', no: 'other' };
    for (const field of ['requestKey', 'code', 'no'] as const)
      await expect(models.documents.create({ ...other, [field]: row?.[field] } as never)).rejects.toMatchObject({ code: 11000 });
  });
  test('another period or insurance is another paper', async () => {
    const as = set.known(unitOf());
    const one = await set.hall.call(print, wish(), as);
    const two = await set.hall.call(print, wish({ toMonth: '202411' }), as);
    const three = await set.hall.call(print, wish({ insurance: '410' }), as);
    expect(new Set([one.documentId, two.documentId, three.documentId]).size).toBe(3);
  });
  test('the request key of another print is refused', async () => {
    const as = set.known(unitOf());
    const input = wish();
    await set.hall.call(print, input, as);
    await expect(set.hall.call(print, { ...input, insurance: '410' }, as)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await expect(set.hall.call(print, input, set.known(unitOf()))).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    // ... also when the first print was answered from a paper that was there
    const again = wish();
    await set.hall.call(print, again, as);
    await expect(set.hall.call(print, { ...again, reissue: true }, as)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
  });
});

describe('refusals', () => {
  test('单位未参加失业保险', async () => {
    const as = set.known(unitOf({ insurances: [{ insurance: '410', from: '2020-01-05', state: '1' }] }));
    await expect(set.hall.call(print, wish({ insurance: '210' }), as)).rejects.toMatchObject({
      type: 'RULE_REFUSED',
      message: '单位未参加失业保险',
      data: { issues: [{ path: 'insurance', message: '单位未参加失业保险' }] },
    });
    expect(await models.documents.countDocuments({ unitId: as.unitId })).toBe(0);
  });
  test.each([
    ['reversed', { fromMonth: '202412', toMonth: '202401' }, 'fromMonth', '开始所属期不能晚于结束所属期'],
    ['25 months', { fromMonth: '202201', toMonth: '202401' }, 'toMonth', '起止所属期不能超过24个月'],
    ['ahead', { fromMonth: '209901', toMonth: '209902' }, 'toMonth', '结束所属期不能晚于本月'],
    ['no month', { fromMonth: '202413' }, 'fromMonth', '年月格式应为 202404'],
    ['a field nobody declared', { unitNo: '6112000001' }, 'unitNo', '不认识的字段：unitNo'],
  ])('a period that is %s names its field', async (_what, over, path, message) => {
    await expect(set.hall.call(print, wish(over) as never, set.known(unitOf()))).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [{ path, message }] },
    });
  });
  test('a name that no font prints is refused by its characters, and no code is given away', async () => {
    const as = set.known(unitOf({ name: '西安\u{3134F}记食品有限公司' }));
    await expect(set.hall.call(print, wish(), as)).rejects.toMatchObject({ type: 'GLYPH_MISSING', data: { characters: '\u{3134F}' } });
    expect(await models.documents.countDocuments({ unitId: as.unitId })).toBe(0);
  });
  test('who may not', async () => {
    const unit = unitOf();
    set.known(unit);
    await expect(set.hall.call(print, wish(), clerk(unit.unitId, []))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.call(print, wish(), null)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
    await expect(set.hall.callAs('persons', print, wish())).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  test("opening another unit's paper finds nothing; the holder gets an address that works", async () => {
    const as = set.known(unitOf());
    const { documentId } = await set.hall.call(print, wish(), as);
    await expect(set.hall.call(openDocument, { documentId }, set.known(unitOf()))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(set.hall.call(openDocument, { documentId }, clerk(as.unitId as string, []))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    const { url } = await set.hall.call(openDocument, { documentId }, as);
    expect((await fetchObject(url)).status).toBe(200);
    // Another first digit, whatever it was: a fixed one is the right one every so often.
    const forged = url.replace(/X-Amz-Signature=(.)/, (_, digit: string) => `X-Amz-Signature=${digit === '0' ? '1' : '0'}`);
    expect((await fetchObject(forged)).status).toBe(403);
    expect((await fetchObject(url.split('?')[0] as string)).status).toBe(403);
  });
});
