import type { ServiceSchema } from 'moleculer';
import { applicationActions, type ApplicationRow } from '@wangting/contracts/applications';
import { applicationFact, type Fact } from '@wangting/contracts/fact';
import type { ServiceName } from '@wangting/contracts/names';
import { declareStreams, openBus, subjectOf } from '@wangting/kit/bus';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { testEnvironment, testHall } from '@wangting/kit/testing';

export const row = (over: Partial<ApplicationRow> = {}): ApplicationRow => ({
  applicationId: 'a1',
  owner: 'units',
  itemId: 'unit-registration',
  itemName: '企业参保登记',
  serialNo: '20240401100000100001',
  status: 'submitted',
  seq: 1,
  unitId: 'u1',
  unitName: '西安示例科技有限公司',
  unitNo: null,
  subject: '西安示例',
  area: '610113',
  submittedAt: '2024-04-01T02:00:00.000Z',
  decidedAt: null,
  due: '2024-04-10',
  updatedAt: '2024-04-01T02:00:00.000Z',
  opinion: null,
  assignee: null,
  failure: null,
  ...over,
});

/** An owner that answers from a list, as the kit's owners do from their projection. */
function owner(name: ServiceName, rows: Map<string, ApplicationRow>, state: { away: boolean; asked: number }): ServiceSchema {
  const { snapshot, snapshotAll } = applicationActions(name);
  const guard = () => {
    state.asked += 1;
    if (state.away) throw new HallError('SERVICE_AWAY');
  };
  return {
    name,
    actions: {
      'application.snapshot': implement(snapshot, async ({ input }) => {
        guard();
        return { rows: input.ids.flatMap((id) => rows.get(id) ?? []) };
      }).schema,
      'application.snapshotAll': implement(snapshotAll, async ({ input }) => {
        guard();
        const ids = [...rows.keys()].sort().filter((id) => id > input.after);
        // Pages of two, so that paging is really walked.
        const page = ids.slice(0, 2);
        return { rows: page.flatMap((id) => rows.get(id) ?? []), next: ids.length > 2 ? (page.at(-1) ?? null) : null };
      }).schema,
    } as never,
  };
}

/** desk on real engines, between owners that answer from lists. `contributions` and the rest run without items. */
export async function deskHall() {
  const namespace = testEnvironment();
  const { default: desk } = await import('../src/desk.service.ts');
  const { WorkRowModel, toWork } = await import('../src/models/work-row.ts');
  const kept = { units: new Map<string, ApplicationRow>(), persons: new Map<string, ApplicationRow>() };
  const states = { units: { away: false, asked: 0 }, persons: { away: false, asked: 0 } };
  const heard: unknown[] = [];
  const listener: ServiceSchema = {
    name: 'ear',
    events: { 'work.changed': ({ params }: { params: unknown }) => void heard.push(params) },
  } as never;
  const idle = (['contributions', 'injury', 'benefits', 'unemployment', 'documents'] as const).map((name): ServiceSchema => ({
    name,
    actions: {},
  }));
  const hall = await testHall(
    [desk, owner('units', kept.units, states.units), owner('persons', kept.persons, states.persons), ...idle, listener],
    namespace,
  );
  const bus = await openBus('desk-test');
  await declareStreams(bus, 'units');
  await declareStreams(bus, 'persons');

  /** The owner takes a step and tells of it. */
  async function tell(one: ApplicationRow, seq = one.seq): Promise<void> {
    const name = one.owner as 'units' | 'persons';
    kept[name].set(one.applicationId, one);
    const fact: Fact = {
      id: `${one.applicationId}-${seq}-${Math.random()}`,
      entity: 'application',
      entityId: one.applicationId,
      entityRev: seq,
      kind: 'step',
      at: one.updatedAt,
      data: { itemId: one.itemId, action: 'submit', status: one.status, unitId: one.unitId },
    };
    await bus.js.publish(subjectOf(applicationFact(name)), JSON.stringify(fact), { msgID: fact.id });
  }
  return {
    hall,
    kept,
    states,
    heard,
    tell,
    WorkRowModel,
    toWork,
    stop: async () => {
      await bus.nats.close();
      await hall.stop();
    },
  };
}
export type DeskHall = Awaited<ReturnType<typeof deskHall>>;
