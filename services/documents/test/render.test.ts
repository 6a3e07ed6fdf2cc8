import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { create } from 'qrcode';
import { newCode, qrOf, verifyAddress } from '../src/render/code.ts';
import { missingGlyphs } from '../src/render/fonts.ts';
import { closeRenderer, GlyphMissing, render, renderMany, Typesetter } from '../src/render/renderer.ts';
import { drawSeal, localSeal, sm3Of } from '../src/render/seal.ts';
import type { TemplateName } from '../src/render/templates.ts';

const TEMPLATES = join(import.meta.dirname, '../src/render/templates');
const work = mkdtempSync(join(tmpdir(), 'documents-'));
const example = (name: TemplateName) =>
  JSON.parse(readFileSync(join(TEMPLATES, `${name}.example.json`), 'utf8')) as Record<string, unknown>;
const seal = localSeal(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const assets = async () => ({
  qr: qrOf(verifyAddress('http://127.0.0.1:8080', '7K3D09QFXY2Z41MN')),
  seal: seal.picture({ agency: '西安市高陵区社会保险经办机构', line: '业务专用章' }),
});
const rareFont = existsSync('/usr/share/fonts/truetype/hanazono/HanaMinA.ttf');

async function textOf(template: TemplateName, data: Record<string, unknown>): Promise<string> {
  const { pdf } = await render({ template, data, assets: await assets() });
  const file = join(work, `${template}.pdf`);
  writeFileSync(file, pdf);
  return execFileSync('pdftotext', ['-raw', file, '-']).toString();
}
/** Lines break where a cell ends: what was printed is compared without its blanks. */
const squeezed = (text: string) => text.replace(/\s/g, '');
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string' && value && !/^\d{4}-\d\d-\d\d$|^\d{6}$/.test(value)) yield value;
  else if (value && typeof value === 'object') for (const inner of Object.values(value)) yield* textsIn(inner);
}

afterAll(async () => {
  await closeRenderer();
  rmSync(work, { recursive: true });
});

describe('a printed form', () => {
  test.each<TemplateName>(['unit-certificate', 'enrolment-receipt'])(
    '%s holds every text of its data, on one page numbered 1 of 1',
    async (name) => {
      const data = rareFont ? example(name) : (JSON.parse(JSON.stringify(example(name)).replaceAll('𠮷', '吉')) as Record<string, unknown>);
      const text = squeezed(await textOf(name, data));
      for (const part of textsIn(data)) expect(text).toContain(squeezed(part));
      expect(text).toContain('第1页/共1页');
    },
  );

  (rareFont ? test : test.skip)(
    'the registration form fits one page, ticks what is chosen and prints rare characters as text',
    async () => {
      const text = squeezed(await textOf('registration-form', example('registration-form')));
      for (const part of ['欧阳𠮷', '王䶮', '申请流水号20241105102030000001', '☑失业保险☑工伤保险', '2019年02月18日', '第1页/共1页'])
        expect(text).toContain(part);
      const none = squeezed(
        await textOf('registration-form', {
          ...example('registration-form'),
          insurances: { unemployment: false, injury: true, from: '2024-11-05' },
        }),
      );
      expect(none).toContain('□失业保险☑工伤保险');
    },
  );

  test('the certificate says that months are not provided and invents no rows; with months it shows them and the arrears', async () => {
    expect(squeezed(await textOf('unit-certificate', example('unit-certificate')))).toContain('缴费明细暂未提供');
    const rows = Array.from({ length: 24 }, (_, i) => ({
      month: `2024年${String((i % 12) + 1).padStart(2, '0')}月`,
      insurance: i < 12 ? '失业保险' : '工伤保险',
      people: 12,
      due: '1,234.50',
      paid: '1,234.50',
      state: '已缴',
    }));
    const text = squeezed(
      await textOf('unit-certificate', { ...example('unit-certificate'), history: { available: true, rows, arrears: '无欠费' } }),
    );
    expect(text).not.toContain('暂未提供');
    expect(text.match(/1,234.50/g)).toHaveLength(48);
    expect(text).toContain('欠费情况：无欠费');
    expect(text).toContain('第2页/共2页');
  });

  test('what somebody typed is never read as markup', async () => {
    const name = '#panic("x") *粗* $x$ <a> \\ 有限公司 @ref [';
    const data = { ...example('unit-certificate'), unit: { ...(example('unit-certificate').unit as object), name } };
    expect(squeezed(await textOf('unit-certificate', data))).toContain(squeezed(name));
  });

  test('is PDF/A-2u, says its title, and the same data gives the same bytes', async () => {
    const once = await render({ template: 'unit-certificate', data: example('unit-certificate'), assets: await assets() });
    const again = await render({ template: 'unit-certificate', data: example('unit-certificate'), assets: await assets() });
    expect(createHash('sha256').update(again.pdf).digest('hex')).toBe(createHash('sha256').update(once.pdf).digest('hex'));
    const text = once.pdf.toString('latin1');
    expect(text).toMatch(/pdfaid:part>2<|pdfaid:part="2"/);
    expect(text).toMatch(/pdfaid:conformance>U<|pdfaid:conformance="U"/);
  });

  test('twenty at once come out each with its own content', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        render({
          template: 'unit-certificate',
          data: { ...example('unit-certificate'), documentNo: `6120241105${i}` },
          assets: await assets(),
        }),
      ),
    );
    expect(new Set(all.map(({ pdf }) => sm3Of(pdf))).size).toBe(20);
  });
});

