import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { copyEngineSource, ENGINE_SOURCE, hashOf, maven } from './engines/java-build.ts';
import { onPath } from './engines/run-tool.ts';
import type { Tally } from './jest.ts';
import { CACHE_DIR } from './paths.ts';
import { PlainError, say, timed } from './say.ts';

const GREEN = path.join(CACHE_DIR, 'engine-tests.green');

/** The embedded database's own tests. They take a while and depend on nothing else, so they run again only after its sources changed. */
export async function testEngine(scratch: string): Promise<Tally> {
  if (process.env.MONGO_URL || onPath('mongod')) {
    say('使用外部 MongoDB，不运行内嵌数据库的测试', 'A MongoDB is given, so the embedded database is not tested');
    return { passed: 0, failed: 0 };
  }
  const sources = hashOf(ENGINE_SOURCE, ['pom.xml', 'jvm.flags', 'src']);
  if (lastGreen() === sources) {
    say('内嵌数据库自上次测试通过后未变，不再重复', 'The embedded database has not changed since its tests last passed: not repeated');
    return { passed: 0, failed: 0 };
  }

  const folder = path.join(scratch, 'engine');
  mkdirSync(folder, { recursive: true });
  copyEngineSource(folder);
  try {
    await timed('测试内嵌数据库', 'Testing the embedded database', () => maven(folder, ['verify']));
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    console.error(error.message);
    const { passed, failed } = mavenTally(folder);
    return { passed, failed: failed || 1 };
  }
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(GREEN, sources);
  return mavenTally(folder);
}

function lastGreen(): string | undefined {
  try {
    return readFileSync(GREEN, 'utf8');
  } catch {
    return undefined;
  }
}

/** Surefire ran the tests of its parts, failsafe those of the finished jar. */
const REPORTS = ['surefire-reports', 'failsafe-reports'];

function mavenTally(folder: string): Tally {
  const total = { passed: 0, failed: 0 };
  for (const file of globSync(`target/{${REPORTS.join(',')}}/TEST-*.xml`, { cwd: folder })) {
    const head = /<testsuite [^>]*>/.exec(readFileSync(path.join(folder, file), 'utf8'))?.[0] ?? '';
    const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const failed = count('failures') + count('errors');
    total.failed += failed;
    total.passed += count('tests') - failed - count('skipped');
  }
  return total;
}
