import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SERVICES } from '../../../services/contracts/names.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'secrets-'));
const make = () =>
  execFileSync(process.execPath, [path.resolve(import.meta.dirname, '../secrets.ts'), dir], {
    env: { ...process.env, NAMESPACE: 'two-halls', MONGO_URL: undefined },
  });
const read = (file: string) => readFileSync(path.join(dir, file), 'utf8');
const settingsOf = (holder: string) =>
  Object.fromEntries([...read(`${holder}/engines.env`).matchAll(/^(\w+)=(.*)$/gm)].map(([, k, v]) => [k, v]));

beforeAll(() => void make());
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('every process', () => {
  test('has a login of its own on bus and database, and nobody two the same', () => {
    const logins = SERVICES.map(settingsOf);
    expect(logins.map(({ NATS_USER }) => NATS_USER)).toEqual([...SERVICES]);
    expect(logins.map(({ MONGO_URL = '' }) => new URL(MONGO_URL).username)).toEqual([...SERVICES]);
    const passwords = logins.flatMap(({ NATS_PASSWORD, MONGO_URL = '' }) => [NATS_PASSWORD, new URL(MONGO_URL).password]);
    expect(new Set(passwords).size).toBe(2 * SERVICES.length);
    expect(passwords.every((password) => (password ?? '').length >= 32)).toBe(true);
  });
  test('gets no secret of another; the door keeps nothing and has none of the database', () => {
    expect(new URL(String(settingsOf('gateway').MONGO_URL)).password).toBe('');
    expect(settingsOf('seed').NATS_USER).toBeUndefined();
    for (const service of SERVICES) {
      const mine = readdirSync(path.join(dir, service));
      expect(mine.sort()).toEqual(['engines.env', 'lookup.key', 'public.json', 'seal.key', `${service}.jwk`].sort());
    }
  });
  test('finds the same secrets when they are made again, in files only their holder reads', () => {
    const before = [...SERVICES, 'gateway'].map((holder) => read(`${holder}/engines.env`)).concat(read('mongo/keyfile'));
    make();
    expect([...SERVICES, 'gateway'].map((holder) => read(`${holder}/engines.env`)).concat(read('mongo/keyfile'))).toEqual(before);
    for (const file of ['all/mongo.keyfile', 'all/mongo-root.password', 'mongo/keyfile', 'mongo-init/init.js', 'units/engines.env'])
      expect(statSync(path.join(dir, file)).mode & 0o077).toBe(0);
  });
});

/** mongosh itself is not here; what the script asks of it is. */
describe('the script for the database', () => {
  interface User {
    user: string;
    pwd: string;
    roles: { role: string; db: string }[];
  }
  function run(known: string[], state: 'new' | 'running') {
    const made: User[] = [];
    const asked: object[] = [];
    let address = '';
    let waits = 0;
    const admin = {
      adminCommand(command: object) {
        asked.push(command);
        if ('replSetGetStatus' in command && state === 'new') throw Object.assign(new Error('no'), { codeName: 'NotYetInitialized' });
      },
      hello: () => ({ isWritablePrimary: waits > 1 }),
      getUser: (user: string) => (known.includes(user) ? {} : null),
      createUser: (user: User) => made.push(user),
      updateUser: (user: string, rights: Omit<User, 'user'>) => made.push({ user, ...rights }),
    };
    const connect = (to: string) => {
      address = to;
      return admin;
    };
    runInNewContext(read('mongo-init/init.js'), { connect, sleep: () => (waits += 1) });
    return { made, asked, address };
  }
  test('makes the replica set once, waits for it, and gives each service its own database and no other', () => {
    const { made, asked, address } = run([], 'new');
    expect(new URL(address).password).toBe(read('mongo/password'));
    expect(asked[1]).toMatchObject({ replSetInitiate: { _id: 'rs0', members: [{ host: 'mongo:27017' }] } });
    for (const service of SERVICES) {
      const user = made.find((one) => one.user === service);
      expect(user?.roles).toEqual([{ role: 'readWrite', db: `two_halls_${service}` }]);
      expect(user?.pwd).toBe(new URL(String(settingsOf(service).MONGO_URL)).password);
    }
    expect(made.map(({ user }) => user).sort()).toEqual([...SERVICES, 'seed'].sort());
  });
  test('run again it changes rights and passwords and nothing else', () => {
    const { made, asked } = run([...SERVICES, 'seed'], 'running');
    expect(asked).toHaveLength(1);
    expect(made).toHaveLength(SERVICES.length + 1);
  });
  test('any other trouble is not taken for a new database', () => {
    const script = read('mongo-init/init.js');
    const connect = () => ({
      adminCommand: () => {
        throw Object.assign(new Error('denied'), { codeName: 'Unauthorized' });
      },
    });
    expect(() => runInNewContext(script, { connect })).toThrow('denied');
  });
});
