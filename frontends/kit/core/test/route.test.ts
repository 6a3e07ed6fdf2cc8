import { expect, test } from '@jest/globals';
import { match } from '../src/route.tsx';

test.each([
  ['/agency', '/agency', {}],
  ['/agency', '/agency/', {}],
  ['/agency', '/agency/x', undefined],
  ['/agency/:owner/:id', '/agency/units/a%2Fb', { owner: 'units', id: 'a/b' }],
  ['/units/items/:id', '/units/applications/7', undefined],
  ['/centre/*', '/centre/work/1', {}],
  ['/centre/*', '/centre', {}],
  ['/', '/', {}],
])('%s at %s', (pattern, path, params) => {
  expect(match(pattern, path)).toEqual(params);
});
