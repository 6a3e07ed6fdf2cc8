import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from '@jest/globals';
import { inspector } from '../src/check/inspect.ts';
import { eicarScanner } from '../src/check/malware.ts';
import { typeOf } from '../src/check/type.ts';
import { nameFor } from '../src/seal.ts';
import { bmp, eicar, jpg, ofd, pdf, png, zip } from './samples.ts';

const kind = (file: Buffer) => typeOf(file.subarray(0, 4_100), file.length, async (from, length) => file.subarray(from, from + length));

describe('what a file is, by its content', () => {
  test.each([
    ['png', png()],
    ['jpg', jpg()],
    ['bmp', bmp()],
    ['pdf', pdf()],
    ['ofd', ofd()],
  ])('%s', async (type, file) => expect(await kind(file)).toBe(type));
  test.each([
    ['a web page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['a zip that is no OFD', zip(['word/document.xml'])],
    ['a zip with OFD.xml in a folder', zip(['a/OFD.xml'])],
    ['a zip cut off', ofd().subarray(0, -30)],
    [
      'a zip whose list claims to lie elsewhere',
      (() => {
        const file = ofd();
        file.writeUInt32LE(0xfffffff0, file.length - 6);
        return file;
      })(),
    ],
    ['an svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['a gif', Buffer.from('GIF89a' + '\0'.repeat(40))],
    ['two bytes', Buffer.from('BM').subarray(0, 1)],
    ['nothing', Buffer.alloc(0)],
  ])('%s is none of ours', async (_what, file) => expect(await kind(file)).toBeUndefined());
});

describe('the test string of scanners', () => {
  const scanned = async (...chunks: string[]) => {
    const scan = eicarScanner();
    for (const chunk of chunks) scan.write(Buffer.from(chunk));
    return scan.infected();
  };
  test('is found anywhere, also across chunks', async () => {
    expect(await scanned(`%PDF-1.7 ${eicar()} %%EOF`)).toBe(true);
    for (const at of [1, 30, 67]) expect(await scanned('x'.repeat(100) + eicar().slice(0, at), `${eicar().slice(at)}y`)).toBe(true);
    expect(await scanned(...eicar())).toBe(true);
  });
  test('one letter off is a text like any other', async () => expect(await scanned(eicar().replace('STANDARD', 'STANDART'))).toBe(false));
});

test('what streams through is counted and hashed whole', async () => {
  const file = randomBytes(300_000);
  const { stream, findings } = inspector(eicarScanner);
  await pipeline(Readable.from([file.subarray(0, 7), file.subarray(7, 5_000), file.subarray(5_000)]), stream, async (source) => {
    for await (const _ of source);
  });
  expect(await findings()).toEqual({
    size: file.length,
    infected: false,
    head: file.subarray(0, 4_100),
    sha256: createHash('sha256').update(file).digest('hex'),
    sm3: createHash('sm3').update(file).digest('hex'),
  });
});

test.each([
  ['身份证.jpg', 'jpg', '身份证.jpg'],
  ['执照.JPEG', 'jpg', '执照.JPEG'],
  ['a.exe', 'jpg', 'a.exe.jpg'],
  ['无后缀', 'pdf', '无后缀.pdf'],
] as const)('%s holding %s is called %s', (name, type, called) => expect(nameFor(name, type)).toBe(called));
