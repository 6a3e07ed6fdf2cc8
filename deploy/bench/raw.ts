import mongoose, { type Connection } from 'mongoose';

/** A database of the engines, by name, that asks for the same promise as a service: written on a majority. */
export const database = (mongoUrl: string, dbName: string): Promise<Connection> =>
  mongoose.createConnection(mongoUrl, { dbName: dbName.replaceAll('-', '_'), writeConcern: { w: 'majority' } }).asPromise();

export interface Alone {
  ms: number;
  documents: number;
}
/**
 * Writes documents once more by `insertMany` alone, into collections with the same indexes, and throws them away: what the database takes for them
 * when nobody thinks. `wanted` is the filter of a collection, undefined for none of it; `skips` leaves out what stood there before.
 */
export async function insertAlone(
  from: Connection,
  to: Connection,
  chunk: number,
  wanted: (collection: string) => Record<string, unknown> | undefined,
  skips: (collection: string, id: string) => boolean = () => false,
): Promise<Alone> {
  const took: Alone = { ms: 0, documents: 0 };
  for (const { name } of (await from.db?.listCollections().toArray()) ?? []) {
    const filter = wanted(name);
    if (!filter) continue;
    const collection = to.collection(name);
    for (const { key, name: title, unique, sparse } of await from.collection(name).indexes())
      if (title !== '_id_') await collection.createIndex(key, { ...(unique ? { unique } : {}), ...(sparse ? { sparse } : {}) });
    let some: object[] = [];
    const write = async () => {
      const began = performance.now();
      if (some.length) await collection.insertMany(some as never[], { ordered: false });
      took.ms += performance.now() - began;
      took.documents += some.length;
      some = [];
    };
    for await (const one of from.collection(name).find(filter)) {
      if (skips(name, String(one._id))) continue;
      some.push(one);
      if (some.length === chunk) await write();
    }
    await write();
  }
  await to.dropDatabase();
  return took;
}
