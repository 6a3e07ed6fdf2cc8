import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * veraPDF comes from Maven Central (pom.xml), by the same tools that build the embedded database; where a database is given instead and there is no
 * Maven, nothing is checked.
 */
export const hasMaven = (() => {
  try {
    execFileSync('mvn', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What veraPDF says of each file: `ok <file>`, or `bad <file>` with the clauses of PDF/A-2u it breaks. */
export function checkPdfA(files: readonly string[]): string[] {
  const work = mkdtempSync(join(tmpdir(), 'verapdf-'));
  try {
    const file = join(work, 'class-path');
    const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${file}`];
    const pom = join(import.meta.dirname, 'pom.xml');
    execFileSync('mvn', ['-q', '-B', '--strict-checksums', '-f', pom, ...goal], { stdio: ['ignore', 'ignore', 'inherit'] });
    // A run of seconds: half the time without the second compiler.
    const program = [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-cp',
      readFileSync(file, 'utf8'),
      join(import.meta.dirname, 'CheckPdfA.java'),
    ];
    return execFileSync('java', [...program, ...files], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
      .split('\n');
  } finally {
    rmSync(work, { recursive: true });
  }
}
