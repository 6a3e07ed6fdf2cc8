import { Alert, Button, FailedBy, Input, Waiting, callAction, day, useDialogs, useQuery, useQueryClient } from '@wangting/kit-core';
import { useState } from 'react';
import { renderSVG } from 'uqr';
import { portal } from '../portal-api.ts';
import css from './centre.module.css';
import form from './form.module.css';
import { Field } from './password-fields.tsx';
import { useSending } from './use-form.ts';

interface Secret {
  secret: string;
  uri: string;
}

/** 动态口令 of the agency's staff: bind an authenticator, keep the recovery words, switch it off. */
export function Totp() {
  const client = useQueryClient();
  const { message } = useDialogs();
  const [secret, setSecret] = useState<Secret>();
  const [recovery, setRecovery] = useState<readonly string[]>();
  const state = useQuery({ queryKey: ['totp'], queryFn: () => callAction(portal.totpState, {}) });
  const again = () => void client.invalidateQueries({ queryKey: ['totp'] });
  if (state.error) return <FailedBy error={state.error} again={() => void state.refetch()} />;
  if (!state.data) return <Waiting rows={3} />;
  if (recovery)
    return (
      <div role="status">
        <Alert type="success" showIcon title="动态口令已启用，下次登录时需要输入" />
        <p style={{ margin: '12px 0 4px' }}>请抄下恢复码并妥善保管，只显示这一次。手机丢失时，每个恢复码可登录一次：</p>
        <ul className={css.recovery}>
          {recovery.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
        <Button
          type="primary"
          onClick={() => {
            setRecovery(undefined);
            again();
          }}
        >
          已抄下
        </Button>
      </div>
    );
  if (secret)
    return (
      <Confirm
        secret={secret}
        onClose={() => setSecret(undefined)}
        onDone={(words) => {
          setSecret(undefined);
          setRecovery(words);
        }}
      />
    );
  return state.data.enrolled ? (
    <>
      <p>
        已启用，自 {day(state.data.since)}。剩余恢复码 {state.data.recoveryLeft} 个。
      </p>
      <Remove
        onDone={(words) => {
          void message.success(words);
          again();
        }}
      />
    </>
  ) : (
    <>
      <p className={css.quiet}>启用后，登录时除密码外还需输入手机身份验证器显示的 6 位数字。</p>
      <Enrol onDone={setSecret} />
    </>
  );
}

function Enrol({ onDone }: { onDone: (secret: Secret) => void }) {
  const [password, setPassword] = useState('');
  const sending = useSending({
    check: () => ({ ...(password ? {} : { password: '请填写登录密码' }) }),
    send: () => callAction(portal.totpEnrol, { password }),
    onDone,
  });
  return (
    <form ref={sending.form} className={form.form} onSubmit={(event) => void sending.submit(event)} noValidate aria-label="启用动态口令">
      {sending.words && <Alert type="error" showIcon role="alert" title={sending.words} style={{ marginBottom: 16 }} />}
      <PasswordField value={password} error={sending.problems.password} onChange={setPassword} />
      <Button type="primary" htmlType="submit" loading={sending.busy}>
        启用动态口令
      </Button>
    </form>
  );
}

function Confirm({ secret, onDone, onClose }: { secret: Secret; onDone: (recovery: readonly string[]) => void; onClose: () => void }) {
  const [code, setCode] = useState('');
  const sending = useSending({
    check: () => ({ ...(/^\d{6}$/.test(code.trim()) ? {} : { code: '请输入 6 位数字' }) }),
    send: () => callAction(portal.totpConfirm, { code: code.trim() }),
    onDone: ({ recovery }) => onDone(recovery),
  });
  return (
    <form ref={sending.form} className={form.form} onSubmit={(event) => void sending.submit(event)} noValidate aria-label="确认动态口令">
      {sending.words && <Alert type="error" showIcon role="alert" title={sending.words} style={{ marginBottom: 16 }} />}
      <p>用手机身份验证器扫描二维码，或手工输入密钥，再填写显示的 6 位数字。</p>
      <img
        alt="动态口令二维码"
        width={180}
        height={180}
        style={{ display: 'block', margin: '12px 0' }}
        src={`data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(secret.uri, { border: 1 }))}`}
      />
      <p style={{ overflowWrap: 'anywhere', marginBottom: 12 }}>
        密钥 <code>{secret.secret}</code>
      </p>
      <Field name="code" label="动态口令" error={sending.problems.code}>
        {(attributes) => (
          <Input
            {...attributes}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      <div className={form.buttons}>
        <Button type="primary" htmlType="submit" loading={sending.busy}>
          确认启用
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}

function Remove({ onDone }: { onDone: (words: string) => void }) {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const sending = useSending({
    check: () => ({ ...(password ? {} : { password: '请填写登录密码' }), ...(code.trim() ? {} : { code: '请填写动态口令或恢复码' }) }),
    send: () => callAction(portal.totpRemove, { password, code: code.trim() }),
    onDone: ({ message }) => onDone(message),
  });
  if (!open)
    return (
      <Button style={{ marginTop: 8 }} onClick={() => setOpen(true)}>
        停用动态口令
      </Button>
    );
  return (
    <form ref={sending.form} className={form.form} onSubmit={(event) => void sending.submit(event)} noValidate aria-label="停用动态口令">
      {sending.words && <Alert type="error" showIcon role="alert" title={sending.words} style={{ margin: '12px 0' }} />}
      <PasswordField value={password} error={sending.problems.password} onChange={setPassword} />
      <Field name="code" label="动态口令或恢复码" error={sending.problems.code}>
        {(attributes) => (
          <Input
            {...attributes}
            autoComplete="one-time-code"
            maxLength={20}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      <div className={form.buttons}>
        <Button danger htmlType="submit" loading={sending.busy}>
          停用
        </Button>
        <Button onClick={() => setOpen(false)}>取消</Button>
      </div>
    </form>
  );
}

const PasswordField = ({ value, error, onChange }: { value: string; error: string | undefined; onChange: (value: string) => void }) => (
  <Field name="password" label="登录密码" error={error}>
    {(attributes) => (
      <Input.Password
        {...attributes}
        autoComplete="current-password"
        maxLength={64}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    )}
  </Field>
);
