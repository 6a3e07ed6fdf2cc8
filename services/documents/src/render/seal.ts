import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { PathCommand } from 'fontkitten';
import { boldFont } from './fonts.ts';

/** Whose seal: the name on the arc and the line under the star. */
export interface SealName {
  agency: string;
  line: string;
}
export interface Signature {
  algorithm: string;
  keyId: string;
  /** base64 */
  value: string;
}
/** 电子签章. Production puts an accredited service (GB/T 38540, SM2) behind this; the local one draws a test seal and signs with a test key. */
export interface SealAdapter {
  /** The picture of the seal as SVG, of outlines only: it looks the same everywhere and adds no words to the text of the paper. */
  picture(name: SealName): string;
  /** A signature over the SM3 digest of the finished PDF, kept beside the document (detached). */
  sign(sm3: string): Promise<Signature>;
  verify(sm3: string, signature: Signature): Promise<boolean>;
  /** For whoever wants to check a signature himself. */
  publicKey(): { algorithm: string; keyId: string; publicKey: string };
}

/** SM3 (GB/T 32905) in hex, by OpenSSL of Node. */
export const sm3Of = (bytes: Uint8Array): string => createHash('sm3').update(bytes).digest('hex');

const RED = '#d40d12';
const SIZE = 420;
const CENTRE = SIZE / 2;

/** How far a straight piece may lie from its curve, in the measure of the seal: 7 µm on paper, a sixth of a dot at 600 dpi. */
const OFF = 0.07;
/**
 * A path of straight pieces between whole units of the font. Each paper writes its seal anew, and a curve takes six fractions where a piece takes two whole
 * numbers: a sealed paper became 9 KB smaller and a millisecond of 17 quicker.
 */
function straight(commands: readonly PathCommand[], off: number): string {
  let [x, y] = [0, 0];
  const pieces = commands.map(({ command, args }) => {
    if (command === 'closePath') return 'Z';
    const [fromX, fromY] = [x, y];
    [x, y] = args.slice(-2) as [number, number];
    if (command !== 'quadraticCurveTo') return `${command === 'moveTo' ? 'M' : 'L'}${x} ${y}`;
    const [bendX, bendY] = args as [number, number];
    // A parabola lies a quarter of this from its chord, and a quarter of that again with each halving.
    const count = Math.max(1, Math.ceil(Math.sqrt(Math.hypot(fromX - 2 * bendX + x, fromY - 2 * bendY + y) / 4 / off)));
    return Array.from({ length: count }, (_, i) => {
      const t = (i + 1) / count;
      const at = (from: number, bend: number, to: number) => Math.round((1 - t) ** 2 * from + 2 * t * (1 - t) * bend + t * t * to);
      return `L${at(fromX, bendX, x)} ${at(fromY, bendY, y)}`;
    }).join('');
  });
  return pieces.join('');
}

/** One character as an outline of `size`, its middle at the origin, moved by `transform`. */
function outline(char: string, size: number, transform: string, squeeze = 1): string {
  const font = boldFont();
  const glyph = font.glyphForCodePoint(char.codePointAt(0) as number);
  const scale = size / font.unitsPerEm;
  return `<path transform="${transform} scale(${(scale * squeeze).toFixed(5)} ${(-scale).toFixed(5)}) translate(${-glyph.advanceWidth / 2} ${-font.unitsPerEm * 0.38})" d="${straight(glyph.path.commands, OFF / scale)}"/>`;
}

/** The name along the upper arc; long names are set closer and narrower, as engravers do. */
function arc(text: string): string {
  const chars = [...text];
  const step = Math.min(22, 238 / Math.max(1, chars.length - 1));
  const size = 46;
  const squeeze = Math.min(1, (step * Math.PI * 156) / 180 / size);
  return chars
    .map((char, i) =>
      outline(
        char,
        size,
        `rotate(${((i - (chars.length - 1) / 2) * step).toFixed(2)} ${CENTRE} ${CENTRE}) translate(${CENTRE} ${CENTRE - 162})`,
        squeeze,
      ),
    )
    .join('');
}
function row(text: string, y: number, size: number): string {
  const chars = [...text];
  return chars.map((char, i) => outline(char, size, `translate(${CENTRE + (i - (chars.length - 1) / 2) * size * 1.04} ${y})`)).join('');
}
function star(radius: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 ? radius * 0.382 : radius;
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    return `${(CENTRE + r * Math.cos(angle)).toFixed(2)},${(CENTRE - 8 + r * Math.sin(angle)).toFixed(2)}`;
  });
  return `<polygon points="${points.join(' ')}"/>`;
}

/** A round red seal. `watermark` crosses a seal that has no legal force. */
export function drawSeal({ agency, line }: SealName, watermark = ''): string {
  const mark = watermark && `<g transform="rotate(-24 ${CENTRE} ${CENTRE})" opacity="0.30">${row(watermark, CENTRE + 6, 170)}</g>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}"><g fill="${RED}">` +
    `<circle cx="${CENTRE}" cy="${CENTRE}" r="201" fill="none" stroke="${RED}" stroke-width="11"/>${arc(agency)}${star(58)}${row(line, CENTRE + 104, 40)}${mark}</g></svg>`
  );
}

/** The seal of the open-source build: says 测试 on its face, signs with an Ed25519 key of this installation. */
export function localSeal(privatePem: string): SealAdapter {
  const privateKey = createPrivateKey(privatePem);
  const publicKey: KeyObject = createPublicKey(privateKey);
  const keyId = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
  const pictures = new Map<string, string>();
  return {
    picture(name) {
      const key = `${name.agency}/${name.line}`;
      let svg = pictures.get(key);
      if (!svg) pictures.set(key, (svg = drawSeal(name, '测试')));
      return svg;
    },
    sign: async (sm3) => ({ algorithm: 'Ed25519', keyId, value: sign(null, Buffer.from(sm3), privateKey).toString('base64') }),
    publicKey: () => ({ algorithm: 'Ed25519', keyId, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }),
    verify: async (sm3, { algorithm, keyId: id, value }) =>
      algorithm === 'Ed25519' && id === keyId && verify(null, Buffer.from(sm3), publicKey, Buffer.from(value, 'base64')),
  };
}
