import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { onHallEvent, startEvents, type HallEvent } from '../src/events.ts';

/** Streams as browsers make them: a line that broke is mended by the browser, an answer other than 200 ends the stream for ever. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static all: Stream[] = [];
  readyState = 0;
  onopen?: () => void;
  onerror?: () => void;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    Stream.all.push(this);
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  fails(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }
  close(): void {
    this.readyState = 2;
  }
}
const heard: HallEvent[] = [];
let end: () => void;
let deaf: () => void;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  Object.assign(globalThis, { EventSource: Stream });
  Stream.all = [];
  heard.length = 0;
  deaf = onHallEvent((event) => void heard.push(event));
});
afterEach(() => {
  end();
  deaf();
  jest.useRealTimers();
});
const last = () => Stream.all.at(-1) as Stream;
const MINUTE = 60_000;
/** Begins, and waits until the lock is held. */
async function begin(): Promise<void> {
  end = startEvents();
  for (let n = 0; n < 100 && Stream.all.length === 0; n += 1) await new Promise(setImmediate);
  expect(Stream.all.map(({ url }) => url)).toEqual(['/api/events']);
}

test('a stream that was refused is opened again, later each time, and what was missed is asked for once', async () => {
  await begin();
  last().fails(Stream.CLOSED);
  for (const tries of [2, 3, 4]) {
    jest.advanceTimersByTime(1_000);
    expect(Stream.all).toHaveLength(tries - 1); // not at once
    jest.advanceTimersByTime(MINUTE);
    expect(Stream.all).toHaveLength(tries);
    last().fails(Stream.CLOSED);
  }
  jest.advanceTimersByTime(MINUTE);
  heard.length = 0;
  last().opens();
  expect(heard).toEqual([{ kind: 'notice' }, { kind: 'rights' }]);
  last().dispatchEvent(new Event('board'));
  jest.advanceTimersByTime(10 * MINUTE);
  expect(heard.slice(2)).toEqual([{ kind: 'board' }]); // nothing is asked for by the clock any more
  expect(Stream.all).toHaveLength(5);
});
test('a line that broke is the browser’s to mend; meanwhile notices and rights are asked for every half minute', async () => {
  await begin();
  last().opens();
  expect(heard).toEqual([]);
  last().fails(0);
  jest.advanceTimersByTime(MINUTE);
  expect(heard.map(({ kind }) => kind)).toEqual(['notice', 'rights', 'notice', 'rights']);
  expect(Stream.all).toHaveLength(1);
});
test('a page that is left opens no stream any more', async () => {
  await begin();
  last().fails(Stream.CLOSED);
  end();
  jest.advanceTimersByTime(10 * MINUTE);
  expect(Stream.all).toHaveLength(1);
});
