#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, ownNode } from './install.mjs';
import { missingForEngines, missingNode, sentenceFor, thisMachine } from './requirements.mjs';

/**
 * The first step of `npm start`, `npm test`, `npm run verify`, `items`, `bench` and `load` in a fresh clone: says what the machine lacks,
 * installs the packages, then hands over to the command itself under our own Node 24.
 */
const COMMANDS = {
  start: { file: 'deploy/local/start.ts', engines: true },
  test: { file: 'deploy/local/test.ts', engines: true },
  verify: { file: 'deploy/local/verify.ts', engines: false },
  items: { file: 'deploy/items/main.ts', engines: false },
  bench: { file: 'deploy/bench/main.ts', engines: true },
  load: { file: 'deploy/load/main.ts', engines: true },
};
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const [name = '', ...args] = process.argv.slice(2);

const command = COMMANDS[name];
if (!command) stop(`run.mjs ${Object.keys(COMMANDS).join(' | ')}`);

const missing = [...missingNode(process.versions.node), ...(command.engines ? missingForEngines(thisMachine(root)) : [])];
if (missing.length > 0) stop(sentenceFor(missing));

try {
  await installPackages(root);
} catch (error) {
  stop(`✗ ${error.message}`);
}
handOver();

/** The channel between the two tells the command when we are gone, however that came about. */
function handOver() {
  const file = path.join(root, command.file);
  const child = spawn(ownNode(root), [file, ...args], { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) watchNpm(() => child.kill('SIGTERM'));
  child.once('error', (error) => stop(`✗ ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** npm passes a signal on to the shell between us, which ends without passing it further: so its end is noticed here. */
function watchNpm(whenGone) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && whenGone(), 500).unref();
}

/** @param {string} sentence @returns {never} */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
