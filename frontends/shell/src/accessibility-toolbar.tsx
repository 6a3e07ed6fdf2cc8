import { Modal, resetDisplay, setDisplay, useDisplay } from '@wangting/kit-core';
import { useEffect, useRef, useState } from 'react';
import css from './accessibility-toolbar.module.css';

const STEP = 0.25;

/** 放大, 缩小, 高对比, 纯文本, 大鼠标, 辅助线, 语音, 快捷键说明, 退出. */
export default function AccessibilityToolbar() {
  const display = useDisplay();
  const [keys, setKeys] = useState(false);
  const zoom = (by: number) => setDisplay({ scale: Math.min(2, Math.max(1, display.scale + by)) });
  const flip = (name: 'contrast' | 'plain' | 'pointer' | 'guide' | 'speech', label: string) => (
    <button type="button" aria-pressed={display[name]} onClick={() => setDisplay({ [name]: !display[name] })}>
      {label}
    </button>
  );
  return (
    <>
      <section className={css.bar} aria-label="无障碍工具栏">
        <button type="button" disabled={display.scale >= 2} onClick={() => zoom(STEP)}>
          放大
        </button>
        <button type="button" disabled={display.scale <= 1} onClick={() => zoom(-STEP)}>
          缩小
        </button>
        {flip('contrast', '高对比')}
        {flip('plain', '纯文本')}
        {flip('pointer', '大鼠标')}
        {flip('guide', '辅助线')}
        {flip('speech', '语音')}
        <button type="button" onClick={() => setKeys(true)}>
          快捷键说明
        </button>
        <button type="button" onClick={resetDisplay}>
          退出
        </button>
      </section>
      {display.guide && <GuideLine />}
      {display.speech && <Speech />}
      <Modal open={keys} title="快捷键说明" footer={null} onCancel={() => setKeys(false)}>
        <ul className={css.keys}>
          <li>Tab、Shift+Tab：在按钮、链接和输入框之间移动</li>
          <li>Enter：打开链接、按下按钮、查询（在查询框内）</li>
          <li>空格：勾选或取消勾选</li>
          <li>方向键：在下拉列表、日历和页签中移动</li>
          <li>Esc：关闭弹窗或下拉列表</li>
          <li>Ctrl 加 +、Ctrl 加 -：浏览器放大、缩小</li>
        </ul>
      </Modal>
    </>
  );
}

function GuideLine() {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = ({ clientY }: PointerEvent) => {
      if (line.current) line.current.style.top = `${clientY + 14}px`;
    };
    window.addEventListener('pointermove', follow);
    return () => window.removeEventListener('pointermove', follow);
  }, []);
  return <div ref={line} className={css.line} aria-hidden="true" />;
}

/** Reads what has the focus. */
function Speech() {
  useEffect(() => {
    const read = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !('speechSynthesis' in window)) return;
      const label = target.getAttribute('aria-label') ?? (target as HTMLInputElement).labels?.[0]?.textContent ?? target.textContent ?? '';
      speechSynthesis.cancel();
      if (label.trim()) speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(label.trim().slice(0, 120)), { lang: 'zh-CN' }));
    };
    document.addEventListener('focusin', read);
    return () => document.removeEventListener('focusin', read);
  }, []);
  return null;
}
