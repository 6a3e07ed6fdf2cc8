import { randomUUID } from 'node:crypto';
import { area } from '@wangting/contracts/dictionaries/area';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { checkMobile } from '@wangting/contracts/standards/phone';
import { identityIssues } from '@wangting/contracts/units/contacts';
import { reserve } from '@wangting/contracts/units/questions';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { idHashOf, legalOf, sealLegal } from '../domain/people.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit, createUnit } from '../domain/write.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

export const DIFFERENT_LEGAL = '单位名称或法人信息与登记信息不一致';

/** A unit that a register's push has made: from now on its 法人 has an account, and his phone is known. */
async function claim(unit: Unit, phone: string): Promise<void> {
  const next = { pushed: undefined, ...sealLegal({ ...legalOf(unit), phone }) };
  // Somebody was faster: the same person, since nobody else gets here. Which of his two phones stays does not matter.
  if (await changeUnit(unit, next, { kind: 'changed', who: 'identity' })) tellNow();
}

/**
 * Makes the unit of a 注册 account, or finds it. The unique 统一社会信用代码 is the guard: twenty at once make one unit and all get its id.
 * A unit that is there under another 法人 is not handed out.
 */
export const reserveAction = implement(reserve, async ({ input }) => {
  const code = checkCreditCode(input.creditCode);
  const { legal } = input;
  const number = checkIdNumber(legal.idType, legal.idNumber, today());
  const mobile = checkMobile(legal.mobile);
  const place = entryOf(area, input.area);
  const issues = [
    ...(code.ok ? [] : [{ path: 'creditCode', message: code.message }]),
    ...(input.name.trim() ? [] : [{ path: 'name', message: '请填写单位名称' }]),
    ...(place && !place.retired ? [] : [{ path: 'area', message: '请选择所属行政区划' }]),
    ...identityIssues(legal, today()).map(({ field, message }) => ({ path: `legal.${field}`, message })),
    ...(mobile.ok ? [] : [{ path: 'legal.mobile', message: mobile.message }]),
  ];
  if (issues.length) throw new HallError('INPUT_INVALID', { issues });
  const creditCode = code.normalised;
  const there = () => UnitModel.findOne({ creditCode }).lean<Unit>();

  let unit = await there();
  if (!unit) {
    const kept = sealLegal({
      name: normalisePersonName(legal.name),
      idType: legal.idType,
      idNumber: number.normalised,
      phone: mobile.normalised,
    });
    const content = {
      creditCode,
      name: input.name.trim(),
      area: input.area,
      state: '0' as const,
      details: {},
      ...kept,
      contacts: [],
      insurances: [],
      foundedOn: null,
      registeredOn: null,
      registration: null,
    };
    unit = (await createUnit(randomUUID(), content, { kind: 'created', who: 'identity' })) ?? (await there());
    tellNow();
  }
  if (!unit) throw new Error('a unit that exists could not be read');
  if (unit.legalIdHash !== idHashOf(number.normalised)) throw refuse(DIFFERENT_LEGAL, 'legal.idNumber');
  if (unit.pushed) await claim(unit, mobile.normalised);
  return { unitId: unit._id, state: unit.state, unitNo: unit.no ?? null };
});
