/** What the hall tells an open page. Hints only: a page asks again, it does not believe the hint. */
export type HallEvent =
  /** Something in 我的消息, on the board, or in what this session may do is new. */
  | { kind: 'notice' | 'board' | 'rights' }
  | { kind: 'ended'; why: string }
  | { kind: 'work'; applicationId: string; seq: number; status: string };

const listeners = new Set<(event: HallEvent) => void>();
const POLL_MS = 30_000;

/** Hears the hall's events while mounted. */
export function onHallEvent(listener: (event: HallEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const tell = (event: HallEvent) => {
  for (const listener of listeners) listener(event);
};

/**
 * One stream per browser (decisions.md 23): HTTP/1.1 allows six connections and clerks open eight tabs. Whoever holds the lock listens and
 * passes on; when that tab closes the next one takes over. Where there are no locks or the stream fails, notices are asked for every half minute.
 */
export function startEvents(): () => void {
  const channel = new BroadcastChannel('wangting-events');
  channel.onmessage = ({ data }: MessageEvent<HallEvent>) => tell(data);
  const pass = (event: HallEvent) => {
    tell(event);
    channel.postMessage(event);
  };
  const stop = new AbortController();
  let timer: ReturnType<typeof setInterval> | undefined;
  const poll = () => {
    timer ??= setInterval(() => {
      pass({ kind: 'notice' });
    }, POLL_MS);
  };
  const rest = () => {
    clearInterval(timer);
    timer = undefined;
  };

  const lead = () =>
    new Promise<void>((resolve) => {
      const stream = new EventSource('/api/events');
      stream.onopen = rest;
      stream.onerror = poll; // the browser reconnects by itself; meanwhile we ask
      for (const kind of ['notice', 'board', 'rights'] as const) stream.addEventListener(kind, () => pass({ kind }));
      stream.addEventListener('ended', ({ data }) =>
        pass({ kind: 'ended', why: String((JSON.parse(String(data)) as { why?: string }).why) }),
      );
      stream.addEventListener('work', ({ data }) =>
        pass({ kind: 'work', ...(JSON.parse(String(data)) as { applicationId: string; seq: number; status: string }) }),
      );
      stop.signal.addEventListener('abort', () => {
        stream.close();
        resolve();
      });
    });

  if (navigator.locks) void navigator.locks.request('wangting-events', { signal: stop.signal }, lead).catch(() => undefined);
  else poll();

  return () => {
    stop.abort();
    rest();
    channel.close();
  };
}
