import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { closeRenderer, render } from '../src/render/renderer.ts';
import { TEMPLATE_NAMES } from '../src/render/templates.ts';
import { exampleOf } from './examples.ts';
import { outsideMargins } from './margins.ts';

/** What people type must neither become typesetting commands nor run off the paper, on any form. */
const work = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(async () => {
  await closeRenderer();
  rmSync(work, { recursive: true });
});
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>';

/** The data with every text a person could have typed replaced; codes, days, numbers and choices stay. */
const TYPED =
  /^(name|applicant|addressee|address|note|reason|course|condition|opinion|facts|history|bank|holder|school|itemName|subject|post|before|after|demand|text)$/;
function typing(value: unknown, typed: string, key = ''): unknown {
  if (typeof value === 'string') return TYPED.test(key) ? typed : value;
  if (Array.isArray(value)) return value.map((inner) => typing(inner, typed, key));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typing(inner, typed, name)]));
  return value;
}
async function printed(name: (typeof TEMPLATE_NAMES)[number], typed: string) {
  const { pdf } = await render({
    template: name,
    data: typing(exampleOf(name), typed) as never,
    qr: 'https://hall.example/',
    assets: { seal: SVG },
  });
  const file = join(work, `${name}.pdf`);
  writeFileSync(file, pdf);
  return { file, text: execFileSync('pdftotext', ['-raw', file, '-'], { maxBuffer: 64e6 }).toString().replace(/\s/g, '') };
}

describe.each(TEMPLATE_NAMES)('%s', (name) => {
  test('shows markup as it was typed', async () => {
    const typed = '#panic("x")*粗*$x$<a>@b[\\u{41}//c';
    expect((await printed(name, typed)).text).toContain(typed);
  });
  test.each([
    ['200 characters', '西安示例'.repeat(50)],
    ['200 letters without a blank', 'ABCDEFGHIJ'.repeat(20)],
  ])('keeps %s inside the margins, none lost', async (_what, typed) => {
    const { file, text } = await printed(name, typed);
    expect(outsideMargins(file)).toEqual([]);
    expect(text).toContain(typed);
  });
  test('prints nothing as —', async () => {
    expect((await printed(name, '')).text).not.toContain('none');
  });
});
