import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verify } from '@wangting/contracts/documents/certificates';
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
  expect(Object.keys(answer).sort()).toEqual(['found', 'holder', 'issuedAt', 'message', 'sm3', 'state', 'title', 'validTo']);
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
