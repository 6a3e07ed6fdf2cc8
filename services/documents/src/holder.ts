/** A unit's name for the public: enough to compare with the paper in one's hand. */
export function maskUnitName(name: string): string {
  const chars = [...name];
  return chars.length <= 4 ? `${chars[0] ?? ''}***` : `${chars.slice(0, 2).join('')}****${chars.slice(-2).join('')}`;
}
