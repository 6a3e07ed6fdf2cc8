const WORDS: Record<string, string> = { A: '链接', BUTTON: '按钮', SELECT: '选择框', TEXTAREA: '输入框', INPUT: '输入框' };
const INPUTS: Record<string, string> = { checkbox: '复选框', radio: '单选框', submit: '按钮', button: '按钮' };
const LIMIT = 200;

const textOf = (ids: string | null): string =>
  (ids ?? '')
    .split(/\s+/)
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');

/** The name of what has the focus, what it is, and what is wrong with it. */
export function wordsOf(element: HTMLElement): string {
  const { labels, value = '', type = '' } = element as HTMLInputElement;
  const name =
    element.getAttribute('aria-label') ||
    textOf(element.getAttribute('aria-labelledby')) ||
    labels?.[0]?.textContent ||
    element.textContent ||
    element.getAttribute('title') ||
    '';
  // A password is never said aloud.
  const content = element instanceof HTMLInputElement && ['text', 'search', 'tel'].includes(type) ? value : '';
  const kind = INPUTS[type] ?? WORDS[element.tagName] ?? '';
  const about = textOf(element.getAttribute('aria-describedby'));
  return [name, kind, content, about]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('，')
    .slice(0, LIMIT);
}

const READABLE = 'a, button, label, h1, h2, h3, p, li, dt, dd, td, th, summary, legend, [role="alert"], [role="status"]';
/** What stands under the pointer. */
export const wordsUnder = (target: EventTarget | null): string =>
  target instanceof Element ? (target.closest(READABLE)?.textContent ?? '').trim().slice(0, LIMIT) : '';

export function say(words: string, onFailed: () => void): void {
  speechSynthesis.cancel();
  if (!words) return;
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = 'zh-CN';
  const voice = speechSynthesis.getVoices().find(({ lang }) => /^zh\b|^cmn/i.test(lang));
  if (voice) utterance.voice = voice;
  utterance.onerror = ({ error }) => {
    if (error !== 'canceled' && error !== 'interrupted') onFailed();
  };
  speechSynthesis.speak(utterance);
}

const VOICES_MS = 1_500;
/** Why this browser cannot read aloud, or nothing. Voices come late in some browsers. */
export async function speechHindrance(): Promise<string | undefined> {
  if (!('speechSynthesis' in window)) return '本浏览器不支持语音朗读。可以使用系统自带的读屏软件，或更换浏览器。';
  if (speechSynthesis.getVoices().length === 0)
    await new Promise<void>((resolve) => {
      speechSynthesis.addEventListener('voiceschanged', () => resolve(), { once: true });
      setTimeout(resolve, VOICES_MS);
    });
  return speechSynthesis.getVoices().length > 0 ? undefined : '本机没有安装语音，不能朗读。请在系统设置中安装中文语音，或使用读屏软件。';
}
