import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'minio';
import type { Caller } from '@wangting/contracts/caller';
import { begin, complete, facts, sign, MAX_FILE_BYTES } from '@wangting/contracts/files/upload';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { bmp, eicar, jpg, ofd, pdf, png } from './samples.ts';

let hall: TestHall;
let store: Client;
beforeAll(async () => {
  const namespace = testEnvironment();
  hall = await testHall([(await import('../src/files.service.ts')).default], namespace);
  const { hostname, port } = new URL(process.env.TEST_S3_ENDPOINT as string);
  store = new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    region: 'us-east-1',
    accessKey: process.env.TEST_S3_ACCESS_KEY,
    secretKey: process.env.TEST_S3_SECRET_KEY,
  });
});
afterAll(async () => {
  await hall.stop();
  for (const key of await keys()) await store.removeObject(hall.namespace, key);
  await store.removeBucket(hall.namespace);
});

async function keys(prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of store.listObjectsV2(hall.namespace, prefix, true) as AsyncIterable<{ name?: string }>)
    if (name) found.push(name);
  return found;
}
const someone = () => clerk(`u-${randomUUID().slice(0, 8)}`, []);
/** Reads and writes the way the gateway does: `/objects/*` goes unchanged to the store. */
const inside = (url: string) =>
  url.replace(`${process.env.PUBLIC_URL ?? 'http://127.0.0.1:8080'}/objects`, process.env.S3_ENDPOINT as string);
async function post(form: { url: string; fields: Record<string, string> }, file: Buffer): Promise<number> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
  body.set('file', new Blob([new Uint8Array(file)]), 'upload');
  const response = await fetch(inside(form.url), { method: 'POST', body });
  await response.arrayBuffer();
  return response.status;
}
async function read(url: string): Promise<{ status: number; body: Buffer; type: string | null; disposition: string | null }> {
  const response = await fetch(inside(url));
  return {
    status: response.status,
    body: Buffer.from(await response.arrayBuffer()),
    type: response.headers.get('content-type'),
    disposition: response.headers.get('content-disposition'),
  };
}
async function upload(file: Buffer, name: string, as: Caller) {
  const form = await hall.call(begin, { requestKey: randomUUID(), name, size: file.length }, as);
  expect(await post(form, file)).toBeLessThan(300);
  return form;
}
const shaOf = (file: Buffer) => createHash('sha256').update(file).digest('hex');

