import { Failed, Hall, Pages, PanelOnError, Waiting, useMe, wordsFor } from '@wangting/kit-core';
import { lazy, Suspense } from 'react';
import { Login } from './pages/login.tsx';
import { PublicFrame } from './public-frame.tsx';

const Frame = lazy(() => import('./frame.tsx'));
const Register = lazy(() => import('./pages/register.tsx'));
const Verify = lazy(() => import('./pages/verify.tsx'));
const Simulator = lazy(() => import('./pages/simulator.tsx'));

/** The root of the hall: public pages for everybody, the frame for whoever is logged in, the login page for everybody else. */
export function Shell() {
  return (
    <Hall>
      <PanelOnError>
        <Pages
          at={{
            '/register': () => (
              <Public title="注册">
                <Register />
              </Public>
            ),
            '/verify': () => (
              <Public title="证明验证">
                <Verify />
              </Public>
            ),
            '/simulator': () => (
              <Public title="模拟器">
                <Simulator />
              </Public>
            ),
          }}
          otherwise={<Door />}
        />
      </PanelOnError>
    </Hall>
  );
}

const Public = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <PublicFrame title={title}>
    <Suspense fallback={<Waiting />}>{children}</Suspense>
  </PublicFrame>
);

function Door() {
  const { data: me, error, isPending, refetch } = useMe();
  if (isPending) return <Waiting label="正在打开网上办事大厅…" />;
  if (error) {
    return (
      <PublicFrame title="网上办事大厅">
        <Failed title="网上办事大厅暂时无法打开" again={() => void refetch()}>
          {wordsFor(error, '办理')}
        </Failed>
      </PublicFrame>
    );
  }
  if (me)
    return (
      <Suspense fallback={<Waiting label="正在打开网上办事大厅…" />}>
        <Frame me={me} />
      </Suspense>
    );
  return (
    <PublicFrame title="登录">
      <Login />
    </PublicFrame>
  );
}
