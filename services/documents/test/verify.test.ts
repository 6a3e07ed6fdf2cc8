import { createHash, createPublicKey, randomUUID, verify as verifySignature } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verify, verifyFile, verifyKey } from '@wangting/contracts/documents/certificates';
import { print } from '@wangting/contracts/documents/unit-certificate-print';
import { DocumentModel } from '../src/models/document.ts';
import { MissModel } from '../src/models/miss.ts';
import { documentsHall, fetchObject, unitOf } from './hall.ts';

let set: Awaited<ReturnType<typeof documentsHall>>;
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(() => set.stop());

const issued = async () => set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, set.known(unitOf()));
const ask = async (code: string, check: string) => {
  await MissModel.deleteMany({});
  return set.hall.call(verify, { code, check });
};

test('a stranger with code and last four digits learns kind, masked holder, days, state and digest, and nothing else', async () => {
  const paper = await issued();
  const answer = await ask(paper.verificationCode.toLowerCase().replaceAll('0', 'o'), ' ００９９');
  expect(answer).toMatchObject({
    found: true,
    title: '社会保险单位参保证明',
    holder: '西安****公司',
    validTo: paper.validTo,
    state: 'valid',
  });
  expect(Object.keys(answer).sort()).toEqual([
    'found',
    'holder',
    'issuedAt',
    'message',
    'sha256',
    'signature',
    'sm3',
    'state',
    'title',
    'validTo',
  ]);
  const { body: pdf } = await fetchObject(paper.url);
  expect(createHash('sm3').update(pdf).digest('hex')).toBe(answer.sm3);
});
test('an unknown code, a changed code, a wrong check, nonsense and a paper that is not finished read the same', async () => {
  const paper = await issued();
  const changed = paper.verificationCode.replace(/.$/, (last) => (last === '7' ? '8' : '7'));
  const unfinished = await issued();
  await DocumentModel.updateOne({ _id: unfinished.documentId }, { $set: { state: 'issuing', issuedAt: '2999-01-01T00:00:00.000Z' } });
  const answers = [
    await ask('0000-0000-0000-0000', '0099'),
    await ask(changed, '0099'),
    await ask(paper.verificationCode, '0098'),
    await ask('证明', '0099'),
    await ask(unfinished.verificationCode, '0099'),
  ];
  for (const answer of answers) expect(answer).toEqual({ found: false, message: '未查询到相符的文书，请核对验证码和单位编号后4位。' });
});
test('a revoked paper says so', async () => {
  const paper = await issued();
  await DocumentModel.updateOne({ _id: paper.documentId }, { $set: { revokedAt: '2024-01-01T00:00:00.000Z' } });
  expect(await ask(paper.verificationCode, '0099')).toMatchObject({
    found: true,
    state: 'revoked',
    message: '经核验，该文书由本系统开具，已作废。',
  });
});
test("the file in the reader's hand: the same, or changed by one byte", async () => {
  const paper = await issued();
  const { body } = await fetchObject(paper.url);
  const hash = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest('hex');
  const altered = Buffer.from(body);
  altered[altered.length - 40] = (altered[altered.length - 40] as number) ^ 1;
  await MissModel.deleteMany({});
  const byCode = (bytes: Buffer) => set.hall.call(verify, { code: paper.verificationCode, check: '0099', sha256: hash('sha256', bytes) });
  expect(await byCode(body)).toMatchObject({ found: true, state: 'valid', file: 'same' });
  expect(await byCode(altered)).toMatchObject({ found: true, file: 'changed', message: expect.stringContaining('已被改动') });
  for (const algorithm of ['sm3', 'sha256'] as const) {
    const byFile = (bytes: Buffer) => set.hall.call(verifyFile, { algorithm, digest: hash(algorithm, bytes).toUpperCase() });
    expect(await byFile(body)).toMatchObject({ found: true, file: 'same', title: paper.title, holder: '西安****公司' });
    expect(await byFile(altered)).toEqual({
      found: false,
      message: '未查询到与该文件一致的文书：文件不是由本系统开具，或者已被改动。',
    });
  }
  await expect(set.hall.call(verifyFile, { algorithm: 'sm3', digest: 'abc' })).rejects.toMatchObject({ type: 'INPUT_INVALID' });
});
test('with the public key anybody checks the detached signature himself; a changed file does not pass', async () => {
  const paper = await issued();
  const { body } = await fetchObject(paper.url);
  const { signature } = await ask(paper.verificationCode, '0099');
  const { publicKey, keyId, algorithm } = await set.hall.call(verifyKey, {});
  expect(signature).toMatchObject({ algorithm, keyId });
  const stands = (bytes: Buffer) =>
    verifySignature(
      null,
      Buffer.from(createHash('sm3').update(bytes).digest('hex')),
      createPublicKey(publicKey),
      Buffer.from(signature?.value ?? '', 'base64'),
    );
  expect(stands(body)).toBe(true);
  expect(stands(Buffer.concat([body, Buffer.from(' ')]))).toBe(false);
});
test('guessing digests counts as guessing', async () => {
  await MissModel.deleteMany({});
  for (let i = 0; i < 10; i++) await set.hall.call(verifyFile, { algorithm: 'sm3', digest: String(i).repeat(64) });
  await expect(set.hall.call(verifyFile, { algorithm: 'sm3', digest: 'a'.repeat(64) })).rejects.toMatchObject({
    type: 'TOO_MANY_REQUESTS',
  });
  await MissModel.deleteMany({});
});
test('ten wrong questions lock the asker, in parallel too; right ones do not count', async () => {
  await MissModel.deleteMany({});
  const paper = await issued();
  for (let i = 0; i < 12; i++)
    expect(await set.hall.call(verify, { code: paper.verificationCode, check: '0099' })).toMatchObject({ found: true });
  await Promise.all(Array.from({ length: 10 }, (_, i) => set.hall.call(verify, { code: '0000000000000000', check: String(i) })));
  await expect(set.hall.call(verify, { code: paper.verificationCode, check: '0099' })).rejects.toMatchObject({
    type: 'TOO_MANY_REQUESTS',
    data: { seconds: expect.any(Number) },
  });
  await MissModel.deleteMany({});
});
