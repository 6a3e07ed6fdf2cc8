/** 203.0.113.9 → 203.0.*.*; of IPv6 the first two groups. Enough to know one's own town, too little to find a person. */
export function maskAddress(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:/, '');
  if (plain.includes('.')) return plain.split('.').slice(0, 2).concat('*', '*').join('.');
  if (plain === '::1') return '本机';
  if (plain.includes(':')) return `${plain.split(':').slice(0, 2).join(':')}:*`;
  return '未知';
}
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg[A-Z]?[a-z]*\/(\d+)/, 'Edge'],
  [/MicroMessenger\/(\d+)/, '微信'],
  [/(?:OPR|Opera)\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS/i, '鸿蒙'],
  [/Windows/, 'Windows'],
  [/Android/, '安卓'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];
/** The browser in words a person recognises: `Chrome 130 · Windows`. */
export function browserWords(agent: string | undefined): string {
  const text = (agent ?? '').slice(0, 300);
  const browser = BROWSERS.find(([pattern]) => pattern.test(text));
  const system = SYSTEMS.find(([pattern]) => pattern.test(text))?.[1];
  const name = browser ? `${browser[1]} ${browser[0].exec(text)?.[1] ?? ''}`.trim() : '其他浏览器';
  return system ? `${name} · ${system}` : name;
}
