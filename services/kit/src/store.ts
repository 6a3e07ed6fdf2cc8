import mongoose, { type Connection, type Model, type Schema } from 'mongoose';
import { config } from './config.ts';

/** A service's own database. Models are declared at module level; the connection opens when the service starts. */
export interface Store {
  service: string;
  connection: Connection;
  model<T>(name: string, schema: Schema<T>): Model<T>;
  /** `indexes: false` for a second connection of a process that has made them (a thread). */
  open(options?: { indexes?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Options every schema of ours shares: an unknown field is a fault, indexes are made by us, no hidden version field. */
export const strictly = (collection: string) => ({
  collection,
  strict: 'throw' as const,
  autoIndex: false,
  autoCreate: false,
  versionKey: false as const,
  minimize: false,
});

export function openStore(service: string): Store {
  const connection = mongoose.createConnection();
  return {
    service,
    connection,
    model: <T>(name: string, schema: Schema<T>) => connection.model<T>(name, schema) as unknown as Model<T>,
    async open({ indexes = true } = {}) {
      await connection.openUri(config().MONGO_URL, {
        dbName: `${config().NAMESPACE}_${service}`.replaceAll('-', '_'),
        serverSelectionTimeoutMS: 8_000,
        maxPoolSize: 20,
        writeConcern: { w: 'majority' },
      });
      // Not ready until every promise that the indexes make is in force. One after the other: engines serialise this anyway.
      if (indexes) for (const model of Object.values(connection.models)) await model.createIndexes();
    },
    close: () => connection.close(),
  };
}
