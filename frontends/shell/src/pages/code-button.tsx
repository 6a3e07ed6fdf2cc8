import { Button, wordsFor } from '@wangting/kit-core';
import { useEffect, useState } from 'react';

/** 获取验证码: sends, then counts the seconds until it may be sent again. */
export function CodeButton({
  label = '获取验证码',
  send,
  onFailed,
}: {
  label?: string;
  /** Resolves with the seconds to wait, or undefined when nothing was sent. */
  send: () => Promise<number | undefined>;
  onFailed: (words: string) => void;
}) {
  const [wait, setWait] = useState(0);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const press = async () => {
    setBusy(true);
    try {
      setWait((await send()) ?? 0);
    } catch (error) {
      onFailed(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button onClick={() => void press()} loading={busy} disabled={wait > 0}>
      {wait > 0 ? `${wait} 秒后重发` : label}
    </Button>
  );
}
