import { randomUUID } from 'node:crypto';
import type { BatchView } from '@wangting/contracts/batch';
import { batchActions } from '@wangting/contracts/batch-actions';
import type { Caller } from '@wangting/contracts/caller';
import { PURPOSES, facts } from '@wangting/contracts/files/upload';
import { addDays } from '@wangting/contracts/standards/day';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { item, maintain, queryPeople, type RosterChange } from '@wangting/contracts/units/project-roster';
import { registerProject, type ProjectData } from '@wangting/contracts/units/projects';
import { headerOf, versionOf } from '@wangting/kit/batch/xlsx';
import { today } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { objects, putObject, sealedKey, sweepObjects } from '@wangting/kit/objects';
import { staff, until } from '@wangting/kit/testing';
import { unitsHall, type Registered } from './hall.ts';

const now = today();
/** A day from today. */
export const on = (days: number): string => addDays(now, days);
let sequence = 100;
export const idOf = (birth = '1980-05-20'): string => residentIdOf('619999', birth, (sequence += 2) + 1);
export type Line = Record<string, string>;
/** A line of the file that is in order. */
export const line = (over: Line = {}): Line => ({ idNumber: idOf(), name: '王示例', entryOn: now, post: '钢筋工', ...over });

const actions = batchActions(item);
const csv = (rows: readonly Line[]): Buffer => {
  const { columns } = item.batch;
  const lines = [
    `x,${versionOf(item)}`,
    columns.map(headerOf).join(','),
    ...rows.map((row) => columns.map(({ name }) => row[name] ?? '').join(',')),
  ];
  return Buffer.from(lines.join('\r\n'));
};

/** units with a files beside it that knows what a test has laid down, and the ways of item 7. */
export async function rosterHall() {
  const sent = new Map<string, object>();
  const sealed = implement(facts, async ({ input }) => ({ files: input.ids.flatMap((id) => sent.get(id) ?? []) as never }));
  const at = await unitsHall([{ name: 'files', actions: { [sealed.name]: sealed.schema } as never }]);

  const home = () => at.registered({ items: ['project-roster'] });
  const project = async (unit: Registered, over: Partial<ProjectData> = {}) => {
    const data: ProjectData = {
      name: '示例产业园一期',
      kind: '01',
      employer: '示例投资有限公司',
      contact: '王工',
      phone: '19900000031',
      price: 1_000_000_00,
      startOn: on(-400),
      endOn: on(400),
      insuredFrom: on(-400),
      ...over,
    };
    return (await at.hall.call(registerProject, { requestKey: randomUUID(), unitNo: unit.no, project: data }, staff('officer', ['intake'])))
      .project;
  };
  async function seal(bytes: Buffer, as: Caller): Promise<string> {
    const [fileId, type] = [randomUUID(), PURPOSES.batch.types.csv];
    await putObject(sealedKey(fileId), bytes, type);
    const about = { fileId, by: as.id, unitId: as.unitId ?? null, state: 'sealed', purpose: 'batch', name: '人员.csv', size: bytes.length };
    sent.set(fileId, { ...about, type, sha256: fileId, sm3: '' });
    return fileId;
  }
  const ended = (batchId: string, as: Caller): Promise<BatchView> =>
    until(async () => {
      const view = await at.hall.call(actions.view, { batchId }, as);
      return !['checking', 'saving'].includes(view.state) && view;
    }, 60_000);
  const check = async (projectNo: string, rows: readonly Line[], as: Caller) =>
    at.hall.call(actions.check, { requestKey: randomUUID(), fileId: await seal(csv(rows), as), values: { projectNo } } as never, as);
  const checked = async (projectNo: string, rows: readonly Line[], as: Caller) => ended((await check(projectNo, rows, as)).batchId, as);
  const save = async ({ batchId }: { batchId: string }, as: Caller) => {
    await at.hall.call(actions.save, { requestKey: randomUUID(), batchId }, as);
    return ended(batchId, as);
  };
  const tab = async ({ batchId }: { batchId: string }, which: 'good' | 'bad' | 'failed', as: Caller) =>
    (await at.hall.call(actions.rows, { batchId, tab: which, page: 1, size: 100 }, as)).rows;
  const people = (as: Caller, filter: Line = {}) => at.hall.call(queryPeople, { filter }, as);
  const change = (id: string, seenRev: number, person: RosterChange, as: Caller, requestKey: string = randomUUID()) =>
    at.hall.call(maintain, { requestKey, id, seenRev, person }, as);
  async function stop(): Promise<void> {
    await sweepObjects('', Infinity);
    await objects().inside.removeBucket(at.namespace);
    await at.stop();
  }
  return { ...at, actions, home, project, check, checked, save, tab, people, change, stop };
}
export type RosterHall = Awaited<ReturnType<typeof rosterHall>>;
