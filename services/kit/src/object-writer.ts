import { PassThrough, type Writable } from 'node:stream';
import { HallError, nameOf } from './errors.ts';
import { putStream } from './objects.ts';

/** How long the store may take in nothing before it counts as away. */
const SILENCE_MS = 30_000;

/** Something written into the object store while it is made. */
export interface ObjectWriter {
  out: Writable;
  /** Fulfilled when everything lies in the store; refused (SERVICE_AWAY) as soon as the store fails. */
  stored: Promise<void>;
  /** Gives up: nothing more is written, and nothing half written is left open. */
  drop(error: unknown): void;
}

/**
 * A stream into the store. When the store fails, `out` is destroyed and whoever writes hears of it by `drained` or `stored`; neither an `error`
 * nobody listens to nor a refusal nobody awaits may end the process, which serves others meanwhile.
 */
export function objectWriter(key: string, type: string): ObjectWriter {
  const out = new PassThrough();
  const drop = (error: unknown) => void out.destroy(error as Error);
  out.on('error', () => undefined);
  const stored = putStream(key, out, type).catch((error: unknown) => {
    const said = nameOf(error)
      ? error
      : new HallError('SERVICE_AWAY', { cause: String((error as { code?: unknown } | null)?.code ?? 'store') });
    drop(said);
    throw said;
  });
  stored.catch(() => undefined);
  return { out, stored, drop };
}

/** Waits until there is room for more. A stream that was destroyed never drains: refused with why it was. */
export async function drained(out: Writable, silenceMs = SILENCE_MS): Promise<void> {
  if (out.destroyed) throw gone(out);
  if (!out.writableNeedDrain) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => over(new HallError('SERVICE_AWAY', { cause: 'silence' })), silenceMs);
    const over = (error?: unknown) => {
      clearTimeout(timer);
      out.off('drain', onDrain).off('close', onClose);
      if (error) reject(error as Error);
      else resolve();
    };
    const onDrain = () => over();
    const onClose = () => over(gone(out));
    out.once('drain', onDrain).once('close', onClose);
  });
}
const gone = (out: Writable): Error => out.errored ?? new HallError('SERVICE_AWAY', { cause: 'closed' });
