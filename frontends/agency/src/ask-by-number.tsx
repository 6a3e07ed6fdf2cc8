import { Button, Input } from '@wangting/kit-core';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import css from './units.module.css';

/** A number somebody has on paper, and 查询: a unit's, a document's. `children` stand behind the button. */
export function AskByNumber({
  label,
  start = '',
  digits = false,
  onAsk,
  children,
}: {
  label: string;
  start?: string;
  digits?: boolean;
  onAsk: (number: string) => void;
  children?: ReactNode;
}) {
  const id = useId();
  const [typed, setTyped] = useState(start);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onAsk(typed.trim());
  };
  return (
    <form className={css.ask} onSubmit={send} role="search" aria-label="按编号查询">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={typed}
        maxLength={60}
        {...(digits ? { inputMode: 'numeric' as const } : {})}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="primary" htmlType="submit">
        查询
      </Button>
      {children}
    </form>
  );
}
