import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Lets everybody else go first: from now on the calling thread (not its process) gets a core when nobody waits for one. For threads that work through
 * files and papers beside people who wait for an answer. Answers whether it could: Linux gives each thread a priority of its own and a name in /proc;
 * elsewhere nothing changes.
 */
export function giveWay(): boolean {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
    return true;
  } catch {
    return false;
  }
}
