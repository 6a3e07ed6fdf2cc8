/**
 * The only source of now (lint forbids `new Date()` and `Date.now()` elsewhere).
 * In test mode the harness moves it for all processes by one bus message (clock-test.ts); production never loads that file.
 * What guards security (sessions, QR codes, signatures) uses `realNow`, which nobody can move.
 */
let offset = 0;

/** Moves the clock; only clock-test.ts calls this. */
export const shiftClock = (milliseconds: number): void => {
  offset = milliseconds;
};
/** Milliseconds since 1970, moved in tests. */
export const nowMs = (): number => Date.now() + offset;
/** Milliseconds since 1970 that no test can move. */
export const realNow = (): number => Date.now();
/** The moment as ISO UTC. */
export const nowIso = (): string => new Date(nowMs()).toISOString();
export const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
/** Milliseconds of an ISO moment. */
export const msOf = (iso: string): number => new Date(iso).getTime();

const SHANGHAI = 8 * 3_600_000;
const wall = (ms: number): string => new Date(ms + SHANGHAI).toISOString();
/** Today in Asia/Shanghai (UTC+8 all year), `2024-04-01`. */
export const today = (): string => wall(nowMs()).slice(0, 10);
/** This month in Asia/Shanghai, `202404`. */
export const thisMonth = (): string => today().slice(0, 7).replace('-', '');
/** The year as a number. */
export const thisYear = (): number => Number(today().slice(0, 4));
/** `YYYYMMDDHHmmss` in Asia/Shanghai, the head of a 业务流水号. */
export const stamp = (): string => wall(nowMs()).slice(0, 19).replace(/[-T:]/g, '');
/** The Shanghai day of an ISO moment. */
export const dayOf = (iso: string): string => wall(msOf(iso)).slice(0, 10);
