import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { form, receipt } from '@wangting/contracts/documents/prints';
import { verifyAddress } from '../src/render/code.ts';
import { closeRenderer, render } from '../src/render/renderer.ts';
import { localSeal } from '../src/render/seal.ts';
import { TEMPLATE_NAMES, templateOf, type TemplateName } from '../src/render/templates.ts';
import { sealNameOf } from '../src/sealing.ts';
import { dataOf, exampleOf, rareFont } from './examples.ts';
import { outsideMargins } from './margins.ts';
import { checkPdfA, hasMaven } from './verapdf/check.ts';

/** Every template as PDF and PNG in .artifacts/documents, to be looked at; and what a machine can see of it. */
const OUT = join(import.meta.dirname, '../../../.artifacts/documents');
mkdirSync(OUT, { recursive: true });
const seal = localSeal(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

/** How many pages the example takes: a form that grows by accident is noticed. */
const PAGES: Partial<Record<TemplateName, number>> = {
  'enrolment-batch-receipt': 3,
  'stop-batch-receipt': 3,
  'project-roster-receipt': 2,
  'injury-application-form': 3,
  'capacity-assessment-form': 2,
  'benefit-assessment': 2,
  'retention-approval': 2,
};
/** Words that stand on the paper although no data holds them. */
const WORDS: Partial<Record<TemplateName, readonly string[]>> = {
  'registration-form': ['☑失业保险☑工伤保险', '单位（盖章）', '欧阳𠮷'],
  'unit-certificate': ['缴费明细暂未提供'],
  'enrolment-batch-receipt': ['本批次共64人，成功办理62人，未办理2人。'],
  'project-roster-receipt': ['本批次共41人，新增32人，更新8人，未办理1人。', '2024年03月01日至2025年12月31日'],
  'acceptance-notice': ['你单位于2024年11月04日16时05分提交的“单位银行信息维护申请”申请', '应于2024年11月12日前办结'],
  'refusal-notice': ['三、救济途径', '向本机关的本级人民政府申请行政复议', '填写统一社会信用代码后四位'],
  'rejection-notice': ['四、救济途径', '向西安市高陵区人民政府申请行政复议'],
};
const shapes = new Map(
  [...form.input.options, ...receipt.input.options].map(({ shape }) => [shape.form.value, shape.data as z.ZodType] as const),
);

/** What a form decides by or is verified by, without printing it. */
const SILENT: Partial<Record<TemplateName, readonly string[]>> = {
  'assessment-conclusion': ['creditCode'],
  'delivery-proof': ['creditCode'],
  'benefit-assessment': ['creditCode'],
  'filing-form': ['creditCode'],
  'rights-record': ['creditCode'],
  'person-certificate': ['creditCode'],
  'capacity-assessment-form': ['appliance', 'disease'],
};

type Data = Record<string, unknown>;
const squeezed = (text: string) => text.replace(/\s/g, '');
/** Days and months are printed in Chinese; the words of a choice are printed as ticks. */
function* textsIn(value: unknown, silent: readonly string[] = []): Generator<string> {
  if (typeof value === 'string' && value && !/^\d{4}-\d\d-\d\d( \d\d:\d\d)?$|^\d{6}$/.test(value)) yield value;
  else if (value && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) if (!silent.includes(key)) yield* textsIn(inner, silent);
}
async function printed(name: TemplateName, data: Data) {
  const of = templateOf(name).seal;
  const assets = {
    ...(of && of !== 'none' ? { seal: seal.picture(sealNameOf(of, '610117')) } : {}),
  };
  const { pdf, pages } = await render({ template: name, data, qr: verifyAddress('http://127.0.0.1:8080', '7K3D09QFXY2Z41MN'), assets });
  const file = join(OUT, `${name}.pdf`);
  writeFileSync(file, pdf);
  for (const old of globSync(`${name}-*.png`, { cwd: OUT })) rmSync(join(OUT, old));
  execFileSync('pdftoppm', ['-r', '70', '-png', file, join(OUT, name)]);
  return { file, pages };
}
afterAll(closeRenderer);

describe.each(TEMPLATE_NAMES)('%s', (name) => {
  test('its example has the shape of the contract', () => {
    const shape = shapes.get(name as never);
    if (!shape) return;
    expect(shape.safeParse(dataOf(name)).error?.issues ?? []).toEqual([]);
  });

  test('prints every text of its data, on the pages it should take, inside the margins', async () => {
    const data = exampleOf(name);
    const { file, pages } = await printed(name, data);
    const expected = PAGES[name] ?? 1;
    expect(pages).toBe(expected);
    const text = squeezed(execFileSync('pdftotext', ['-raw', file, '-'], { maxBuffer: 64e6 }).toString());
    const wanted = [...textsIn(data, SILENT[name]), ...(WORDS[name] ?? []), `第${expected}页/共${expected}页`];
    expect(wanted.map(squeezed).filter((part) => !text.includes(part) && (rareFont || !/[𠮷㐀]/u.test(part)))).toEqual([]);
    expect(outsideMargins(file)).toEqual([]);
    const picture = join(OUT, `${name}-${String(1).padStart(String(expected).length, '0')}.png`);
    expect(statSync(picture).size).toBeGreaterThan(5_000);
  });

  test('every font is embedded, and its characters can be copied out', () => {
    const rows = execFileSync('pdffonts', [join(OUT, `${name}.pdf`)])
      .toString()
      .split('\n')
      .slice(2)
      .filter(Boolean);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/ yes +yes +yes +\d+ +\d+$/);
  });
});

/** PDF/A-2u, said by somebody else than the typesetter. */
(hasMaven ? test : test.skip)(
  'veraPDF finds every paper PDF/A-2u, and notices one that only says so',
  () => {
    const files = TEMPLATE_NAMES.map((name) => join(OUT, `${name}.pdf`));
    // The same bytes but for one key: the colours of the paper are not defined any more.
    const broken = join(OUT, 'broken.pdf');
    writeFileSync(broken, Buffer.from(readFileSync(files[0] as string, 'latin1').replaceAll('/OutputIntents', '/OutputIntentz'), 'latin1'));
    const said = checkPdfA([...files, broken]);
    rmSync(broken);
    expect(said.slice(0, -1)).toEqual(files.map((file) => `ok ${file}`));
    expect(said.at(-1)).toMatch(/^bad .*broken\.pdf \[/);
  },
  // The first time Maven fetches twelve files.
  120_000,
);
