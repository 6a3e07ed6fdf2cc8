import { Alert, Button, HallLink, Input, callAction, go, useDialogs } from '@wangting/kit-core';
import { useState } from 'react';
import { portal } from '../portal-api.ts';
import { withProof } from '../proof.ts';
import { CodeButton } from './code-button.tsx';
import css from './form.module.css';
import { Field, PasswordFields, problemsInPassword } from './password-fields.tsx';
import { useSending } from './use-form.ts';

/** 忘记密码: a code to the phone on record, then a new password. What is said is the same whether or not there is such an account. */
export default function Forgot() {
  const { message } = useDialogs();
  const [kind, setKind] = useState<'unit' | 'staff'>('unit');
  const [account, setAccount] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState({ next: '', again: '' });
  const [said, setSaid] = useState<string>();
  const name = kind === 'unit' ? account.trim().toUpperCase() : account.trim();

  const sending = useSending({
    check: () => ({
      ...(name ? {} : { account: '请填写账号' }),
      ...(code.trim() ? {} : { code: '请填写短信验证码' }),
      ...problemsInPassword(password),
    }),
    send: () => callAction(portal.resetPassword, { kind, account: name, code: code.trim(), next: password.next }),
    onDone: ({ message: words }) => {
      void message.success(words, 6);
      void go('/login', { force: true });
    },
  });
  const { form, problems, words, busy, submit, setWords, refuse } = sending;

  async function sendCode(): Promise<number | undefined> {
    setWords(undefined);
    if (!name) {
      refuse({ account: '请填写账号' });
      return undefined;
    }
    const answer = await withProof(
      (proof) => callAction(portal.forgotPassword, { kind, account: name, ...(proof ? { proof } : {}) }),
      () => setSaid('正在进行安全验证，请稍候…'),
    );
    setSaid(answer.message);
    return answer.seconds;
  }

  return (
    <section className={css.box} aria-labelledby="forgot-title">
      <h1 id="forgot-title">忘记密码</h1>
      <p className={css.lead}>仅限注册账号和经办机构工作人员。法人、联系人请直接使用电子社保卡扫码登录，无需密码。</p>
      {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 16 }} />}
      <form ref={form} className={css.form} onSubmit={(event) => void submit(event)} noValidate aria-labelledby="forgot-title">
        <fieldset className={css.kinds}>
          <legend>账号类别</legend>
          <label>
            <input type="radio" name="kind" checked={kind === 'unit'} onChange={() => setKind('unit')} /> 单位注册账号
          </label>
          <label>
            <input type="radio" name="kind" checked={kind === 'staff'} onChange={() => setKind('staff')} /> 经办机构工作人员
          </label>
        </fieldset>
        <Field name="account" label="账号" error={problems.account} hint={kind === 'unit' ? '统一社会信用代码' : undefined}>
          {(attributes) => (
            <Input
              {...attributes}
              autoComplete="username"
              maxLength={64}
              value={account}
              onChange={({ target }) => setAccount(target.value)}
            />
          )}
        </Field>
        <Field name="code" label="短信验证码" error={problems.code} hint={said}>
          {(attributes) => (
            <div className={css.code}>
              <Input
                {...attributes}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={({ target }) => setCode(target.value)}
              />
              <CodeButton send={sendCode} onFailed={setWords} />
            </div>
          )}
        </Field>
        <PasswordFields value={password} problems={problems} onChange={(change) => setPassword((now) => ({ ...now, ...change }))} />
        <div className={css.buttons}>
          <Button type="primary" htmlType="submit" loading={busy}>
            重置密码
          </Button>
          <HallLink to="/login">返回登录</HallLink>
        </div>
      </form>
    </section>
  );
}
