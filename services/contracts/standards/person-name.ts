import { passed, refused, toHalfWidth, type Checked } from './checked.ts';

/**
 * 姓名 (standards §12, §13; GB 18030-2022 level 3). Length is in code points: a rare character such as 𬭊 (U+2CB4A) is one.
 * Han of every Unicode block is accepted; characters of the private use area, which old systems used for rare ones, are refused,
 * because they show as something else on another machine.
 */
export const codePointLength = (text: string): number => [...text].length;

/** Half-width, one kind of middle dot (·), single blanks, none around a dot or inside a Han name. */
export function normalisePersonName(input: string): string {
  const name = toHalfWidth(input)
    .replace(/[•．・‧∙⋅･]/g, '·')
    .replace(/(?<=\p{Script=Han}\s*)\.(?=\s*\p{Script=Han})/gu, '·')
    .replace(/[\u200B-\u200D\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*·\s*/g, '·')
    .trim();
  return /^[\p{Script=Han}· ]+$/u.test(name) ? name.replaceAll(' ', '') : name;
}

const HAN_NAME = /^\p{Script=Han}+(?:·\p{Script=Han}+)*$/u;
const FOREIGN_NAME = /^[\p{Script=Han}\p{Script=Latin}][\p{Script=Han}\p{Script=Latin}·' .-]*$/u;

/** `foreign`: Latin letters, blanks, hyphens and apostrophes are allowed too (外国人). */
export function checkPersonName(input: string, options: { foreign?: boolean } = {}): Checked {
  const name = normalisePersonName(input);
  const length = codePointLength(name);
  if (length === 0) return refused(name, '请填写姓名');
  if (/[\p{Co}\uFFFD?]/u.test(name)) return refused(name, '姓名含有无法识别的字符，请用输入法重新录入生僻字');
  if (length < 2 || length > 50) return refused(name, '姓名应为2至50个字');
  if (HAN_NAME.test(name)) return passed(name);
  if (options.foreign && FOREIGN_NAME.test(name)) return passed(name);
  return refused(name, options.foreign ? '姓名只能包含汉字、字母、空格和·' : '姓名只能包含汉字和·');
}
