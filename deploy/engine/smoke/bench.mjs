// node deploy/engine/smoke/bench.mjs [rows]: the figures of README.md. ROWS documents with 4 indexes besides _id.
import mongoose from 'mongoose';
import { statSync } from 'node:fs';
import { startEngine } from './engine.mjs';

const ROWS = Number(process.argv[2] ?? 200_000);
const { MongoClient } = mongoose.mongo;
let engine = await startEngine();
let client = await MongoClient.connect(engine.uri, { maxPoolSize: 64 });
const rows = client.db().collection('rows');
const row = (i) => ({ unit: `U${Math.floor(i / 1000)}`, seq: i % 1000, person: i % 50000, period: 202001 + Math.floor(i / 50000),
  state: i % 4 ? 'paid' : 'open', at: new Date(i * 1000), base: 500000 + i % 9999, note: '企业职工基本养老保险', paid: false });
await rows.createIndexes([{ key: { unit: 1, seq: 1 }, unique: true }, { key: { person: 1, period: 1 } }, { key: { state: 1, at: -1 } }, { key: { at: 1 } }]);

async function rate(name, clients, seconds, action) {
  let done = 0;
  const end = performance.now() + seconds * 1000;
  const from = performance.now();
  await Promise.all(Array.from({ length: clients }, async (_, c) => {
    while (performance.now() < end) { await action(c); done++; }
  }));
  console.log(`${name}: ${Math.round(done / (performance.now() - from) * 1000)}/s`);
}
let from = performance.now();
let filled = 0;
await Promise.all(Array.from({ length: 4 }, async () => {
  while (filled < ROWS) { const at = filled; filled += 1000; await rows.insertMany(Array.from({ length: 1000 }, (_, i) => row(at + i))); }
}));
console.log(`fill ${ROWS} rows by insertMany(1000): ${Math.round(ROWS / (performance.now() - from) * 1000)} rows/s, ${engine.memory()} MB`);
let next = 10_000_000;
const random = (n) => Math.floor(Math.random() * n);
await rate('insert, 1 client', 1, 5, () => rows.insertOne(row(next++)));
await rate('insert, 32 clients', 32, 5, () => rows.insertOne(row(next++)));
await rate('compare-and-set update, 32 clients', 32, 3, () => { const i = random(ROWS); return rows.updateOne({ unit: `U${Math.floor(i / 1000)}`, seq: i % 1000 }, { $inc: { rev: 1 } }); });
for (const clients of [1, 32]) {
  await rate(`find by unique key, ${clients} client(s)`, clients, 3, () => { const i = random(ROWS); return rows.findOne({ unit: `U${Math.floor(i / 1000)}`, seq: i % 1000 }); });
}
await rate('person + period range, 1 client', 1, 3, () => rows.find({ person: random(50000), period: { $gte: 202001 } }).toArray());
await rate('page of 20 of a unit, newest first, 1 client', 1, 3, () => rows.find({ unit: `U${random(ROWS / 1000)}` }).sort({ seq: -1 }).limit(20).toArray());
await rate('a unit of 1,000 rows, 1 client', 1, 3, () => rows.find({ unit: `U${random(ROWS / 1000)}` }).toArray());
await rate('countDocuments of a unit, 1 client', 1, 3, () => rows.countDocuments({ unit: `U${random(ROWS / 1000)}` }));
await rate('scan without index, 1 client', 1, 3, () => rows.findOne({ base: -1 }));
console.log(`memory ${engine.memory()} MB, file ${statSync(`${engine.dir}/engine.mv`).size >> 20} MB`);
from = performance.now();
await client.close();
await engine.stop();
console.log(`stop: ${Math.round(performance.now() - from)} ms, file ${statSync(`${engine.dir}/engine.mv`).size >> 20} MB`);
from = performance.now();
engine = await startEngine(engine.dir);
console.log(`start on ${ROWS} rows: ${Math.round(performance.now() - from)} ms`);
client = await MongoClient.connect(engine.uri);
from = performance.now();
await client.db().collection('rows').createIndex({ period: 1, base: 1 });
console.log(`build one more index: ${Math.round(performance.now() - from)} ms, ${engine.memory()} MB`);
await client.close();
await engine.stop();
