import { isoOf, msOf } from '@wangting/kit/clock';

const CHINA_MS = 8 * 3_600_000;
/** 2024-04-01 10:05 in China, as papers say it. */
export const minuteOf = (iso: string): string =>
  isoOf(msOf(iso) + CHINA_MS)
    .slice(0, 16)
    .replace('T', ' ');
