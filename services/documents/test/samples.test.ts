import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { replaceSample, sample, samples } from '@wangting/contracts/documents/samples';
import { loadItems } from '@wangting/kit/items';
import { clerk, staff } from '@wangting/kit/testing';
import { documentsHall, fetchObject } from './hall.ts';

const work = mkdtempSync(join(tmpdir(), 'samples-'));
let set: Awaited<ReturnType<typeof documentsHall>>;
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(async () => {
  await set.stop();
  rmSync(work, { recursive: true });
});
const as = clerk('unit-1', []);
const agency = staff('staff-1', ['second']);
const textOf = (body: Buffer) => {
  const file = join(work, 'sample.pdf');
  writeFileSync(file, body);
  return execFileSync('pdftotext', ['-raw', file, '-']).toString().replace(/\s/g, '');
};
const fileOf = (over: object = {}) => ({
  fileId: 'file-1',
  by: agency.id,
  unitId: null,
  state: 'sealed' as const,
  purpose: 'material' as const,
  name: '示例.png',
  size: 10,
  type: 'image/png',
  sha256: 'a',
  sm3: 'b',
  ...over,
});

describe('查看示例', () => {
  test('every slot of every item has one, marked 示例 and named after the slot', async () => {
    const slots = [...(await loadItems()).values()].flatMap(({ id, materials }) =>
      materials.map(({ id: slot, name }) => ({ itemId: id, slot, name })),
    );
    expect(slots.length).toBeGreaterThan(5);
    for (const { itemId, slot, name } of slots) {
      const { title, url, type, byAgency } = await set.hall.call(sample, { itemId, slot }, as);
      expect({ title, type, byAgency }).toEqual({ title: `${name}（示例）`, type: 'application/pdf', byAgency: false });
      expect(textOf((await fetchObject(url)).body)).toContain('示例');
    }
  }, 60_000);
  test('a form of ours is its own sample; an identity card says what it must show', async () => {
    const form = await set.hall.call(sample, { itemId: 'unit-registration', slot: 'form' }, as);
    expect(textOf((await fetchObject(form.url)).body)).toContain('社会保险登记表');
    const card = await set.hall.call(sample, { itemId: 'unit-registration', slot: 'legal-id' }, as);
    expect(textOf((await fetchObject(card.url)).body)).toMatch(/居民身份证（正反面）.*公民身份号码.*不具有任何效力/);
  });
  test('a slot or item that is not there is not found; nobody looks without a login', async () => {
    await expect(set.hall.call(sample, { itemId: 'unit-registration', slot: 'nothing' }, as)).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(set.hall.call(sample, { itemId: '../x', slot: 'form' }, as)).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(set.hall.call(sample, { itemId: 'unit-registration', slot: 'form' }, null)).rejects.toMatchObject({
      type: 'NOT_LOGGED_IN',
    });
  });
});

describe('更换示例', () => {
  const at = { itemId: 'unit-registration', slot: 'licence' };
  const put = (fileId: string | null, by = agency) => set.hall.call(replaceSample, { ...at, fileId }, by);
  test('the agency lays down its own, and takes it away again', async () => {
    set.around.files = [fileOf()];
    expect((await put('file-1')).replacedAt).not.toBeNull();
    expect(await set.hall.call(sample, at, as)).toMatchObject({ byAgency: true, type: 'image/png', url: '/objects/file-1' });
    const { rows } = await set.hall.call(samples, {}, agency);
    expect(rows.filter(({ replacedAt }) => replacedAt !== null).map(({ itemId, slot }) => ({ itemId, slot }))).toEqual([at]);
    expect((await put(null)).replacedAt).toBeNull();
    expect(await set.hall.call(sample, at, as)).toMatchObject({ byAgency: false });
  });
  test('eight at once leave one', async () => {
    set.around.files = [fileOf()];
    await Promise.all(Array.from({ length: 8 }, () => put('file-1')));
    expect((await set.hall.call(samples, {}, agency)).rows.filter(({ replacedAt }) => replacedAt !== null)).toHaveLength(1);
    await put(null);
  });
  test.each([
    ['somebody else’s file', { by: 'staff-9' }, 'NOT_FOUND'],
    ['a table', { purpose: 'batch' }, 'NOT_FOUND'],
    ['a file that is not checked yet', { state: 'staging' }, 'FILE_NOT_READY'],
    ['what no browser shows', { type: 'application/ofd' }, 'RULE_REFUSED'],
  ])('%s is refused', async (_what, over, type) => {
    set.around.files = [fileOf(over)];
    await expect(put('file-1')).rejects.toMatchObject({ type });
    expect(await set.hall.call(sample, at, as)).toMatchObject({ byAgency: false });
  });
  test('only by 复核 and 审批', async () => {
    for (const by of [as, staff('s', ['intake']), staff('s', ['ops'])])
      await expect(put(null, by)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
});
