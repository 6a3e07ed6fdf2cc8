import type { Context } from 'moleculer';
import type { z } from 'zod';
import { printsOfAll, printsOfUnit, type PrintRow } from '@wangting/contracts/documents/register';
import { namesOf } from '@wangting/contracts/identity/names';
import { ask } from '@wangting/kit/call';
import { isoOf, msOf } from '@wangting/kit/clock';
import { implement, type HallMeta } from '@wangting/kit/implement';
import { DocumentModel, stateOf, type DocumentRow } from '../models/document.ts';
import { PrintLogModel, type PrintLog } from '../models/print-log.ts';

type Filter = z.infer<typeof printsOfAll.input>;
/** The moment a day begins in China. */
const startOf = (day: string): string => isoOf(msOf(`${day}T00:00:00+08:00`));
const DAY_MS = 86_400_000;

/** 打印记录, newest first. By unit, paper or day: each has its index. */
async function register(ctx: Context<unknown, HallMeta>, { unitId, documentId, itemId, from, to, page, size }: Filter) {
  const query = {
    ...(unitId ? { unitId } : {}),
    ...(documentId ? { documentId } : {}),
    ...(itemId ? { itemId } : {}),
    ...(from || to ? { at: { ...(from ? { $gte: startOf(from) } : {}), ...(to ? { $lt: isoOf(msOf(startOf(to)) + DAY_MS) } : {}) } } : {}),
  };
  const [total, logs] = await Promise.all([
    PrintLogModel.countDocuments(query),
    PrintLogModel.find(query)
      .sort({ at: -1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<PrintLog[]>(),
  ]);
  const documents = await DocumentModel.find({ _id: { $in: logs.map((log) => log.documentId) } }).lean<DocumentRow[]>();
  const papers = new Map(documents.map((row) => [row._id, row]));
  // A name is a comfort, not a condition: while identity is away the register still answers.
  const { names } = await ask(ctx, 'documents', namesOf, { ids: [...new Set(logs.map(({ by }) => by))] }, { timeout: 1_000 }).catch(() => ({
    names: {} as Record<string, string>,
  }));
  const rows = logs.flatMap((log): z.input<typeof PrintRow>[] => {
    const paper = papers.get(log.documentId);
    if (!paper) return [];
    const { _id: id, documentId, unitId, itemId, what, at } = log;
    const by = names[log.by] ?? log.via ?? '—';
    return [{ id, documentId, unitId, itemId, what, at, title: paper.title, no: paper.ownNo ?? paper.no, by, state: stateOf(paper) }];
  });
  return { rows, total, page, size };
}

export const printsOfUnitAction = implement(printsOfUnit, async ({ input, caller, ctx }) =>
  register(ctx, { ...input, unitId: caller.unitId ?? '-' }),
);
export const printsOfAllAction = implement(printsOfAll, async ({ input, ctx }) => register(ctx, input));
