import { Alert, Button, Input, api, callAction, loggedIn, wordsFor } from '@wangting/kit-core';
import { useRef, useState, type FormEvent } from 'react';
import css from './login.module.css';

type Kind = 'unit' | 'staff';

export function PasswordLogin() {
  const [kind, setKind] = useState<Kind>('unit');
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<{ account?: string; password?: string }>({});
  const [words, setWords] = useState<string>();
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (sending) return;
    const empty = { ...(account.trim() ? {} : { account: '请填写账号' }), ...(password ? {} : { password: '请填写密码' }) };
    setMissing(empty);
    setWords(undefined);
    const first = Object.keys(empty)[0];
    if (first) return void form.current?.querySelector<HTMLInputElement>(`#login-${first}`)?.focus();
    setSending(true);
    try {
      loggedIn((await callAction(api.passwordLogin, { kind, account: account.trim(), password }, { quiet: true })).me);
    } catch (error) {
      setWords(wordsFor(error));
      setPassword('');
      setSending(false);
    }
  }

  return (
    <form ref={form} onSubmit={(event) => void send(event)} noValidate aria-label="账号密码登录">
      {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 16 }} />}
      <fieldset className={css.kinds}>
        <legend>账号类别</legend>
        <label>
          <input type="radio" name="kind" checked={kind === 'unit'} onChange={() => setKind('unit')} /> 单位注册账号
        </label>
        <label>
          <input type="radio" name="kind" checked={kind === 'staff'} onChange={() => setKind('staff')} /> 经办机构工作人员
        </label>
      </fieldset>
      <div className={css.field}>
        <label htmlFor="login-account">账号</label>
        <Input
          id="login-account"
          size="large"
          autoComplete="username"
          value={account}
          maxLength={64}
          placeholder={kind === 'unit' ? '统一社会信用代码' : '工作人员账号'}
          status={missing.account ? 'error' : ''}
          aria-invalid={Boolean(missing.account)}
          aria-describedby="login-account-error"
          onChange={(event) => setAccount(event.target.value)}
        />
        <div id="login-account-error" className={css.error}>
          {missing.account}
        </div>
      </div>
      <div className={css.field}>
        <label htmlFor="login-password">密码</label>
        <Input.Password
          id="login-password"
          size="large"
          autoComplete="current-password"
          value={password}
          maxLength={64}
          status={missing.password ? 'error' : ''}
          aria-invalid={Boolean(missing.password)}
          aria-describedby="login-password-error"
          onChange={(event) => setPassword(event.target.value)}
        />
        <div id="login-password-error" className={css.error}>
          {missing.password}
        </div>
      </div>
      <Button type="primary" htmlType="submit" size="large" block loading={sending}>
        登录
      </Button>
    </form>
  );
}
