import { Alert, Button, HallLink, Input, api, callAction, isRefusal, loggedIn, wordsFor } from '@wangting/kit-core';
import { useRef, useState, type FormEvent } from 'react';
import type { Proof } from '../proof-of-work.ts';
import css from './login.module.css';

type Kind = 'unit' | 'staff';

/** After failures a login costs some arithmetic; what does it is fetched only then. */
async function provingIfAsked<T>(enter: (proof?: Proof) => Promise<T>, onWorking: () => void): Promise<T> {
  try {
    return await enter();
  } catch (error) {
    if (!isRefusal(error, 'PROOF_NEEDED')) throw error;
    onWorking();
    const { proofFor } = await import('../proof.ts');
    return enter(await proofFor(error));
  }
}

export function PasswordLogin() {
  const [kind, setKind] = useState<Kind>('unit');
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState<string>();
  const [proving, setProving] = useState(false);
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
    const enter = (proof?: Proof) =>
      callAction(
        api.passwordLogin,
        { kind, account: account.trim(), password, ...(totp?.trim() ? { totp: totp.trim() } : {}), ...(proof ? { proof } : {}) },
        { quiet: true },
      );
    try {
      loggedIn((await provingIfAsked(enter, () => setProving(true))).me);
    } catch (error) {
      setWords(isRefusal(error, 'TOTP_NEEDED') && totp === undefined ? undefined : wordsFor(error));
      if (isRefusal(error, 'TOTP_NEEDED')) setTotp('');
      else setPassword('');
      setProving(false);
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
      {totp !== undefined && (
        <div className={css.field}>
          <label htmlFor="login-totp">动态口令</label>
          <Input
            id="login-totp"
            size="large"
            autoFocus
            autoComplete="one-time-code"
            value={totp}
            maxLength={20}
            aria-describedby="login-totp-hint"
            onChange={(event) => setTotp(event.target.value)}
          />
          <div id="login-totp-hint" className={css.quiet}>
            身份验证器显示的 6 位数字；手机不在身边时可输入一个恢复码
          </div>
        </div>
      )}
      <p role="status" className={css.quiet}>
        {proving && '正在进行安全验证，请稍候…'}
      </p>
      <Button type="primary" htmlType="submit" size="large" block loading={sending}>
        登录
      </Button>
      <p className={css.forgot}>
        <HallLink to="/forgot">忘记密码</HallLink>
      </p>
    </form>
  );
}
