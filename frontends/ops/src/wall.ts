import { addDays, stampOfInstant } from '@wangting/contracts/standards/day';

const two = (n: number): string => String(n).padStart(2, '0');

/** `2024-04-01T09:30` on the wall in China → `2024-04-01T01:30:00.000Z`. Undefined when it is no such time. */
export function instantOf(wall: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(wall);
  if (!parts) return undefined;
  const [, day = '', hour, minute] = parts;
  const utc = Number(hour) - 8;
  return `${utc < 0 ? addDays(day, -1) : day}T${two((utc + 24) % 24)}:${minute}:00.000Z`;
}

/** And back, for a field to edit it in. */
export function wallOf(instant: string): string {
  const digits = stampOfInstant(instant);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}T${digits.slice(8, 10)}:${digits.slice(10, 12)}`;
}
