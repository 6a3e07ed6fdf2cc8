import { Button, Modal, callAction, instant, onPresence, type Me } from '@wangting/kit-core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { portal } from './portal-api.ts';

const WARN_S = 60;
const CHECK_MS = 10_000;
const now = () => Date.parse(instant());

/**
 * One minute before a session falls asleep, says so. The service is asked how much time is left, since another tab may have been used; asking
 * keeps nobody awake. Whoever types without sending anything is at work: the session is told so now and then.
 */
export function IdleWarning({ me }: { me: Me }) {
  const [left, setLeft] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = left !== undefined;

  const look = useCallback(async () => {
    clearTimeout(timer.current);
    try {
      const { secondsLeft } = await callAction(portal.idle, {});
      // A session that is over is noticed by the call itself and leads to the login page.
      setLeft(secondsLeft <= WARN_S ? secondsLeft : undefined);
      timer.current = setTimeout(() => void look(), secondsLeft <= WARN_S ? CHECK_MS : (secondsLeft - WARN_S) * 1000 + 500);
    } catch {
      timer.current = setTimeout(() => void look(), CHECK_MS);
    }
  }, []);
  const stay = useCallback(async () => {
    setLeft(undefined);
    await callAction(portal.stay, {}).catch(() => undefined);
    await look();
  }, [look]);

  useEffect(() => {
    void look();
    return () => clearTimeout(timer.current);
  }, [look]);
  useEffect(() => {
    if (left === undefined) return;
    if (left <= 0) {
      const asking = setTimeout(() => void look(), 1_500);
      return () => clearTimeout(asking);
    }
    const second = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(second);
  }, [left, look]);
  useEffect(() => {
    let told = now();
    const often = (me.idleMinutes * 60_000) / 3;
    return onPresence(() => {
      if (shown || now() - told < often) return;
      told = now();
      void callAction(portal.stay, {}).catch(() => undefined);
    });
  }, [me.idleMinutes, shown]);

  return (
    <Modal
      open={shown}
      title="即将自动退出"
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" autoFocus onClick={() => void stay()}>
          继续使用
        </Button>
      }
    >
      <p role="alert">您已较长时间没有操作，为保护信息安全，系统将自动退出。</p>
      <p>
        剩余 <strong>{Math.max(0, left ?? 0)}</strong> 秒。点击“继续使用”后，本页填写的内容不受影响；自动退出后，未暂存的内容不会保留。
      </p>
    </Modal>
  );
}
