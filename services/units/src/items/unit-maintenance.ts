import { HATS } from '@wangting/contracts/caller';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { unitStatus } from '@wangting/contracts/dictionaries/unit';
import { daysBetween } from '@wangting/contracts/standards/day';
import { item, type UnitMaintenanceInput } from '@wangting/contracts/units/unit-maintenance';
import type { Effect, EffectCase } from '@wangting/kit/applications/effects';
import { defineRules } from '@wangting/kit/applications/rules';
import { dayOf, today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { applications } from '../applications.ts';
import { banksOf } from '../domain/bank.ts';
import { fileNow } from '../domain/filing.ts';
import {
  changedFields,
  keyDataOf,
  keyLines,
  settleKeyData,
  shownKeyData,
  withKeyData,
  type KeyData,
  type KeyField,
} from '../domain/key-data.ts';
import { waitElsewhere } from '../domain/moved.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit, changedFor, ownUnit } from '../domain/write.ts';
import type { Unit } from '../models/unit.ts';

const { messages } = item;
/** 社会保险法 57: a change is told within this many days. Being late is said to the reviewer, it stops nothing. */
const DUTY_DAYS = 30;
const notNormal = (unit: Unit): string =>
  unit.state === '0'
    ? '单位尚未办理社会保险登记，请先办理企业参保登记'
    : String(messages.notNormal).replace('{state}', labelOf(unitStatus, unit.state));

/** What the case keeps beside what was sent: the fields it is about, as they were. */
interface Kept {
  fields: KeyField[];
  before: KeyData;
  after: KeyData;
  hat: string;
}

/** Changes the named fields where they still are what the reviewer saw; anything else is his to decide again. */
const change: Effect = {
  name: 'change',
  title: '变更单位信息',
  async run(of: EffectCase) {
    const { fields, before, after, hat } = of.keep as unknown as Kept;
    for (;;) {
      const unit = await ownUnit(of.unitId);
      if (await changedFor(unit, of.applicationId)) {
        await waitElsewhere(unit);
        return;
      }
      const now = keyDataOf(unit);
      const moved = fields.find((field) => (now[field] ?? '') !== (before[field] ?? ''));
      if (moved) {
        const [line] = keyLines({ ...unit, ...withKeyData(unit, [moved], before, today()) }, unit);
        throw refuse(String(messages.moved).replace('{label}', line?.field ?? moved));
      }
      const next = withKeyData(unit, fields, after, dayOf(of.decidedAt));
      const legal = next.legalIdHash !== unit.legalIdHash;
      const intent = {
        kind: 'changed' as const,
        ...(legal ? { also: 'people' as const } : {}),
        who: of.submittedBy,
        hat,
        applicationId: of.applicationId,
        ...(legal ? { revoke: [{ hat: 'legal' as const, idHash: unit.legalIdHash }] } : {}),
      };
      const changed = await changeUnit(unit, next, intent);
      if (!changed) continue;
      tellNow();
      await waitElsewhere(changed);
      if (legal) await fileNow(applications.broker(), changed);
      return;
    }
  },
};

/** 6 单位基本信息及联系人维护: the case of a change of key data. What takes effect at once is saved by actions/maintenance.ts. */
export const rules = defineRules({
  item,
  async open({ unitId }) {
    const unit = await ownUnit(unitId);
    const shows = { unitNo: unit.no ?? '', creditCode: unit.creditCode };
    if (unit.state !== '1') return { allowed: false, reason: notNormal(unit), shows, values: {} };
    return { allowed: true, shows, values: { ...shownKeyData(unit) } };
  },
  async check({ unitId, caller }, values: UnitMaintenanceInput) {
    const unit = await ownUnit(unitId);
    if (unit.state !== '1') throw refuse(notNormal(unit));
    const after = settleKeyData(values, unit, today());
    const before = keyDataOf(unit);
    const fields = changedFields(before, after);
    if (!fields.length) throw refuse(String(messages.unchanged), 'name');
    const lines = keyLines(unit, withKeyData(unit, fields, after, today()));
    const renamed = fields.includes('name') && banksOf(unit).length > 0;
    const person = fields.some((field) => ['legalName', 'legalIdType', 'legalIdNumber'].includes(field));
    return {
      subject: unit.name,
      area: unit.area,
      // What is on the page may have been read long ago: who sends it sees once more what exactly will be changed.
      confirms: [
        { code: 'CHANGES', message: String(messages.confirm) },
        ...lines.map(({ field, before: was, after: is }, index) => ({
          code: `CHANGE-${index}`,
          message: `${field}：${was || '（无）'} → ${is || '（无）'}`,
        })),
        ...(renamed ? [{ code: 'BANK', message: String(messages.bank) }] : []),
      ],
      flags: daysBetween(values.changedOn, today()) > DUTY_DAYS ? [{ code: 'LATE', message: String(messages.late) }] : [],
      guards: [{ id: `open:unit-maintenance:${unitId}`, kind: 'open' as const }],
      needs: [...(person ? ['legal-id'] : []), ...(after.dispatch === '1' && fields.includes('dispatch') ? ['dispatch-licence'] : [])],
      shows: { unitNo: unit.no ?? '', creditCode: unit.creditCode, differences: lines },
      keep: { fields, before, after, hat: caller.hat ? HATS[caller.hat] : '' } satisfies Kept,
      async again() {
        if (changedFields(before, keyDataOf(await ownUnit(unitId))).length) throw new HallError('STATE_CHANGED');
      },
    };
  },
  effects: [change],
  done: () => ({ message: String(messages.done), next: '已办结。' }),
});