describe('a batch', () => {
  const job = (i: number) => ({
    template: 'rights-record' as const,
    data: { ...example('rights-record'), documentNo: `61${i}` },
    qr: verifyAddress('https://hall.example/', String(i)),
    assets: { seal: seal.picture({ agency: '西安市高陵区社会保险经办机构', line: '业务专用章' }) },
  });
  test('comes out in order, each once, taking jobs only as they are needed', async () => {
    let taken = 0;
    let most = 0;
    const order: number[] = [];
    function* jobs() {
      for (; taken < 40; taken++) yield job(taken);
    }
    const count = await renderMany(jobs(), ({ pages }, index) => {
      most = Math.max(most, taken - index);
      order.push(index);
      expect(pages).toBe(1);
    });
    expect({ count, order }).toEqual({ count: 40, order: Array.from({ length: 40 }, (_, i) => i) });
    expect(most).toBeLessThanOrEqual(8);
  });
  test('a clerk does not wait behind it', async () => {
    let done = 0;
    const batch = renderMany(
      Array.from({ length: 200 }, (_, i) => job(i)),
      () => void done++,
    );
    await render({ template: 'enrolment-receipt', data: example('enrolment-receipt'), assets: await assets() });
    expect(done).toBeLessThan(200);
    await batch;
    expect(done).toBe(200);
  }, 30_000);
  test('one that cannot be printed stops it with its reason, and the press works on', async () => {
    const bad = { ...job(3), data: { ...example('rights-record'), person: { name: '王\u{3134F}' } } };
    const seen: number[] = [];
    await expect(renderMany([job(1), job(2), bad, job(4)], (_, index) => void seen.push(index))).rejects.toThrow(GlyphMissing);
    expect(seen).toEqual([0, 1]);
    expect(await renderMany([job(5)], () => undefined)).toBe(1);
  });
});

test('a thread that has set its share is followed by a new one, and nothing under way is lost', async () => {
  const setter = new Typesetter(false, 3);
  const data = example('unit-certificate');
  const drawn = await assets();
  const set = (n: number) => setter.set({ template: 'unit-certificate', data: { ...data, documentNo: `N${n}` }, assets: drawn });
  try {
    const papers = await Promise.all(Array.from({ length: 8 }, (_, n) => set(n)));
    const texts = papers.map(({ pdf }) => {
      const file = join(work, 'share.pdf');
      writeFileSync(file, pdf);
      return execFileSync('pdftotext', ['-raw', file, '-']).toString();
    });
    expect(texts.map((text, n) => text.includes(`N${n}`))).toEqual(texts.map(() => true));
    expect(setter.threads).toBe(3);
  } finally {
    await setter.close();
  }
});

describe('characters', () => {
  test('㛃 and 䶮 are in the text font', () => expect(missingGlyphs(['㛃䶮', '欧阳'])).toEqual([]));
  (rareFont ? test : test.skip)('𠮷 comes from the font for rare characters', () => expect(missingGlyphs({ name: '欧阳𠮷' })).toEqual([]));
  test('one that no font has is refused by name, never printed as a box', async () => {
    // U+3134F: 扩展 H, in no font of ours.
    await expect(
      render({ template: 'unit-certificate', data: { ...example('unit-certificate'), unit: { name: '𱍏\u{3134F}公司' } } }),
    ).rejects.toThrow(GlyphMissing);
    expect(missingGlyphs({ deep: [{ name: `王\u{3134F}` }] })).toEqual(['\u{3134F}']);
  });
});

describe('the seal', () => {
  test('is drawn in outlines and says 测试 only when it is a test seal', () => {
    const name = { agency: '陕西省西安市高陵区社会保险经办机构', line: '业务专用章' };
    const test = seal.picture(name);
    expect(test).not.toContain('<text');
    // Straight pieces between whole units: the shortest way to write it into every paper.
    for (const [, path] of test.matchAll(/ d="([^"]*)"/g)) expect(path).toMatch(/^(M-?\d+ -?\d+(L-?\d+ -?\d+)+Z)+$/);
    expect(test.match(/<path/g)?.length).toBe(17 + 5 + 2);
    expect(drawSeal(name).match(/<path/g)?.length).toBe(17 + 5);
  });
  test('its signature stands on the digest of the paper: another digest or another key does not verify', async () => {
    const digest = sm3Of(Buffer.from('abc'));
    expect(digest).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    const signature = await seal.sign(digest);
    const other = localSeal(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(await seal.verify(digest, signature)).toBe(true);
    expect(await seal.verify(sm3Of(Buffer.from('abd')), signature)).toBe(false);
    expect(await other.verify(digest, signature)).toBe(false);
  });
});

test('a QR code draws exactly its dark modules', () => {
  const text = verifyAddress('https://hall.example/', '7K3D09QFXY2Z41MN');
  const { data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  expect(JSON.parse(qrOf(text))).toEqual([...data].map((dark) => (dark ? 0 : 255)));
});
test('a verification code is 16 characters without look-alikes, and its QR opens the public page', async () => {
  expect(newCode()).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(new Set(Array.from({ length: 200 }, newCode)).size).toBe(200);
  expect(verifyAddress('https://hall.example/', 'ABC')).toBe('https://hall.example/verify?c=ABC');
});
