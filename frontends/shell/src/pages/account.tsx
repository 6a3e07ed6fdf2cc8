import { Alert, FailedBy, Waiting, callAction, day, isStaff, useCaller, useDialogs, useQuery, useQueryClient } from '@wangting/kit-core';
import { portal } from '../portal-api.ts';
import { useTitle } from '../title.tsx';
import { NO_PASSWORD } from '../words.ts';
import { ChangePassword } from './change-password.tsx';
import css from './centre.module.css';
import { Logins } from './logins.tsx';
import { Phone } from './phone.tsx';
import { Totp } from './totp.tsx';

/** 账号安全: 修改密码, 绑定手机, 动态口令 (staff), 登录记录 and devices. */
export function Account() {
  useTitle('账号安全');
  const staff = isStaff(useCaller());
  return (
    <>
      <h1>账号安全</h1>
      <section className={css.block} aria-labelledby="password-title">
        <h2 id="password-title">修改密码</h2>
        <Password />
      </section>
      <section className={css.block} aria-labelledby="phone-title">
        <h2 id="phone-title">绑定手机</h2>
        <Phone />
      </section>
      {staff && (
        <section className={css.block} aria-labelledby="totp-title">
          <h2 id="totp-title">动态口令</h2>
          <Totp />
        </section>
      )}
      <section className={css.block} aria-labelledby="logins-title">
        <h2 id="logins-title">登录记录</h2>
        <Logins />
      </section>
    </>
  );
}

function Password() {
  const { message } = useDialogs();
  const client = useQueryClient();
  const state = useQuery({ queryKey: ['password'], queryFn: () => callAction(portal.passwordState, {}) });
  if (state.error) return <FailedBy error={state.error} again={() => void state.refetch()} />;
  if (!state.data) return <Waiting rows={3} />;
  if (!state.data.has) return <Alert type="info" showIcon title={NO_PASSWORD} />;
  const { changedAt, expiresOn, rules } = state.data;
  return (
    <>
      <p className={css.quiet}>
        上次修改 {day(changedAt)}，有效期至 {day(expiresOn)}。
      </p>
      <ul className={css.rules}>
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <ChangePassword
        onChanged={(words) => {
          void message.success(words);
          void client.invalidateQueries({ queryKey: ['password'] });
          void client.invalidateQueries({ queryKey: ['work', 'logins'] });
        }}
      />
    </>
  );
}
