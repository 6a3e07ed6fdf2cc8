import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { itemTable, type ItemRow } from '../table.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'wangting-items-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (file: string, text = '') => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const contract = (owner: string, id: string, more = '') =>
  put(`services/contracts/${owner}/${id}.ts`, `export const item = { id: '${id}' };\n${more}`);
const row = async (id: string) => (await itemTable(root)).find((one) => one.id === id) as ItemRow;

/** Everything that makes item 2 done. */
function whole() {
  contract('persons', 'person-enrolment');
  put('services/persons/src/items/person-enrolment.ts');
  put('frontends/persons/src/app.tsx');
  put('frontends/e2e/first-day.test.ts', `/** @item person-enrolment */\ntest('a day', async () => {});`);
}

describe('the state of an item is what can be found', () => {
  test('all 43 stand in the table of an empty folder, and none is there', async () => {
    const table = await itemTable(root);
    expect(table.map(({ no }) => no)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
    expect(new Set(table.map(({ state }) => state))).toEqual(new Set(['missing']));
    expect(table[1]).toEqual({
      no: 2,
      id: 'person-enrolment',
      name: '人员参保登记',
      state: 'missing',
      service: 'persons',
      page: null,
      tests: [],
    });
  });

  test('contract, rules, page and story make it done', async () => {
    whole();
    expect(await row('person-enrolment')).toMatchObject({
      state: 'done',
      page: 'frontends/persons/src/app.tsx',
      tests: ['frontends/e2e/first-day.test.ts'],
    });
  });

  test.each([
    'services/contracts/persons/person-enrolment.ts',
    'services/persons/src/items/person-enrolment.ts',
    'frontends/persons/src/app.tsx',
    'frontends/e2e/first-day.test.ts',
  ])('without %s it is partial', async (file) => {
    whole();
    rmSync(path.join(root, file));
    expect((await row('person-enrolment')).state).toBe('partial');
  });

  test('a contract that speaks of another item, or does not load, is none', async () => {
    put('services/contracts/persons/person-stop.ts', `export const item = { id: 'person-enrolment' };`);
    put('services/contracts/persons/person-enrolment.ts', `throw new Error('broken');`);
    expect((await row('person-stop')).state).toBe('missing');
    expect((await row('person-enrolment')).state).toBe('missing');
  });

  test('a contract may say that part of its item is not there yet', async () => {
    whole();
    contract('persons', 'person-enrolment', `export const built = 'partial';`);
    expect((await row('person-enrolment')).state).toBe('partial');
  });

  test('a page of its own goes before the generic one', async () => {
    whole();
    put('frontends/persons/src/items/person-enrolment.tsx');
    expect((await row('person-enrolment')).page).toBe('frontends/persons/src/items/person-enrolment.tsx');
  });

  test('a story is marked for exactly this item; other tests are listed and make nothing done', async () => {
    whole();
    put('frontends/e2e/first-day.test.ts', '// @item person-enrolment-batch\ntest("a file", () => {});');
    put('services/persons/test/enrol.test.ts', `const id = 'person-enrolment';`);
    expect(await row('person-enrolment')).toMatchObject({ state: 'partial', tests: ['services/persons/test/enrol.test.ts'] });
    expect((await row('person-enrolment-batch')).tests).toEqual(['frontends/e2e/first-day.test.ts']);
    put('frontends/e2e/first-day.test.ts', '// @item person-enrolment-batch, one day');
    expect((await row('person-enrolment-batch')).tests).toEqual([]);
  });
});
