import { describe, expect, test } from '@jest/globals';
import { HallError, errorOf, wordsFor } from '../src/errors.ts';
import { intention } from '../src/request-key.ts';

describe('what the gateway answers', () => {
  test('a problem keeps its name, its sentence and its fields', () => {
    const error = errorOf(422, {
      name: 'INPUT_INVALID',
      detail: '有内容不符合要求',
      data: { issues: [{ path: 'name', message: '请填写' }] },
    });
    expect([error.refusal, error.message, error.issues]).toEqual([
      'INPUT_INVALID',
      '有内容不符合要求',
      [{ path: 'name', message: '请填写' }],
    ]);
  });
  test.each([
    [401, 'NOT_LOGGED_IN'],
    [404, 'NOT_FOUND'],
    [502, 'SERVICE_AWAY'],
    [500, 'INTERNAL'],
    [413, 'BODY_TOO_LARGE'],
  ])('%i without a problem is %s', (status, name) => {
    expect(errorOf(status, '<html>').refusal).toBe(name);
  });
  test('a service that is away says what did not happen', () => {
    const away = new HallError('SERVICE_AWAY', '');
    expect(wordsFor(away, '暂存')).toContain('内容保留在本页，尚未暂存');
    expect(wordsFor(away, '提交')).toContain('内容保留在本页，尚未提交');
    expect(wordsFor(new TypeError('x'))).not.toContain('TypeError');
  });
});

describe('one key for one intention', () => {
  const keys = () => {
    let n = 0;
    return () => `k${++n}`;
  };
  const answer = (value: string) => () => Promise.resolve(value);
  test('two presses at once are one call', async () => {
    const send = intention(keys());
    let calls = 0;
    const act = () => new Promise<string>((resolve) => setTimeout(() => resolve(`${++calls}`), 5));
    expect(await Promise.all([send.run(act), send.run(act)])).toEqual(['1', '1']);
  });
  test('after silence the same key, after an answer a new one', async () => {
    const send = intention(keys());
    const used: string[] = [];
    const with_ = (end: () => Promise<unknown>) => send.run((key) => (used.push(key), end())).catch(() => undefined);
    await with_(() => Promise.reject(new HallError('SERVICE_AWAY', '')));
    await with_(() => Promise.reject(new HallError('CONFIRM_NEEDED', '')));
    await with_(() => Promise.reject(new HallError('RULE_REFUSED', '')));
    await with_(answer('ok'));
    await with_(answer('ok'));
    expect(used).toEqual(['k1', 'k1', 'k1', 'k2', 'k3']);
  });
});