describe('an upload', () => {
  test.each([
    ['png', png(), 'image/png'],
    ['jpg', jpg(), 'image/jpeg'],
    ['bmp', bmp(), 'image/bmp'],
    ['pdf', pdf(), 'application/pdf'],
    ['ofd', ofd(), 'application/ofd'],
  ])('%s is checked, hashed, sealed, and readable under its own name', async (ending, file, type) => {
    const as = someone();
    const { fileId } = await upload(file, `材料 1.${ending}`, as);
    const sealed = await hall.call(complete, { fileId }, as);
    expect(sealed).toEqual({
      fileId,
      name: `材料 1.${ending}`,
      size: file.length,
      type,
      sha256: shaOf(file),
      sm3: createHash('sm3').update(file).digest('hex'),
    });
    expect(await keys(`staging/${fileId}`)).toEqual([]);
    expect(await keys(`sealing/${fileId}`)).toEqual([]);
    const { url } = await hall.callAs('units', sign, { fileId });
    const answer = await read(url);
    expect(answer).toMatchObject({ status: 200, type });
    expect(answer.disposition).toContain(encodeURIComponent(`材料 1.${ending}`));
    expect(answer.body.equals(file)).toBe(true);
  });
  test('of the largest size passes, in parts', async () => {
    const as = someone();
    const file = Buffer.concat([pdf(), Buffer.alloc(MAX_FILE_BYTES - pdf().length, 32)]);
    const { fileId } = await upload(file, '大.pdf', as);
    expect(await hall.call(complete, { fileId }, as)).toMatchObject({ size: MAX_FILE_BYTES, sha256: shaOf(file) });
  });
  test('completed eight times at once gives one answer', async () => {
    const as = someone();
    const { fileId } = await upload(png(1), 'a.png', as);
    const answers = await Promise.all(Array.from({ length: 8 }, () => hall.call(complete, { fileId }, as)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await hall.call(complete, { fileId }, as)).toEqual(answers[0]);
  });
  test('asked for eight times at once with one request key is one file', async () => {
    const as = someone();
    const input = { requestKey: randomUUID() as string, name: 'a.png', size: png(2).length };
    const forms = await Promise.all(Array.from({ length: 8 }, () => hall.call(begin, input, as)));
    expect(new Set(forms.map(({ fileId }) => fileId)).size).toBe(1);
    await expect(hall.call(begin, input, someone())).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await expect(hall.call(begin, { ...input, size: 1 }, as)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
  });
  test('using the form again after completion changes nothing', async () => {
    const as = someone();
    const file = png(3);
    const form = await upload(file, 'a.png', as);
    const sealed = await hall.call(complete, { fileId: form.fileId }, as);
    const other = png(4);
    await post(form, Buffer.concat([other, Buffer.alloc(Math.max(0, file.length - other.length))]));
    expect(await hall.call(complete, { fileId: form.fileId }, as)).toEqual(sealed);
    const { url } = await hall.callAs('units', sign, { fileId: form.fileId });
    expect((await read(url)).body.equals(file)).toBe(true);
  });
  test.each([1, 2, 3])(
    'replaced again and again while it is being checked: what is sealed is what was hashed, and there is one answer (round %i)',
    async (round) => {
      const as = someone();
      // Large enough that checking takes a while.
      const files = [0, 1].map((which) => Buffer.concat([pdf(`${round}${which}`), Buffer.alloc(3_000_000, which)]));
      const form = await upload(files[0] as Buffer, 'a.pdf', as);
      let done = false;
      const swapping = Promise.all(
        [0, 1].map(async (which) => {
          while (!done) await post(form, files[which] as Buffer);
        }),
      );
      const answers = await Promise.allSettled(Array.from({ length: 4 }, () => hall.call(complete, { fileId: form.fileId }, as)));
      done = true;
      await swapping;
      const sealed = await hall.call(complete, { fileId: form.fileId }, as);
      for (const answer of answers) if (answer.status === 'fulfilled') expect(answer.value).toEqual(sealed);
      const { url } = await hall.callAs('units', sign, { fileId: form.fileId });
      expect(shaOf((await read(url)).body)).toBe(sealed.sha256);
    },
  );
  test('the same content twice is two files and one object', async () => {
    const as = someone();
    const file = png(7);
    const one = await upload(file, 'a.png', as);
    const two = await upload(file, 'b.png', as);
    await Promise.all([hall.call(complete, { fileId: one.fileId }, as), hall.call(complete, { fileId: two.fileId }, as)]);
    expect(await keys(`sealed/${shaOf(file)}`)).toHaveLength(1);
    const { files } = await hall.callAs('persons', facts, { ids: [one.fileId, two.fileId, 'nobody'] });
    expect(files.map(({ name, state, by, unitId }) => ({ name, state, by, unitId })).sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'a.png', state: 'sealed', by: as.id, unitId: as.unitId },
      { name: 'b.png', state: 'sealed', by: as.id, unitId: as.unitId },
    ]);
  });
});

