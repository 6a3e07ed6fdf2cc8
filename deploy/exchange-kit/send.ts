import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { signed } from './sign.ts';

/**
 * `node send.ts --new-key tax.pem` makes a key pair and prints the public half for 交换机构.
 * `node send.ts --key tax.pem --as tax-610000 --door payments [--url http://127.0.0.1:8080] file.json` signs and sends a file and prints the answer.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'new-key': { type: 'string' },
    key: { type: 'string' },
    as: { type: 'string' },
    door: { type: 'string' },
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
  },
});
const say = (words: string): void => void process.stdout.write(`${words}\n`);

if (values['new-key']) {
  if (existsSync(values['new-key'])) throw new Error(`${values['new-key']} 已存在 / exists already`);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(values['new-key'], privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  say(publicKey.export({ type: 'spki', format: 'pem' }).toString());
} else {
  const [file] = positionals;
  const { key, as, door, url } = values;
  if (!file || !key || !as || !door) throw new Error('用法见文件开头 / usage: see the head of this file');
  const body = readFileSync(file);
  const path = `/api/exchange/${door}`;
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    headers: signed({ path, body, keyId: as, key: createPrivateKey(readFileSync(key)) }),
    body,
  });
  say(JSON.stringify(await answer.json(), undefined, 2));
  process.exitCode = answer.ok ? 0 : 1;
}
