import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateName } from '../src/render/templates.ts';

const HERE = join(import.meta.dirname, '../src/render/templates');
/** A machine may lack the font for rare characters; then the examples do without them. */
export const rareFont = existsSync('/usr/share/fonts/truetype/hanazono/HanaMinA.ttf');

/** What a template is given in the end: what the owner says and what issuing adds. */
export function exampleOf(name: TemplateName): Record<string, unknown> {
  const text = readFileSync(join(HERE, `${name}.example.json`), 'utf8');
  return JSON.parse(rareFont ? text : text.replaceAll('𠮷', '吉').replaceAll('㐀', '丘')) as Record<string, unknown>;
}

const ADDED = ['title', 'version', 'printedAt', 'serialNo', 'documentNo', 'agency', 'issuedOn', 'validTo', 'codeLabel'];
/** What the owner says. */
export const dataOf = (name: TemplateName): Record<string, unknown> =>
  Object.fromEntries(Object.entries(exampleOf(name)).filter(([key]) => !ADDED.includes(key)));
