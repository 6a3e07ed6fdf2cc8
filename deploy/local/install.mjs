import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** Installs the packages when they are missing or older than package-lock.json, and makes sure that our own Node 24 came with them. */

const HEARTBEAT_MS = 15_000;

/** @param {string} root */
export async function installPackages(root) {
  if (!isCurrent(root)) {
    await timed('安装依赖包 · Installing packages', () => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], root));
  }
  if (nodeWorks(root)) return;
  // npm may have been told to skip install scripts; this one fetches Node itself, as an npm package too.
  await timed('安装 Node 24 · Installing Node 24', () =>
    run(process.execPath, ['installArchSpecificPackage.js'], path.join(root, 'node_modules/node')),
  );
  if (!nodeWorks(root)) throw new Error(`node_modules/.bin/node 不能运行 · does not run: npm rebuild node`);
}

/** @param {string} root */
export const ownNode = (root) => path.join(root, 'node_modules/.bin/node');

/** npm writes its own lock file last, so a cut-off installation is never taken for a whole one. @param {string} root */
function isCurrent(root) {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}

/** @param {string} root */
const nodeWorks = (root) => spawnSync(ownNode(root), ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v24.') ?? false;

/** @param {string} what @param {() => Promise<void>} work */
async function timed(what, work) {
  const start = performance.now();
  const elapsed = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  console.error(`${what}…`);
  const heartbeat = setInterval(() => console.error(`${what} ${elapsed()}`), HEARTBEAT_MS);
  try {
    await work();
    console.error(`${what}：${elapsed()}`);
  } finally {
    clearInterval(heartbeat);
  }
}

/** @param {string} program @param {string[]} args @param {string} cwd @returns {Promise<void>} */
const run = (program, args, cwd) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 2, 2] }); // what is printed on stdout belongs to the command
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`没有成功 · failed (${code}): ${program} ${args.join(' ')}`))));
  });
