import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { begin, complete, facts, PURPOSES, type Purpose } from '@wangting/contracts/files/upload';
import { objects, sweepObjects } from '@wangting/kit/objects';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { eicar, pdf, png, zip } from './samples.ts';

testEnvironment();
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([(await import('../src/files.service.ts')).default]);
});
afterAll(async () => {
  for (const prefix of ['staging/', 'sealing/', 'sealed/']) await sweepObjects(prefix, Infinity);
  await objects().inside.removeBucket(hall.namespace);
  await hall.stop();
});

const as = clerk('batch-unit', []);
async function send(file: Buffer, name: string, purpose: Purpose = 'batch') {
  const { fileId, url, fields } = await hall.call(begin, { requestKey: randomUUID(), name, size: file.length, purpose }, as);
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.set(key, value);
  body.set('file', new Blob([new Uint8Array(file)]), 'upload');
  const { pathname } = new URL(url);
  const answer = await fetch(`${process.env.S3_ENDPOINT}${pathname.replace(/^\/objects/, '')}`, { method: 'POST', body });
  expect(answer.status).toBeLessThan(300);
  return hall.call(complete, { fileId }, as);
}
const workbook = () => zip(['[Content_Types].xml', 'xl/workbook.xml']);
const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

test.each([
  ['人员.xlsx', workbook(), '人员.xlsx', PURPOSES.batch.types.xlsx],
  ['人员.csv', Buffer.from('姓名,证件号码\n王示例,1\n'), '人员.csv', PURPOSES.batch.types.csv],
  ['人员.txt', Buffer.from('姓名,证件号码\n'), '人员.txt.csv', PURPOSES.batch.types.csv],
  ['twelve megabytes.csv', Buffer.alloc(12 * 1024 * 1024, 'a,b\n'), 'twelve megabytes.csv', PURPOSES.batch.types.csv],
])('%s is a table by its content', async (name, file, kept, type) => {
  const sealed = await send(file, name);
  expect(sealed).toMatchObject({ name: kept, type, size: file.length });
  const { files } = await hall.callAs('persons', facts, { ids: [sealed.fileId] });
  expect(files[0]).toMatchObject({ purpose: 'batch', state: 'sealed' });
});
test.each([
  ['a renamed .xls', compound, '人员.xlsx', { type: 'RULE_REFUSED', message: '请另存为 .xlsx 后上传' }],
  ['a picture', png(), '人员.xlsx', { type: 'FILE_TYPE_REFUSED', message: expect.stringContaining('xlsx、csv') }],
  ['a PDF', pdf(), '人员.csv', { type: 'FILE_TYPE_REFUSED' }],
  ['a zip without a workbook', zip(['a.txt']), '人员.xlsx', { type: 'FILE_TYPE_REFUSED' }],
  ['a broken zip', workbook().subarray(0, 60), '人员.xlsx', { type: 'FILE_TYPE_REFUSED' }],
  ['an infected table', Buffer.from(`姓名\n${eicar()}\n`), '人员.csv', { type: 'FILE_INFECTED' }],
])('%s is refused', async (_what, file, name, refusal) => {
  await expect(send(file, name)).rejects.toMatchObject(refusal);
});
test('an .xls and 41 MB are refused before anything is sent; a table is no material', async () => {
  const ask = (over: object) =>
    hall.call(begin, { requestKey: randomUUID(), name: 'a.xlsx', size: 10, purpose: 'batch', ...over } as never, as);
  await expect(ask({ name: '人员.XLS' })).rejects.toMatchObject({ type: 'RULE_REFUSED', message: '请另存为 .xlsx 后上传' });
  await expect(ask({ size: 41 * 1024 * 1024 })).rejects.toMatchObject({
    type: 'FILE_TOO_LARGE',
    message: expect.stringContaining('40 MB'),
  });
  await expect(ask({ purpose: 'anything' })).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  await expect(send(workbook(), 'a.xlsx', 'material')).rejects.toMatchObject({ type: 'FILE_TYPE_REFUSED' });
  await expect(send(png(), 'a.png', 'material')).resolves.toMatchObject({ type: 'image/png' });
});
