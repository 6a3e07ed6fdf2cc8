#!/usr/bin/env node
/**
 * What a person downloads, from the builds: `node frontends/build/budget.mjs`. Compressed JavaScript, gzip 9, in kilobytes of 1024 bytes.
 * The budgets are those of decisions.md 21. It fails when one is exceeded.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const frontends = fileURLToPath(new URL('..', import.meta.url));
const LOGIN = 260;
const FIRST_ITEM = 330;
const FURTHER_REMOTE = 90;
const LAZY = 200;

const remotes = readdirSync(frontends).filter(
  (name) => name !== 'shell' && existsSync(path.join(frontends, name, 'dist/mf-manifest.json')),
);
const reportOf = (app) => JSON.parse(readFileSync(path.join(frontends, app, 'dist/load-report.json'), 'utf8'));
const sizes = new Map();
const size = (app, file) => {
  const key = `${app}/${file}`;
  if (!sizes.has(key)) sizes.set(key, gzipSync(readFileSync(path.join(frontends, app, 'dist', file)), { level: 9 }).length);
  return sizes.get(key);
};
const kilobytes = (bytes) => bytes / 1024;

const shell = reportOf('shell');
/** A group of the shell with the shared libraries it uses, and theirs. */
function closure(groups, loaded = new Set(), libraries = new Set()) {
  for (const group of groups) {
    for (const file of group.files) loaded.add(file);
    for (const library of group.uses) {
      if (libraries.has(library)) continue;
      libraries.add(library);
      // A shared library is built once on its own; the smallest group that provides it is what is fetched.
      const [provider] = shell.filter(({ provides }) => provides === library).sort((a, b) => a.files.length - b.files.length);
      if (provider) closure([provider], loaded, libraries);
    }
  }
  return loaded;
}
const sum = (app, files) => [...files].reduce((total, file) => total + size(app, file), 0);

const rows = [];
const row = (what, bytes, limit) => rows.push({ what, kb: kilobytes(bytes), limit });

const login = closure(shell.filter(({ name, asked }) => name === 'main' || asked.includes('./bootstrap.tsx')));
row('shell to an interactive login', sum('shell', login), LOGIN);

const kitData = closure([{ files: [], uses: ['@wangting/kit-data'] }]);
const second = [...kitData].filter((file) => !login.has(file));

const pageOf = (app) => {
  const report = reportOf(app);
  const files = new Set(['remoteEntry.js']);
  for (const { name, asked, files: own } of report)
    if (name?.includes('expose') || asked.includes('./pages.tsx')) for (const file of own) files.add(file);
  // The heaviest item: its contract and, where it has one, its own page, each file once.
  const items = new Map();
  for (const group of report) {
    const id =
      /^item-(.+)-ts$/.exec(group.name ?? '')?.[1] ??
      group.asked.map((request) => /^\.\/([\w-]+)\.tsx$/.exec(request)?.[1]).find((page) => page && page !== 'pages');
    if (id) items.set(id, new Set([...(items.get(id) ?? []), ...group.files.filter((file) => !files.has(file))]));
  }
  return sum(app, files) + Math.max(0, ...[...items.values()].map((own) => sum(app, own)));
};
const pages = remotes.map((app) => ({ app, bytes: pageOf(app) }));
for (const { app, bytes } of pages) row(`first item page, in ${app} (forms and tables included)`, sum('shell', second) + bytes, FIRST_ITEM);
for (const { app, bytes } of pages) row(`a further remote: ${app}`, bytes, FURTHER_REMOTE);
for (const group of shell.filter(({ provides, name, asked }) => !provides && name !== 'main' && !asked.includes('./bootstrap.tsx'))) {
  const own = group.files.filter((file) => !login.has(file) && !kitData.has(file));
  if (own.length > 0 && group.asked.length > 0) row(`lazy in the shell: ${group.asked.join(' ')}`, sum('shell', own), LAZY);
}

for (const { what, kb, limit } of rows) console.log(`${kb > limit ? '✗' : '✓'} ${kb.toFixed(1).padStart(7)} KB of ${limit}  ${what}`);
if (rows.some(({ kb, limit }) => kb > limit)) {
  console.error('A budget of decisions.md 21 is exceeded.');
  process.exitCode = 1;
}
