import { randomUUID } from 'node:crypto';
import { notify } from '@wangting/contracts/identity/session';
import {
  PUSH_MESSAGES as messages,
  receiveRegistrations,
  type RegistrationRecord,
  type RegistrationResult,
} from '@wangting/contracts/units/pushed';
import { ask } from '@wangting/kit/call';
import { nowIso, today } from '@wangting/kit/clock';
import { isDuplicateKey } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import { digest, sealJson } from '@wangting/kit/sealed';
import type { ServiceBroker } from 'moleculer';
import { fileNow } from '../domain/filing.ts';
import { waitPushed } from '../domain/moved.ts';
import { idHashOf, legalOf, sealLegal } from '../domain/people.ts';
import { currentPush, differencesFrom, labelsOf, recordOf, settled, sourceWords, whyNot } from '../domain/pushed.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit, createUnit } from '../domain/write.ts';
import { PushedModel, type Pushed } from '../models/pushed.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

const log = logger('units');
type Result = RegistrationResult['result'];
const answer = ({ recordNo, creditCode }: RegistrationRecord, result: Result, why = ''): RegistrationResult => ({
  recordNo,
  creditCode,
  result,
  message: messages[result].replace('{why}', why),
});

/** Each record is noted under its number before anything is done: one sent again is answered as before, and one that a crash left is completed. */
async function receive(broker: ServiceBroker, source: string, sent: RegistrationRecord): Promise<RegistrationResult> {
  const why = whyNot(sent, today());
  if (why) return answer(sent, 'invalid', why);
  const record = settled(sent);
  const row: Pushed = {
    _id: `${source}:${record.recordNo}`,
    source,
    creditCode: record.creditCode,
    issuedAt: record.issuedAt,
    at: nowIso(),
    said: digest(record),
    sealed: sealJson(record),
  };
  const before = await currentPush(row.creditCode);
  try {
    await PushedModel.create(row);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const known = await PushedModel.findById(row._id).lean<Pushed>();
    if (known?.said !== row.said) return answer(record, 'reused');
    if (known.result) return answer(record, known.result);
  }
  const { result, owes, waitsIn } = await carryOut(broker, row, record, before);
  // What was said before is nobody's question any more.
  if (result !== 'outdated')
    await PushedModel.updateMany(
      { creditCode: row.creditCode, _id: { $ne: row._id }, waitsIn: { $type: 'string' } },
      { $unset: { waitsIn: 1 } },
    );
  await PushedModel.updateOne({ _id: row._id }, { $set: { result, ...(owes ? { owes } : {}), ...(waitsIn ? { waitsIn } : {}) } });
  // The unit may have moved since it was looked at: either its move has found this row, or this look finds the move.
  if (waitsIn) {
    const now = await UnitModel.findOne({ creditCode: row.creditCode }).select({ creditCode: 1, area: 1 }).lean<Unit>();
    if (now) await waitPushed(now);
  }
  if (owes)
    await tellOne(broker, { ...row, owes }).catch((error: unknown) => log.warn({ err: error }, 'a unit is told later of its register'));
  return answer(record, result);
}

interface Outcome {
  result: Result;
  owes?: Pushed['owes'];
  waitsIn?: Pushed['waitsIn'];
}
/** A unit for the code when there is none; its name and place brought up to date while it has no number; a registered one is only told. */
async function carryOut(broker: ServiceBroker, row: Pushed, record: RegistrationRecord, before: Pushed | null): Promise<Outcome> {
  const legal = { name: record.legalName, idType: record.legalIdType, idNumber: record.legalIdNumber };
  const who = `department:${row.source}`;
  for (;;) {
    const unit = await UnitModel.findOne({ creditCode: row.creditCode }).lean<Unit>();
    // Looked at after the unit: whoever changes it in between makes this go round once more, so the last word stands in the end.
    if ((await currentPush(row.creditCode))?._id !== row._id) return { result: 'outdated' };
    if (!unit) {
      const content = {
        creditCode: row.creditCode,
        name: record.name,
        area: record.area,
        state: '0' as const,
        pushed: true,
        details: {},
        ...sealLegal({ ...legal, phone: '' }),
        contacts: [],
        insurances: [],
        foundedOn: null,
        registeredOn: null,
        registration: null,
      };
      if (!(await createUnit(randomUUID(), content, { kind: 'created', who, hat: sourceWords(row.source) }))) continue;
      tellNow();
      return { result: 'new' };
    }
    if (unit.state !== '0') {
      const labels = labelsOf(differencesFrom(record, unit));
      return labels ? { result: 'notice', owes: { unitId: unit._id, labels }, waitsIn: unit.area } : { result: 'same' };
    }
    const same = unit.legalIdHash === idHashOf(record.legalIdNumber);
    // Somebody has an account for this unit and is not whom the register names: a person decides, nothing of his is overwritten.
    if (!same && !unit.pushed) return { result: 'differs', waitsIn: unit.area };
    const content = ({ recordNo: _, issuedAt: __, ...said }: RegistrationRecord) => digest(said);
    const result = before && before._id !== row._id ? (content(recordOf(before)) === content(record) ? 'same' : 'changed') : 'new';
    if (same && unit.name === record.name && unit.area === record.area) return { result };
    const next = { name: record.name, area: record.area, ...(same ? {} : sealLegal({ ...legal, phone: legalOf(unit).phone })) };
    const intent = {
      kind: 'changed' as const,
      ...(same ? {} : { also: 'people' as const }),
      who,
      hat: sourceWords(row.source),
      ...(same ? {} : { revoke: [{ hat: 'legal' as const, idHash: unit.legalIdHash }] }),
    };
    const changed = await changeUnit(unit, next, intent);
    if (!changed) continue;
    tellNow();
    if (!same) await fileNow(broker, changed);
    return { result };
  }
}

/** The unit is told once, under the record's own key, however often this is tried. */
async function tellOne(broker: ServiceBroker, { _id, source, owes }: Pushed): Promise<void> {
  if (!owes) return;
  const text = messages.told.replace('{source}', sourceWords(source)).replace('{labels}', owes.labels);
  await ask(broker, 'units', notify, { key: `pushed:${_id}`, unitId: owes.unitId, title: '登记信息变更提醒', text, link: null });
  await PushedModel.updateOne({ _id }, { $unset: { owes: 1 } });
}
/** Units that could not be told when it happened. One that cannot be told does not hold the others. */
export async function tellOwed(broker: ServiceBroker): Promise<void> {
  const owing = await PushedModel.find({ 'owes.unitId': { $type: 'string' } })
    .limit(200)
    .lean<Pushed[]>();
  const outcomes = await Promise.allSettled(owing.map((one) => tellOne(broker, one)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** In the order of the message: two records of one unit are two words of its register. */
const receiveAction = implement(receiveRegistrations, async ({ input: { source, records }, ctx }) => {
  const results: RegistrationResult[] = [];
  for (const record of records) results.push(await receive(ctx.broker, source, record));
  return { results };
});
export const pushedActions = [receiveAction] as unknown as Implemented[];
