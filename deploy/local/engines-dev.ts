import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareEngines, startEngines } from './engines.ts';
import { makeKeys } from './keys.ts';
import { CACHE_DIR } from './paths.ts';
import { runMain, say } from './say.ts';
import { scratchFolder } from './scratch.ts';
import { onStopAsked } from './signals.ts';
import { testEnvironment } from './test-env.ts';

/**
 * Engines for a day's work on tests, in the foreground: `node_modules/.bin/node deploy/local/engines-dev.ts`, then in another terminal
 * `source .cache/dev-engines.env` and run jest as often as needed. Ctrl-C ends them and forgets their data.
 */
await runMain(async () => {
  const dir = scratchFolder('wangting-dev');
  const note = path.join(CACHE_DIR, 'dev-engines.env');
  await prepareEngines();
  const engines = await startEngines({ dir, restart: true });
  const keysDir = await makeKeys(path.join(dir, 'secrets'));

  mkdirSync(CACHE_DIR, { recursive: true });
  const lines = Object.entries(testEnvironment(engines, keysDir)).map(([name, value]) => `export ${name}='${value}'\n`);
  writeFileSync(note, lines.join(''), { mode: 0o600 });
  say(`引擎已就绪：source ${note}`, `Engines are ready: source ${note}`);

  onStopAsked(async () => {
    await engines.stop();
    rmSync(note, { force: true });
  }, 0);
  await new Promise(() => setInterval(() => {}, 60_000));
});
