import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ServiceSchema } from 'moleculer';
import type { BatchItem, BatchView } from '@wangting/contracts/batch';
import { batchActions } from '@wangting/contracts/batch-actions';
import type { Caller } from '@wangting/contracts/caller';
import { overAge } from '@wangting/contracts/contributions/questions';
import { facts, PURPOSES } from '@wangting/contracts/files/upload';
import { standing } from '@wangting/contracts/injury/questions';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { byNumber, snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { headerOf, versionOf } from '@wangting/kit/batch/xlsx';
import { implement } from '@wangting/kit/implement';
import { objects, putObject, sealedKey, sweepObjects } from '@wangting/kit/objects';
import { clerk, until, type TestHall } from '@wangting/kit/testing';
import { limitsAnswer } from './policy.ts';

/** What the neighbours of persons answer; a test changes it. */
export const around = {
  drawing: new Set<string>(),
  overAged: new Set<string>(),
  injured: new Map<string, { openCase?: boolean; onPaidLeave?: boolean; grade?: number }>(),
  asked: { receipts: 0, standing: 0 },
  away: false,
};
export const unit = (n: number, over: Partial<UnitFacts> = {}): UnitFacts => ({
  unitId: `unit-${n}`,
  rev: 1,
  unitNo: `611200000${n}`,
  creditCode: `9161990${n}`,
  name: `示例${n}公司`,
  unitType: '10',
  area: '610113',
  state: '1',
  dispatch: false,
  hr: false,
  industry: '65',
  riskClass: '1',
  foundedOn: '2020-01-01',
  registeredOn: '2020-02-01',
  insurances: [
    { insurance: '210', from: '2020-02-01', state: '1' },
    { insurance: '410', from: '2020-02-01', state: '1' },
  ],
  ...over,
});
const UNITS = [unit(1), unit(2), unit(3, { state: '3' }), unit(4, { dispatch: true }), unit(5)];
const sent = new Map<string, z.input<(typeof facts)['output']>['files'][number]>();

const neighbour = (name: string, actions: ReturnType<typeof implement>[]): ServiceSchema =>
  ({ name, actions: Object.fromEntries(actions.map((one) => [one.name, one.schema])) }) as never;
export const neighbours = () => [
  neighbour('units', [
    implement(snapshot, async ({ input }) => ({ units: UNITS.filter(({ unitId }) => input.ids.includes(unitId)) })),
    implement(byNumber, async ({ input }) => ({ unit: UNITS.find(({ unitNo }) => unitNo === input.unitNo) ?? null })),
  ] as never),
  neighbour('unemployment', [
    implement(receipts, async ({ input }) => {
      around.asked.receipts += 1;
      if (around.away) throw new Error('away');
      return { known: true, answers: input.idHashes.map((idHash) => ({ idHash, drawingNow: around.drawing.has(idHash), years: [] })) };
    }),
  ] as never),
  neighbour('contributions', [
    implement(overAge, async ({ input }) => ({
      answers: input.personIds.map((personId) => ({ personId, valid: around.overAged.has(personId) })),
    })),
    limitsAnswer(),
  ] as never),
  neighbour('injury', [
    implement(standing, async ({ input }) => {
      around.asked.standing += 1;
      return {
        answers: input.personIds.map((personId) => ({
          personId,
          openCase: false,
          onPaidLeave: false,
          grade: 0,
          ...around.injured.get(personId),
        })),
      };
    }),
  ] as never),
  neighbour('files', [implement(facts, async ({ input }) => ({ files: input.ids.flatMap((id) => sent.get(id) ?? []) }))] as never),
];

/** A file as `files` would have sealed it. */
export async function seal(bytes: Buffer, as: Caller, name = '人员.csv', over: object = {}): Promise<string> {
  const fileId = randomUUID();
  const type = name.endsWith('.csv') ? PURPOSES.batch.types.csv : PURPOSES.batch.types.xlsx;
  await putObject(sealedKey(fileId), bytes, type);
  sent.set(fileId, {
    fileId,
    by: as.id,
    unitId: as.unitId ?? null,
    state: 'sealed',
    purpose: 'batch',
    name,
    size: bytes.length,
    type,
    sha256: fileId,
    sm3: '',
    ...over,
  });
  return fileId;
}
export async function forgetObjects(namespace: string): Promise<void> {
  await sweepObjects('', Infinity);
  await objects().inside.removeBucket(namespace);
}

let sequence = 100;
/** Valid by every check and of nobody: area 619999 was never given out. */
export const idNumber = (birth = '1992-06-15', woman = false): string => residentIdOf('619999', birth, (sequence += 2) + (woman ? 0 : 1));

/** The item's actions as a clerk uses them. */
export function desk(hall: TestHall, item: BatchItem) {
  const actions = batchActions(item);
  const clerkOf = (n: number) => clerk(`unit-${n}`, [item.id]);
  const columns = item.batch.columns;
  const csv = (rows: readonly Record<string, string>[], head = true): Buffer =>
    Buffer.from(
      [
        ...(head ? [`x,${versionOf(item)}`] : []),
        columns.map(headerOf).join(','),
        ...rows.map((row) => columns.map(({ name }) => row[name] ?? '').join(',')),
      ].join('\r\n'),
    );
  const check = async (bytes: Buffer, as: Caller, name?: string, values: Record<string, unknown> = {}, requestKey: string = randomUUID()) =>
    hall.call(actions.check, { requestKey, fileId: await seal(bytes, as, name), values } as never, as);
  const view = (batchId: string, as: Caller) => hall.call(actions.view, { batchId }, as);
  const ended = (batchId: string, as: Caller, ms = 60_000): Promise<BatchView> =>
    until(async () => {
      const now = await view(batchId, as);
      return !['checking', 'saving'].includes(now.state) && now;
    }, ms);
  const checked = async (bytes: Buffer, as: Caller, name?: string, values: Record<string, unknown> = {}) =>
    ended((await check(bytes, as, name, values)).batchId, as);
  const save = (batchId: string, as: Caller) => hall.call(actions.save, { requestKey: randomUUID(), batchId }, as);
  const saved = async (batchId: string, as: Caller) => {
    await save(batchId, as);
    return ended(batchId, as);
  };
  const rows = (batchId: string, tab: 'good' | 'bad' | 'failed', as: Caller, page = 1, size = 100) =>
    hall.call(actions.rows, { batchId, tab, page, size }, as);
  return { actions, clerkOf, csv, check, checked, view, ended, save, saved, rows };
}
