import { Failed, Hall, PanelOnError, Waiting, takeEndNotice, useMe, wordsFor } from '@wangting/kit-core';
import { Route, Routes } from '@wangting/kit-core';
import { lazy, Suspense, useState } from 'react';
import { Frame } from './frame.tsx';
import { Login } from './pages/login.tsx';
import { PublicFrame } from './public-frame.tsx';

const Register = lazy(() => import('./pages/register.tsx'));
const Verify = lazy(() => import('./pages/verify.tsx'));
const Simulator = lazy(() => import('./pages/simulator.tsx'));

/** The root of the hall: public pages for everybody, the frame for whoever is logged in, the login page for everybody else. */
export function Shell() {
  return (
    <Hall>
      <PanelOnError>
        <Routes>
          <Route path="/register" element={<Public title="注册"><Register /></Public>} />
          <Route path="/verify" element={<Public title="证明验证"><Verify /></Public>} />
          <Route path="/simulator" element={<Public title="模拟器"><Simulator /></Public>} />
          <Route path="*" element={<Door />} />
        </Routes>
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
  const [key, setKey] = useState(0);
  if (isPending) return <Waiting label="正在打开网上办事大厅…" />;
  if (error) {
    return (
      <PublicFrame title="网上办事大厅">
        <Failed title="网上办事大厅暂时无法打开" again={() => void refetch()}>{wordsFor(error, '办理')}</Failed>
      </PublicFrame>
    );
  }
  if (me) return <Frame me={me} />;
  return (
    <PublicFrame title="登录" key={key}>
      <Login ended={takeEndNotice()} again={() => setKey((now) => now + 1)} />
    </PublicFrame>
  );
}
