import { callAction, currentDisplay, identityOf, onDisplayChosen, setDisplay, type Me } from '@wangting/kit-core';
import type { Display } from '@wangting/contracts/identity/display';
import { useEffect } from 'react';
import { portal } from './portal-api.ts';

/** Chosen since the page was opened and not yet with the service. */
let unsent = false;
let sending = false;
let choices = 0;
/** Whom to keep it for; nobody while a visitor looks. */
let whose = '';
const TRIES = 4;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

onDisplayChosen(() => {
  choices += 1;
  unsent = true;
  void send();
});

/** Sends the newest choice, one at a time; while the service is away it tries again, and the browser's copy stands. */
async function send(): Promise<void> {
  if (sending || !whose) return;
  sending = true;
  for (let tries = 0; unsent && whose && tries < TRIES;) {
    unsent = false;
    const { toolbar: _open, ...display } = currentDisplay();
    try {
      await callAction(portal.keepDisplay, { display: display as Display });
    } catch {
      unsent = true;
      tries += 1;
      await pause(2_000 * tries);
    }
  }
  sending = false;
}

async function fetchKept(): Promise<void> {
  const [before, who] = [choices, whose];
  const kept = await callAction(portal.display, {}).catch(() => undefined);
  // Whoever pressed a button meanwhile has the last word.
  if (kept?.display && choices === before && whose === who) setDisplay(kept.display);
}

/**
 * 无障碍 as this person chose it, in whichever browser. What was chosen on the way in, on the login page, is newer than what was kept; what the
 * last person left in this browser is never kept for the next.
 */
export function useKeptDisplay(me: Me): void {
  const who = identityOf(me);
  useEffect(() => {
    whose = who;
    void (unsent ? send() : fetchKept());
    return () => {
      whose = '';
      unsent = false;
    };
  }, [who]);
}
