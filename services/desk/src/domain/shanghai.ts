import { addDays } from '@wangting/contracts/standards/day';
import { isoOf, msOf } from '@wangting/kit/clock';

/** The moment at which a day in China begins, some days on. */
export const dayAfter = (day: string, days: number): string => isoOf(msOf(`${addDays(day, days)}T00:00:00+08:00`));
