import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { facts } from '@wangting/contracts/files/upload';
import { bankCodeOf } from '@wangting/contracts/standards/bank';
import { item } from '@wangting/contracts/units/unit-bank';
import { implement } from '@wangting/kit/implement';
import { staff } from '@wangting/kit/testing';
import { cases, refusal, unitsHall, type Registered, type UnitsHall } from './hall.ts';

/** Materials put in and taken out while others do the same, or while the case is sent. */
const bank = itemActions(item);
const SLOT = 'account-proof';
const MOST = 99;
let at: UnitsHall;
/** What happens while files is asked: between the look at the case and the insert. */
let meanwhile: () => Promise<unknown> = () => Promise.resolve();
let by = '';
const files = {
  name: 'files',
  actions: {
    'file.facts': implement(facts, async ({ input: { ids } }) => {
      await meanwhile();
      const file = { by, unitId: null, state: 'sealed', purpose: 'material', name: 'a.pdf', size: 1, type: 'application/pdf' } as const;
      return { files: ids.map((fileId) => ({ ...file, fileId, sha256: 'x', sm3: 'x' })) };
    }).schema,
  } as never,
};
beforeAll(async () => {
  at = await unitsHall([files]);
});
afterAll(() => at.stop());
afterEach(() => {
  meanwhile = () => Promise.resolve();
  jest.restoreAllMocks();
});

const accounts = [
  {
    purpose: '0',
    accountName: '西安示例科技有限公司',
    account: '6100000000000001',
    bankName: '示例银行西安示例支行',
    bankCode: bankCodeOf('10279100017'),
    bankClass: '102',
  },
] as const;
async function draft(): Promise<{ unit: Registered; applicationId: string }> {
  const unit = await at.registered({ items: ['unit-bank'] });
  by = unit.legal.id;
  const { applicationId } = await at.hall.call(bank.draft, { requestKey: randomUUID(), values: { accounts } }, unit.legal);
  return { unit, applicationId };
}
const attach = ({ unit, applicationId }: Awaited<ReturnType<typeof draft>>, requestKey = randomUUID(), fileId = randomUUID()) =>
  at.hall.call(cases.attach, { requestKey, applicationId, slot: SLOT, fileId }, unit.legal);
const send = ({ unit, applicationId }: Awaited<ReturnType<typeof draft>>, seenSeq?: number) =>
  at.hall.call(bank.submit, { requestKey: randomUUID(), applicationId, values: { accounts: [...accounts] }, seenSeq }, unit.legal);
const there = async (applicationId: string) => (await at.models.materials.find({ applicationId }).lean()).map(({ _id }) => _id).sort();
/** Does this right after the next material stands in the database. */
function afterInsert(work: () => Promise<unknown>): void {
  const create = at.models.materials.create.bind(at.models.materials);
  jest.spyOn(at.models.materials, 'create').mockImplementationOnce((async (row: object) => {
    const made = await create(row as never);
    await work();
    return made;
  }) as never);
}

test('many at once never pass what a slot takes, and who is refused is told; one more by one fills it', async () => {
  const one = await draft();
  await at.attach(one.applicationId, Array(MOST - 3).fill(SLOT), one.unit.legal.id);
  // All have looked at the case before the first one is put in.
  const answers = await Promise.all(Array.from({ length: 10 }, () => refusal(attach(one))));
  const taken = answers.filter(({ name }) => name === 'none').length;
  expect(await there(one.applicationId)).toHaveLength(MOST - 3 + taken);
  expect(taken).toBeLessThanOrEqual(3);
  expect(answers.filter(({ name }) => name !== 'none' && name !== 'RULE_REFUSED')).toEqual([]);
  for (let more = taken; more < 3; more += 1) await attach(one);
  expect((await refusal(attach(one))).message).toContain(`最多上传${MOST}个文件`);
  expect(await there(one.applicationId)).toHaveLength(MOST);
});
test('a repeat is answered also when its material was the last that went in, and the same press twice at once is one', async () => {
  const one = await draft();
  await at.attach(one.applicationId, Array(MOST - 1).fill(SLOT), one.unit.legal.id);
  const [key, fileId] = [randomUUID(), randomUUID()];
  for (const answer of await Promise.all([attach(one, key, fileId), attach(one, key, fileId)])) expect(answer.materials).toHaveLength(MOST);
  expect((await attach(one, key, fileId)).materials).toHaveLength(MOST);
  expect((await refusal(attach(one, key))).name).toBe('REQUEST_KEY_REUSED');
});
test('what arrives while the case is being sent is not put in behind the reviewer’s back', async () => {
  const one = await draft();
  await attach(one);
  const sent = await there(one.applicationId);
  meanwhile = () => send(one);
  expect(await refusal(attach(one))).toMatchObject({ name: 'STEP_NOT_POSSIBLE', data: { current: 'submitted', seq: 1 } });
  expect(await there(one.applicationId)).toEqual(sent);
});
test('nor when a case in 补正 is sent again; and a draft that is still there after 提交 opens no door', async () => {
  const one = await draft();
  await attach(one);
  const kept = await at.models.drafts.findById(one.applicationId).lean();
  await send(one);
  await at.models.drafts.create(kept as never); // as if the process had stopped before it was deleted
  expect((await refusal(attach(one))).name).toBe('STEP_NOT_POSSIBLE');
  const step = { requestKey: randomUUID(), applicationId: one.applicationId, seenSeq: 1, action: 'correct', opinion: '请补正' } as const;
  await at.hall.call(cases.step, step, staff('attach-intake', ['intake']));
  await attach(one);
  const sent = await there(one.applicationId);
  meanwhile = () => send(one, 2);
  expect(await refusal(attach(one))).toMatchObject({ name: 'STEP_NOT_POSSIBLE', data: { current: 'submitted', seq: 3 } });
  expect(await there(one.applicationId)).toEqual(sent);
});
test('but what the case was sent with stays with it: put in just before, or being taken out meanwhile', async () => {
  const one = await draft();
  afterInsert(() => send(one));
  expect((await attach(one)).materials).toHaveLength(1);

  const other = await draft();
  const { materials } = await attach(other);
  const materialId = materials[0]?.id as string;
  const take = at.models.materials.findOneAndDelete.bind(at.models.materials);
  jest.spyOn(at.models.materials, 'findOneAndDelete').mockImplementationOnce(((filter: object) => ({
    lean: async () => {
      await send(other);
      return take(filter).lean();
    },
  })) as never);
  const input = { applicationId: other.applicationId, materialId };
  expect((await refusal(at.hall.call(cases.detach, input, other.unit.legal))).name).toBe('STEP_NOT_POSSIBLE');
  expect(await there(other.applicationId)).toEqual([materialId]);
});
