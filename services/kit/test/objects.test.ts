import { expect, test } from '@jest/globals';
import { openObjects, putObject, removeObjects } from '../src/objects.ts';
import { testEnvironment } from '../src/testing.ts';

testEnvironment();

test('removing what somebody else removes at the same moment is done: some of many meet in the store, which says then that nothing is there', async () => {
  await openObjects();
  for (let n = 0; n < 200; n += 1) {
    const key = `removed/${n}`;
    await putObject(key, Buffer.from('x'), 'text/plain');
    await expect(Promise.all(Array.from({ length: 8 }, () => removeObjects(key)))).resolves.toHaveLength(8);
  }
});
