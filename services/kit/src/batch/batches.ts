import type { ServiceName } from '@wangting/contracts/names';
import type { Applications } from '../applications/index.ts';
import type { Step } from '../applications/models.ts';
import type { Batch, BatchModels } from './models.ts';
import type { Task } from './wire.ts';

/** Where templates and files of errors lie until they are fetched. */
export const PAPERS = 'batches';

/** The batches of a running service: what its actions and timers use. */
export interface Batches {
  service: ServiceName;
  apps: Applications;
  models: BatchModels;
  /** Look for work now. */
  kick(): void;
  /** Something to be done in the thread. */
  run(task: Task): Promise<void>;
  /** The application of a batch, once 保存 was pressed: inserted once, however often it is asked for. */
  applicationOf(batch: Batch): Promise<Step>;
}
