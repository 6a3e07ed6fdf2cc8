import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { display, keepDisplay, type Display } from '@wangting/contracts/identity/display';
import { clerk, staff } from '@wangting/kit/testing';
import { identityHall, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

const PLAIN: Display = { scale: 1, large: false, contrast: false, plain: false, pointer: false, guide: false, speech: false };
const LOUD: Display = { scale: 2, large: true, contrast: true, plain: true, pointer: true, guide: true, speech: true };

test('what a person chose stands under each of his hats and is nobody else’s', async () => {
  const id = `p-${randomUUID()}`;
  const legal = clerk(randomUUID(), [], { id });
  expect(await set.hall.call(display, {}, legal)).toEqual({ display: null });
  const chosen = { ...PLAIN, scale: 1.5 as const, contrast: true };
  expect(await set.hall.call(keepDisplay, { display: chosen }, legal)).toEqual({ display: chosen });
  expect(await set.hall.call(display, {}, clerk(randomUUID(), [], { id, hat: 'contact' }))).toEqual({ display: chosen });
  expect(await set.hall.call(display, {}, clerk(legal.unitId as string, [], { id: 'another' }))).toEqual({ display: null });
  expect(await set.hall.call(keepDisplay, { display: PLAIN }, legal)).toEqual({ display: PLAIN });
  expect(await set.hall.call(display, {}, staff('somebody', ['first']))).toEqual({ display: null });
});

test('of twenty first ones at once each is answered, one whole choice stands, and it is one of them', async () => {
  const who = clerk(randomUUID(), [], { id: `p-${randomUUID()}` });
  const sent = Array.from({ length: 20 }, (_, n) => (n % 2 ? PLAIN : LOUD));
  const answers = await Promise.all(sent.map((one) => set.hall.call(keepDisplay, { display: one }, who)));
  expect(answers.map((answer) => answer.display)).toEqual(sent);
  const { display: stands } = await set.hall.call(display, {}, who);
  expect([PLAIN, LOUD]).toContainEqual(stands);
});

test.each<[string, unknown]>([
  ['a size that no button makes', { ...PLAIN, scale: 9 }],
  ['a size that is a word', { ...PLAIN, scale: '2' }],
  ['half of it', { scale: 1 }],
  ['more than there is', { ...PLAIN, script: 'alert(1)' }],
  ['nothing', null],
])('%s is refused and nothing is kept', async (_what, bad) => {
  const who = clerk(randomUUID(), [], { id: `p-${randomUUID()}` });
  expect(await nameOf(set.hall.call(keepDisplay, { display: bad as Display }, who))).toBe('INPUT_INVALID');
  expect(await set.hall.call(display, {}, who)).toEqual({ display: null });
});
test('nobody in particular keeps nothing', async () => {
  expect(await nameOf(set.hall.call(keepDisplay, { display: PLAIN }, null))).toBe('NOT_LOGGED_IN');
});
