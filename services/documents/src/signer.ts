/** From where somebody signed: enough to recognise one's own town, too little to find a person. 203.0.113.9 → 203.0.*.* */
export function maskAddress(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:/, '');
  if (plain.includes('.')) return plain.split('.').slice(0, 2).concat('*', '*').join('.');
  if (plain === '::1') return '本机';
  return plain.includes(':') ? `${plain.split(':').slice(0, 2).join(':')}:*` : '未知';
}
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg/, 'Edge'],
  [/MicroMessenger/, '微信'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
];
/** The browser in one word. */
export const browserWords = (agent: string | undefined): string =>
  BROWSERS.find(([pattern]) => pattern.test(agent ?? ''))?.[1] ?? '其他浏览器';
