import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { prepareEngines, startEngines, type Engines } from './engines.ts';
import { busUsers, seedHall, startHall, type Hall } from './hall.ts';
import { taxOfficeKey } from '../simulator/key.ts';
import { startTaxOffice } from '../simulator/tax-office.ts';
import { lockFolder } from './lock.ts';
import { ROOT } from './paths.ts';
import { megabytes, PlainError, runMain, say, seconds, timed } from './say.ts';
import { onStopAsked } from './signals.ts';
import { buildFrontends } from './tools.ts';
import { welcome } from './welcome.ts';

/** What a hall keeps in its data folder. A reset removes these and nothing else, whatever folder it was pointed at. */
const KEPT = ['nats', 'mongo', 'objects', 'secrets', 'logs', 'seeded'];

const dataDir = path.resolve(process.env.DATA_DIR ?? path.join(ROOT, '.data'));
const port = Number(process.env.PORT ?? 8080);
const namespace = process.env.NAMESPACE ?? 'wangting';
const began = performance.now();

async function start(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new PlainError(
      `PORT 应为 1 至 65535 的整数，现为 ${process.env.PORT}。`,
      `PORT must be a whole number from 1 to 65535, not ${process.env.PORT}.`,
    );
  }
  const lock = lockFolder(dataDir, `http://127.0.0.1:${port}`);
  let engines: Engines | undefined;
  let hall: Hall | undefined;

  onStopAsked(async () => {
    say('正在停止…', 'Stopping…');
    await hall?.stop();
    await engines?.stop();
    lock.release();
    say(`已全部停止，数据保留在 ${dataDir}`, `Everything has stopped; the data stays in ${dataDir}`);
  }, 0);

  try {
    await refuseTakenPort();
    if (process.argv.includes('--reset')) await reset();
    await Promise.all([prepareEngines(), buildFrontends()]);
    // A bus given by address has users of its own, or none.
    const logins = !process.env.NATS_URL;
    const users = logins ? { busUsers: await busUsers(path.join(dataDir, 'secrets'), namespace) } : {};
    engines = await timed('启动引擎', 'Starting the engines', () => startEngines({ dir: dataDir, restart: true, ...users }));
    const ready = { dataDir, engines, port, namespace, logins, mode: 'demo' as const };
    hall = await timed('启动网厅', 'Starting the hall', () => startHall(ready));
    await seedOnce(hall);
  } catch (error) {
    await hall?.stop();
    await engines?.stop();
    lock.release();
    throw error;
  }
  await welcome(hall.url);
  await openTaxOffice(hall.url);
  tellMemory(engines, hall);
}

/** Said before minutes of building, not after them. */
async function refuseTakenPort(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', () =>
      reject(
        new PlainError(
          `端口 ${port} 已被占用。可换一个：PORT=${port + 1} npm start`,
          `Port ${port} is taken. Use another: PORT=${port + 1} npm start`,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

async function reset(): Promise<void> {
  if (!process.argv.includes('--yes')) {
    if (!process.stdin.isTTY) throw new PlainError('清空数据需要确认：请加 --yes。', 'A reset needs your word: add --yes.');
    const ask = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await ask.question(`清空 ${dataDir} 中的全部数据？ · Delete all data in ${dataDir}? [y/N] `);
    ask.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw new PlainError('未清空，未启动。', 'Nothing was deleted, nothing was started.');
  }
  for (const name of KEPT) rmSync(path.join(dataDir, name), { recursive: true, force: true });
  say('数据已清空', 'The data has been deleted');
}

/** The mark is written after success: a seed that was cut off is done again, and finds what it had already done. */
async function seedOnce(hall: Hall): Promise<void> {
  const mark = path.join(dataDir, 'seeded');
  if (existsSync(mark)) return;
  await timed('写入演示数据', 'Filling in the demo city', async () => {
    const { code, signal, tail } = await seedHall(hall, dataDir);
    if (code !== 0)
      throw new PlainError(`演示数据未写完（${signal ?? code}）：\n${tail}`, 'The demo city could not be filled in; see above.');
  });
  writeFileSync(mark, '');
}

/** 税务模拟器, another party on the same machine: next port, or any free one. It ends with this process. */
async function openTaxOffice(hallUrl: string): Promise<void> {
  const office = { hall: hallUrl, key: taxOfficeKey(path.join(dataDir, 'secrets')) };
  const { url } = await startTaxOffice({ ...office, port: port + 1 }).catch(() => startTaxOffice(office));
  console.log(`\n税务模拟器（已缴、部分缴纳、拒绝）· The simulated tax office:  ${url}`);
}

function tellMemory(engines: Engines, hall: Hall): void {
  const rows = [
    ...engines.processes.map(({ name, child }) => ({ name, bytes: child.rssBytes() })),
    ...hall.processes.map((one) => ({ name: one.services.join('+'), bytes: one.rssBytes() })),
    { name: 'npm start', bytes: process.memoryUsage.rss() },
  ];
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`\n内存 · Memory: ${megabytes(total)}`);
  console.log(rows.map(({ name, bytes }) => `  ${name} ${megabytes(bytes)}`).join('\n'));
  console.log(`\n就绪用时 · Ready in ${seconds(performance.now() - began)}.  Ctrl-C 停止 · stops.`);
}

await runMain(async () => {
  await start();
  await new Promise(() => setInterval(() => {}, 60_000)); // until a signal ends us
});
