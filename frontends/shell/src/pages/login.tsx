import { Alert, HallLink, Tabs } from '@wangting/kit-core';
import { CardLogin } from './card-login.tsx';
import css from './login.module.css';
import { PasswordLogin } from './password-login.tsx';

/** 登录: 电子社保卡 first, as the manual has it; account and password for 注册 accounts and for the agency's staff. */
export function Login({ ended }: { ended: boolean; again: () => void }) {
  return (
    <section className={css.box} aria-labelledby="login-title">
      <h1 id="login-title">登录</h1>
      {ended && <Alert type="warning" showIcon role="alert" title="登录已超时，请重新登录" />}
      <Tabs
        destroyOnHidden
        items={[
          { key: 'card', label: '电子社保卡登录', children: <CardLogin /> },
          { key: 'password', label: '账号密码登录', children: <PasswordLogin /> },
        ]}
      />
      <div className={css.links}>
        <span>单位尚未登记？<HallLink to="/register">注册</HallLink></span>
        <HallLink to="/verify">证明验证</HallLink>
      </div>
    </section>
  );
}
