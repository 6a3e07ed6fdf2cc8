import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startChild, type Child, type Exit } from './child.ts';
import type { Engines } from './engines.ts';
import { loginOf, usersConf } from '../nats/users.ts';
import { makeKeys, passwordIn } from './keys.ts';
import { NODE, ROOT } from './paths.ts';
import { answersOk, freePort, untilReady } from './ready.ts';
import { supervise, type Supervised } from './supervise.ts';

/** A hall beside another one and a browser on two cores takes a minute. */
const READY_WITHIN_MS = 150_000;

/** Which services share a process, and how much memory a process may take: configuration, so it stays out of the code. */
const standard = JSON.parse(readFileSync(path.join(import.meta.dirname, 'processes.json'), 'utf8')) as {
  services: string[][];
  nodeFlags: string[];
};

interface Options {
  /** Secrets and logs live here. */
  dataDir: string;
  engines: Engines;
  /** Where the gateway listens; 0 takes a free port. */
  port: number;
  /** Two halls on the same engines differ in this. */
  namespace: string;
  mode: 'demo' | 'test';
  /** Which services share a process; absent = processes.json. */
  groups?: readonly (readonly string[])[];
  /** The folder of secrets; absent = `secrets` in dataDir. */
  keysDir?: string;
  /** The bus asks who is there: passwords lie beside the keys. */
  logins?: boolean;
  /** How much the processes write to their logs. */
  logLevel?: string;
  /** More settings of services/kit/src/config.ts, for every process. */
  settings?: Readonly<Record<string, string>>;
}

export interface HallProcess {
  readonly services: readonly string[];
  readonly pid: number;
  rssBytes(): number;
}

export interface Hall {
  readonly url: string;
  /** The settings every process of this hall has: what the seed needs to join it. */
  readonly env: NodeJS.ProcessEnv;
  readonly processes: readonly HallProcess[];
  /** Stops the process that holds this service (or `gateway`), with everything else in it. */
  stopProcess(service: string, signal?: NodeJS.Signals): Promise<void>;
  startProcess(service: string): Promise<void>;
  stop(): Promise<void>;
}

/** Who may log in to the bus of a hall, with passwords from its folder of secrets, made when they are missing. */
export async function busUsers(keysDir: string, namespace: string, groups: Options['groups'] = standard.services): Promise<string> {
  await makeKeys(keysDir);
  return usersConf(namespace, groups, (login) => passwordIn(keysDir, `nats-${login}`));
}

/** Starts the processes of a hall on engines that are up, and returns when all of them are ready. */
export async function startHall(options: Options): Promise<Hall> {
  const port = options.port || (await freePort());
  const env = await hallEnvironment(options, port);
  const groups = options.groups ?? standard.services;

  const bringUp = (services: readonly string[], args: readonly string[]) => startProcess(services, args, env, options);
  const starting = await Promise.allSettled([
    ...groups.map((services) => bringUp(services, ['services/kit/src/run.ts', ...services])),
    bringUp(['gateway'], ['gateway/src/main.ts']),
  ]);
  const members = starting.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));

  /** The door closes first, so that nobody is let in to rooms that are going dark. */
  async function stop(): Promise<void> {
    const isGateway = (member: Member) => member.services[0] === 'gateway';
    await Promise.all(members.filter(isGateway).map((member) => member.process.stop()));
    await Promise.all(members.filter((member) => !isGateway(member)).map((member) => member.process.stop()));
  }

  const refused = starting.find((one) => one.status === 'rejected');
  if (refused) {
    await stop();
    throw refused.reason;
  }
  const holderOf = (service: string): Supervised => {
    const member = members.find(({ services }) => services.includes(service));
    if (!member) throw new Error(`no process of this hall holds ${service}`);
    return member.process;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    env,
    processes: members.map(({ services, process }) => ({
      services,
      get pid() {
        return process.child.pid;
      },
      rssBytes: () => process.child.rssBytes(),
    })),
    stopProcess: (service, signal) => holderOf(service).stop(signal),
    startProcess: (service) => holderOf(service).start(),
    stop,
  };
}

interface Member {
  services: readonly string[];
  process: Supervised;
}

async function startProcess(
  services: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: Options,
): Promise<Member> {
  const name = services.join('+');
  const logFile = path.join(options.dataDir, `logs/${name}.log`);
  const login = options.logins
    ? { NATS_USER: loginOf(services), NATS_PASSWORD: passwordIn(String(env.KEYS_DIR), `nats-${loginOf(services)}`) }
    : {};

  const launch = async (): Promise<Child> => {
    const healthPort = await freePort();
    const child = startChild(name, NODE, [...standard.nodeFlags, ...args], {
      cwd: ROOT,
      logFile,
      env: { ...env, ...login, HEALTH_PORT: String(healthPort) },
    });
    await untilReady(child, READY_WITHIN_MS, () => answersOk(`http://127.0.0.1:${healthPort}/readyz`));
    return child;
  };
  return { services, process: await supervise(name, launch, options.mode === 'demo') };
}

/** The settings of services/kit/src/config.ts, filled for this machine. Whatever else the person has set is passed on. */
async function hallEnvironment(options: Options, port: number): Promise<NodeJS.ProcessEnv> {
  const { engines, namespace, mode, dataDir } = options;
  const keysDir = await makeKeys(options.keysDir ?? path.join(dataDir, 'secrets'));
  return {
    ...process.env,
    WANGTING_MODE: mode,
    NAMESPACE: namespace,
    NATS_URL: engines.natsUrl,
    MONGO_URL: engines.mongoUrl,
    S3_ENDPOINT: engines.s3.endpoint,
    S3_ACCESS_KEY: engines.s3.accessKey,
    S3_SECRET_KEY: engines.s3.secretKey,
    S3_REGION: engines.s3.region,
    S3_BUCKET: namespace,
    KEYS_DIR: keysDir,
    SEAL_KEY_FILE: path.join(keysDir, 'seal.key'),
    LOOKUP_KEY_FILE: path.join(keysDir, 'lookup.key'),
    LOG_LEVEL: options.logLevel ?? process.env.LOG_LEVEL ?? 'info',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: (mode === 'demo' && process.env.PUBLIC_URL) || `http://127.0.0.1:${port}`,
    STATIC_DIR: path.join(ROOT, 'frontends'),
    ...options.settings,
  };
}

/** Fills a fresh hall with its synthetic city. */
export async function seedHall(hall: Hall, dataDir: string, args: readonly string[] = []): Promise<Exit & { tail: string }> {
  const child = startChild('seed', NODE, ['deploy/seed/main.ts', ...args], {
    cwd: ROOT,
    env: hall.env,
    logFile: path.join(dataDir, 'logs/seed.log'),
  });
  return { ...(await child.exited), tail: child.tail() };
}
