import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkitten';

const require = createRequire(import.meta.url);
const PACKAGE = dirname(require.resolve('@expo-google-fonts/noto-serif-sc'));
const REGULAR = join(PACKAGE, '400Regular', 'NotoSerifSC_400Regular.ttf');
const BOLD = join(PACKAGE, '700Bold', 'NotoSerifSC_700Bold.ttf');
/** Debian's fonts-hanazono: the characters of names beyond the text font (扩展 B 区及以后). A machine may lack it. */
const RARE_DIR = '/usr/share/fonts/truetype/hanazono';
const RARE = [join(RARE_DIR, 'HanaMinA.ttf'), join(RARE_DIR, 'HanaMinB.ttf')].filter((file) => existsSync(file));

/** Folders the typesetter reads: the two weights we print with, and the rare characters when they are installed. */
export const fontFolders = (): string[] => [dirname(REGULAR), dirname(BOLD), ...(existsSync(RARE_DIR) ? [RARE_DIR] : [])];

const opened = new Map<string, Font>();
function open(file: string): Font {
  let font = opened.get(file);
  if (!font) opened.set(file, (font = create(readFileSync(file)) as Font));
  return font;
}
/** The bold text font, for what is drawn as outlines (the seal). */
export const boldFont = (): Font => open(BOLD);

const covered = new Map<string, Set<number>>();
/** Code points of a font file. The file itself is let go again: each is 15 to 30 MB. */
function coverage(file: string): Set<number> {
  let set = covered.get(file);
  if (!set) covered.set(file, (set = new Set((create(readFileSync(file)) as Font).characterSet)));
  return set;
}

/** Characters that take part in layout without being drawn: joiners, variation selectors, line breaks. */
const UNDRAWN = /[\s\u200B-\u200D\u2060\uFE00-\uFE0F\uFEFF\u{E0100}-\u{E01EF}]/u;

const known = new Map<string, boolean>();
/**
 * Does a font have it? Rare fonts are opened only for a character the text font lacks. What was asked once is remembered: this runs in the thread that answers
 * everybody, and asking the fonts anew for each character of each paper took 0.6 ms.
 */
function printable(char: string): boolean {
  let can = known.get(char);
  if (can === undefined) {
    const point = char.codePointAt(0) as number;
    known.set(char, (can = UNDRAWN.test(char) || [REGULAR, ...RARE].some((file) => coverage(file).has(point))));
  }
  return can;
}

/** Every character of the texts in `data` that no installed font can print, once each. Nothing is ever printed as a box. */
export function missingGlyphs(data: unknown): string[] {
  const chars = new Set<string>();
  collect(data, chars);
  return [...chars].filter((char) => !printable(char));
}
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') for (const char of value) into.add(char);
  else if (value && typeof value === 'object') for (const inner of Object.values(value)) collect(inner, into);
}
