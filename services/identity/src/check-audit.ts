import { checkAudit } from './audit-chain.ts';
import { store } from './store.ts';

/** `node services/identity/src/check-audit.ts` with the settings of a hall process: walks the chains of the audit, exit code 1 when one is broken. */
await store.open();
const { chains, rows, broken } = await checkAudit();
process.stdout.write(`审计链 ${chains} 条，记录 ${rows} 条，${broken.length ? `断开 ${broken.length} 处` : '完整'}\n`);
for (const { chain, n } of broken) process.stdout.write(`  ${chain} 第 ${n} 条\n`);
await store.close();
process.exitCode = broken.length ? 1 : 0;
