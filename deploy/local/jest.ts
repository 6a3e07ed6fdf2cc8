import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startChild, type Child } from './child.ts';
import { runTool } from './engines/run-tool.ts';
import { NODE, ROOT } from './paths.ts';
import { JEST } from './tools.ts';

export interface Tally {
  passed: number;
  failed: number;
}
/** What jest tells beside the counts: files with a failed test, or that could not be read, with the number of tests that did pass in each. */
export interface JestTally extends Tally {
  failedFiles: Map<string, number>;
}

const FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', JEST, '--passWithNoTests'];

/** Loaded by address: it is plain JavaScript, and types do not look into it. */
const { default: config } = (await import(pathToFileURL(path.join(ROOT, 'jest.config.js')).href)) as {
  default: { testPathIgnorePatterns: string[] };
};

/** Jest's own list is replaced by this option, not added to: so it is repeated. */
const leavingOut = (pattern: string) => [...config.testPathIgnorePatterns, pattern].map((one) => `--testPathIgnorePatterns=${one}`);

/** Everything but the browser stories. */
export const QUICK = leavingOut('/frontends/e2e/');
/**
 * The browser stories: each drives a browser and a hall of its own.
 * Jest is ended when it has reported: a handle that a failed story left open once kept CI waiting until its time was over.
 */
export const STORIES = [
  '--roots=<rootDir>/frontends/e2e',
  `--env=${path.join(ROOT, 'frontends/e2e/support/environment.mjs')}`,
  '--forceExit',
];
/** Two files at a time: a story waits half of its time, for pages, for a hall to be ready, for a session to fall asleep. */
export const SIDE_BY_SIDE = '--maxWorkers=2';
export const ONE_BY_ONE = '--runInBand';

export async function anyTests(args: readonly string[]): Promise<boolean> {
  return (await runTool(NODE, [...FLAGS, '--listTests', ...args], { cwd: ROOT })).includes('.test.ts');
}

/** Runs jest in front of the person and counts from its own report. A suite that could not even be read counts as a failed test. */
export async function runJest(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  report: string,
  started: (jest: Child) => void,
): Promise<JestTally> {
  const child = startChild('jest', NODE, [...FLAGS, ...args, '--json', `--outputFile=${report}`], { cwd: ROOT, env });
  started(child);
  const { code } = await child.exited;
  if (!existsSync(report)) return { passed: 0, failed: 1, failedFiles: new Map() };
  const result = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const failedFiles = result.testResults.filter(({ status }) => status === 'failed');
  const passedIn = (file: Report['testResults'][number]) => file.assertionResults.filter(({ status }) => status === 'passed').length;
  return {
    passed: result.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    failedFiles: new Map(failedFiles.map((file) => [file.name, passedIn(file)])),
  };
}

/** What we read of jest's own report. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}
