import { isoOf, nowIso, realNow } from '@wangting/kit/clock';
import { lookup, seal } from '@wangting/kit/sealed';
import { AccountModel } from './models/account.ts';
import { DepartmentModel } from './models/department.ts';
import { SimIdentityModel } from './models/small.ts';
import { hashPassword } from './secrets.ts';
import { store } from './store.ts';

export interface SeedStaff {
  id: string;
  account: string;
  name: string;
  password: string;
  roles: string[];
  areas: string[];
}
export interface SeedIdentity {
  id: string;
  name: string;
  idNumber: string;
  note: string;
}

/** Demo staff and card identities, for deploy/seed only. Doing it again changes nothing but the words. A store the seed has opened stays open. */
export async function seedIdentity({
  staff,
  simulator,
}: {
  staff: readonly SeedStaff[];
  simulator: readonly SeedIdentity[];
}): Promise<void> {
  const mine = store.connection.readyState === 0;
  if (mine) await store.open();
  for (const { id, account, name, password, roles, areas } of staff) {
    const _id = `staff:${account}`;
    if (await AccountModel.exists({ _id })) continue;
    await AccountModel.create({
      _id,
      kind: 'staff',
      personId: id,
      name,
      passwordHash: await hashPassword(password),
      unitId: null,
      idHash: null,
      roles,
      areas,
      verified: true,
      passwordAt: isoOf(realNow()),
      mustChange: false,
      history: [],
      rev: 0,
      requestKey: `seed:${id}`,
      at: nowIso(),
    });
  }
  for (const [order, { name, idNumber, note }] of simulator.entries()) {
    const idHash = lookup('id', idNumber);
    const _id = `sim-${idHash}`;
    await SimIdentityModel.replaceOne({ _id }, { _id, name, idNumber: seal(idNumber), idHash, note, order }, { upsert: true });
  }
  if (mine) await store.close();
}

/** A department that may push through these doors, for deploy/seed only. Doing it again gives it the key it has now. */
export async function seedDepartment(of: { code: string; name: string; publicKey: string; doors: string[] }): Promise<void> {
  const { code, ...values } = of;
  const about = { disabled: false, requestKey: `seed:${code}`, changedBy: 'seed', at: nowIso() };
  await DepartmentModel.updateOne(
    { _id: code },
    { $set: { ...values, ...about }, $inc: { rev: 1 }, $setOnInsert: { lastAt: null } },
    { upsert: true },
  );
}
