import { pathToFileURL } from 'node:url';
import { isoOf, nowIso, realNow } from '@wangting/kit/clock';
import { isDuplicateKey } from '@wangting/kit/errors';
import { appendAudit } from './audit-chain.ts';
import { AccountModel } from './models/account.ts';
import { hashPassword, oneTimePassword } from './secrets.ts';
import { store } from './store.ts';

/**
 * The first account of operations, which makes the others. Refused once there is one: whoever can run this on the server later must not
 * become operations by it. Returns the password; it is stored as a hash only, and the first login asks for another.
 */
export async function createFirstStaff({ account, name, areas }: { account: string; name: string; areas: string[] }): Promise<string> {
  if (!/^[a-z][a-z0-9._-]{2,31}$/.test(account)) throw new Error('账号应为 3 至 32 位小写字母、数字、点、横线，以字母开头');
  if (!areas.length || areas.some((area) => !/^\d{2,6}$/.test(area))) throw new Error('行政区划应为 2 至 6 位数字，如 61');
  // Staff accounts lie side by side in the index of _id.
  if (await AccountModel.exists({ _id: { $gte: 'staff:', $lt: 'staff;' }, roles: 'ops' }))
    throw new Error('已有运行维护账号，未建立新账号');
  const password = oneTimePassword();
  const _id = `staff:${account}`;
  try {
    await AccountModel.create({
      _id,
      kind: 'staff',
      personId: `staff-${account}`,
      name,
      passwordHash: await hashPassword(password),
      unitId: null,
      idHash: null,
      roles: ['ops'],
      areas,
      verified: true,
      passwordAt: isoOf(realNow()),
      mustChange: true,
      history: [],
      rev: 0,
      requestKey: `first:${account}`,
      at: nowIso(),
    });
  } catch (error) {
    if (isDuplicateKey(error)) throw new Error(`账号 ${account} 已存在`, { cause: error });
    throw error;
  }
  const line = {
    who: 'first-staff',
    kind: 'service',
    whose: `staff-${account}`,
    fields: ['roles'],
    what: 'create operations',
    by: 'identity',
  };
  await appendAudit([{ ...line, _id: `first-staff:${account}`, at: nowIso() }]);
  return password;
}

/** `node services/identity/src/first-staff.ts <account> <name> <area>…` with the settings of a hall process. */
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [account = '', name = '', ...areas] = process.argv.slice(2);
  if (!account || !name || !areas.length) {
    process.stderr.write('用法 Usage: node services/identity/src/first-staff.ts <账号 account> <姓名 name> <行政区划 area>…\n');
    process.exit(2);
  }
  try {
    await store.open();
    const password = await createFirstStaff({ account, name, areas });
    process.stdout.write(`账号 ${account}\n一次性密码 ${password}\n密码只显示这一次，首次登录须修改。\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    await store.close();
  }
}
