import { Alert, Button, Input, callAction, intention } from '@wangting/kit-core';
import { useRef, useState } from 'react';
import { portal } from '../portal-api.ts';
import css from './form.module.css';
import { Field, PasswordFields, problemsInPassword } from './password-fields.tsx';
import { useSending } from './use-form.ts';

const EMPTY = { next: '', again: '' };

/** 修改密码: the old one, the new one twice. The other logins of the account end. */
export function ChangePassword({ onChanged }: { onChanged: (message: string) => void }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState(EMPTY);
  const once = useRef(intention()).current;
  const { form, problems, words, busy, submit } = useSending({
    check: () => ({ ...(current ? {} : { current: '请填写原密码' }), ...problemsInPassword(password) }),
    send: () => once.run((requestKey) => callAction(portal.changePassword, { requestKey, current, next: password.next })),
    onDone: ({ message }) => {
      setCurrent('');
      setPassword(EMPTY);
      onChanged(message);
    },
  });
  return (
    <form ref={form} className={css.form} onSubmit={(event) => void submit(event)} noValidate aria-label="修改密码">
      {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 16 }} />}
      <Field name="current" label="原密码" error={problems.current}>
        {(attributes) => (
          <Input.Password
            {...attributes}
            autoComplete="current-password"
            maxLength={64}
            value={current}
            onChange={({ target }) => setCurrent(target.value)}
          />
        )}
      </Field>
      <PasswordFields value={password} problems={problems} onChange={(change) => setPassword((now) => ({ ...now, ...change }))} />
      <Button type="primary" htmlType="submit" loading={busy}>
        修改密码
      </Button>
    </form>
  );
}
