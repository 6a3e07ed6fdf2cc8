import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { startChild } from '../child.ts';
import { untilReady } from '../ready.ts';
import { supervise, type Supervised } from '../supervise.ts';
import { goBinary, goBuild } from './go-build.ts';
import { onPath } from './run-tool.ts';

const READY_WITHIN_MS = 20_000;

/** A nats-server of the machine's own, when it is new enough to be used. */
function ownServer(): string | undefined {
  const file = onPath('nats-server');
  if (!file) return undefined;
  const [, major = 0, minor = 0] = (/v(\d+)\.(\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8' })) ?? []).map(Number);
  return major > 2 || (major === 2 && minor >= 10) ? file : undefined;
}

export async function prepareNats(): Promise<void> {
  if (!process.env.NATS_URL && !ownServer()) await goBuild('nats-server');
}

export interface Nats {
  url: string;
  process?: Supervised;
}

/** `users` is the part of the configuration that names who may log in; absent, everybody on this machine may, as tests with many namespaces do. */
export async function startNats(dir: string, options: { restart: boolean; logFile: string; users?: string }): Promise<Nats> {
  if (process.env.NATS_URL) return { url: process.env.NATS_URL };

  mkdirSync(dir, { recursive: true });
  const program = ownServer() ?? goBinary('nats-server');
  const users = path.join(dir, 'users.conf');
  if (options.users) writeFileSync(users, options.users, { mode: 0o600 });
  let port = -1; // the server takes a free one; after a restart it keeps it, because everybody knows it by then

  const launch = async () => {
    const args = ['-js', '-sd', dir, '-a', '127.0.0.1', '-p', String(port), '--ports_file_dir', dir];
    if (options.users) args.push('-c', users);
    const child = startChild('nats-server', program, args, { logFile: options.logFile });
    port = await untilReady(child, READY_WITHIN_MS, async () => {
      const found = portIn(path.join(dir, `${path.basename(program)}_${child.pid}.ports`));
      return found !== undefined && (await greetsWithJetStream(found)) ? found : undefined;
    });
    return child;
  };
  const server = await supervise('nats-server', launch, options.restart);
  return { url: `nats://127.0.0.1:${port}`, process: server };
}

function portIn(file: string): number | undefined {
  const { nats } = JSON.parse(readFileSync(file, 'utf8')) as { nats: string[] };
  const port = Number(new URL(nats[0] ?? '').port);
  return port || undefined;
}

/** The first line a server sends says whether JetStream is up: an open port alone does not. */
function greetsWithJetStream(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(2_000, () => socket.destroy(new Error('no greeting')));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('utf8').includes('"jetstream":true'));
    });
  });
}
