import mongoose from 'mongoose';

type Stats = Record<string, { collectionScans: number; documentsExamined: number }>;
/**
 * What some work made the embedded engine look at in these collections (others are busy with timers): documents, and collections gone
 * through from end to end.
 * Undefined on a real MongoDB, which does not tell it this way.
 */
export async function reads(
  database: string,
  collections: readonly string[],
  work: () => Promise<unknown>,
): Promise<{ documents: number; scans: string[] } | undefined> {
  const connection = mongoose.createConnection(process.env.TEST_MONGO_URL ?? '');
  await connection.asPromise();
  const stats = async (): Promise<Stats | undefined> => {
    try {
      const told = (await connection.getClient().db('admin').command({ wangtingStats: 1 })) as unknown as { collections: Stats };
      return told.collections;
    } catch {
      return undefined;
    }
  };
  try {
    const before = await stats();
    await work();
    const after = await stats();
    if (!before || !after) return undefined;
    const mine = Object.entries(after).filter(([name]) => collections.some((one) => name === `${database}.${one}`));
    const grown = (name: string, key: 'collectionScans' | 'documentsExamined') => (after[name]?.[key] ?? 0) - (before[name]?.[key] ?? 0);
    return {
      documents: mine.reduce((sum, [name]) => sum + grown(name, 'documentsExamined'), 0),
      scans: mine.filter(([name]) => grown(name, 'collectionScans') > 0).map(([name]) => name.slice(database.length + 1)),
    };
  } finally {
    await connection.close();
  }
}
