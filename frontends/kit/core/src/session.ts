import { useQuery } from '@tanstack/react-query';
import type { Me } from '@wangting/contracts/identity/session';
import { callAction, onSessionEnd, rememberCsrf } from './api.ts';
import { api } from './endpoints.ts';
import { isRefusal } from './errors.ts';
import { onHallEvent } from './events.ts';
import { queryClient } from './query-client.ts';
import { forgetInput } from './unsent.ts';

export type { Me };
const ME = ['me'];
let leaving = false;
const others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('wangting-session');

async function fetchMe(): Promise<Me | null> {
  try {
    const me = await callAction(api.me, {}, { quiet: true });
    rememberCsrf(me.csrf);
    return me;
  } catch (error) {
    if (isRefusal(error, 'NOT_LOGGED_IN')) return null;
    throw error;
  }
}

/** The person in front of the page: `undefined` while asking, `null` when nobody is logged in. */
export const useMe = () => useQuery({ queryKey: ME, queryFn: fetchMe, staleTime: Infinity });
/** For pages the shell shows only to somebody logged in. */
export function useCaller(): Me {
  const { data } = useMe();
  if (!data) throw new Error('A page for logged-in people was shown to nobody');
  return data;
}

/** Whoever is logged in now, outside React. */
export const currentMe = (): Me | null | undefined => queryClient.getQueryData<Me | null>(ME);

const listeners = new Set<() => void>();
export const onSessionChange = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const tell = () => {
  for (const listener of listeners) listener();
};

function becomes(me: Me | null): void {
  rememberCsrf(me?.csrf ?? '');
  queryClient.setQueryData(ME, me);
  // What the last person saw is not for the next one.
  queryClient.removeQueries({ predicate: ({ queryKey: [first] }) => first !== 'me' && first !== 'manifest' });
  tell();
}

export function loggedIn(me: Me): void {
  becomes(me);
  others?.postMessage('changed');
}

export async function logOut(): Promise<void> {
  leaving = true;
  try {
    await callAction(api.logout, {}, { quiet: true });
  } catch (error) {
    if (!isRefusal(error, 'NOT_LOGGED_IN')) throw error;
  } finally {
    leaving = false;
  }
  forgetInput();
  becomes(null);
  others?.postMessage('changed');
}

let ended = false;
/** True once after the session ran out, so that the login page can say so. */
export function takeEndNotice(): boolean {
  const was = ended;
  ended = false;
  return was;
}

function end(): void {
  if (!currentMe() || leaving) return;
  ended = true;
  forgetInput();
  becomes(null);
}
onSessionEnd(end);
// Somebody logged in elsewhere with this identity, or the right was taken away.
onHallEvent(({ kind }) => {
  if (kind === 'ended')
    void fetchMe().then(
      (me) => (me ? undefined : end()),
      () => undefined,
    );
});
// Logged in or out in another browser tab: this one asks again who is there.
others?.addEventListener('message', () => {
  void fetchMe().then(becomes, () => undefined);
});

export const isStaff = (me: Me | null | undefined): boolean => me?.kind === 'staff';
