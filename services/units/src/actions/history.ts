import type { ServiceBroker } from 'moleculer';
import { receipt } from '@wangting/contracts/documents/prints';
import { changeReceipt, history, printReceipt, type UnitChange } from '@wangting/contracts/units/history';
import { ruleContext } from '@wangting/kit/applications/actions';
import type { Row } from '@wangting/kit/applications/models';
import { ask } from '@wangting/kit/call';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented, type Request } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import { unseal, unsealJson } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { file } from '../domain/filing.ts';
import { contactOf } from '../domain/people.ts';
import { minuteOf } from '../domain/moment.ts';
import { linesOf } from '../domain/words.ts';
import { ownUnit } from '../domain/write.ts';
import { ChangeModel, type Change, type Difference } from '../models/change.ts';
import type { Unit } from '../models/unit.ts';

const log = logger('units');
const WORDS: Record<string, string> = {
  created: '建立单位',
  registered: '社会保险登记',
  changed: '信息变更',
  people: '联系人维护',
  closed: '单位注销',
};
/** The registration itself is not a change: it would list the whole unit. */
const FIRST: readonly string[] = ['created', 'registered'];
async function serialsOf(changes: readonly Change[]): Promise<ReadonlyMap<string, string>> {
  const ids = changes.flatMap(({ applicationId }) => (applicationId ? [applicationId] : []));
  const rows = ids.length
    ? await applications.models.rows
        .find({ _id: { $in: ids } })
        .select({ serialNo: 1 })
        .lean()
    : [];
  return new Map(rows.map(({ _id, serialNo }) => [_id, serialNo]));
}
function changeOf(change: Change, unit: Unit, serials: ReadonlyMap<string, string>): UnitChange {
  const names = new Map(unit.contacts.map((kept) => [kept.id, contactOf(kept).name]));
  const by = [change.name ? unseal(change.name) : '', change.hat ? `（${change.hat}）` : ''].join('');
  return {
    rev: change.rev,
    at: change.at,
    what: WORDS[change.kind] ?? change.kind,
    note: change.note ?? '',
    by: by || '系统',
    serialNo: change.no ?? serials.get(change.applicationId ?? '') ?? null,
    lines: FIRST.includes(change.kind) ? [] : linesOf(unsealJson<Difference[]>(change.differences), names),
  };
}

/** The unit, with the rows it still owes its history filed first: whoever sees the new name finds the change that brought it. */
async function filedUnit(unitId: string, broker: ServiceBroker): Promise<Unit> {
  const unit = await ownUnit(unitId);
  if (unit.unfiled.length)
    await file(broker, unit).catch((error: unknown) => log.warn({ err: error, unitId }, 'history is shown without its newest rows'));
  return unit;
}

/** Newest first, by the index (unitId, rev): a page reads its own rows. */
const historyAction = implement(history, async (request) => {
  const { unitId, ctx } = ruleContext(request);
  const { page, size } = request.input;
  const unit = await filedUnit(unitId, ctx.broker);
  const [changes, total] = await Promise.all([
    ChangeModel.find({ unitId })
      .sort({ rev: -1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<Change[]>(),
    ChangeModel.countDocuments({ unitId }),
  ]);
  const serials = await serialsOf(changes);
  return { rows: changes.map((change) => changeOf(change, unit, serials)), total, page, size };
});

type Printed = Request<{ requestKey: string }>;
async function printChange(request: Printed, change: Change | null) {
  const { unitId, caller, ctx } = ruleContext(request);
  if (!change || change.unitId !== unitId) throw new HallError('NOT_FOUND');
  const unit = await ownUnit(unitId);
  const told = changeOf(change, unit, await serialsOf([change]));
  if (!told.lines.length) throw new HallError('STEP_NOT_POSSIBLE');
  const later = told.lines.find(({ field }) => field === '新风险类别生效日期')?.after;
  return ask(
    ctx,
    'units',
    receipt,
    {
      form: 'unit-change-receipt',
      requestKey: request.input.requestKey,
      applicationId: change._id,
      serialNo: told.serialNo ?? '',
      itemId: 'unit-maintenance',
      unitId,
      area: unit.area,
      data: {
        unit: { name: unit.name, creditCode: unit.creditCode, unitNo: unit.no ?? '' },
        handledAt: minuteOf(change.at),
        effective: later ? `即时生效；行业风险类别自${later}起生效` : '即时生效',
        changes: told.lines.slice(0, 200),
        note: '',
      },
    },
    { onBehalfOf: caller.id },
  );
}
const receiptAction = implement(changeReceipt, async (request) =>
  printChange(request, await ChangeModel.findById(`${request.caller.unitId}:${request.input.rev}`).lean<Change>()),
);
/** Of a case that is decided; while it is not, there is nothing to print. */
const printAction = implement(printReceipt, async (request) => {
  const { applicationId } = request.input;
  const row = await applications.models.rows.findById(applicationId).lean<Row>();
  if (row?.unitId !== request.caller.unitId || row?.itemId !== 'unit-maintenance') throw new HallError('NOT_FOUND');
  await filedUnit(row.unitId, request.ctx.broker);
  const change = await ChangeModel.findOne({ applicationId }).lean<Change>();
  if (!change) throw new HallError('STEP_NOT_POSSIBLE', { current: row.status, seq: row.seq });
  return printChange(request, change);
});
export const historyActions = [historyAction, receiptAction, printAction] as unknown as Implemented[];
