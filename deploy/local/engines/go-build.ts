import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { ENGINES_DIR } from '../paths.ts';
import { PlainError, timed } from '../say.ts';
import { forget, scratchFolder } from '../scratch.ts';
import { onPath, runTool } from './run-tool.ts';
import { VERSIONS } from './versions.ts';

type GoEngine = keyof typeof VERSIONS;

/** Named by version: a new pin builds anew, an old binary never passes for it. */
export const goBinary = (name: GoEngine): string => path.join(ENGINES_DIR, `${name}-${VERSIONS[name].version}`);

/**
 * Builds a pinned engine from source, once. Go checks the modules against its public checksum database; the binary's own
 * record of its main module is compared with the sum kept here too, so that a proxy without that database is caught as well.
 */
export async function goBuild(name: GoEngine): Promise<void> {
  const target = goBinary(name);
  if (existsSync(target)) return;
  if (!onPath('go')) throw new PlainError(`缺少 Go（≥ 1.26），无法构建 ${name}。`, `Go (1.26 or newer) is needed to build ${name}.`);

  const { module, package: source, version, sum } = VERSIONS[name];
  await timed(`构建 ${name} ${version}（首次约一至两分钟）`, `Building ${name} ${version} (about two minutes, once)`, async () => {
    const folder = scratchFolder('build', ENGINES_DIR); // own folder, then a rename: two builders cannot harm each other
    try {
      await runTool('go', ['install', `${source}@${version}`], { env: { ...process.env, GOBIN: folder } });
      const record = await runTool('go', ['version', '-m', path.join(folder, name)]);
      if (!record.includes(`\tmod\t${module}\t${version}\t${sum}`)) {
        throw new PlainError(
          `${name} 的校验和与记录不一致，已丢弃。`,
          `The checksum of ${name} is not the recorded one; it was thrown away.`,
        );
      }
      renameSync(path.join(folder, name), target);
    } finally {
      forget(folder);
    }
  });
}
