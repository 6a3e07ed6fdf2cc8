import { describe, expect, test } from '@jest/globals';
import type { ItemDefinition } from '@wangting/contracts/item';
import { z } from 'zod';
import { absent, grouped, keepable, sectionsFor, toSend } from '../src/form/layout.ts';
import { check, fieldAt, wordsForIssue } from '../src/form/problems.ts';

const item = {
  id: 'sample',
  draft: true,
  mainButton: '提交',
  materials: [],
  prints: [],
  notice: [],
  messages: {},
  flow: { levels: 1 },
  input: z.strictObject({
    name: z.string().trim().min(1, '请填写名称').max(5, '名称不超过 5 字'),
    kind: z.enum(['1', '2']),
    licence: z.string().optional(),
    note: z.string().max(10),
    since: z.iso.date().nullable(),
    until: z.iso.date('日期格式应为 2024-04-01').optional(),
    contacts: z
      .array(z.strictObject({ name: z.string().min(1, '请填写姓名'), mobile: z.string().regex(/^1\d{10}$/), email: z.string().optional() }))
      .min(1),
  }),
  sections: [
    {
      title: '基本',
      fields: [
        { name: 'name', label: '名称', as: 'text', required: true },
        { name: 'kind', label: '类别', as: 'select', required: true },
        { name: 'note', label: '备注', as: 'textarea' },
        { name: 'since', label: '日期', as: 'day' },
      ],
    },
    { title: '执照', when: { field: 'kind', in: ['2'] }, fields: [{ name: 'licence', label: '执照号码', as: 'text' }] },
    {
      title: '联系人',
      tab: '人',
      fields: [
        {
          name: 'contacts',
          label: '联系人',
          as: 'grid',
          columns: [
            { name: 'name', label: '姓名', as: 'text' },
            { name: 'mobile', label: '移动电话', as: 'text', personal: true },
          ],
        },
      ],
    },
    { title: '参保', tab: '险', fields: [{ name: 'insurances', label: '险种', as: 'show' }] },
  ],
} as unknown as ItemDefinition;

describe('what is shown', () => {
  test('a section appears when its condition holds', () => {
    expect(sectionsFor(item, { kind: '1' }).map(({ title }) => title)).toEqual(['基本', '联系人', '参保']);
    expect(sectionsFor(item, { kind: '2' }).map(({ title }) => title)).toContain('执照');
  });
  test('neighbours that name a tab become tabs', () => {
    expect(grouped(sectionsFor(item, {})).map((group) => group.map(({ label }) => label))).toEqual([[undefined], ['人', '险']]);
  });
});

describe('what is sent', () => {
  test('nothing filled in becomes what the contract takes for nothing', () => {
    expect([
      absent(item.input.shape.licence as never),
      absent(item.input.shape.note as never),
      absent(item.input.shape.since as never),
      absent(item.input.shape.kind as never),
    ]).toEqual([undefined, '', null, undefined]);
  });
  test('a hidden field is not sent, an empty row is dropped, shown values stay on the page', () => {
    const sent = toSend(item, {
      name: '甲',
      kind: '1',
      licence: '旧',
      contacts: [{ name: '张三', mobile: '13900000000', email: '' }, { name: '' }],
      insurances: [1],
    });
    expect(sent).toEqual({ name: '甲', kind: '1', note: '', since: null, contacts: [{ name: '张三', mobile: '13900000000' }] });
  });
  test('nothing personal is kept in the browser', () => {
    expect(keepable(item, { name: '甲', contacts: [{ name: '张三', mobile: '13900000000' }] })).toEqual({
      name: '甲',
      contacts: [{ name: '张三' }],
    });
  });
});

describe('what is refused', () => {
  test('every message is Chinese and names its field', () => {
    const { problems } = check(item, { contacts: [{ name: '张三', mobile: '139' }] });
    expect(problems).toEqual({ name: '请填写名称', kind: '请选择类别', 'contacts.0.mobile': '移动电话格式不正确' });
  });
  test('a grid without rows asks for one', () => {
    expect(check(item, { name: '甲', kind: '1' }).problems).toEqual({ contacts: '请至少填写一行联系人' });
  });
  test('a cell is named with its row', () => {
    expect(fieldAt(item, 'contacts.1.mobile')?.label).toBe('联系人第2行移动电话');
    expect(wordsForIssue(item, { code: 'unrecognized_keys', input: {}, path: [] })).toMatch(/未声明/);
  });
  test('what is right goes through', () => {
    expect(check(item, { name: '甲', kind: '1', contacts: [{ name: '张三', mobile: '13900000000' }] }).data).toMatchObject({ kind: '1' });
  });
});
