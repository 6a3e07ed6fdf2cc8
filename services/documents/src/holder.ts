/** A unit's name for the public: enough to compare with the paper in one's hand. */
export function maskUnitName(name: string): string {
  const chars = [...name];
  return chars.length <= 4 ? `${chars[0] ?? ''}***` : `${chars.slice(0, 2).join('')}****${chars.slice(-2).join('')}`;
}
/** What a reader of the paper is asked at 证明验证: the last four of the unit's number, or of its code before it has a number. */
export const checkOf = (unit: { unitNo: string | null; creditCode: string }): string => (unit.unitNo || unit.creditCode).slice(-4);
