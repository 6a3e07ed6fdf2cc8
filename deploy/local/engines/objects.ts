import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startChild, type Child } from '../child.ts';
import { answersOk, freePort, untilReady } from '../ready.ts';
import { PlainError } from '../say.ts';
import { supervise, type Supervised } from '../supervise.ts';
import { goBinary, goBuild } from './go-build.ts';
import { onPath } from './run-tool.ts';

const READY_WITHIN_MS = 20_000;

export interface S3 {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  region: string;
}

export interface Objects {
  s3: S3;
  process?: Supervised;
}

export async function prepareObjects(): Promise<void> {
  if (!process.env.S3_ENDPOINT && !onPath('versitygw')) await goBuild('versitygw');
}

export async function startObjects(dir: string, options: { restart: boolean; logFile: string }): Promise<Objects> {
  const region = process.env.S3_REGION ?? 'us-east-1';
  if (process.env.S3_ENDPOINT) return { s3: { ...givenStore(process.env.S3_ENDPOINT), region } };

  const files = path.join(dir, 'files');
  const notes = path.join(dir, 'metadata'); // beside the files, not in extended attributes: not every file system has those
  for (const folder of [files, notes]) mkdirSync(folder, { recursive: true });

  // New at every start and kept nowhere: only the processes started together can read the store.
  const s3: S3 = { endpoint: '', accessKey: 'hall', secretKey: randomBytes(24).toString('hex'), region };
  const program = onPath('versitygw') ?? goBinary('versitygw');
  const port = await freePort();
  s3.endpoint = `http://127.0.0.1:${port}`;

  const launch = async (): Promise<Child> => {
    const args = ['--port', `127.0.0.1:${port}`, '--region', region, '--health', '/health', '--quiet', 'posix', '--sidecar', notes, files];
    const env = { ...process.env, ROOT_ACCESS_KEY: s3.accessKey, ROOT_SECRET_KEY: s3.secretKey }; // not as arguments: `ps` shows those
    const child = startChild('versitygw', program, args, { env, logFile: options.logFile });
    await untilReady(child, READY_WITHIN_MS, () => answersOk(`${s3.endpoint}/health`));
    return child;
  };
  return { s3, process: await supervise('versitygw', launch, options.restart) };
}

function givenStore(endpoint: string): Omit<S3, 'region'> {
  const { S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = process.env;
  if (accessKey && secretKey) return { endpoint, accessKey, secretKey };
  throw new PlainError(
    '已设置 S3_ENDPOINT，还需要 S3_ACCESS_KEY 和 S3_SECRET_KEY。',
    'S3_ENDPOINT is set; S3_ACCESS_KEY and S3_SECRET_KEY are needed too.',
  );
}
