import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { applicantOf } from '@wangting/contracts/caller';
import { itemScope } from '@wangting/contracts/catalogue';
import { facts as fileFacts, sign as signFile } from '@wangting/contracts/files/upload';
import { ask } from '../call.ts';
import { nowIso } from '../clock.ts';
import { HallError, isDuplicateKey } from '../errors.ts';
import { implement, type Implemented, type Request } from '../implement.ts';
import { sealJson, unsealJson } from '../sealed.ts';
import { looked } from '../audit.ts';
import { lastStep, payloadOf } from './append.ts';
import { intoSlot } from './materials.ts';
import { takeStep } from './desk-steps.ts';
import { materialsOf, nextWords, rowsOf, seatOf, viewOf } from './desk-view.ts';
import { resultIn } from './effects.ts';
import type { Draft, EffectRow, MaterialRow, Row, Step } from './models.ts';
import type { Applications } from './index.ts';
import type { ItemRules, RuleContext } from './rules.ts';
import { applicationIdFor, submit } from './submit.ts';
import { mayUndo, takeUndo } from './undo.ts';

/** The person's own unit (under 个人 himself), from the proven caller: a unit number that a request brings counts for nothing. */
export function ruleContext({ caller, ctx }: Pick<Request<unknown>, 'caller' | 'ctx'>, applicationId?: string): RuleContext {
  const unitId = applicantOf(caller);
  if (!unitId) throw new HallError('NOT_ALLOWED');
  return { caller, unitId, ctx, applicationId };
}

