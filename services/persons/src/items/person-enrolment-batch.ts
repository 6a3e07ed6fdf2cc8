import { item } from '@wangting/contracts/persons/person-enrolment-batch';
import { refuse } from '@wangting/kit/errors';
import { defineBatchRules } from '@wangting/kit/batch/rules';
import { rowId } from '@wangting/kit/batch/models';
import { candidateOf, findPeople, judge } from '../batch/enrolment-judge.ts';
import { saveEnrolments } from '../batch/enrolment-save.ts';
import { undoEnrolmentRow } from '../batch/undo-row.ts';
import { say } from '../domain/enrolment-rules.ts';
import { countBatchMisses } from '../domain/misses.ts';
import { hostOf, unitOf } from '../units.ts';

export const rules = defineBatchRules({
  item,
  async open({ ctx, unitId }) {
    const unit = await unitOf(ctx, unitId);
    const allowed = unit.state === '1';
    return {
      allowed,
      ...(allowed ? {} : { reason: say('unitState') }),
      shows: { unitNo: unit.unitNo ?? '', unitName: unit.name, unitType: unit.unitType },
      values: {},
    };
  },
  lookups: {
    async hostUnit(request, hostUnitNo) {
      const { name, unitNo, creditCode } = await hostOf(request, hostUnitNo.trim());
      return { hits: [{ label: name, values: { hostUnitNo: unitNo, hostUnitName: name, hostCreditCode: creditCode } }] };
    },
  },
  async begin(request, { hostUnitNo }) {
    const unit = await unitOf(request.ctx, request.unitId);
    if (unit.state !== '1') throw refuse(say('unitState'));
    if (!unit.insurances.some(({ state }) => state === '1')) throw refuse(say('unitInsurance'));
    const host = unit.dispatch || unit.hr ? await hostOf(request, hostUnitNo) : undefined;
    return {
      area: unit.area,
      shows: {
        unitNo: unit.unitNo ?? '',
        unitName: unit.name,
        unitType: unit.unitType,
        ...(host ? { hostUnitName: host.name, hostCreditCode: host.creditCode } : {}),
      },
      keep: { hostUnitId: host?.unitId ?? null },
    };
  },
  async check(batch, rows) {
    const candidates = rows.map((row) => candidateOf(row, batch));
    await judge(batch, candidates);
    const misses = candidates.flatMap(({ missed, row }) => (missed ? [rowId(batch.batchId, row.rowNo)] : []));
    if (misses.length && !(await countBatchMisses(batch.by, misses))) throw refuse(item.messages.tooManyMisses ?? '');
  },
  save: saveEnrolments,
  undo: undoEnrolmentRow,
  /** The 个人编号 that 保存 brought. */
  async shows({ unitId }, rows) {
    const people = rows.map(({ rowNo, values }) => candidateOf({ rowNo, values, issues: [], notes: [] }, { values: {} }));
    await findPeople(people);
    return new Map(
      people.flatMap(({ row, person }) =>
        person?.ranges.some((range) => range.unitId === unitId) ? [[row.rowNo, { personNo: person.personNo }]] : [],
      ),
    );
  },
});
