import { Alert, HallLink, takeEndNotice } from '@wangting/kit-core';
import { lazy, Suspense, useRef, useState, type KeyboardEvent } from 'react';
import { CardLogin } from './card-login.tsx';
import css from './login.module.css';
import { PasswordLogin } from './password-login.tsx';

const LoginBoard = lazy(() => import('./login-board.tsx'));
const WAYS = [
  { key: 'card', label: '电子社保卡登录', Panel: CardLogin },
  { key: 'password', label: '账号密码登录', Panel: PasswordLogin },
] as const;

/** 登录: 电子社保卡 first, as the manual has it; account and password for 注册 accounts and for the agency's staff. */
export function Login() {
  const [ended] = useState(takeEndNotice);
  const [way, setWay] = useState<(typeof WAYS)[number]>(WAYS[0]);
  const tabs = useRef<HTMLDivElement>(null);
  // Tabs by hand: antd's bring a menu and a dropdown to the first screen.
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const next = way === WAYS[0] ? WAYS[1] : WAYS[0];
    setWay(next);
    tabs.current?.querySelector<HTMLElement>(`#way-${next.key}`)?.focus();
  };
  return (
    <>
      <section className={css.box} aria-labelledby="login-title">
        <h1 id="login-title">登录</h1>
        {ended && <Alert type="warning" showIcon role="alert" title={ended} />}
        <div ref={tabs} className={css.ways} role="tablist" aria-label="登录方式" onKeyDown={move}>
          {WAYS.map((one) => (
            <button
              key={one.key}
              id={`way-${one.key}`}
              type="button"
              role="tab"
              aria-selected={way.key === one.key}
              aria-controls="way"
              tabIndex={way.key === one.key ? 0 : -1}
              onClick={() => setWay(one)}
            >
              {one.label}
            </button>
          ))}
        </div>
        <div id="way" role="tabpanel" aria-labelledby={`way-${way.key}`}>
          <way.Panel />
        </div>
        <div className={css.links}>
          <span>
            单位尚未登记？<HallLink to="/register">注册</HallLink>
          </span>
          <HallLink to="/guides">办事指南</HallLink>
        </div>
      </section>
      <Suspense fallback={null}>
        <LoginBoard />
      </Suspense>
    </>
  );
}
