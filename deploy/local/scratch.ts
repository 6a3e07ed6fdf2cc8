import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders = new Set<string>();
process.on('exit', () => folders.forEach(forget)); // also when Ctrl-C ends us in the middle of the work

/** A folder for the time of some work. `forget` it afterwards; whatever is forgotten to be forgotten goes when we end. */
export function scratchFolder(name: string, parent = tmpdir()): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, `${name}-`));
  folders.add(folder);
  return folder;
}

export function forget(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
