import { randomUUID } from 'node:crypto';
import { batchActions, batchUndo } from '@wangting/contracts/batch-actions';
import { facts, PURPOSES } from '@wangting/contracts/files/upload';
import { itemHandlers, ruleContext } from '../applications/actions.ts';
import { applicationIdFor } from '../applications/submit.ts';
import type { ItemRules, RuleContext } from '../applications/rules.ts';
import { ask } from '../call.ts';
import { nowIso } from '../clock.ts';
import { HallError, isDuplicateKey, refuse } from '../errors.ts';
import { implement, type Implemented, type Request } from '../implement.ts';
import { addressOf } from '../objects.ts';
import { digest, sealJson } from '../sealed.ts';
import { PAPERS, type Batches } from './batches.ts';
import type { Batch } from './models.ts';
import type { BatchRules } from './rules.ts';
import { undoRow } from './undo.ts';
import { rowsOf, viewOf } from './view.ts';
import { fileNameOf } from './xlsx.ts';

/** Batches of one unit and item that may wait or run at once. */
const MOST_AT_ONCE = 5;

/** The actions of one batch item. 打开 and 查询带出 are those of every item. */
export function batchHandlers(batches: Batches, of: ItemRules): Implemented[] {
  const rules = of.batch as BatchRules;
  const { item } = rules;
  const { models, service, apps } = batches;
  const contracts = batchActions(item);
  const ends = (name: string) => name.endsWith('.open') || name.endsWith('.lookup');

  /** The caller's own unit's batch, or none at all. */
  async function own(request: Request<{ batchId: string }>): Promise<Batch> {
    const { unitId } = ruleContext(request);
    const batch = await models.batches.findById(request.input.batchId).lean<Batch>();
    if (!batch || batch.unitId !== unitId || batch.itemId !== item.id) throw new HallError('NOT_FOUND');
    return batch;
  }
  async function show(batch: Batch) {
    const row = batch.savedBy ? await apps.models.rows.findById(batch.applicationId).select({ serialNo: 1 }).lean() : null;
    return viewOf(batch, row?.serialNo ?? null);
  }
  const fresh = async (batchId: string): Promise<Batch> => {
    const batch = await models.batches.findById(batchId).lean<Batch>();
    if (!batch) throw new HallError('NOT_FOUND');
    return batch;
  };
  async function paper(what: string, task: (key: string) => Parameters<Batches['run']>[0]): Promise<{ url: string; name: string }> {
    const key = `${PAPERS}/${service}/${randomUUID()}.xlsx`;
    await batches.run(task(key));
    const name = fileNameOf(item, what);
    return { url: await addressOf(key, name, PURPOSES.batch.types.xlsx), name };
  }

  const template = implement(contracts.template, async (request) => {
    ruleContext(request);
    return paper('模板', (key) => ({ kind: 'template', itemId: item.id, key }));
  });
  const check = implement(contracts.check, async (request) => {
    const { requestKey, fileId } = request.input;
    const values = request.input.values as Record<string, unknown>;
    const context = ruleContext(request);
    const { caller, unitId } = context;
    const _id = applicationIdFor(`${service}-batch`, caller.id, requestKey);
    const intention = digest({ item: item.id, unitId, fileId, values });
    const sent = async (): Promise<Batch | null> => {
      const same = await models.batches.findById(_id).lean<Batch>();
      if (same && same.intention !== intention) throw new HallError('REQUEST_KEY_REUSED');
      return same;
    };
    const before = await sent();
    if (before) return show(before);
    const file = await fileOf(context, fileId);
    const busy = await models.batches.countDocuments({ unitId, itemId: item.id, state: { $in: ['checking', 'saving'] } });
    if (busy >= MOST_AT_ONCE) throw refuse(`本单位已有${busy}个批次正在处理，请稍后再校验`);
    const { area, shows = {}, keep = {} } = await rules.begin(context, values as never);
    const batch: Batch = {
      _id,
      itemId: item.id,
      unitId,
      area,
      by: caller.id,
      at: nowIso(),
      intention,
      file,
      about: sealJson({ values, shows, keep }),
      state: 'checking',
      note: '',
      rows: 0,
      good: 0,
      bad: 0,
      saved: 0,
      failed: 0,
      done: 0,
      startedAt: null,
      endedAt: null,
      cancel: false,
      applicationId: applicationIdFor(service, 'batch', _id),
      savedBy: null,
      tries: 0,
      leaseOwner: '',
      leaseUntil: 0,
    };
    try {
      await models.batches.create(batch);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const same = await sent();
      if (same) return show(same);
    }
    batches.kick();
    return show(batch);
  });
  async function fileOf({ caller, ctx }: RuleContext, fileId: string): Promise<Batch['file']> {
    const { files } = await ask(ctx, service, facts, { ids: [fileId] }, { onBehalfOf: caller.id });
    const file = files[0];
    if (!file || file.by !== caller.id || file.purpose !== 'batch') throw new HallError('NOT_FOUND');
    if (file.state !== 'sealed') throw new HallError('FILE_NOT_READY');
    return { id: file.fileId, name: file.name, size: file.size, type: file.type, sha256: file.sha256 };
  }

  const mine = implement(contracts.mine, async (request) => {
    const { unitId } = ruleContext(request);
    const found = await models.batches.find({ unitId, itemId: item.id }).sort({ at: -1 }).limit(10).lean<Batch[]>();
    return { batches: await Promise.all(found.map(show)) };
  });
  const view = implement(contracts.view, async (request) => show(await own(request)));
  const rows = implement(contracts.rows, async (request) => {
    const { tab, page, size } = request.input;
    return { ...(await rowsOf(models, rules, await own(request), tab, page, size)), page, size };
  });
  const errors = implement(contracts.errors, async (request) => {
    const { _id } = await own(request);
    const { tab } = request.input;
    if (!(await models.rows.countDocuments({ batchId: _id, state: tab }))) throw refuse('没有可导出的错误信息');
    return paper(tab === 'bad' ? '错误信息' : '保存失败人员信息', (key) => ({ kind: 'errors', itemId: item.id, batchId: _id, tab, key }));
  });
  const save = implement(contracts.save, async (request) => {
    const batch = await own(request);
    if (batch.state === 'checked' && batch.good === 0) throw refuse('没有校验成功的人员，不能保存');
    if (batch.state === 'checked') {
      // Of any number who press at once one begins it; for the others it is begun.
      const now = { state: 'saving' as const, savedBy: request.caller.id, done: 0, startedAt: nowIso(), endedAt: null, cancel: false };
      await models.batches.updateOne({ _id: batch._id, state: 'checked' }, { $set: now });
    }
    const begun = await fresh(batch._id);
    if (begun.state !== 'saving' && begun.state !== 'saved') throw new HallError('STEP_NOT_POSSIBLE');
    await batches.applicationOf(begun);
    batches.kick();
    return show(await fresh(batch._id));
  });
  const cancel = implement(contracts.cancel, async (request) => {
    const batch = await own(request);
    if (batch.state === 'checked') {
      const ended = await models.batches.updateOne(
        { _id: batch._id, state: 'checked' },
        { $set: { state: 'cancelled', endedAt: nowIso() } },
      );
      if (ended.modifiedCount) await models.rows.deleteMany({ batchId: batch._id });
    } else if (batch.state === 'checking' || batch.state === 'saving') {
      await models.batches.updateOne({ _id: batch._id, state: batch.state }, { $set: { cancel: true } });
      batches.kick();
    } else if (batch.state !== 'cancelled') throw new HallError('STEP_NOT_POSSIBLE');
    return show(await fresh(batch._id));
  });
  const undo = implement(batchUndo(item), async (request) => {
    await undoRow(models, rules, await own(request), request.input.rowNo, request.ctx);
    return { message: '已撤销，该条不再生效' };
  });
  return [
    ...itemHandlers(apps, of).filter(({ contract }) => ends(contract.name)),
    ...([template, check, mine, view, rows, errors, save, cancel, ...(item.batch.undo ? [undo] : [])] as unknown as Implemented[]),
  ];
}
