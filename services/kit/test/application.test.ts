import { describe, expect, test } from '@jest/globals';
import { after, availableActions, blockedBy, STATUSES, STEP_ACTIONS, type Status, type StepAction } from '@wangting/contracts/application';
import { applicantOf, cardHolder, holderOf, type Caller } from '@wangting/contracts/caller';
import { ruleContext } from '../src/applications/actions.ts';
import { rowsOf, seatOf } from '../src/applications/desk-view.ts';

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
    for (const status of ['rejected', 'refused', 'withdrawn'] as const) expect(can(status, 3)).toEqual([]);
    const someone = { side: 'staff' as const, id: 'x', roles: ['intake', 'first', 'second', 'third'] as const };
    for (const status of ['approved', 'void'] as const)
      for (const seat of [someone, { side: 'applicant' as const, id: 'p' }])
        expect(availableActions(seat, { status, levels: 3 })).toEqual([]);
  });
  test.each<[Status, 0 | 1 | 2 | 3, string[]]>([
    ['approved', 0, ['undo→void', 'fail→submitted']],
    ['approved', 1, ['fail→first']],
    ['approved', 2, ['fail→second']],
    ['approved', 3, ['fail→third']],
    ['void', 0, ['fail→approved']],
  ])('unless it could not be carried out: from %s with %s levels', (from, levels, expected) => {
    expect(can(from, levels)).toEqual(expected);
  });
  test('states are those of the manual', () => {
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

describe('谁的办件', () => {
  const ME = cardHolder('a1b2');
  const caller = (over: Partial<Caller>): Caller => ({ kind: 'person', id: ME, scopes: ['item:payee-maintenance'], ...over });
  const whose = (one: Caller) => {
    try {
      return ruleContext({ caller: one, ctx: undefined as never }).unitId;
    } catch (error) {
      return (error as { type?: string }).type;
    }
  };
  test.each<[string, Caller, string]>([
    ['法人: the unit’s', caller({ hat: 'legal', unitId: 'u1' }), 'u1'],
    ['联系人: the unit’s', caller({ hat: 'contact', unitId: 'u1' }), 'u1'],
    ['个人: his own', caller({ hat: 'individual' }), ME],
    ['个人, whatever unit stands beside it', caller({ hat: 'individual', unitId: 'u1' }), ME],
    ['nobody’s hat', caller({}), 'NOT_ALLOWED'],
    ['staff have none', caller({ kind: 'staff', id: 's1', unitId: 'u1' }), 'NOT_ALLOWED'],
  ])('%s', (_what, one, expected) => expect(whose(one)).toBe(expected));

  const rowFor = (unitId: string) => ({ unitId, area: '610113', itemId: 'payee-maintenance' });
  test.each<[string, Caller, string, string]>([
    ['one’s own', caller({ hat: 'individual' }), ME, 'applicant'],
    ['another person’s', caller({ hat: 'individual' }), cardHolder('ffff'), 'NOT_FOUND'],
    ['one’s own under the hat of a unit', caller({ hat: 'legal', unitId: 'u1' }), ME, 'NOT_FOUND'],
    ['the unit’s under 个人', caller({ hat: 'individual' }), 'u1', 'NOT_FOUND'],
    ['one’s own without the item', caller({ hat: 'individual', scopes: ['person.work'] }), ME, 'NOT_FOUND'],
  ])('looking at %s', (_what, one, unitId, expected) => {
    const side = () => {
      try {
        return seatOf(one, rowFor(unitId)).side;
      } catch (error) {
        return (error as { type?: string }).type;
      }
    };
    expect(side()).toBe(expected);
  });
  test('a person is asked of no unit, and stands as 个人 where a unit’s name would', async () => {
    const asked: string[][] = [];
    const names = async (ids: string[]) => {
      asked.push(ids);
      return new Map(ids.map((id) => [id, { name: `单位${id}`, unitNo: null }]));
    };
    const rows = await rowsOf([rowFor(ME), rowFor('u1')] as never, names);
    expect(rows.map(({ unitName }) => unitName)).toEqual(['个人', '单位u1']);
    expect(asked).toEqual([['u1']]);
    expect([applicantOf(caller({ hat: 'individual' })), holderOf(ME), holderOf('u1')]).toEqual([ME, 'a1b2', undefined]);
  });
});
