import { buffer } from 'node:stream/consumers';
import { chargedPeople } from '@wangting/contracts/contributions/questions';
import { item } from '@wangting/contracts/documents/rights-record';
import { ask } from '@wangting/kit/call';
import { dayOf, isoOf, nowIso, nowMs } from '@wangting/kit/clock';
import { HallError, nameOf, refuse } from '@wangting/kit/errors';
import { objectWriter } from '@wangting/kit/object-writer';
import { readStream } from '@wangting/kit/objects';
import { jobOf, keep, reserve, type Paper } from './issue.ts';
import { BatchModel, type Batch } from './models/batch.ts';
import type { DocumentRow } from './models/document.ts';
import { CHUNK, insuredPeople, type Asker, type Insured, type Unit } from './people.ts';
import { seriesOf } from './print-item.ts';
import { renderMany, type Job } from './render/renderer.ts';
import { recordMonths, recordPaper, said } from './rights-record.ts';
import { unitNow } from './units.ts';
import { ZipWriter } from './zip.ts';

/** Silence after which another process goes on with a batch, and how often it is tried. */
const SILENCE_MS = 30_000;
const MOST_ATTEMPTS = 5;
/** People of one unit in one batch. */
const MOST_PEOPLE = 20_000;
const PAGE = 5_000;
/** Papers being stored at once. */
const STORING = 8;
const ZIP = 'application/zip';

/** Works on batches nobody works on, one after another. Whoever was interrupted is followed by another, who finds the papers made so far. */
export async function workBatches(from: Asker): Promise<void> {
  for (;;) {
    const batch = await BatchModel.findOneAndUpdate(
      { state: 'running', beatAt: { $lt: isoOf(nowMs() - SILENCE_MS) } },
      { $set: { beatAt: nowIso(), done: 0, skipped: [] }, $inc: { attempts: 1 } },
      { sort: { beatAt: 1 }, returnDocument: 'after' },
    ).lean<Batch>();
    if (!batch) return;
    try {
      await workBatch(from, batch);
    } catch (error) {
      const refused = nameOf(error) === 'RULE_REFUSED';
      if (!refused && batch.attempts < MOST_ATTEMPTS) throw error;
      const reason = refused && error instanceof HallError ? error.message : '生成未能完成，请稍后重新打印';
      await BatchModel.updateOne({ _id: batch._id }, { $set: { state: 'failed', reason, finishedAt: nowIso() } });
    }
  }
}

async function workBatch(from: Asker, batch: Batch): Promise<void> {
  const { _id, unitId, year } = batch;
  const { unit } = await unitNow(from, unitId);
  const ids = await everybody(from, batch);
  await BatchModel.updateOne({ _id }, { $set: { total: ids.length, beatAt: nowIso() } });
  const key = `batches/${_id}.zip`;
  const { out, stored, drop } = objectWriter(key, ZIP);
  try {
    const done = await press(from, batch, unit, ids, new ZipWriter(out));
    await stored;
    await BatchModel.updateOne({ _id }, { $set: { state: 'done', done, object: key, finishedAt: nowIso() } });
  } catch (error) {
    drop(error);
    throw error;
  }
  async function everybody(asker: Asker, { by }: Batch): Promise<string[]> {
    const found: string[] = [];
    const months = recordMonths(year);
    for (;;) {
      const { personIds, total } = await ask(
        asker,
        'documents',
        chargedPeople,
        { unitId, ...months, after: found.at(-1) ?? '', size: PAGE },
        { onBehalfOf: by, timeout: 20_000 },
      );
      found.push(...personIds);
      if (found.length > MOST_PEOPLE) throw refuse(`一次最多批量打印${MOST_PEOPLE}人`);
      if (found.length >= total || personIds.length === 0) break;
    }
    if (found.length === 0) throw refuse(said('nobody', year));
    return found;
  }
}

/** Everybody's paper, typeset in the batch thread, stored and put into the zip as it comes. Returns how many there are. */
async function press(from: Asker, batch: Batch, unit: Unit, ids: string[], zip: ZipWriter): Promise<number> {
  const { _id } = batch;
  const skipped: Batch['skipped'] = [];
  let done = 0;
  const taken = async (name: string, pdf: Buffer) => {
    await zip.add(name, pdf);
    if (++done % 20 === 0) await BatchModel.updateOne({ _id }, { $set: { done, skipped, beatAt: nowIso() } });
  };
  const waiting: { row: DocumentRow; name: string }[] = [];
  const storing = new Set<Promise<unknown>>();
  let fault: unknown;
  async function* jobs(): AsyncGenerator<Job> {
    for (let at = 0; at < ids.length; at += CHUNK) {
      const people = await insuredPeople(from, {
        unitId: batch.unitId,
        ids: ids.slice(at, at + CHUNK),
        what: item.id,
        by: batch.by,
        months: recordMonths(batch.year),
      });
      if (!people) throw refuse(said('noLedger'));
      for (const { row, name, skip } of await Promise.all(people.map((person) => reserved(batch, unit, person)))) {
        if (skip) skipped.push(skip);
        else if (row?.state === 'issued') await taken(name, await buffer(await readStream(row.object as string)));
        else if (row) {
          waiting.push({ row, name });
          yield jobOf(row);
        }
      }
    }
  }
  await renderMany(jobs(), async (rendered) => {
    const { row, name } = waiting.shift() as (typeof waiting)[number];
    const work: Promise<unknown> = keep(row, rendered)
      .catch((error: unknown) => (fault ??= error))
      .finally(() => storing.delete(work));
    storing.add(work);
    if (storing.size >= STORING) await Promise.race(storing);
    if (fault) throw fault;
    await taken(name, rendered.pdf);
  });
  await Promise.all(storing);
  if (fault) throw fault;
  await zip.end();
  await BatchModel.updateOne({ _id }, { $set: { done, skipped, beatAt: nowIso() } });
  return done;
}

interface Reserved {
  name: string;
  row?: DocumentRow;
  skip?: Batch['skipped'][number];
}
/** The row of one person's paper; a person whose paper cannot be made is named with the reason and does not stop the others. */
async function reserved({ _id, unitId, by, year, startedAt }: Batch, unit: Unit, person: Insured): Promise<Reserved> {
  const { personId, personNo, name } = person.facts;
  const file = `${personNo}_${name}_${year}.pdf`;
  // The day it was asked for: a batch that goes on after midnight finds the papers it has made.
  const wanted = { personNo, year, on: dayOf(startedAt) };
  try {
    const paper: Paper = recordPaper(unit, person, year);
    const row = await reserve({
      requestKey: `${_id}:${personId}`,
      by,
      payload: { unitId, item: item.id, ...wanted, batch: _id },
      series: seriesOf(item.id, unitId, wanted),
      reissue: false,
      prepare: async () => paper,
    });
    return { name: file, row };
  } catch (error) {
    if (!(error instanceof HallError) || !['RULE_REFUSED', 'GLYPH_MISSING'].includes(String(nameOf(error)))) throw error;
    return { name: file, skip: { personNo, reason: error.message } };
  }
}
