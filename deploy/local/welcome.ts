import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './paths.ts';

/** The last thing `npm start` says: where the hall is, who you can be, and what to try. */
export async function welcome(url: string): Promise<void> {
  console.log(`\n网厅已就绪 · The hall is open:  ${url}\n`);
  const identities = await demoIdentities();
  if (identities.length > 0) {
    console.log('演示身份（登录页“电子社保卡”模拟扫码）· Demo identities (scan them on the login page):');
    for (const identity of identities) console.log(`  ${Object.values(identity).join('  ')}`);
  }
  console.log(`
可以试试 · What to try:
  1. 以法人身份登录，打开“单位参保登记” · Log in as a 法人 and open 单位参保登记
  2. 以经办人员身份登录，受理并审核 · Log in as agency staff, accept and approve it
  3. 办理“人员参保登记”，再打印“单位参保证明” · Enrol a person, then print the certificate`);
}

/** Defined by the seed, because only the seed knows whom it made. */
async function demoIdentities(): Promise<readonly Record<string, unknown>[]> {
  const file = path.join(ROOT, 'deploy/seed/demo.ts');
  if (!existsSync(file)) return [];
  const { DEMO_IDENTITIES = [] } = (await import(pathToFileURL(file).href)) as { DEMO_IDENTITIES?: readonly Record<string, unknown>[] };
  return DEMO_IDENTITIES;
}
