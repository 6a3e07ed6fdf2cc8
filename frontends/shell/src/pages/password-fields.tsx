import { Input } from '@wangting/kit-core';
import { useId } from 'react';
import { PASSWORD_WEAK } from '../words.ts';
import css from './form.module.css';

export interface NewPassword {
  next: string;
  again: string;
}
type Problems = Readonly<Record<string, string | undefined>>;

const KINDS = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/];
/** What is wrong with a new password, as far as the page can tell; the service knows the ones used before. */
export function problemsInPassword({ next, again }: NewPassword): Record<string, string> {
  const kinds = KINDS.filter((kind) => kind.test(next)).length;
  return {
    ...(next.length < 8 || next.length > 20 || kinds < 3 ? { next: PASSWORD_WEAK } : {}),
    ...(again === next ? {} : { again: '两次输入的密码不一致' }),
  };
}

/** 新密码 and 确认新密码. */
export function PasswordFields({
  value,
  problems,
  onChange,
}: {
  value: NewPassword;
  problems: Problems;
  onChange: (change: Partial<NewPassword>) => void;
}) {
  return (
    <>
      <Field name="next" label="新密码" error={problems.next} hint="8 至 20 位，含大写字母、小写字母、数字、符号中的三类">
        {(attributes) => (
          <Input.Password
            {...attributes}
            autoComplete="new-password"
            maxLength={64}
            value={value.next}
            onChange={({ target }) => onChange({ next: target.value })}
          />
        )}
      </Field>
      <Field name="again" label="确认新密码" error={problems.again}>
        {(attributes) => (
          <Input.Password
            {...attributes}
            autoComplete="new-password"
            maxLength={64}
            value={value.again}
            onChange={({ target }) => onChange({ again: target.value })}
          />
        )}
      </Field>
    </>
  );
}

interface Attributes {
  id: string;
  /** By which a refused field is found. */
  name: string;
  status: 'error' | '';
  'aria-invalid': boolean;
  'aria-required': boolean;
  'aria-describedby': string;
}
/** Label, control, hint and error, tied together for those who do not see them side by side. */
export function Field({
  name,
  label,
  error,
  hint,
  children,
}: {
  name: string;
  label: string;
  error?: string | undefined;
  hint?: string | undefined;
  children: (attributes: Attributes) => React.ReactNode;
}) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        name,
        status: error ? 'error' : '',
        'aria-invalid': Boolean(error),
        'aria-required': true,
        'aria-describedby': hint && !error ? `${id}-error ${id}-hint` : `${id}-error`,
      })}
      <div id={`${id}-error`} className={css.error} role={error ? 'alert' : undefined}>
        {error}
      </div>
      {hint && !error && (
        <div id={`${id}-hint`} className={css.hint}>
          {hint}
        </div>
      )}
    </div>
  );
}
