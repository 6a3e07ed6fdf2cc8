import { randomUUID } from 'node:crypto';
import type { ServiceBroker } from 'moleculer';
import type { Caller } from '@wangting/contracts/caller';
import type { Me } from '@wangting/contracts/identity/session';
import { isoOf, nowIso, realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { grantsOf } from './hats.ts';
import { recordLogin, refusedSecurity, type Via } from './login-history.ts';
import { UnitCopyModel } from './models/grant.ts';
import { EndedSessionModel, type EndedWhy } from './models/security.ts';
import { SessionModel, type Session } from './models/session.ts';
import { NoticeModel } from './models/small.ts';
import { prove } from './proved.ts';
import { scopesOf } from './scopes.ts';
import { hashed, secret } from './secrets.ts';

const HOURS_12 = 12 * 3_600_000;
/** 个人: injury and benefits are asked again after this. */
const PROOF_MS = 60_000;
const idleMs = (): number => config().IDLE_MINUTES * 60_000;
export const endOf = (session: Pick<Session, 'createdAt' | 'seenAt'>): number =>
  Math.min(session.createdAt + HOURS_12, session.seenAt + idleMs());

export type Fresh = Omit<Session, '_id' | 'csrf' | 'createdAt' | 'seenAt' | 'provedAt'>;
interface Opened {
  session: string;
  me: Me;
}

/** Opens a session and ends the identity's other ones, with a notice. The returned id is shown to nobody but the cookie. */
export async function openSession(broker: ServiceBroker, who: Fresh, via: Via): Promise<Opened> {
  const session = secret();
  const row: Session = { ...who, _id: hashed(session), csrf: secret(), createdAt: realNow(), seenAt: realNow(), provedAt: realNow() };
  await SessionModel.create(row);
  await recordLogin({ personId: who.personId, way: who.way, result: 'ok', session: row._id }, via);
  if (await keepNewest(broker, who.personId))
    await tellPerson(broker, who.personId, {
      title: '账号在其他地方登录',
      text: '您的账号刚刚在另一处登录，此前的登录已退出。如非本人操作，请及时修改密码。',
    });
  return { session, me: await meOf(broker, row) };
}
/** One session per identity. Of logins at the same moment every one names the same winner, so neither two nor none are left. */
async function keepNewest(broker: ServiceBroker, personId: string): Promise<boolean> {
  const all = await SessionModel.find({ personId }).select({ createdAt: 1 }).lean();
  if (all.length < 2) return false;
  const newest = all.reduce((a, b) => (b.createdAt > a.createdAt || (b.createdAt === a.createdAt && b._id > a._id) ? b : a));
  return (await endSessions(broker, { personId, _id: { $ne: newest._id, $in: all.map(({ _id }) => _id) } }, 'replaced')) > 0;
}
/** The same login under another hat: new id, new csrf, so that nothing that belongs to the old hat works under the new one. */
export async function changeHat(
  broker: ServiceBroker,
  old: Session,
  hat: Pick<Session, 'hat' | 'unitId' | 'proved'>,
  via: Via,
): Promise<Opened> {
  // Of two switches at once one has the old session to give.
  if (!(await endSessions(broker, { _id: old._id }, 'hat'))) throw new HallError('NOT_LOGGED_IN');
  const session = secret();
  const row: Session = { ...old, ...hat, _id: hashed(session), csrf: secret(), seenAt: realNow(), provedAt: realNow() };
  await SessionModel.create(row);
  await recordLogin({ personId: row.personId, way: 'hat', result: 'ok', session: row._id }, via);
  await keepNewest(broker, row.personId);
  return { session, me: await meOf(broker, row) };
}
/** A message to one person, whatever hat he wears. */
export async function tellPerson(broker: ServiceBroker, personId: string, { title, text }: { title: string; text: string }): Promise<void> {
  await NoticeModel.create({ _id: randomUUID(), to: personId, title, text, link: null, at: nowIso(), readBy: [], kind: 'security' });
  void broker.broadcast('notice.added', { personId });
}

/**
 * Ends sessions and tells every gateway at once: it drops the token it holds (and would find out by itself in some seconds).
 * Why they ended is kept until their cookies are worthless anyway. Returns how many this call ended.
 */
export async function endSessions(broker: ServiceBroker, filter: Record<string, unknown>, why: EndedWhy): Promise<number> {
  const rows = await SessionModel.find(filter as never)
    .select({ personId: 1 })
    .lean<Pick<Session, '_id' | 'personId'>[]>();
  let ended = 0;
  for (const { _id, personId } of rows) {
    if (!(await SessionModel.deleteOne({ _id })).deletedCount) continue;
    ended += 1;
    await EndedSessionModel.replaceOne({ _id }, { _id, personId, why, noticed: false, until: realNow() + HOURS_12 }, { upsert: true });
    void broker.broadcast('session.ended', { key: _id, why });
  }
  return ended;
}
/** Rights of these sessions changed: gateways ask for a new token with the next request. */
export async function rightsChanged(broker: ServiceBroker, filter: Record<string, unknown>): Promise<void> {
  const rows = await SessionModel.find(filter as never)
    .select({ _id: 1 })
    .lean();
  for (const { _id } of rows) void broker.broadcast('session.changed', { key: _id });
}
/** Forgets sessions that nobody can use any more. */
export async function sweepSessions(): Promise<void> {
  await SessionModel.deleteMany({ seenAt: { $lt: realNow() - HOURS_12 } });
  await EndedSessionModel.deleteMany({ until: { $lt: realNow() } });
}
/** The live session of a cookie, kept awake unless only listening; NOT_LOGGED_IN when there is none or it slept too long. */
export async function findSession(broker: ServiceBroker, session: string, awake = true): Promise<Session> {
  const row = await SessionModel.findById(hashed(session)).lean<Session>();
  if (!row) await noteEndedCookie(broker, hashed(session));
  if (!row || endOf(row) <= realNow()) throw new HallError('NOT_LOGGED_IN');
  if (awake && realNow() - row.seenAt > 20_000) await SessionModel.updateOne({ _id: row._id }, { $set: { seenAt: realNow() } });
  return row;
}
/** Somebody brings the cookie of a session that was ended: a browser that has not heard, or a thief. The audit has it, once per session. */
async function noteEndedCookie(broker: ServiceBroker, key: string): Promise<void> {
  const ended = await EndedSessionModel.findOneAndUpdate({ _id: key, noticed: false }, { $set: { noticed: true } }).lean();
  if (ended) refusedSecurity(broker, `cookie of a session that ended (${ended.why})`, {}, ended.personId);
}
/** Its idle time starts anew now; of two at once the later one stands. NOT_LOGGED_IN when it ended meanwhile. */
export async function keepAwake({ _id }: Pick<Session, '_id'>): Promise<Session> {
  const row = await SessionModel.findOneAndUpdate({ _id }, { $max: { seenAt: realNow() } }, { returnDocument: 'after' }).lean<Session>();
  if (!row) throw new HallError('NOT_LOGGED_IN');
  return row;
}
/** By the key inside a caller token. */
export async function sessionOf(caller: Caller): Promise<Session> {
  const row = caller.session ? await SessionModel.findById(caller.session).lean<Session>() : null;
  if (!row || endOf(row) <= realNow()) throw new HallError('NOT_LOGGED_IN');
  return row;
}
const unitOf = async (unitId: string | null) => (unitId ? ((await UnitCopyModel.findById(unitId).lean())?.facts ?? null) : null);

/** 个人 stands on what injury and benefits say now; whoever is neither any more is logged out. */
async function provedNow(broker: ServiceBroker, row: Session): Promise<Session['proved']> {
  if (row.hat !== 'individual' || !row.idHash || (row.provedAt ?? 0) > realNow() - PROOF_MS) return row.proved ?? null;
  const { proved, complete } = await prove(broker, row.idHash, row.proved ?? undefined);
  if (!proved.injured && !proved.dependant) {
    await endSessions(broker, { _id: row._id }, 'revoked');
    throw new HallError('NOT_LOGGED_IN');
  }
  if (complete) await SessionModel.updateOne({ _id: row._id }, { $set: { proved, provedAt: realNow() } });
  return proved;
}
/** What this session may do now: asked anew for every token, so a withdrawn right ends with the token. */
export async function callerOf(broker: ServiceBroker, row: Session): Promise<Caller> {
  const acts = row.hat === 'contact' || row.hat === 'legal';
  const [unit, grants, proved] = await Promise.all([
    unitOf(row.unitId),
    acts && row.unitId && row.idHash ? grantsOf(row.unitId, row.idHash, row.hat as 'contact' | 'legal') : undefined,
    provedNow(broker, row),
  ]);
  // The 注册 account's unit may not have been heard of yet; item 1 is all it can do anyway.
  const wearing = {
    kind: row.kind,
    hat: row.hat,
    grants,
    proved,
    unit: unit ?? (row.hat === 'register' ? { state: '0' as const } : null),
    roles: row.roles,
  };
  const scopes = row.must || (acts && !grants) ? [] : scopesOf(wearing);
  return {
    kind: row.kind,
    id: row.personId,
    scopes,
    session: row._id,
    ...(row.hat ? { hat: row.hat } : {}),
    ...(row.unitId ? { unitId: row.unitId } : {}),
    ...(row.kind === 'staff' ? { areas: row.areas } : {}),
  };
}
export async function meOf(broker: ServiceBroker, row: Session): Promise<Me> {
  const [unit, caller] = await Promise.all([unitOf(row.unitId), callerOf(broker, row)]);
  return {
    kind: row.kind,
    name: row.name,
    hat: row.hat,
    roles: row.roles,
    areas: row.areas,
    scopes: caller.scopes,
    csrf: row.csrf,
    expiresAt: isoOf(row.createdAt + HOURS_12),
    idleEndsAt: isoOf(endOf(row)),
    idleMinutes: config().IDLE_MINUTES,
    must: row.must ?? null,
    unit: row.unitId
      ? { unitId: row.unitId, unitNo: unit?.unitNo ?? null, name: unit?.name ?? '', creditCode: unit?.creditCode ?? '' }
      : null,
  };
}
