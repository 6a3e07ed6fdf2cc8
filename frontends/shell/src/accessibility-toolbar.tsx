import { Modal, chooseDisplay, resetDisplay, setDisplay, useDisplay } from '@wangting/kit-core';
import { useEffect, useRef, useState } from 'react';
import css from './accessibility-toolbar.module.css';
import { say, speechHindrance, wordsOf, wordsUnder } from './speech.ts';

const STEP = 0.25;
const MOST = 2;
const KEYS: readonly (readonly [string, string])[] = [
  ['Tab、Shift+Tab', '在按钮、链接和输入框之间移动；打开页面后第一次按 Tab 可跳到主要内容'],
  ['Enter', '打开链接、按下按钮；在查询框内为查询'],
  ['空格', '按下按钮，勾选或取消勾选'],
  ['方向键', '在下拉列表、日历、页签和单选项中移动'],
  ['Esc', '关闭弹窗、下拉列表或日历'],
  ['Alt+←、Alt+→', '后退、前进'],
  ['Ctrl 加 +、-、0', '浏览器放大、缩小、恢复'],
  ['Ctrl+P', '打印当前页面'],
];

/** 放大, 缩小, 大字版, 高对比, 纯文本, 大鼠标, 辅助线, 语音, 快捷键说明, 退出. */
export default function AccessibilityToolbar({ onLeave }: { onLeave: () => void }) {
  const display = useDisplay();
  const [keys, setKeys] = useState(false);
  const [words, setWords] = useState('');
  const zoom = (by: number) => chooseDisplay({ scale: Math.min(MOST, Math.max(1, display.scale + by)) });
  const flip = (name: 'large' | 'contrast' | 'plain' | 'pointer' | 'guide' | 'speech', label: string) => (
    <button type="button" aria-pressed={display[name]} onClick={() => chooseDisplay({ [name]: !display[name] })}>
      {label}
    </button>
  );
  const leave = () => {
    resetDisplay();
    onLeave();
  };
  return (
    <>
      {display.toolbar && (
        <section className={css.bar} aria-label="无障碍工具栏">
          <button type="button" disabled={display.scale >= MOST} onClick={() => zoom(STEP)}>
            放大
          </button>
          <button type="button" disabled={display.scale <= 1} onClick={() => zoom(-STEP)}>
            缩小
          </button>
          <span role="status" className={css.size}>
            {Math.round(display.scale * 100)}%
          </span>
          {flip('large', '大字版')}
          {flip('contrast', '高对比')}
          {flip('plain', '纯文本')}
          {flip('pointer', '大鼠标')}
          {flip('guide', '辅助线')}
          {flip('speech', '语音')}
          <button type="button" onClick={() => setKeys(true)}>
            快捷键说明
          </button>
          <button type="button" onClick={leave}>
            退出
          </button>
          <span role="status" className={css.words}>
            {words}
          </span>
        </section>
      )}
      {display.guide && <GuideLines />}
      {display.speech && <Speech onWords={setWords} />}
      <Modal open={keys} title="快捷键说明" footer={null} onCancel={() => setKeys(false)} destroyOnHidden>
        <dl className={css.keys}>
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  );
}

/** A line under the line one reads and one beside it; they follow the pointer, and the focus for those who have none. */
function GuideLines() {
  const across = useRef<HTMLDivElement>(null);
  const down = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (x: number, y: number) => {
      // What the browser tells is in pixels of the screen; what the page is laid out in has been enlarged.
      const by = Number(document.documentElement.style.getPropertyValue('zoom')) || 1;
      if (across.current) across.current.style.top = `${y / by}px`;
      if (down.current) down.current.style.left = `${x / by}px`;
    };
    const follow = ({ clientX, clientY }: PointerEvent) => place(clientX, clientY + 14);
    const jump = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return;
      const { left, bottom } = target.getBoundingClientRect();
      place(left, bottom + 4);
    };
    window.addEventListener('pointermove', follow);
    document.addEventListener('focusin', jump);
    return () => {
      window.removeEventListener('pointermove', follow);
      document.removeEventListener('focusin', jump);
    };
  }, []);
  return (
    <div aria-hidden="true">
      <div ref={across} className={css.across} />
      <div ref={down} className={css.down} />
    </div>
  );
}

const LINGER_MS = 400;
/** Reads what has the focus and what the pointer rests on. Where nothing can be read aloud it says so and switches itself off. */
function Speech({ onWords }: { onWords: (words: string) => void }) {
  useEffect(() => {
    let here = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fail = (why: string) => {
      if (!here) return;
      onWords(why);
      setDisplay({ speech: false, toolbar: true });
    };
    const speak = (words: string) => say(words, () => fail('朗读没有成功，语音已关闭。可以再次打开，或使用系统自带的读屏软件。'));
    const read = ({ target }: FocusEvent) => target instanceof HTMLElement && target !== document.body && speak(wordsOf(target));
    const rest = ({ target }: PointerEvent) => {
      clearTimeout(timer);
      timer = setTimeout(() => speak(wordsUnder(target)), LINGER_MS);
    };
    void speechHindrance().then((why) => {
      if (!here) return;
      if (why) return fail(why);
      onWords('语音已打开：朗读键盘焦点和鼠标停留处的文字。');
      document.addEventListener('focusin', read);
      document.addEventListener('pointerover', rest);
    });
    return () => {
      here = false;
      clearTimeout(timer);
      document.removeEventListener('focusin', read);
      document.removeEventListener('pointerover', rest);
      if ('speechSynthesis' in window) speechSynthesis.cancel();
    };
  }, [onWords]);
  return null;
}
