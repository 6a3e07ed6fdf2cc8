import type { ItemDefinition } from '@wangting/contracts/item';
import { useEffect, useRef } from 'react';
import { fieldAt, idOf, nameIn, type Problems } from '../form/problems.ts';
import css from './item.module.css';

interface Props {
  item: ItemDefinition;
  /** A sentence for the whole page; fields have theirs below. */
  words: string | undefined;
  problems: Problems;
  /** Rises with every refusal, so that the summary takes the focus again. */
  turn: number;
  /** Brings a field into sight when it is on a tab that is not in front. */
  reveal: (path: string) => void;
  children?: React.ReactNode;
}

/** What was refused, field by field. It takes the focus; each line leads to its field. */
export function Summary({ item, words, problems, turn, reveal, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (turn > 0) box.current?.focus();
  }, [turn]);
  const lines = Object.entries(problems).filter(([path]) => path !== '');
  // A lookup that found nothing says so under its field; the summary is for what was sent.
  if (turn === 0 || (!words && lines.length === 0)) return null;
  const lead = (path: string) => {
    reveal(path);
    requestAnimationFrame(() => {
      const target = document.getElementById(idOf(path)) ?? document.getElementById(idOf(nameIn(path)));
      target?.scrollIntoView({ block: 'center' });
      (target?.matches('input,textarea,select,[tabindex]') ? target : target?.querySelector<HTMLElement>('input,textarea'))?.focus();
    });
  };
  return (
    <div ref={box} tabIndex={-1} role="alert" className={css.summary} aria-label="需要修改的内容">
      <h2>{words ?? `有 ${lines.length} 处需要修改，尚未${item.mainButton}`}</h2>
      {lines.length > 0 && (
        <ul>
          {lines.map(([path, message]) => {
            const label = fieldAt(item, path)?.label;
            return (
              <li key={path}>
                <button type="button" onClick={() => lead(path)}>
                  {label && !message.includes(label) ? `${label}：` : ''}
                  {message}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {children}
    </div>
  );
}
