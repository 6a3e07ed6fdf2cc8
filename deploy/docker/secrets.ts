import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES } from '../../services/contracts/names.ts';
import { makeKeys, passwordIn } from '../local/keys.ts';
import { ALONE, usersConf } from '../nats/users.ts';
import { mongoInit } from './mongo-init.ts';

/**
 * `node deploy/docker/secrets.ts DIR`: every secret of a hall on engines of its own, one folder per process, so that each can be given
 * its own and no other:
 *   DIR/all                 the originals: back these up
 *   DIR/<service>           its signing key, public.json, seal.key, lookup.key, engines.env (addresses with passwords)
 *   DIR/nats DIR/objects    users of the bus, root user of the object store
 *   DIR/mongo DIR/mongo-init   key and root user of the database; a script that makes its users
 * What is there is kept; run it again after adding a service.
 */
const [dir] = process.argv.slice(2);
if (!dir) {
  process.stderr.write('Usage: secrets.ts DIR\n');
  process.exit(2);
}
const { NAMESPACE = 'wangting', NATS_HOST = 'nats:4222', MONGO_HOST = 'mongo:27017', MONGO_URL } = process.env;
const HOLDERS = [...SERVICES, 'gateway', 'seed'] as const;

const all = await makeKeys(path.join(dir, 'all'));
const busPassword = (login: string): string => passwordIn(all, `nats-${login}`);
const objects = { user: 'wangting', password: passwordIn(all, 'objects') };

const stored = [...SERVICES, 'seed'];
const mongoPassword = (holder: string): string => passwordIn(all, `mongo-${holder}`);
put('mongo', 'keyfile', keyfile());
put('mongo', 'password', mongoPassword('root'));
const databaseUsers = Object.fromEntries(stored.map((holder) => [holder, mongoPassword(holder)]));
put('mongo-init', 'init.js', mongoInit(MONGO_HOST, NAMESPACE, mongoPassword('root'), databaseUsers));
put('nats', 'users.conf', await usersConf(NAMESPACE, ALONE, busPassword));
put('objects', 'user', objects.user);
put('objects', 'password', objects.password);
for (const holder of HOLDERS) {
  // The seed writes through the owners' models and calls nobody, so it signs nothing.
  const keys = holder === 'seed' ? [] : [`${holder}.jwk`];
  const sealed = holder === 'gateway' ? [] : ['seal.key', 'lookup.key'];
  for (const file of [...keys, 'public.json', ...sealed]) give(holder, file);
  const settings = {
    NATS_URL: `nats://${NATS_HOST}`,
    // Not in the address: the client would take a part of the password for the port. The seed writes to the database only.
    ...(holder === 'seed' ? {} : { NATS_USER: holder, NATS_PASSWORD: busPassword(holder) }),
    MONGO_URL: MONGO_URL ?? databaseOf(holder),
    S3_ACCESS_KEY: objects.user,
    S3_SECRET_KEY: objects.password,
  };
  put(
    holder,
    'engines.env',
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}
process.stdout.write(`secrets are in ${dir}: ${['all', 'nats', 'objects', 'mongo', 'mongo-init', ...HOLDERS].join(' ')}\n`);

/** The gateway keeps nothing and is given no password. */
function databaseOf(holder: string): string {
  const login = stored.includes(holder) ? `${holder}:${mongoPassword(holder)}@` : '';
  return `mongodb://${login}${MONGO_HOST}/?replicaSet=rs0&authSource=admin`;
}
/** What members of a replica set know each other by; the database asks for users only with one. */
function keyfile(): string {
  const file = path.join(all, 'mongo.keyfile');
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
function folderOf(holder: string): string {
  const folder = path.join(dir as string, holder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
function put(holder: string, file: string, text: string): void {
  writeFileSync(path.join(folderOf(holder), file), text, { mode: holder === 'nats' || holder === 'objects' ? 0o644 : 0o600 });
}
function give(holder: string, file: string): void {
  copyFileSync(path.join(all, file), path.join(folderOf(holder), file));
}
