/**
 * What every format check answers. `normalised` is what to store (trimmed, half-width, upper case …), also when refused,
 * so that a page can show it. `message` says in Chinese why it was refused; `warning` what looks odd but may be true.
 */
export interface Checked {
  readonly ok: boolean;
  readonly normalised: string;
  readonly message?: string;
  readonly warning?: string;
}

export const passed = (normalised: string, warning?: string): Checked =>
  warning === undefined ? { ok: true, normalised } : { ok: true, normalised, warning };

export const refused = (normalised: string, message: string): Checked => ({ ok: false, normalised, message });

/** Full-width digits, letters and punctuation (ＡＢＣ１２３－) to half-width; the ideographic space to a plain one. Han is left alone. */
export const toHalfWidth = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');

/** For numbers and codes: half-width, upper case, no blanks of any kind (also those a copy from a web page brings along). */
export const normaliseCode = (text: string): string =>
  toHalfWidth(text)
    .replace(/[\s\u200B-\u200D\uFEFF]/g, '')
    .toUpperCase();
