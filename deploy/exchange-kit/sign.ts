import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';

/**
 * Signs a message to an exchange door (RFC 9421). It uses Node alone and nothing of the hall: a department may copy it, and our tests use it,
 * so that what is described here is what the door takes.
 */
export function signed(
  { path, body, keyId, key }: { path: string; body: Buffer; keyId: string; key: KeyObject },
  // eslint-disable-next-line no-restricted-syntax -- the sender's own clock: nothing of the hall is used here
  at = Math.floor(Date.now() / 1000),
  nonce = randomBytes(18).toString('base64url'),
): Record<string, string> {
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const params = `("@method" "@path" "content-digest");created=${at};keyid="${keyId}";nonce="${nonce}";alg="ed25519"`;
  const base = [`"@method": POST`, `"@path": ${path}`, `"content-digest": ${digest}`, `"@signature-params": ${params}`].join('\n');
  return {
    'content-type': 'application/json',
    'content-digest': digest,
    'signature-input': `sig=${params}`,
    signature: `sig=:${sign(null, Buffer.from(base), key).toString('base64')}:`,
  };
}
