/** Matches nothing: somebody without areas sees an empty list, never a whole one. */
const NOTHING = { _id: { $in: [] as string[] } };

/** Areas by prefix, as a range that the index of `field` serves: '61' is from '61' up to, and without, '62'. */
export function areasOf(areas: readonly string[] | undefined, field: string): Record<string, unknown> {
  const ranges = (areas ?? [])
    .filter((prefix) => /^\d{2,6}$/.test(prefix))
    .map((prefix) => ({
      [field]: { $gte: prefix, $lt: prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1) },
    }));
  return ranges.length > 1 ? { $or: ranges } : (ranges[0] ?? NOTHING);
}
