import path from 'node:path';

/** Folders that more than one file of deploy/local speaks of. */
export const ROOT = path.resolve(import.meta.dirname, '../..');
/** Engines built on this machine; git-ignored, kept between runs. */
export const ENGINES_DIR = path.join(ROOT, '.engines');
/** What may be thrown away at any time. */
export const CACHE_DIR = path.join(ROOT, '.cache');
/** The Node of this project, whatever Node the machine has. */
export const NODE = process.execPath;
