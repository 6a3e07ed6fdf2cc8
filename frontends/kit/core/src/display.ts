import { useSyncExternalStore } from 'react';

/** 无障碍: how a person wants to see the hall. Kept in the browser, shared by all roots on the page. */
export interface Display {
  /** 1 = as designed; larger for weak eyes. */
  scale: number;
  contrast: boolean;
  plain: boolean;
  pointer: boolean;
  guide: boolean;
  speech: boolean;
  toolbar: boolean;
}

const KEY = 'wangting:display';
const START: Display = { scale: 1, contrast: false, plain: false, pointer: false, guide: false, speech: false, toolbar: false };
const listeners = new Set<() => void>();
let now: Display = read();

function read(): Display {
  try {
    return { ...START, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Display>) };
  } catch {
    return START;
  }
}

/** Marks the page, so that stylesheets of every application can answer. */
export function applyDisplay(display: Display = now): void {
  const { classList, style } = document.documentElement;
  classList.toggle('wt-contrast', display.contrast);
  classList.toggle('wt-plain', display.plain);
  classList.toggle('wt-pointer', display.pointer);
  style.setProperty('zoom', display.scale === 1 ? '' : String(display.scale));
}

export function setDisplay(change: Partial<Display>): void {
  now = { ...now, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
  } catch {
    // A browser that keeps nothing still shows the page as asked, for now.
  }
  applyDisplay();
  for (const listener of listeners) listener();
}

export const resetDisplay = () => setDisplay(START);

export const useDisplay = (): Display =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
