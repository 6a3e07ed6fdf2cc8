/** Unsent input in this browser tab: it survives a reload, never a log-out, and never holds personal data of the sensitive kind (decisions.md 10). */
const PREFIX = 'wangting:input:';

export function keepInput(name: string, values: Record<string, unknown>): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(values));
  } catch {
    // Full or forbidden storage: the input is still in memory.
  }
}

export function keptInput(name: string): Record<string, unknown> | undefined {
  try {
    const text = sessionStorage.getItem(PREFIX + name);
    return text ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function forgetInput(name?: string): void {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => (name === undefined ? key.startsWith(PREFIX) : key === PREFIX + name));
    for (const key of keys) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
