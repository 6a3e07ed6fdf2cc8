import { describe, expect, test } from '@jest/globals';
import { after, availableActions, blockedBy, STATUSES, STEP_ACTIONS, type Status, type StepAction } from '@wangting/contracts/application';

const can = (from: Status | undefined, levels: 0 | 1 | 2 | 3) =>
  (Object.keys(STEP_ACTIONS) as StepAction[])
    .filter((action) => after(from, action, levels))
    .map((action) => `${action}→${after(from, action, levels) ?? ''}`);

describe('办件状态机', () => {
  test.each<[Status | undefined, 0 | 1 | 2 | 3, string[]]>([
    [undefined, 0, ['submit→approved']],
    [undefined, 1, ['submit→submitted']],
    ['submitted', 1, ['withdraw→withdrawn', 'accept→accepted', 'refuse→refused', 'correct→correcting']],
    ['accepted', 1, ['take→first']],
    ['correcting', 1, ['resubmit→submitted']],
    ['first', 1, ['correct→correcting', 'pass→approved', 'reject→rejected']],
    ['first', 3, ['correct→correcting', 'pass→second', 'reject→rejected']],
    ['second', 2, ['pass→approved', 'sendBack→accepted', 'reject→rejected']],
    ['second', 3, ['pass→third', 'sendBack→accepted', 'reject→rejected']],
    ['third', 3, ['pass→approved', 'sendBack→accepted', 'reject→rejected']],
  ])('from %s with %s levels', (from, levels, expected) => {
    expect(can(from, levels)).toEqual(expected);
  });
  test('what is decided stays decided', () => {
    for (const status of ['approved', 'rejected', 'refused', 'withdrawn', 'void'] as const) expect(can(status, 3)).toEqual([]);
    expect(Object.keys(STATUSES)).toHaveLength(12);
  });
});

describe('谁可以办', () => {
  const seat = (id: string, ...roles: ('intake' | 'first' | 'second' | 'third')[]) => ({ side: 'staff' as const, id, roles });
  test('no one does two stages of one case', () => {
    expect(blockedBy(seat('a', 'intake', 'first'), { status: 'accepted', levels: 1, actors: { intake: 'a' } })).toBe('SAME_REVIEWER');
    expect(availableActions(seat('b', 'first'), { status: 'accepted', levels: 1, actors: { intake: 'a' } })).toEqual(['take']);
  });
  test('a case that somebody took is his', () => {
    expect(availableActions(seat('c', 'first'), { status: 'first', levels: 1, assignee: 'b' })).toEqual([]);
    expect(availableActions(seat('b', 'first'), { status: 'first', levels: 1, assignee: 'b' })).toEqual(['correct', 'pass', 'reject']);
  });
  test('the applicant withdraws and corrects, strangers see no button', () => {
    expect(availableActions({ side: 'applicant', id: 'p' }, { status: 'submitted', levels: 1 })).toEqual(['withdraw']);
    expect(availableActions({ side: 'applicant', id: 'p' }, { status: 'correcting', levels: 1 })).toEqual(['resubmit']);
    expect(availableActions({ side: 'other', id: 'x' }, { status: 'submitted', levels: 1 })).toEqual([]);
  });
});
