import { useQuery } from '@tanstack/react-query';
import type { Me } from '@wangting/contracts/identity/session';
import { useState } from 'react';
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
  // At 登出 a page may be drawn once more before the shell takes it away: then for the person it was opened for.
  const [opened] = useState(data);
  if (!data && opened) return opened;
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

/** Who acts, and for whom. Another one of these is another person as far as pages are concerned. */
export const identityOf = (me: Me | null | undefined): string => (me ? [me.kind, me.name, me.hat, me.unit?.unitId].join(' ') : '');

function becomes(me: Me | null): void {
  const before = currentMe();
  // What was typed under one hat is not for the next one.
  if (before && me && identityOf(before) !== identityOf(me)) forgetInput();
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

/** Why a session ended, when it was not by its own 登出; sleep is the rule. */
const WHY: Record<string, string> = {
  replaced: '您的账号刚刚在另一处登录，本次登录已退出。如非本人操作，请及时修改密码',
  others: '本次登录已从另一处退出',
  password: '登录密码已修改，请重新登录',
  revoked: '您在该单位的授权已变更或撤销，请重新登录',
};
let ended: string | undefined;
/** What the login page says after a session ended by itself; once. */
export function takeEndNotice(): string | undefined {
  const words = ended;
  ended = undefined;
  return words;
}

function end(why?: string): void {
  if (!currentMe() || leaving) return;
  ended = WHY[why ?? ''] ?? '登录已超时，请重新登录';
  forgetInput();
  becomes(null);
}
let asking: Promise<Me | null> | undefined;
/** Asks again who is there: the session ended, another hat was put on, or what had to be done first is done. */
export async function askAgain(why?: string): Promise<void> {
  const me = await (asking ??= fetchMe().finally(() => (asking = undefined)));
  if (!me) return end(why);
  if (identityOf(me) !== identityOf(currentMe())) return becomes(me);
  queryClient.setQueryData(ME, me);
  void queryClient.invalidateQueries({ queryKey: ['catalogue'] });
}
// An answer to a request of the session before, overtaken by another hat put on here or in another tab, is not the end of this one.
onSessionEnd(() => void askAgain().catch(() => undefined));
// Somebody logged in elsewhere with this identity, the right was taken away, or another hat is worn.
onHallEvent((event) => {
  if (event.kind === 'ended' || event.kind === 'rights')
    void askAgain(event.kind === 'ended' ? event.why : undefined).catch(() => undefined);
  if (event.kind === 'board') void queryClient.invalidateQueries({ queryKey: ['board'] });
});
// Logged in or out in another browser tab, or another hat put on there.
others?.addEventListener('message', () => {
  void fetchMe().then(becomes, () => undefined);
});

export const isStaff = (me: Me | null | undefined): boolean => me?.kind === 'staff';
