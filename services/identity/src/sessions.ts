import { randomUUID } from 'node:crypto';
import type { ServiceBroker } from 'moleculer';
import type { Me } from '@wangting/contracts/identity/session';
import type { Caller } from '@wangting/contracts/caller';
import type { z } from 'zod';
import { isoOf, nowIso, realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { grantId, GrantModel, UnitCopyModel } from './models/grant.ts';
import { SessionModel, type Session } from './models/session.ts';
import { NoticeModel } from './models/small.ts';
import { scopesOf } from './scopes.ts';
import { hashed, secret } from './secrets.ts';

const HOURS_12 = 12 * 3_600_000;
const idle = (): number => config().IDLE_MINUTES * 60_000;
const endOf = (session: Pick<Session, 'createdAt' | 'seenAt'>): number => Math.min(session.createdAt + HOURS_12, session.seenAt + idle());

type Fresh = Pick<Session, 'personId' | 'kind' | 'name' | 'hat' | 'unitId' | 'idHash' | 'roles' | 'areas'>;

/** Opens a session and ends the identity's other ones, with a notice. The returned id is shown to nobody but the cookie. */
export async function openSession(broker: ServiceBroker, who: Fresh): Promise<{ session: string; me: z.infer<typeof Me> }> {
  const session = secret();
  const row: Session = { ...who, _id: hashed(session), csrf: secret(), createdAt: realNow(), seenAt: realNow() };
  await SessionModel.create(row);
  const all = await SessionModel.find({ personId: who.personId }).select({ createdAt: 1 }).lean();
  // Of logins at the same moment every one names the same winner, so neither two nor none are left.
  const newest = all.reduce((a, b) => (b.createdAt > a.createdAt || (b.createdAt === a.createdAt && b._id > a._id) ? b : a));
  const others = all.filter(({ _id }) => _id !== newest._id);
  if (others.length) {
    await endSessions(broker, { _id: { $in: others.map(({ _id }) => _id) } });
    await NoticeModel.create({
      _id: randomUUID(),
      to: who.personId,
      title: '账号在其他地方登录',
      text: '您的账号刚刚在另一处登录，此前的登录已退出。如非本人操作，请及时修改密码。',
      link: null,
      at: nowIso(),
      readBy: [],
    });
  }
  return { session, me: await meOf(row) };
}
/** Ends sessions and tells every gateway at once (a cache hint: the token they hold ends by itself within a minute). */
export async function endSessions(broker: ServiceBroker, filter: Record<string, unknown>): Promise<void> {
  const ended = await SessionModel.find(filter as never)
    .select({ _id: 1 })
    .lean();
  await SessionModel.deleteMany(filter as never);
  for (const { _id } of ended) void broker.broadcast('session.ended', { key: _id });
}
/** Forgets sessions that nobody can use any more. */
export const sweepSessions = async (): Promise<void> => void (await SessionModel.deleteMany({ seenAt: { $lt: realNow() - HOURS_12 } }));
/** The live session of a cookie, kept awake unless only listening; NOT_LOGGED_IN when there is none or it slept too long. */
export async function findSession(session: string, awake = true): Promise<Session> {
  const row = await SessionModel.findById(hashed(session)).lean<Session>();
  if (!row || endOf(row) <= realNow()) throw new HallError('NOT_LOGGED_IN');
  if (awake && realNow() - row.seenAt > 20_000) await SessionModel.updateOne({ _id: row._id }, { $set: { seenAt: realNow() } });
  return row;
}
/** By the key inside a caller token. */
export async function sessionOf(caller: Caller): Promise<Session> {
  const row = caller.session ? await SessionModel.findById(caller.session).lean<Session>() : null;
  if (!row || endOf(row) <= realNow()) throw new HallError('NOT_LOGGED_IN');
  return row;
}
const unitOf = async (unitId: string | null) => (unitId ? ((await UnitCopyModel.findById(unitId).lean())?.facts ?? null) : null);

/** What this session may do now: asked anew for every token, so a withdrawn right ends with the token. */
export async function callerOf(row: Session): Promise<Caller> {
  const unit = await unitOf(row.unitId);
  const grant =
    row.unitId && row.idHash && (row.hat === 'contact' || row.hat === 'legal')
      ? await GrantModel.findById(grantId(row.unitId, row.idHash, row.hat)).lean()
      : null;
  // The 注册 account's unit may not have been heard of yet; item 1 is all it can do anyway.
  const wearing = {
    kind: row.kind,
    hat: row.hat,
    grants: grant?.grants,
    unit: unit ?? (row.hat === 'register' ? { state: '0' as const } : null),
    roles: row.roles,
  };
  const scopes = (row.hat === 'contact' || row.hat === 'legal') && !grant ? [] : scopesOf(wearing);
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
export async function meOf(row: Session): Promise<z.infer<typeof Me>> {
  const [unit, caller] = await Promise.all([unitOf(row.unitId), callerOf(row)]);
  return {
    kind: row.kind,
    name: row.name,
    hat: row.hat,
    roles: row.roles,
    areas: row.areas,
    scopes: caller.scopes,
    csrf: row.csrf,
    expiresAt: isoOf(endOf(row)),
    unit: row.unitId
      ? { unitId: row.unitId, unitNo: unit?.unitNo ?? null, name: unit?.name ?? '', creditCode: unit?.creditCode ?? '' }
      : null,
  };
}
export { endOf };
