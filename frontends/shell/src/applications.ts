import { loadRemote, registerRemotes } from '@module-federation/enhanced/runtime';
import { placeOf } from '@wangting/kit-core';
import { useSyncExternalStore } from 'react';
import {
  addErrorHandler,
  getAppStatus,
  registerApplication,
  start,
  triggerAppChange,
  unregisterApplication,
  type LifeCycles,
} from 'single-spa';

export interface Remote {
  name: string;
  entry: string;
  basePath: string;
}
export type RemoteState = 'away' | 'opening' | 'open' | 'failed';

const LIMIT_MS = 10_000;
const known = new Map<string, Remote>();
const failed = new Set<string>();
const listeners = new Set<() => void>();
let version = 0;
let started = false;

const tell = () => {
  version += 1;
  for (const listener of listeners) listener();
};

const within = (path: string, base: string) => path === base || path.startsWith(`${base}/`);
/** The remote an address belongs to. */
export const remoteAt = (path: string): Remote | undefined => [...known.values()].find(({ basePath }) => within(path, basePath));
export const hasRemote = (name: string): boolean => known.has(name);

async function load(name: string): Promise<LifeCycles> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not answer in ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  try {
    const app = await Promise.race([loadRemote<LifeCycles>(`${name}/app`), limit]);
    if (!app) throw new Error(`${name} has no ./app`);
    return app;
  } finally {
    clearTimeout(timer);
  }
}

function register({ name, entry, basePath }: Remote, force = false): void {
  registerRemotes([{ name, entry: new URL(entry, window.location.origin).href }], { force });
  registerApplication({
    name,
    // The place is there only while somebody is logged in.
    activeWhen: ({ pathname }) => within(pathname, basePath) && document.getElementById(placeOf(name)) !== null,
    app: () => load(name),
  });
}

/** What is on the floor now, as the manifest says. The shell knows no application by name. */
export async function fetchManifest(): Promise<readonly Remote[]> {
  const response = await fetch('/manifest.json', { cache: 'no-cache', signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`manifest.json: ${response.status}`);
  const { remotes } = (await response.json()) as { remotes: Remote[] };
  for (const remote of remotes) {
    if (known.has(remote.name)) continue;
    known.set(remote.name, remote);
    register(remote);
  }
  tell();
  return [...known.values()];
}

/** Once the places are on the page. */
export function openApplications(): void {
  if (!started) {
    started = true;
    addErrorHandler((error) => {
      failed.add(error.appOrParcelName);
      reportError(error);
      tell();
    });
    for (const event of ['single-spa:routing-event', 'single-spa:app-change']) window.addEventListener(event, tell);
    start({ urlRerouteOnly: true });
  }
  void triggerAppChange();
}
export const closeApplications = () => void triggerAppChange();

export async function retry(name: string): Promise<void> {
  const remote = known.get(name);
  if (!remote) return;
  failed.delete(name);
  tell();
  await unregisterApplication(name);
  register(remote, true);
  await triggerAppChange();
}

const stateOf = (name: string): RemoteState => {
  if (failed.has(name)) return 'failed';
  const status = getAppStatus(name);
  return status === 'MOUNTED' ? 'open' : status === null ? 'away' : 'opening';
};

export const useRemoteState = (name: string | undefined): RemoteState => {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  return name ? stateOf(name) : 'away';
};
