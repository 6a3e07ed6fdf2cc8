/**
 * 大写金额 for payment documents (支付结算办法附件一): 4217.00 → 肆仟贰佰壹拾柒元整, 42.05 → 肆拾贰元零伍分.
 * `fen` is a whole number; below zero is written with 负. Throws RangeError `FEN_INVALID`, also from ten thousand 亿 yuan on.
 */
const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const UNITS = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿'];

/** A number below 10 000 without leading 零. */
function group(value: number): string {
  let text = '';
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      zero = text !== '';
    } else {
      text += (zero ? '零' : '') + DIGITS.charAt(digit) + UNITS[place];
      zero = false;
    }
  }
  return text;
}

function wholeYuan(yuan: number): string {
  let text = '';
  let skipped = false;
  for (let index = GROUPS.length - 1; index >= 0; index--) {
    const value = Math.floor(yuan / 10_000 ** index) % 10_000;
    if (value === 0) {
      skipped = true;
      continue;
    }
    text += (text !== '' && (skipped || value < 1000) ? '零' : '') + group(value) + GROUPS[index];
    skipped = false;
  }
  return text;
}

export function capitalAmount(fen: number): string {
  const size = Math.abs(fen);
  if (!Number.isSafeInteger(fen) || size >= 10 ** 14) throw new RangeError(`FEN_INVALID: ${fen}`);
  const [yuan, jiao, cents] = [Math.floor(size / 100), Math.floor(size / 10) % 10, size % 10];
  if (size === 0) return '零元整';
  let text = yuan > 0 ? `${wholeYuan(yuan)}元` : '';
  if (jiao > 0) text += `${DIGITS.charAt(jiao)}角`;
  else if (cents > 0 && yuan > 0) text += '零';
  text += cents > 0 ? `${DIGITS.charAt(cents)}分` : '整';
  return (fen < 0 ? '负' : '') + text;
}
