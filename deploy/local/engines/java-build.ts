import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { ENGINES_DIR, ROOT } from '../paths.ts';
import { PlainError, timed } from '../say.ts';
import { forget, scratchFolder } from '../scratch.ts';
import { onPath, runTool } from './run-tool.ts';

export const ENGINE_SOURCE = path.join(ROOT, 'deploy/engine');

/** A name for exactly these sources: content, not dates, so a fresh clone or a switched branch finds its own jar. */
export function hashOf(folder: string, parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of parts.flatMap((part) => filesUnder(folder, part)).sort()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(folder, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(folder: string, part: string): string[] {
  const full = path.join(folder, part);
  if (!existsSync(full)) return [];
  try {
    return readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    return [part]; // a file, not a folder
  }
}

export const engineJar = (): string => path.join(ENGINES_DIR, `wangting-engine-${hashOf(ENGINE_SOURCE, ['pom.xml', 'src/main'])}.jar`);

/** Builds the embedded database from a copy of its sources, so that nobody's running engine loses its jar. */
export async function javaBuild(): Promise<void> {
  const target = engineJar();
  if (existsSync(target)) return;
  if (!onPath('mvn')) throw new PlainError('缺少 Maven，无法构建内嵌数据库。', 'Maven is needed to build the embedded database.');

  await timed('构建内嵌数据库（首次约一分钟）', 'Building the embedded database (about a minute, once)', async () => {
    const folder = scratchFolder('build', ENGINES_DIR);
    try {
      copyEngineSource(folder);
      await maven(folder, ['-DskipTests', 'package']);
      renameSync(path.join(folder, 'target/wangting-engine.jar'), target);
    } finally {
      forget(folder);
    }
  });
}

export function copyEngineSource(folder: string): void {
  copyFileSync(path.join(ENGINE_SOURCE, 'pom.xml'), path.join(folder, 'pom.xml'));
  copyFileSync(path.join(ENGINE_SOURCE, 'jvm.flags'), path.join(folder, 'jvm.flags'));
  cpSync(path.join(ENGINE_SOURCE, 'src'), path.join(folder, 'src'), { recursive: true });
}

/** Strict checksums: what Maven fetches is compared with its published sum, and a difference is an error, not a warning. */
export const maven = (folder: string, args: readonly string[]): Promise<string> =>
  runTool('mvn', ['-q', '-B', '--strict-checksums', '-f', path.join(folder, 'pom.xml'), ...args]);
