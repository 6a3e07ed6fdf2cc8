import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * What this machine must bring, decided before anything is installed: plain JavaScript, for any Node from 18 on.
 *
 * @typedef {{ env: Record<string, string | undefined>, version: (program: string) => string | undefined, built: (prefix: string) => boolean }} Machine
 * @typedef {{ zh: string, en: string }} Missing
 */

const NODE_AT_LEAST = '20.0';
const JAVA_AT_LEAST = '17.0';
const GO_AT_LEAST = '1.26';
const NATS_AT_LEAST = '2.10';

/** @param {string | undefined} found @param {string} wanted */
export function atLeast(found, wanted) {
  if (!found) return false;
  const [major = 0, minor = 0] = found.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** @param {string} node @returns {Missing[]} */
export const missingNode = (node) =>
  atLeast(node, NODE_AT_LEAST)
    ? []
    : [missing(`Node.js ≥ 20（现为 ${node}）`, `Node.js 20 or newer (this is ${node})`, 'https://nodejs.org')];

/**
 * What the engines need that is neither given by address, nor installed, nor built already.
 * @param {Machine} machine
 * @returns {Missing[]}
 */
export function missingForEngines({ env, version, built }) {
  const busReady = env.NATS_URL || atLeast(version('nats-server'), NATS_AT_LEAST) || built('nats-server-');
  const objectsReady = env.S3_ENDPOINT || version('versitygw') || built('versitygw-');
  const databaseReady = env.MONGO_URL || version('mongod');
  /** @type {Missing[]} */
  const all = [];
  if (!(busReady && objectsReady) && !atLeast(version('go'), GO_AT_LEAST))
    all.push(lacking('Go', GO_AT_LEAST, version('go'), 'https://go.dev/dl'));
  if (!databaseReady && !atLeast(version('java'), JAVA_AT_LEAST)) {
    all.push(lacking('JDK', '17', version('java'), 'Debian: apt-get install openjdk-17-jdk-headless'));
  }
  if (!databaseReady && !built('wangting-engine-') && !version('mvn'))
    all.push(lacking('Maven', '3.6', undefined, 'Debian: apt-get install maven'));
  return all;
}

/** @param {string} name @param {string} wanted @param {string | undefined} found @param {string} how */
const lacking = (name, wanted, found, how) =>
  missing(`${name} ≥ ${wanted}${found ? `（现为 ${found}）` : ''}`, `${name} ${wanted} or newer${found ? ` (this is ${found})` : ''}`, how);

/** @param {string} zh @param {string} en @param {string} how @returns {Missing} */
const missing = (zh, en, how) => ({ zh: `${zh}  ${how}`, en: `${en}  ${how}` });

/** @param {Missing[]} all */
export const sentenceFor = (all) => `
✗ 这台机器还缺少：
${all.map(({ zh }) => `    ${zh}`).join('\n')}
  This machine still needs:
${all.map(({ en }) => `    ${en}`).join('\n')}

  若不想安装这些，可用 docker compose up；也可用 NATS_URL、MONGO_URL、S3_ENDPOINT 指定已有的服务。
  Rather not install these? Use docker compose up, or point NATS_URL, MONGO_URL and S3_ENDPOINT at servers you have.
`;

const VERSION_QUESTION = {
  'nats-server': ['--version', /v(\d+\.\d+)/],
  versitygw: ['--version', /(\d+\.\d+)/],
  mongod: ['--version', /v(\d+\.\d+)/],
  go: ['version', /go(\d+\.\d+)/],
  java: ['-version', /version "(\d+(?:\.\d+)?)/],
  mvn: ['--version', /Maven (\d+\.\d+)/],
};

/** @param {string} root @returns {Machine} */
export function thisMachine(root) {
  return {
    env: process.env,
    version(program) {
      const [argument, pattern] = VERSION_QUESTION[program];
      const file = program === 'java' && process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin/java') : onPath(program);
      if (!file) return undefined;
      try {
        // `java -version` speaks on stderr, so both are read.
        const printed = execFileSync('/bin/sh', ['-c', '"$0" "$1" 2>&1', file, argument], { encoding: 'utf8' });
        return pattern.exec(printed)?.[1] ?? '0.0';
      } catch {
        return undefined;
      }
    },
    built(prefix) {
      try {
        return readdirSync(path.join(root, '.engines')).some((name) => name.startsWith(prefix));
      } catch {
        return false;
      }
    },
  };
}

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
