import { useId, type ReactNode } from 'react';
import css from './ops.module.css';

interface Attributes {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
}
/** Label, control, and what is wrong with it. */
export function Field({
  label,
  error,
  children,
}: {
  label: string;
  error?: string | undefined;
  children: (attributes: Attributes) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-error`, 'aria-invalid': Boolean(error) })}
      <div id={`${id}-error`} className={css.error} role={error ? 'alert' : undefined}>
        {error}
      </div>
    </div>
  );
}
