import { HATS } from '@wangting/contracts/caller';
import { hasCode, labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { closingReason, unitStatus } from '@wangting/contracts/dictionaries/unit';
import { daysBetween } from '@wangting/contracts/standards/day';
import { item, type UnitClosingInput } from '@wangting/contracts/units/unit-closing';
import type { Effect, EffectCase } from '@wangting/kit/applications/effects';
import { defineRules } from '@wangting/kit/applications/rules';
import { today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { applications } from '../applications.ts';
import { insistOnSettled, standingLines, standingOf, type Standing } from '../domain/closing.ts';
import { wrong } from '../domain/coded.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit, changedFor, ownUnit } from '../domain/write.ts';
import type { Unit } from '../models/unit.ts';

const { messages } = item;
const DUTY_DAYS = 30;
const notNormal = (unit: Unit): string =>
  String(messages.notNormal).replace('{state}', unit.state === '0' ? '未登记' : labelOf(unitStatus, unit.state));
const shows = (unit: Unit, standing?: Standing) => ({
  unitNo: unit.no ?? '',
  unitName: unit.name,
  creditCode: unit.creditCode,
  checks: standing ? standingLines(standing) : [],
});

/** Looked at once more before it is done: who enrolled somebody meanwhile gets the case back by name. */
const close: Effect = {
  name: 'close',
  title: '注销单位',
  async run(of: EffectCase) {
    const { closedOn, closingReason: reason } = of.values as UnitClosingInput;
    for (;;) {
      const unit = await ownUnit(of.unitId);
      if (await changedFor(unit, of.applicationId)) return;
      if (unit.state !== '1') throw refuse(notNormal(unit));
      insistOnSettled(await standingOf(applications.broker(), of.unitId, of.applicationId));
      const next = {
        state: '3' as const,
        closedOn,
        riskNext: undefined,
        insurances: unit.insurances.map((one) => ({ ...one, state: '3' as const })),
      };
      const intent = {
        kind: 'closed' as const,
        who: of.submittedBy,
        hat: String(of.keep.hat ?? ''),
        note: labelOf(closingReason, reason),
        applicationId: of.applicationId,
      };
      if (await changeUnit(unit, next, intent)) return tellNow();
    }
  },
};

/** 单位注销登记 (beside the 43 items). */
export const rules = defineRules({
  item,
  async open({ ctx, unitId, applicationId }) {
    const unit = await ownUnit(unitId);
    if (unit.state !== '1') return { allowed: false, reason: notNormal(unit), shows: shows(unit), values: {} };
    return { allowed: true, shows: shows(unit, await standingOf(ctx, unitId, applicationId)), values: {} };
  },
  async check({ ctx, unitId, applicationId, caller }, values) {
    const unit = await ownUnit(unitId);
    if (unit.state !== '1') throw refuse(notNormal(unit));
    const issues = [
      ...wrong('closingReason', !hasCode(closingReason, values.closingReason), messages.unknownReason),
      ...wrong('closedOn', values.closedOn > today(), messages.closedAhead),
      ...wrong('closedOn', Boolean(unit.foundedOn && values.closedOn < unit.foundedOn), messages.closedBefore),
    ];
    if (issues.length) throw new HallError('INPUT_INVALID', { issues });
    const standing = await standingOf(ctx, unitId, applicationId);
    insistOnSettled(standing);
    return {
      subject: unit.name,
      area: unit.area,
      confirms: [{ code: 'CLOSE', message: String(messages.confirm) }],
      flags: daysBetween(values.closedOn, today()) > DUTY_DAYS ? [{ code: 'LATE', message: String(messages.late) }] : [],
      guards: [{ id: `open:unit-closing:${unitId}`, kind: 'open' as const }],
      shows: shows(unit, standing),
      keep: { hat: caller.hat ? HATS[caller.hat] : '' },
    };
  },
  effects: [close],
  done: () => ({ message: String(messages.done), next: '可继续查询和打印。' }),
});
