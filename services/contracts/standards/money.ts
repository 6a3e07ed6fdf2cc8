/**
 * Money is a whole number of fen (分); rates are parts per million (1 % = 10 000 ppm, 万分之五 = 500 ppm).
 * Nothing here uses a fraction: amounts come in as text and leave as text. Rounding is half up to the fen,
 * away from zero for negative amounts, so that a correction mirrors what it corrects.
 */
const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/** Whole fen within the safe integers; throws RangeError `FEN_INVALID`. */
function assertFen(fen: number): void {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`FEN_INVALID: ${fen}`);
}

/** `'4,217.00'`, `'4217'` or `'￥43.1元'` → fen. Null when it is not money, has more than two decimals, or is beyond the safe integers. */
export function yuanToFen(text: string): number | null {
  const plain = text
    .trim()
    .replace(/^(人民币|[¥￥])/, '')
    .replace(/元$/, '')
    .trim();
  const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const fen = Number((match[2] ?? '').replaceAll(',', '') + (match[3] ?? '').padEnd(2, '0'));
  if (!Number.isSafeInteger(fen)) return null;
  return match[1] && fen !== 0 ? -fen : fen;
}

/** 421700 → `4217.00`: for files and fields. */
export function fenToPlainYuan(fen: number): string {
  assertFen(fen);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 421700 → `4,217.00`: for people. */
export const fenToYuan = (fen: number): string => fenToPlainYuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',');

/** `amount × numerator ÷ denominator`, half up to a whole number; throws RangeError `FEN_INVALID` for unsafe numbers. */
export function shareOf(amount: number, numerator: number, denominator: number): number {
  for (const number of [amount, numerator, denominator]) assertFen(number);
  if (denominator <= 0) throw new RangeError('DENOMINATOR_INVALID');
  const product = BigInt(amount) * BigInt(numerator);
  const size = product < 0n ? -product : product;
  const whole = (2n * size + BigInt(denominator)) / (2n * BigInt(denominator));
  if (whole > LIMIT) throw new RangeError('FEN_INVALID: too large');
  return product < 0n && whole !== 0n ? -Number(whole) : Number(whole);
}

/** The share of an amount at a rate in parts per million: `rateOf(421700, 7000)` → 2952 (29.52 yuan at 0.7 %). */
export const rateOf = (fen: number, ratePpm: number): number => shareOf(fen, ratePpm, 1_000_000);

/** `'0.7%'`, `'0.72 %'` or `'1.5‰'` → ppm; null when it is not a rate in whole ppm between 0 and 100 %. */
export function rateToPpm(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,4}))?\s*([%％‰])$/.exec(text.trim());
  if (!match) return null;
  const scaled = Number((match[1] ?? '') + (match[2] ?? '').padEnd(4, '0'));
  const ppm = match[3] === '‰' ? scaled / 10 : scaled;
  return Number.isInteger(ppm) && ppm <= 1_000_000 ? ppm : null;
}

/** 7000 → `0.7%`, 7200 → `0.72%`. */
export function ppmLabel(ppm: number): string {
  const digits = String(ppm).padStart(5, '0');
  const decimals = digits.slice(-4).replace(/0+$/, '');
  return `${digits.slice(0, -4)}${decimals && `.${decimals}`}%`;
}
