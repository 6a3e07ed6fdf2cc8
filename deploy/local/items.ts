import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CATALOGUE } from '@wangting/contracts/catalogue';
import type { ItemHead } from '@wangting/contracts/item';
import { ROOT } from './paths.ts';
import { runMain } from './say.ts';

/** `npm run items`: the 43 items and how far each is. Nothing here is typed in: a state is what can be found and loaded. */
interface Row {
  no: number;
  id: string;
  name: string;
  state: 'done' | 'partial' | 'missing';
  service: string;
  page: string | null;
  tests: string[];
}

/** True when the file exists, loads, and exports this for this very item: a file alone promises nothing. */
async function exportsItem(file: string, name: 'item' | 'rules', id: string): Promise<boolean> {
  if (!existsSync(path.join(ROOT, file))) return false;
  try {
    const exported = ((await import(pathToFileURL(path.join(ROOT, file)).href)) as Record<string, { id?: string; item?: { id?: string } }>)[
      name
    ];
    return (exported?.id ?? exported?.item?.id) === id;
  } catch (error) {
    console.error(`${file}: ${(error as Error).message}`);
    return false;
  }
}

/** Tests speak of an item by its id in quotes. */
const TESTS = globSync('{services,gateway,frontends}/**/*.test.{ts,tsx}', {
  cwd: ROOT,
  exclude: (name) => name.includes('node_modules'),
}).map((file) => ({
  file,
  text: readFileSync(path.join(ROOT, file), 'utf8'),
}));
const isStory = (file: string) => file.startsWith('frontends/e2e/');

/** The remote of the owner shows every item of its domain that has a contract; a page file of its own is only where that is not enough. */
function pageOf({ id, owner }: ItemHead): string | null {
  const own = `frontends/${owner}/src/items/${id}.tsx`;
  const remote = `frontends/${owner}/src/app.tsx`;
  return [own, remote].find((file) => existsSync(path.join(ROOT, file))) ?? null;
}

async function rowOf(head: ItemHead): Promise<Row> {
  const { no, id, name, owner } = head;
  const contract = await exportsItem(`services/contracts/${owner}/${id}.ts`, 'item', id);
  const rules = await exportsItem(`services/${owner}/src/items/${id}.ts`, 'rules', id);
  const page = contract ? pageOf(head) : null;
  const tests = TESTS.filter(({ text }) => text.includes(`'${id}'`)).map(({ file }) => file);

  const whole = contract && rules && page && tests.some(isStory);
  const state = whole ? 'done' : contract || rules ? 'partial' : 'missing';
  return { no, id, name, state, service: owner, page, tests };
}

await runMain(async () => {
  const items = await Promise.all(CATALOGUE.map(rowOf));
  if (process.argv.includes('--json')) return void console.log(JSON.stringify({ items }));

  const WORD = { done: '已完成 done', partial: '部分 partial', missing: '建设中 not yet' };
  for (const { no, id, name, state, service, page, tests } of items) {
    console.log(`${String(no).padStart(2)}  ${WORD[state].padEnd(14)}  ${id.padEnd(28)}  ${service.padEnd(14)}  ${name}`);
    if (state !== 'missing') console.log(`${' '.repeat(20)}${page ?? '—'}  ${tests.length ? tests.join(' ') : '—'}`);
  }
  const count = (state: Row['state']) => items.filter((item) => item.state === state).length;
  console.log(`\n${items.length} 项 items: ${count('done')} done, ${count('partial')} partial, ${count('missing')} not yet`);
});
