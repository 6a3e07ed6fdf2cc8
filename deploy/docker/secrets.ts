import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES } from '../../services/contracts/names.ts';
import { makeKeys } from '../local/keys.ts';
import { BUS_USERS, usersConf } from '../nats/users.ts';

/**
 * `node deploy/docker/secrets.ts DIR`: every secret of a hall on engines of its own, one folder per process, so that each can be given
 * its own and no other:
 *   DIR/all                 the originals: back these up
 *   DIR/<service>           its signing key, public.json, seal.key, lookup.key, engines.env (addresses with passwords)
 *   DIR/nats DIR/objects    users of the bus, root user of the object store
 * What is there is kept; run it again after adding a service.
 */
const [dir] = process.argv.slice(2);
if (!dir) {
  process.stderr.write('Usage: secrets.ts DIR\n');
  process.exit(2);
}
const { NAMESPACE = 'wangting', NATS_HOST = 'nats:4222', MONGO_URL = 'mongodb://mongo:27017/?replicaSet=rs0' } = process.env;
const HOLDERS = [...SERVICES, 'gateway', 'seed'] as const;

const all = await makeKeys(path.join(dir, 'all'));
const passwords = Object.fromEntries(BUS_USERS.map((user) => [user, secret(`nats-${user}`)])) as Record<(typeof BUS_USERS)[number], string>;
const objects = { user: 'wangting', password: secret('objects') };

put(
  'nats',
  'users.conf',
  usersConf(NAMESPACE, (user) => passwords[user]),
);
put('objects', 'user', objects.user);
put('objects', 'password', objects.password);
for (const holder of HOLDERS) {
  // The seed writes through the owners' models and calls nobody, so it signs nothing.
  const keys = holder === 'seed' ? [] : [`${holder}.jwk`];
  const sealed = holder === 'gateway' ? [] : ['seal.key', 'lookup.key'];
  for (const file of [...keys, 'public.json', ...sealed]) give(holder, file);
  const settings = {
    NATS_URL: `nats://${NATS_HOST}`,
    // Not in the address: the client would take a part of the password for the port. Waits for kit to pass it on (docs/adr/0005).
    ...(holder === 'seed' ? {} : { NATS_USER: holder, NATS_PASSWORD: passwords[holder] }),
    MONGO_URL,
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
process.stdout.write(`secrets are in ${dir}: ${['all', 'nats', 'objects', ...HOLDERS].join(' ')}\n`);

/** A password that stays the same once made. */
function secret(name: string): string {
  const file = path.join(all, `${name}.password`);
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
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
