import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE } from '../../services/contracts/catalogue.ts';
import type { ItemHead } from '../../services/contracts/item.ts';

export type ItemState = 'done' | 'partial' | 'missing';
export interface ItemRow {
  no: number;
  id: string;
  name: string;
  state: ItemState;
  service: string;
  /** The page file; null while nothing can show the item. */
  page: string | null;
  /** Tests that speak of it, browser stories first. */
  tests: string[];
}

/** What a contract file is asked for. `built = 'partial'` is how a contract says that part of its item is not there yet. */
interface ContractFile {
  item?: { id?: string };
  built?: 'partial';
}
interface TestFile {
  file: string;
  text: string;
  story: boolean;
}

/**
 * All items of the catalogue and how far each is. Nothing is typed in: an item is done when its contract loads, its rules, its page
 * and at least one browser story exist. A service finds its rules by the same place (kit/items.ts), so what exists is registered.
 */
export async function itemTable(root: string): Promise<ItemRow[]> {
  const tests = testFiles(root);
  return Promise.all(CATALOGUE.map((head) => rowOf(root, head, tests)));
}

async function rowOf(root: string, head: ItemHead, tests: readonly TestFile[]): Promise<ItemRow> {
  const { no, id, name, owner } = head;
  const contract = await contractOf(root, head);
  const rules = existsSync(path.join(root, `services/${owner}/src/items/${id}.ts`));
  const page = contract ? pageOf(root, head) : null;
  const stories = tests.filter((test) => isStoryOf(test, id));
  const others = tests.filter((test) => !stories.includes(test) && test.text.includes(`'${id}'`));

  const whole = contract && rules && page && stories.length > 0 && contract.built !== 'partial';
  const state: ItemState = whole ? 'done' : contract || rules ? 'partial' : 'missing';
  return { no, id, name, state, service: owner, page, tests: [...stories, ...others].map(({ file }) => file) };
}

/** The contract, when its file loads and speaks of this very item: a file alone promises nothing. */
async function contractOf(root: string, { id, owner }: ItemHead): Promise<ContractFile | undefined> {
  const file = path.join(root, `services/contracts/${owner}/${id}.ts`);
  if (!existsSync(file)) return undefined;
  try {
    const found = (await import(file)) as ContractFile;
    return found.item?.id === id ? found : undefined;
  } catch (error) {
    process.stderr.write(`${path.relative(root, file)}: ${(error as Error).message}\n`);
    return undefined;
  }
}

/** A page file of its own, or the remote of the owner, which shows any item that has a contract. */
function pageOf(root: string, { id, owner }: ItemHead): string | null {
  const candidates = [`frontends/${owner}/src/items/${id}.tsx`, `frontends/${owner}/src/app.tsx`];
  return candidates.find((file) => existsSync(path.join(root, file))) ?? null;
}

function testFiles(root: string): TestFile[] {
  return globSync('{services,gateway,frontends}/**/*.test.{ts,tsx}', { cwd: root, exclude: (name) => name === 'node_modules' })
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8'), story: file.startsWith('frontends/e2e/') }));
}

/** A browser test says which items it walks through: `@item person-enrolment` in a comment; a file without a test says nothing. */
function isStoryOf({ story, text }: TestFile, id: string): boolean {
  return story && /\btest(\.each)?\(/.test(text) && new RegExp(`@item ${id}(?![\\w-])`).test(text);
}
