/** What the hall tells an open page. Hints only: a page asks again, it does not believe the hint. */
export type HallEvent =
  /** Something in 我的消息, on the board, or in what this session may do is new. */
  | { kind: 'notice' | 'board' | 'rights' }
  | { kind: 'ended'; why: string }
  | { kind: 'work'; applicationId: string; seq: number; status: string };

const listeners = new Set<(event: HallEvent) => void>();
const POLL_MS = 30_000;
const AGAIN_MS = 4_000;
/** Some seconds, twice as long each time, at random: a whole town's pages do not come back at once to a hall that has just started. */
const waitAfter = (failures: number): number => Math.min(POLL_MS, AGAIN_MS * 2 ** (failures - 1)) * (0.5 + Math.random());

/** Hears the hall's events while mounted. */
export function onHallEvent(listener: (event: HallEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const tell = (event: HallEvent) => {
  for (const listener of listeners) listener(event);
};

/** What may have been said without us: asked for by those who hear it. */
const missed = (to: typeof tell) => {
  to({ kind: 'notice' });
  to({ kind: 'rights' });
};

/**
 * One stream per browser (decisions.md 23): HTTP/1.1 allows six connections and clerks open eight tabs. Whoever holds the lock listens and
 * passes on; when that tab closes the next one takes over. Where there are no locks or the stream fails, notices and rights are asked for every
 * half minute.
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
  const poll = (to: typeof tell) => {
    timer ??= setInterval(() => missed(to), POLL_MS);
  };
  const rest = () => {
    clearInterval(timer);
    timer = undefined;
  };

  const lead = () =>
    new Promise<void>((resolve) => {
      let stream: EventSource;
      let again: ReturnType<typeof setTimeout> | undefined;
      let failures = 0;
      const listen = () => {
        stream = new EventSource('/api/events');
        stream.onopen = () => {
          rest();
          // What was said while nobody listened is not said again.
          if (failures) missed(pass);
          failures = 0;
        };
        // After a line that broke the browser comes back by itself. After an answer other than 200 (503 of a gateway that starts, 502 of a
        // proxy, our 429) it never does, and this tab would keep the lock for nothing.
        stream.onerror = () => {
          failures += 1;
          poll(pass);
          if (stream.readyState === EventSource.CLOSED) again = setTimeout(listen, waitAfter(failures));
        };
        for (const kind of ['notice', 'board', 'rights'] as const) stream.addEventListener(kind, () => pass({ kind }));
        stream.addEventListener('ended', ({ data }) =>
          pass({ kind: 'ended', why: String((JSON.parse(String(data)) as { why?: string }).why) }),
        );
        stream.addEventListener('work', ({ data }) =>
          pass({ kind: 'work', ...(JSON.parse(String(data)) as { applicationId: string; seq: number; status: string }) }),
        );
      };
      listen();
      stop.signal.addEventListener('abort', () => {
        clearTimeout(again);
        stream.close();
        resolve();
      });
    });

  if (navigator.locks) void navigator.locks.request('wangting-events', { signal: stop.signal }, lead).catch(() => undefined);
  else poll(tell); // every tab asks for itself

  return () => {
    stop.abort();
    rest();
    channel.close();
  };
}
