import { dayOfInstant, stampOfInstant } from '@wangting/contracts/standards/day';

/** The only clock of the pages: the browser's, read in Shanghai. It proposes days and greets; services decide. */
// eslint-disable-next-line no-restricted-syntax -- kit/clock is the services' clock; a browser has only its own
export const instant = (): string => new Date().toISOString();
export const today = (): string => dayOfInstant(instant());
export const hour = (): number => Number(stampOfInstant(instant()).slice(8, 10));
export const millisUntil = (moment: string): number => Date.parse(moment) - Date.parse(instant());
