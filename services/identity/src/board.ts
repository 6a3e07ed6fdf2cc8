import type { ServiceBroker } from 'moleculer';
import { BOARD_CHANGED, BOARD_MESSAGES, closedBecause, type BoardKind } from '@wangting/contracts/identity/board';
import type { Window } from '@wangting/contracts/identity/board';
import type { Caller } from '@wangting/contracts/caller';
import { looked } from '@wangting/kit/audit';
import { nowIso, stamp, today } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { loadItems } from '@wangting/kit/items';
import { BoardConfirmModel, BoardModel, type BoardRow } from './models/mine.ts';

/** decisions.md 3: what decides when something may be filed, and what is said to everybody, needs a second person. */
const TWO_PEOPLE: readonly BoardKind[] = ['announcement', 'window'];
export const needsTwo = (kind: string): boolean => TWO_PEOPLE.includes(kind as BoardKind);
const keyOf = (kind: string, id: string, version: number): string => `${kind}:${id}:${version}`;

export interface Version<T = unknown> {
  kind: BoardKind;
  id: string;
  version: number;
  value: T | null;
  by: string;
  at: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
  state: 'inForce' | 'proposed' | 'past';
}
/** Versions with their standing; `rows` must hold everything newer than the oldest of each id. */
export async function judged(rows: readonly BoardRow[]): Promise<Version[]> {
  const confirms = new Map(
    (await BoardConfirmModel.find({ _id: { $in: rows.filter(({ kind }) => needsTwo(kind)).map(({ _id }) => _id) } }).lean()).map((one) => [
      one._id,
      one,
    ]),
  );
  const settled = (row: BoardRow): boolean => !needsTwo(row.kind) || confirms.has(row._id);
  const newest = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.kind}:${row.id}`;
    if (settled(row)) newest.set(key, Math.max(row.version, newest.get(key) ?? 0));
  }
  return rows.map((row) => {
    const inForce = newest.get(`${row.kind}:${row.id}`) ?? 0;
    const confirm = confirms.get(row._id);
    return {
      kind: row.kind as BoardKind,
      id: row.id,
      version: row.version,
      value: JSON.parse(row.value) as unknown,
      by: row.by,
      at: row.at,
      confirmedBy: confirm?.by ?? null,
      confirmedAt: confirm?.at ?? null,
      state: row.version === inForce ? 'inForce' : row.version > inForce ? 'proposed' : 'past',
    };
  });
}
/** The same of some versions of longer histories: what is newer of each is read too. Index: {kind, id, version}. */
export async function judgedAlone(rows: readonly BoardRow[]): Promise<Version[]> {
  const oldest = Map.groupBy(rows, ({ kind, id }) => `${kind}:${id}`).values();
  const newer = await Promise.all(
    [...oldest].map((versions) => {
      const [{ kind, id }] = versions as [BoardRow];
      const after = Math.min(...versions.map(({ version }) => version));
      return BoardModel.find({ kind, id, version: { $gt: after } }).lean<BoardRow[]>();
    }),
  );
  const all = new Map([...rows, ...newer.flat()].map((row) => [row._id, row]));
  const found = new Map((await judged([...all.values()])).map((one) => [keyOf(one.kind, one.id, one.version), one]));
  return rows.flatMap(({ _id }) => found.get(_id) ?? []);
}
/** What waits for a second person, newest first. Marks that were left behind (a newer version is in force by now) go here. */
export async function proposals(of: { kind?: string; id?: string }): Promise<Version[]> {
  const rows = await BoardModel.find({ waits: true, ...of })
    .sort({ at: -1 })
    .lean<BoardRow[]>();
  const all = await judgedAlone(rows);
  const over = all.filter(({ state }) => state !== 'proposed').map(({ kind, id, version }) => keyOf(kind, id, version));
  if (over.length) await BoardModel.updateMany({ _id: { $in: over } }, { $unset: { waits: 1 } });
  return all.filter(({ state }) => state === 'proposed');
}
/** What is in force now, of one kind. */
export async function inForce<T>(kind: BoardKind): Promise<Version<T>[]> {
  const rows = await BoardModel.find({ kind }).sort({ id: 1, version: -1 }).lean<BoardRow[]>();
  return (await judged(rows)).filter(({ state, value }) => state === 'inForce' && value !== null) as Version<T>[];
}
export async function newestOf<T>(kind: BoardKind, id: string): Promise<{ version: number; value: T | null; at: string } | null> {
  const row = await BoardModel.findOne({ kind, id }).sort({ version: -1 }).lean<BoardRow>();
  return row && { version: row.version, value: JSON.parse(row.value) as T | null, at: row.at };
}

interface Wish {
  requestKey: string;
  seenVersion: number;
  kind: BoardKind;
  id: string;
  value: unknown;
}
/** Inserts the next version. Of two who saw the same version one writes; the same request again gets the same answer. */
export async function write(broker: ServiceBroker, caller: Caller, { requestKey, seenVersion, kind, id, value }: Wish) {
  const version = seenVersion + 1;
  const text = JSON.stringify(value);
  const state = needsTwo(kind) ? ('proposed' as const) : ('inForce' as const);
  const answer = { message: state === 'proposed' ? BOARD_MESSAGES.proposed : BOARD_MESSAGES.saved, id, version, state };
  /** This very request was carried out already, perhaps a moment ago. */
  const repeated = async (): Promise<typeof answer | undefined> => {
    const row = await BoardModel.findOne({ requestKey }).lean<BoardRow>();
    if (row && (row.kind !== kind || row.id !== id || row.value !== text || row.by !== caller.id))
      throw new HallError('REQUEST_KEY_REUSED');
    return row ? { ...answer, version: row.version } : undefined;
  };
  const done = await repeated();
  if (done) return done;
  const orChanged = async () => {
    const now = await repeated();
    if (now) return now;
    throw new HallError('STATE_CHANGED');
  };
  if (((await newestOf(kind, id))?.version ?? 0) !== seenVersion) return orChanged();
  try {
    const row = { _id: keyOf(kind, id, version), kind, id, version, value: text, requestKey, by: caller.id, at: nowIso() };
    await BoardModel.create({ ...row, ...(needsTwo(kind) ? { waits: true } : {}) });
  } catch (error) {
    if (isDuplicateKey(error)) return orChanged();
    throw error;
  }
  told(broker, caller, `${state} ${keyOf(kind, id, version)}`);
  return answer;
}
/** The second person's word. Only for the newest version, and never one's own. */
export async function confirm(broker: ServiceBroker, caller: Caller, kind: BoardKind, id: string, version: number) {
  const _id = keyOf(kind, id, version);
  const row = await BoardModel.findById(_id).lean<BoardRow>();
  if (!row || !needsTwo(kind)) throw new HallError('NOT_FOUND');
  if (row.by === caller.id) throw refuse(BOARD_MESSAGES.same);
  if (((await newestOf(kind, id))?.version ?? 0) !== version) throw new HallError('STATE_CHANGED');
  try {
    await BoardConfirmModel.create({ _id, by: caller.id, at: nowIso() });
    told(broker, caller, `confirm ${_id}`);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error; // confirmed before: it is in force
  }
  return { message: BOARD_MESSAGES.confirmed, id, version, state: 'inForce' as const };
}
function told(broker: ServiceBroker, caller: Caller, what: string): void {
  looked(broker, 'identity', { who: caller.id, kind: caller.kind, whose: 'board', fields: [], what: `board ${what}` });
  void broker.broadcast(BOARD_CHANGED, {});
}

/** The wall clock of China, `2024-04-01T09:30`. */
export const wallNow = (): string => `${today()}T${stamp().slice(8, 10)}:${stamp().slice(10, 12)}`;
/** 办理时间 of the items that have one: as operations set it, else as the item's contract says. `null` from operations lifts the contract's. */
export async function windowsNow(): Promise<{ itemId: string; window: Window; version: number; closed: string | null }[]> {
  const rows = (await judged(await BoardModel.find({ kind: 'window' }).sort({ id: 1, version: -1 }).lean<BoardRow[]>())).filter(
    ({ state }) => state === 'inForce',
  ) as Version<Window>[];
  const set = new Map(rows.map((one) => [one.id, one]));
  const none = { fromDate: null, toDate: null, fromHour: null, toHour: null, note: '' };
  const all = new Map([...(await loadItems())].flatMap(([id, { window }]) => (window ? [[id, { ...none, ...window } as Window]] : [])));
  for (const [id, { value }] of set) {
    if (value) all.set(id, value);
    else all.delete(id);
  }
  const wall = wallNow();
  return [...all].map(([itemId, window]) => ({
    itemId,
    window,
    version: set.get(itemId)?.version ?? 0,
    closed: closedBecause(window, wall) ?? null,
  }));
}
