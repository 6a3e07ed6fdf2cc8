import { instant } from './now.ts';

/**
 * Whether somebody sits in front of the page. What a page asks by itself (a list that refreshes, a hint that came) must not keep a session
 * awake for ever, and who fills in a long form without asking anything must not be logged out: both are told from keys and clicks.
 */
const HERE_MS = 60_000;
let touched = Date.parse(instant());
const listeners = new Set<() => void>();

const touch = () => {
  touched = Date.parse(instant());
  for (const listener of listeners) listener();
};
if (typeof window !== 'undefined')
  for (const kind of ['keydown', 'pointerdown', 'wheel']) window.addEventListener(kind, touch, { capture: true, passive: true });

export const attended = (): boolean => Date.parse(instant()) - touched < HERE_MS;
/** Told of each key and click. */
export function onPresence(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
