import { Failed, Waiting, identityOf, useMe, wordsFor } from '@wangting/kit-core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Login } from './pages/login.tsx';
import { PublicFrame } from './public-frame.tsx';

const Frame = lazy(() => import('./frame.tsx'));
const MustChange = lazy(() => import('./pages/must-change.tsx'));
const OPENING = <Waiting label="正在打开网上办事大厅…" />;

/** The frame for whoever is logged in, the login page for everybody else. */
export function Door() {
  const { data: me, error, isPending, refetch } = useMe();
  const who = identityOf(me);
  // Under another hat everything starts anew: for a moment nothing is shown, so that applications take their pages down.
  const [shown, setShown] = useState(who);
  useEffect(() => setShown(who), [who]);

  if (isPending) return OPENING;
  if (error && me === undefined) {
    return (
      <PublicFrame title="网上办事大厅">
        <Failed title="网上办事大厅暂时无法打开" again={() => void refetch()}>
          {wordsFor(error, '办理')}
        </Failed>
      </PublicFrame>
    );
  }
  if (!me)
    return (
      <PublicFrame title="登录" atDoor>
        <Login />
      </PublicFrame>
    );
  if (shown !== who && shown !== '') return OPENING;
  return <Suspense fallback={OPENING}>{me.must ? <MustChange me={me} /> : <Frame me={me} />}</Suspense>;
}