/** open, lookup, 暂存, 提交 of one item. */
export function itemHandlers(apps: Applications, rules: ItemRules): Implemented[] {
  const { models, service } = apps;
  const contracts = itemActions(rules.item);
  const ownDraft = async (unitId: string, applicationId: string | undefined): Promise<Draft | null> => {
    const draft = applicationId
      ? await models.drafts.findById(applicationId).lean<Draft>()
      : await models.drafts.findOne({ unitId, itemId: rules.item.id }).sort({ savedAt: -1 }).lean<Draft>();
    return draft && draft.unitId === unitId && draft.itemId === rules.item.id ? draft : null;
  };

  const open = implement(contracts.open, async (request) => {
    const context = ruleContext(request, request.input.applicationId);
    const opening = await rules.open(context);
    const draft = rules.item.draft ? await ownDraft(context.unitId, request.input.applicationId) : null;
    return {
      ...opening,
      draft: draft && {
        applicationId: draft._id,
        values: unsealJson<Record<string, unknown>>(draft.values),
        savedAt: draft.savedAt,
        materials: await materialsOf(models, draft._id),
      },
    };
  });
  const lookup = implement(contracts.lookup, async (request) => {
    const find = rules.lookups?.[request.input.lookup];
    if (!find) throw new HallError('INPUT_INVALID', { issues: [{ path: 'lookup', message: '没有这种查询' }] });
    return find(ruleContext(request), request.input.value, request.input.values);
  });
  const draft = implement(contracts.draft, async (request) => {
    const { requestKey, applicationId, values } = request.input;
    const { caller, unitId } = ruleContext(request);
    if (!rules.item.draft) throw new HallError('STEP_NOT_POSSIBLE');
    const id = applicationId ?? applicationIdFor(service, caller.id, requestKey);
    if (applicationId && !(await ownDraft(unitId, applicationId)))
      throw new HallError((await lastStep(models, applicationId))?.unitId === unitId ? 'STATE_CHANGED' : 'NOT_FOUND');
    if (!applicationId && (await models.steps.exists({ applicationId: id }))) throw new HallError('STATE_CHANGED');
    const row: Draft = { _id: id, itemId: rules.item.id, unitId, by: caller.id, values: sealJson(values), savedAt: nowIso(), requestKey };
    try {
      await models.drafts.replaceOne({ _id: id, unitId }, row, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await models.drafts.replaceOne({ _id: id, unitId }, row); // two first saves at once: both are the same draft
    }
    return { applicationId: id, savedAt: row.savedAt, message: rules.item.messages.saved ?? '暂存成功' };
  });
  const discard = implement(contracts.discard, async (request) => {
    const { unitId } = ruleContext(request);
    const found = await ownDraft(unitId, request.input.applicationId);
    if (!found || !request.input.applicationId) throw new HallError('NOT_FOUND');
    await models.materials.deleteMany({ applicationId: found._id });
    await models.drafts.deleteOne({ _id: found._id });
    return { message: '已删除暂存内容' };
  });
  const send = implement(contracts.submit, async (request) => {
    const context = ruleContext(request, request.input.applicationId);
    const step = await submit(models, service, rules, context, {
      ...request.input,
      values: request.input.values as Record<string, unknown>,
    });
    const row = await apps.after(step);
    const [view] = await rowsOf([row], apps.unitNames);
    const effects = await models.effects.find({ applicationId: step.applicationId }).lean<EffectRow[]>();
    const isThere = (name: string) => effects.some((one) => one.name === name && one.state === 'done');
    // Decided is not done: while an effect is owed nobody reads that it is there.
    const waiting = row.status !== 'approved' || !step.effects.every(isThere);
    const result = waiting ? {} : resultIn(effects);
    const words = rules.done(result, view as never);
    return {
      applicationId: row._id,
      serialNo: row.serialNo,
      status: row.status,
      seq: row.seq,
      result,
      message: waiting ? (rules.item.messages.submitted ?? '提交成功') : words.message,
      next: waiting ? nextWords(row) : words.next,
    };
  });
  return [open, lookup, draft, discard, send] as unknown as Implemented[];
}

/** view, step, materials and snapshots of all applications of a service. */
export function applicationHandlers(apps: Applications): Implemented[] {
  const { models, service } = apps;
  const contracts = applicationActions(service);
  const find = async (applicationId: string): Promise<Row> => {
    const row = await models.rows.findById(applicationId).lean<Row>();
    if (row) return row;
    if (await models.steps.exists({ applicationId })) return apps.project(applicationId);
    throw new HallError('NOT_FOUND');
  };
  const show = async (request: Pick<Request<unknown>, 'caller' | 'ctx'>, row: Row) => {
    const seat = seatOf(request.caller, row);
    if (seat.side === 'staff')
      looked(apps.broker(), service, {
        who: request.caller.id,
        kind: 'staff',
        whose: row._id,
        fields: ['values', 'materials'],
        what: row.itemId,
      });
    return viewOf(models, row, seat, apps.unitNames, apps.effectsOf(row.itemId), mayUndo(apps.rulesOf(row.itemId), row));
  };

  const drafts = implement(contracts.drafts, async (request) => {
    const { unitId, caller } = ruleContext(request);
    const itemId = { $in: caller.scopes.filter((scope) => scope.startsWith('item:')).map((scope) => scope.slice(5)) };
    // Index { unitId, itemId, savedAt }.
    const rows = await models.drafts.find({ unitId, itemId }).sort({ savedAt: -1 }).limit(50).select({ values: 0 }).lean<Draft[]>();
    return { rows: rows.map(({ _id, itemId: item, savedAt }) => ({ applicationId: _id, itemId: item, savedAt })) };
  });
  const view = implement(contracts.view, async (request) => show(request, await find(request.input.applicationId)));
  const step = implement(contracts.step, async (request) => {
    const row = await find(request.input.applicationId);
    const seat = seatOf(request.caller, row);
    const rules = apps.rulesOf(row.itemId);
    if (request.input.action === 'undo')
      return show(request, await apps.after(await takeUndo(models, rules, seat, ruleContext(request, row._id), request.input)));
    const taken = await takeStep(
      models,
      service,
      row,
      seat,
      request.input,
      rules.effects.map(({ name }) => name),
      apps.dueOf,
    );
    return show(request, await apps.after(taken.step));
  });

  /** Materials hang on a draft or a case in correction, of the caller's own unit; `seq` is its last step. */
  const place = async (request: Request<{ applicationId: string }>): Promise<{ itemId: string; seq: number }> => {
    const { unitId, caller } = ruleContext(request);
    const { applicationId } = request.input;
    // The step first: for a moment after 提交 the draft is still there.
    const last = await lastStep(models, applicationId);
    const found = last ?? (await models.drafts.findById(applicationId).lean<Draft>());
    if (!found) throw new HallError('DRAFT_FIRST');
    if (found.unitId !== unitId || !caller.scopes.includes(itemScope(found.itemId))) throw new HallError('NOT_FOUND');
    if (last && last.to !== 'correcting') throw new HallError('STEP_NOT_POSSIBLE', { current: last.to, seq: last.seq });
    return { itemId: found.itemId, seq: last?.seq ?? 0 };
  };
  /** The step that came while a material was put there or taken away. */
  const stepSince = (applicationId: string, seq: number) => models.steps.findOne({ applicationId, seq: seq + 1 }).lean<Step>();
  const tooLate = ({ to, seq }: Step) => new HallError('STEP_NOT_POSSIBLE', { current: to, seq });

  const attach = implement(contracts.attach, async (request) => {
    const { applicationId, slot: slotId, fileId, requestKey } = request.input;
    const { itemId, seq } = await place(request as never);
    const slot = apps.rulesOf(itemId).item.materials.find(({ id }) => id === slotId);
    if (!slot) throw new HallError('INPUT_INVALID', { issues: [{ path: 'slot', message: '没有这种材料' }] });
    const { files } = await ask(request.ctx, service, fileFacts, { ids: [fileId] }, { onBehalfOf: request.caller.id });
    const file = files[0];
    if (!file || file.by !== request.caller.id || file.purpose !== 'material') throw new HallError('NOT_FOUND');
    if (file.state !== 'sealed') throw new HallError('FILE_NOT_READY');
    const row: MaterialRow = {
      _id: requestKey,
      applicationId,
      slot: slotId,
      fileId,
      name: file.name,
      size: file.size,
      type: file.type,
      sm3: file.sm3,
      at: nowIso(),
      by: request.caller.id,
    };
    await intoSlot(models, row, slot);
    const step = await stepSince(applicationId, seq);
    // What was sent is what the step names (one from before names nothing); anything else came too late.
    const sent = step && payloadOf(step).materials;
    if (sent && !sent.includes(row._id)) {
      await models.materials.deleteOne({ _id: row._id });
      throw tooLate(step);
    }
    return { materials: await materialsOf(models, applicationId) };
  });
  const detach = implement(contracts.detach, async (request) => {
    const { applicationId, materialId } = request.input;
    const { seq } = await place(request as never);
    const gone = await models.materials.findOneAndDelete({ _id: materialId, applicationId }).lean<MaterialRow>();
    if (!gone) throw new HallError('NOT_FOUND');
    const step = await stepSince(applicationId, seq);
    if (step && payloadOf(step).materials?.includes(materialId)) {
      await models.materials.create(gone); // it was sent with it
      throw tooLate(step);
    }
    return { materials: await materialsOf(models, applicationId) };
  });
  const openMaterial = implement(contracts.openMaterial, async (request) => {
    const { applicationId, materialId } = request.input;
    const material = await models.materials.findOne({ _id: materialId, applicationId }).lean<MaterialRow>();
    const row = await models.rows.findById(applicationId).lean<Row>();
    if (row) seatOf(request.caller, row);
    else {
      const draft = await models.drafts.findById(applicationId).lean<Draft>();
      if (!draft || draft.unitId !== applicantOf(request.caller) || !request.caller.scopes.includes(itemScope(draft.itemId)))
        throw new HallError('NOT_FOUND');
    }
    if (!material) throw new HallError('NOT_FOUND');
    looked(apps.broker(), service, {
      who: request.caller.id,
      kind: request.caller.kind,
      whose: applicationId,
      fields: [`material:${material.slot}`],
      what: row?.itemId ?? 'draft',
    });
    const { url } = await ask(request.ctx, service, signFile, { fileId: material.fileId }, { onBehalfOf: request.caller.id });
    return { url, name: material.name, type: material.type };
  });

  const snapshot = implement(contracts.snapshot, async ({ input: { ids } }) => {
    const [rows, steps] = await Promise.all([
      models.rows.find({ _id: { $in: ids } }).lean<Row[]>(),
      models.steps
        .find({ applicationId: { $in: ids } })
        .select({ applicationId: 1, seq: 1 })
        .lean<Pick<Step, 'applicationId' | 'seq'>[]>(),
    ]);
    // Whoever asks has heard of a step. A process that stopped between a step and its projection left the row behind: it is folded now.
    const known = new Map(rows.map((row) => [row._id, row]));
    const behind = new Set(
      steps.filter(({ applicationId, seq }) => (known.get(applicationId)?.seq ?? 0) < seq).map(({ applicationId }) => applicationId),
    );
    for (const id of behind) known.set(id, await apps.project(id));
    return { rows: await rowsOf([...known.values()], apps.unitNames) };
  });
  const snapshotAll = implement(contracts.snapshotAll, async ({ input }) => {
    const rows = await models.rows
      .find({ _id: { $gt: input.after } })
      .sort({ _id: 1 })
      .limit(input.size)
      .lean<Row[]>();
    return { rows: await rowsOf(rows, apps.unitNames), next: rows.length === input.size ? (rows.at(-1)?._id ?? null) : null };
  });
  return [drafts, view, step, attach, detach, openMaterial, snapshot, snapshotAll] as unknown as Implemented[];
}
