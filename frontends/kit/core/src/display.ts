import type { Display as Chosen } from '@wangting/contracts/identity/display';
import { useSyncExternalStore } from 'react';

/** 无障碍: how a person wants to see the hall. Kept in the browser, shared by all roots and tabs; `display-kept.ts` keeps it with the person. */
export interface Display extends Omit<Chosen, 'scale'> {
  /** 1 = as designed; larger for weak eyes. */
  scale: number;
  toolbar: boolean;
}

const KEY = 'wangting:display';
const START: Display = {
  scale: 1,
  large: false,
  contrast: false,
  plain: false,
  pointer: false,
  guide: false,
  speech: false,
  toolbar: false,
};
const listeners = new Set<() => void>();
let now: Display = read();

function read(): Display {
  try {
    const kept = { ...START, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Display>) };
    return { ...kept, scale: [1, 1.25, 1.5, 1.75, 2].includes(kept.scale) ? kept.scale : 1 };
  } catch {
    return START;
  }
}

/** How much larger than designed everything is. */
export const enlargement = ({ scale, large }: Display): number => scale * (large ? 16 / 14 : 1);

/** Marks the page, so that stylesheets of every application can answer. */
export function applyDisplay(display: Display = now): void {
  const { classList, style } = document.documentElement;
  classList.toggle('wt-large', display.large);
  classList.toggle('wt-contrast', display.contrast);
  classList.toggle('wt-plain', display.plain);
  classList.toggle('wt-pointer', display.pointer);
  const larger = enlargement(display);
  style.setProperty('zoom', larger === 1 ? '' : String(larger));
}

function becomes(display: Display): void {
  now = display;
  applyDisplay();
  for (const listener of listeners) listener();
}

/** Shows the page so, in this browser. */
export function setDisplay(change: Partial<Display>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...now, ...change }));
  } catch {
    // A browser that keeps nothing still shows the page as asked, for now.
  }
  becomes({ ...now, ...change });
}

const choosers = new Set<() => void>();
/** Somebody pressed a button of the toolbar: as `setDisplay`, and it is his word, to be kept for him. */
export function chooseDisplay(change: Partial<Display>): void {
  setDisplay(change);
  for (const listener of choosers) listener();
}
/** Told of each choice, not of what only follows from one. */
export const onDisplayChosen = (listener: () => void) => {
  choosers.add(listener);
  return () => void choosers.delete(listener);
};

export const resetDisplay = () => chooseDisplay(START);
export const currentDisplay = (): Display => now;

// Chosen in another tab of this browser. What it has not kept, this one keeps neither.
if (typeof window !== 'undefined')
  window.addEventListener('storage', ({ key }) => {
    if (key === KEY) becomes({ ...read(), toolbar: now.toolbar });
  });

export const useDisplay = (): Display =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
