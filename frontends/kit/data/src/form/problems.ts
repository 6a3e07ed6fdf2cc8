import type { FieldLayout, ItemDefinition } from '@wangting/contracts/item';
import type { Issue } from '@wangting/kit-core';
import { inputFieldsOf, toSend, type Values } from './layout.ts';

/** Messages by path: `creditCode`, `contacts.0.mobile`, '' for the whole page. */
export type Problems = Record<string, string>;

const CHOSEN: readonly string[] = ['select', 'area', 'country', 'yesno', 'checks', 'day', 'month', 'year'];

/** The field, and for a cell of a grid its column, that a path names. */
export function fieldAt(item: ItemDefinition, path: string): { field: FieldLayout; label: string; row?: number } | undefined {
  const [name, row, cell] = path.split('.');
  const field = inputFieldsOf(item).find((one) => one.name === name);
  if (!field) return undefined;
  const column = field.columns?.find((one) => one.name === cell);
  if (column && row !== undefined) return { field: column, label: `${field.label}第${Number(row) + 1}行${column.label}`, row: Number(row) };
  return { field, label: field.label };
}

/** The field a path begins with: `contacts` of `contacts.0.mobile`. */
export const nameIn = (path: string): string => path.split('.')[0] ?? '';

export const idOf = (path: string): string => `f-${path.replaceAll('.', '-')}`;

/** Paths of a nested refusal (`values.creditCode`) as the page knows them. */
export const problemsOf = (issues: readonly Issue[]): Problems => {
  const problems: Problems = {};
  for (const { path, message } of issues) problems[path.replace(/^values\.?/, '')] ??= message;
  return problems;
};

interface RawIssue {
  code?: string;
  input?: unknown;
  path?: PropertyKey[];
  origin?: string;
  maximum?: unknown;
}

/** Words for what a contract refuses without words of its own. */
export function wordsForIssue(item: ItemDefinition, issue: RawIssue): string {
  const at = fieldAt(item, (issue.path ?? []).join('.'));
  const label = at?.field.label ?? '该项';
  const nothing =
    issue.input === undefined || issue.input === null || issue.input === '' || (Array.isArray(issue.input) && issue.input.length === 0);
  if (issue.code === 'unrecognized_keys') return '含有未声明的内容，请刷新页面后重新填写';
  if (nothing)
    return at?.field.as === 'grid' ? `请至少填写一行${label}` : `${CHOSEN.includes(at?.field.as ?? '') ? '请选择' : '请填写'}${label}`;
  if (issue.code === 'too_big')
    return issue.origin === 'string' ? `${label}不超过 ${String(issue.maximum)} 字` : `${label}超出允许的最大值`;
  if (issue.code === 'too_small') return `${label}小于允许的最小值`;
  return at && CHOSEN.includes(at.field.as) ? `请重新选择${label}` : `${label}格式不正确`;
}

/** The contract's own check, before anything is sent. */
export function check(
  item: ItemDefinition,
  values: Values,
): { data: Values; problems?: undefined } | { problems: Problems; data?: undefined } {
  const sent = toSend(item, values);
  const answer = item.input.safeParse(sent, { error: (issue) => wordsForIssue(item, issue as RawIssue) });
  if (answer.success) return { data: answer.data };
  const blank = (path: PropertyKey[]) => {
    const value = path.reduce<unknown>((now, key) => (now as Record<PropertyKey, unknown> | undefined)?.[key], sent);
    return value === undefined || value === '';
  };
  return {
    problems: problemsOf(
      answer.error.issues.map(({ path, message }) => ({
        path: path.join('.'),
        // "日期格式应为 …" is no help to somebody who has not filled it in.
        message: blank(path) && !message.startsWith('请') ? wordsForIssue(item, { path }) : message,
      })),
    ),
  };
}
