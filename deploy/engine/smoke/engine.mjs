// Starts the engine for a script in this folder and ends it again; used by hand only.
import { spawn } from 'node:child_process';
import { readFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));

export async function startEngine(dir = mkdtempSync(join(tmpdir(), 'wangting-engine-')), options = []) {
  const flags = readFileSync(join(home, 'jvm.flags'), 'utf8').split('\n').filter(Boolean);
  const child = spawn('java', [...flags, '-jar', join(home, 'target/wangting-engine.jar'), '--dir', dir, ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const ready = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(JSON.parse(data)));
    child.once('exit', (code) => reject(new Error(`the engine ended with ${code}`)));
  });
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) >> 10;
  const stop = () => new Promise((resolve) => { child.once('exit', resolve); child.kill('SIGTERM'); });
  return { uri: `mongodb://127.0.0.1:${ready.port}/bench`, dir, memory, stop };
}