describe('refusals', () => {
  test.each([
    ['a web page called a picture', Buffer.from('<!doctype html><script>alert(1)</script>'), 'FILE_TYPE_REFUSED'],
    ['a program called a PDF', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]), 'FILE_TYPE_REFUSED'],
    ['an infected PDF', pdf(eicar()), 'FILE_INFECTED'],
  ])('%s, and again when completed again, in parallel too; nothing stays readable', async (_what, file, type) => {
    const as = someone();
    const form = await upload(file, '材料.pdf', as);
    const { fileId } = form;
    const answers = await Promise.allSettled(Array.from({ length: 3 }, () => hall.call(complete, { fileId }, as)));
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: { type } });
    await expect(hall.call(complete, { fileId }, as)).rejects.toMatchObject({ type });
    await expect(hall.callAs('units', sign, { fileId })).rejects.toMatchObject({ type: 'FILE_NOT_READY' });
    // A good file through the same form does not turn a refusal round.
    await post(form, Buffer.concat([pdf(), Buffer.alloc(file.length)]).subarray(0, file.length));
    await expect(hall.call(complete, { fileId }, as)).rejects.toMatchObject({ type });
    await store.removeObject(hall.namespace, `staging/${fileId}`);
    expect(await keys(`sealed/${shaOf(file)}`)).toEqual([]);
    expect(await keys(`staging/${fileId}`)).toEqual([]);
  });
  test('too large, empty, without a name', async () => {
    const ask = (over: object) => hall.call(begin, { requestKey: randomUUID(), name: 'a.pdf', size: 10, ...over }, someone());
    await expect(ask({ size: MAX_FILE_BYTES + 1 })).rejects.toMatchObject({
      type: 'FILE_TOO_LARGE',
      message: '文件超过 10 MB，未上传。请压缩或分拆后重新上传。',
    });
    await expect(ask({ size: 0 })).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [{ path: 'size', message: '文件为空，未上传。请重新选择文件' }] },
    });
    await expect(ask({ name: ' ' })).rejects.toMatchObject({ type: 'INPUT_INVALID', data: { issues: [{ path: 'name' }] } });
    await expect(ask({ key: 'sealed/x' })).rejects.toMatchObject({ type: 'INPUT_INVALID', data: { issues: [{ path: 'key' }] } });
  });
  test('the form takes the announced bytes only, one key only, and no altered policy', async () => {
    const as = someone();
    const form = await hall.call(begin, { requestKey: randomUUID(), name: 'a.png', size: png().length }, as);
    expect(await post(form, Buffer.concat([png(), Buffer.alloc(50)]))).toBeGreaterThanOrEqual(400);
    expect(await post({ ...form, fields: { ...form.fields, key: `sealed/${'0'.repeat(64)}` } }, png())).toBeGreaterThanOrEqual(400);
    expect(await post({ ...form, fields: { ...form.fields, policy: Buffer.from('{}').toString('base64') } }, png())).toBeGreaterThanOrEqual(
      400,
    );
    expect(await keys(`staging/${form.fileId}`)).toEqual([]);
    await expect(hall.call(complete, { fileId: form.fileId }, as)).rejects.toMatchObject({ type: 'NOT_FOUND' });
  });
  test('a staged file cannot be read: no address without a signature, none from us', async () => {
    const as = someone();
    const { fileId } = await upload(png(8), 'a.png', as);
    expect((await read(`${process.env.S3_ENDPOINT}/${hall.namespace}/staging/${fileId}`)).status).toBe(403);
    await expect(hall.callAs('units', sign, { fileId })).rejects.toMatchObject({ type: 'FILE_NOT_READY' });
  });
  test('who may not', async () => {
    const as = someone();
    const { fileId } = await upload(png(9), 'a.png', as);
    await expect(hall.call(complete, { fileId }, someone())).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(hall.call(complete, { fileId }, null)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
    await expect(hall.call(begin, { requestKey: randomUUID(), name: 'a', size: 1 }, null)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
    await expect(hall.call(sign, { fileId }, as)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(hall.callAs('desk', sign, { fileId })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(hall.callAs('units', sign, { fileId: 'nobody' })).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await hall.call(complete, { fileId }, as);
    const { url } = await hall.callAs('units', sign, { fileId });
    expect((await read(url.replace(/X-Amz-Signature=..../, 'X-Amz-Signature=0000'))).status).toBe(403);
  });
});

test('while the store is away nothing is decided; completed again it is sealed', async () => {
  const { forgetConfig } = await import('@wangting/kit/config');
  const { forgetObjects } = await import('@wangting/kit/objects');
  const storeAt = (endpoint: string) => {
    process.env.S3_ENDPOINT = endpoint;
    forgetConfig();
    forgetObjects();
  };
  const real = process.env.S3_ENDPOINT as string;
  const as = someone();
  const { fileId } = await upload(png(10), 'a.png', as);
  storeAt('http://127.0.0.1:9');
  try {
    await expect(hall.call(complete, { fileId }, as)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
    await expect(hall.call(begin, { requestKey: randomUUID(), name: 'a', size: 1 }, as)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
  } finally {
    storeAt(real);
  }
  expect(await hall.call(complete, { fileId }, as)).toMatchObject({ sha256: shaOf(png(10)) });
});

test('what was never completed goes; what is sealed stays', async () => {
  const as = someone();
  const kept = await upload(png(11), 'a.png', as);
  await hall.call(complete, { fileId: kept.fileId }, as);
  const left = await upload(png(12), 'a.png', as);
  const { sweep } = await import('../src/sweep.ts');
  const { FileModel } = await import('../src/models/file.ts');
  expect(await sweep()).toBe(0); // younger than a day
  expect(await keys(`staging/${left.fileId}`)).toHaveLength(1);
  await FileModel.updateOne({ _id: left.fileId }, { $set: { at: '2024-01-01T00:00:00.000Z' } });
  expect(await sweep(Number.MAX_SAFE_INTEGER)).toBeGreaterThan(0);
  expect(await keys('staging/')).toEqual([]);
  expect(await FileModel.findById(left.fileId).lean()).toBeNull();
  const { url } = await hall.callAs('units', sign, { fileId: kept.fileId });
  expect((await read(url)).status).toBe(200);
});
