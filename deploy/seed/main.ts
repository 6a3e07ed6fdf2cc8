import { accessSync, constants, existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { config } from '@wangting/kit/config';
import type { Store } from '@wangting/kit/store';
import type { SeedUnit } from '../../services/units/src/seed.ts';
import { publicHalf, TAX_OFFICE, taxOfficeKey } from '../simulator/key.ts';
import { cityPeople, cityUnits } from './city.ts';
import { DEMO_NEWCOMER, DEMO_STAFF, DEMO_UNIT } from './demo.ts';

/**
 * `node deploy/seed/main.ts [--units 12] [--people 120]` with the settings of a hall process: fills a hall with a synthetic city.
 * Run again it adds what is missing and changes nothing. It writes through the owners' models; facts wait there for the running services.
 */
const { values } = parseArgs({
  options: {
    units: { type: 'string', default: '12' },
    people: { type: 'string', default: '120' },
    /** Without a running contributions there is nobody to hear of the people, and no ledger. */
    'no-ledger': { type: 'boolean', default: false },
  },
});
const sizeOf = (name: 'units' | 'people', max: number): number => {
  const size = Number(values[name]);
  if (!Number.isInteger(size) || size < 1 || size > max)
    throw new Error(`--${name} 应为 1 至 ${max} 的整数 / must be a whole number from 1 to ${max}`);
  return size;
};
const [unitCount, peopleCount] = [sizeOf('units', 9_000), sizeOf('people', 300_000)];
if (config().WANGTING_MODE === 'production') throw new Error('演示数据不能写入正式环境 / the synthetic city is refused in production');

/** Runs an owner's own writer on the owner's own database; undefined while the owner has none. */
async function through<T extends unknown[], R>(service: string, writer: string, ...wish: T): Promise<R | undefined> {
  const at = (file: string) => new URL(`../../services/${service}/src/${file}`, import.meta.url);
  if (!existsSync(at('seed.ts'))) return undefined;
  const { store } = (await import(at('store.ts').href)) as { store: Store };
  const { [writer]: write } = (await import(at('seed.ts').href)) as Record<string, (...wish: T) => Promise<R>>;
  if (!write) throw new Error(`services/${service}/src/seed.ts has no ${writer}`);
  await store.open();
  try {
    return await write(...wish);
  } finally {
    await store.close();
  }
}
function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
const units = cityUnits(unitCount);
const seeded = (await through<[SeedUnit[]], { unitId: string }[]>('units', 'seedUnits', units)) ?? [];
const homes = units.map(({ state, insurances, registeredOn }, index) => ({
  unitId: seeded[index]?.unitId ?? '',
  state,
  from: insurances[0]?.from ?? registeredOn,
}));
const done = [`${seeded.length} 个单位`];

const people = cityPeople(peopleCount, homes);
await through('persons', 'seedPeople', people);
done.push(`${people.length} 人`);
const enrolments = people.reduce((sum, person) => sum + person.enrolments.length, 0);
const projects = units.reduce((sum, unit) => sum + (unit.projects?.length ?? 0), 0);
const city = { units: seeded.length, enrolments, projects };
if (!values['no-ledger']) done.push(`${await through('contributions', 'seedLedger', city)} 笔应缴`);

const card = (id: string, { name, idNumber }: { name: string; idNumber: string }, note: string) => ({ id, name, idNumber, note });
const simulator = [
  card('demo-legal', DEMO_UNIT.legal, `${DEMO_UNIT.name} 法人`),
  card('demo-contact', DEMO_UNIT.contact, `${DEMO_UNIT.name} 联系人`),
  card('demo-newcomer', DEMO_NEWCOMER.legal, `${DEMO_NEWCOMER.name} 法人（尚未登记）`),
  card('demo-newcomer-contact', DEMO_NEWCOMER.contact, `${DEMO_NEWCOMER.name} 联系人（尚未登记）`),
  ...units.slice(1, 12).map((unit, index) => card(`city-legal-${index + 1}`, unit.legal, `${unit.name} 法人`)),
];
await through('identity', 'seedIdentity', { staff: DEMO_STAFF, simulator });
// In containers the secrets are read-only and no simulator stands beside the hall: then there is no office to register.
if (canWrite(config().KEYS_DIR)) {
  const publicKey = publicHalf(taxOfficeKey(config().KEYS_DIR));
  await through('identity', 'seedDepartment', { code: TAX_OFFICE, name: '国家税务总局示例省税务局', publicKey, doors: ['payments'] });
}
done.push(`${DEMO_STAFF.length} 个工作人员账号`, `${simulator.length} 张模拟电子社保卡`);
process.stdout.write(`演示数据已就绪：${done.join('，')}\n`);
