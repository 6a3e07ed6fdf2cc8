/**
 * A process with contributions alone that is killed, as by the machine, in the middle of a payment file: DIES_AT says at which record, and DIES_WHEN
 * whether before the ledger row or between it and its projection.
 */
import { createBroker } from '@wangting/kit/broker';
import contributions from '../src/contributions.service.ts';
import { DueModel } from '../src/models/due.ts';
import { EntryModel } from '../src/models/ledger.ts';

let left = Number(process.env.DIES_AT);
const dieAtLast = <T extends (...args: never[]) => unknown>(act: T): T =>
  ((...args: never[]) => ((left -= 1) < 0 ? process.kill(process.pid, 'SIGKILL') : act(...args))) as T;
if (process.env.DIES_WHEN === 'before-ledger') EntryModel.create = dieAtLast(EntryModel.create.bind(EntryModel) as never) as never;
else DueModel.updateMany = dieAtLast(DueModel.updateMany.bind(DueModel) as never) as never;

const broker = createBroker('dying');
broker.createService(contributions);
await broker.start();
process.stdout.write('up\n');
