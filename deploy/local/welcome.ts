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
  1. 尚未登记的单位：在登录页“注册”，登录后办理“企业参保登记” · Register the company that is not there yet, then do 企业参保登记
  2. 以受理、初审、复核、审批人员登录，在“待办”中逐级办理 · Accept and approve it, one person a stage
  3. 以法人扫码登录，办理“人员参保登记”，再打印“单位参保证明” · Scan in as the 法人, enrol a person, print the certificate`);
}

/** Defined by the seed, because only the seed knows whom it made. */
async function demoIdentities(): Promise<readonly Record<string, unknown>[]> {
  const file = path.join(ROOT, 'deploy/seed/demo.ts');
  if (!existsSync(file)) return [];
  const { DEMO_IDENTITIES = [] } = (await import(pathToFileURL(file).href)) as { DEMO_IDENTITIES?: readonly Record<string, unknown>[] };
  return DEMO_IDENTITIES;
}
