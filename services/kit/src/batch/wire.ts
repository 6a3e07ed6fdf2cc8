import type { ErrorData, ErrorName } from '@wangting/contracts/errors';
import type { Batch } from './models.ts';

/** What goes between the service and its thread. Everything is plain data. */
interface Fault {
  message: string;
  name?: string;
  type?: string;
  named?: ErrorName | undefined;
  data?: ErrorData;
}
export interface Ask {
  kind: 'ask';
  id: number;
  name: string;
  params: unknown;
  options: unknown;
}
export type Task =
  | { kind: 'work'; batch: Batch }
  | { kind: 'template'; itemId: string; key: string }
  | { kind: 'errors'; itemId: string; batchId: string; tab: 'bad' | 'failed'; key: string };
/** `now`: the clock of the service, which a test may have moved. */
export type ToThread =
  (Task & { id: number; now: number }) | { kind: 'answer'; id: number; value?: unknown; error?: Fault } | { kind: 'stop' };
export type FromThread = Ask | { kind: 'done'; id: number; error?: Fault } | { kind: 'ready' };
