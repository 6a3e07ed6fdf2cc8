import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { riskClassOf } from '@wangting/contracts/dictionaries/industry';
import { riskClass } from '@wangting/contracts/dictionaries/risk-class';
import { notify } from '@wangting/contracts/identity/session';
import { checkCreditCode, orgCodeOf } from '@wangting/contracts/standards/credit-code';
import { unitNumberOf } from '@wangting/contracts/standards/numbers';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { PUSH_MESSAGES } from '@wangting/contracts/units/pushed';
import { item, type UnitRegistrationInput } from '@wangting/contracts/units/unit-registration';
import type { Effect, EffectCase } from '@wangting/kit/applications/effects';
import { numberFor } from '@wangting/kit/applications/numbers';
import { defineRules } from '@wangting/kit/applications/rules';
import { ask } from '@wangting/kit/call';
import { dayOf, thisMonth, today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { applications } from '../applications.ts';
import { fileNow } from '../domain/filing.ts';
import { waitElsewhere } from '../domain/moved.ts';
import { legalOf, sealContact, sealLegal } from '../domain/people.ts';
import { detailsFrom, injuryRateText, registrationFlags, registrationIssues } from '../domain/registration.ts';
import { differing, labelsOf, pushFor, type PushedValues } from '../domain/pushed.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit, ownUnit } from '../domain/write.ts';
import type { Unit } from '../models/unit.ts';

type Values = UnitRegistrationInput;
const { messages } = item;
/** The first number: 6112000001, in the style of the manual. */
export const FIRST_UNIT = 12_000_001;
const alreadyRegistered = (unit: Pick<Unit, 'no'>): string => String(messages.alreadyRegistered).replace('{no}', unit.no ?? '—');

/** What is known from 注册 or a push, as input values. */
function knownValues(unit: Unit): Record<string, unknown> {
  const legal = legalOf(unit);
  const { riskClass: _derived, postcode: _unasked, ...details } = unit.details;
  return {
    ...details,
    creditCode: unit.creditCode,
    name: unit.name,
    area: unit.area,
    legalName: legal.name,
    legalIdType: legal.idType,
    legalIdNumber: legal.idNumber,
    legalPhone: legal.phone,
    ...(unit.foundedOn ? { registeredOn: unit.foundedOn } : {}),
  };
}

/** What the register says is not the unit's to change. */
const lockedIssues = (values: Values, { source, values: pushed }: { source: string; values: PushedValues }) =>
  differing(values, pushed).map((path) => ({
    path,
    message: PUSH_MESSAGES.locked.replace('{label}', labelsOf([path])).replace('{source}', source),
  }));

const number: Effect = {
  name: 'number',
  title: '生成单位编号',
  run: async ({ applicationId }) => ({ unitNo: await numberFor(applications.models, 'unit', applicationId, unitNumberOf, FIRST_UNIT) }),
};
const register: Effect = { name: 'register', title: '登记单位', run: registerUnit };
async function registerUnit(of: EffectCase): Promise<Record<string, string>> {
  const values = of.values as Values;
  const industry = values.industry;
  const result = {
    riskClass: labelOf(riskClass, riskClassOf(industry) ?? ''),
    injuryRate: injuryRateText(industry, dayOf(of.decidedAt).slice(0, 7).replace('-', '')),
  };
  for (;;) {
    const unit = await ownUnit(of.unitId);
    if (unit.registration === of.applicationId) {
      await waitElsewhere(unit);
      return result;
    }
    if (unit.state !== '0') throw refuse(alreadyRegistered(unit), 'creditCode');
    // The register may have spoken while the case was open: what is registered must not be what it has taken back.
    const push = await pushFor(unit);
    const moved = push ? differing(values, push.values) : [];
    if (moved.length) throw refuse(PUSH_MESSAGES.moved.replace('{label}', labelsOf(moved)));
    const legal = sealLegal({
      name: normalisePersonName(values.legalName),
      idType: values.legalIdType,
      idNumber: checkIdNumber(values.legalIdType, values.legalIdNumber).normalised,
      phone: values.legalPhone,
    });
    const other = legal.legalIdHash !== unit.legalIdHash;
    const next = {
      pushed: undefined,
      no: of.result.unitNo,
      name: values.name,
      area: values.area,
      state: '1' as const,
      details: detailsFrom(values),
      ...legal,
      contacts: values.contacts.map((contact) =>
        sealContact({
          ...contact,
          name: normalisePersonName(contact.name),
          idNumber: checkIdNumber(contact.idType, contact.idNumber).normalised,
        }),
      ),
      insurances: [...values.insurances].sort().map((insurance) => ({ insurance, from: values.insuredFrom, state: '1' as const })),
      foundedOn: values.registeredOn,
      registeredOn: dayOf(of.decidedAt),
      registration: of.applicationId,
    };
    const intent = {
      kind: 'registered' as const,
      who: of.submittedBy,
      ...(other ? { revoke: [{ hat: 'legal' as const, idHash: unit.legalIdHash }] } : {}),
    };
    const changed = await changeUnit(unit, next, intent);
    if (!changed) continue;
    tellNow();
    await waitElsewhere(changed);
    if (other) await fileNow(applications.broker(), changed);
    return result;
  }
}
const tell: Effect = {
  name: 'notify',
  title: '通知法人',
  async run({ applicationId, unitId, result }) {
    const text = `社会保险登记已审核通过，单位编号：${result.unitNo}。现在可以办理人员参保登记。`;
    await ask(applications.broker(), 'units', notify, {
      key: `unit-registration:${applicationId}`,
      unitId,
      title: '社会保险登记已办结',
      text,
      link: null,
    });
  },
};

/** 1 企业参保登记. */
export const rules = defineRules({
  item,
  async open({ unitId }) {
    const unit = await ownUnit(unitId);
    const shows = { unitNo: unit.no ?? '', orgCode: orgCodeOf(unit.creditCode), riskClass: unit.details.riskClass ?? '' };
    if (unit.state !== '0') return { allowed: false, reason: alreadyRegistered(unit), shows, values: {} };
    const push = await pushFor(unit);
    const defaults = { dispatch: '0', hr: '0', unitFlag: '1', insurances: ['210', '410'], insuredFrom: today() };
    return {
      allowed: true,
      shows: { ...shows, ...(push ? { pushed: push.values, pushedBy: push.source } : {}) },
      values: { ...defaults, ...knownValues(unit), ...push?.values },
    };
  },
  lookups: {
    /** Only the login unit's own code is answered: nobody looks up another unit here. */
    async creditCode({ unitId }, value) {
      const code = checkCreditCode(value);
      if (!code.ok) throw refuse(code.message ?? '统一社会信用代码格式不正确', 'creditCode');
      const unit = await ownUnit(unitId);
      if (code.normalised !== unit.creditCode) throw refuse(String(messages.otherUnit), 'creditCode');
      const push = await pushFor(unit);
      const found = push !== undefined || Object.keys(unit.details).length > 0;
      const values = { ...knownValues(unit), ...push?.values, orgCode: orgCodeOf(unit.creditCode) };
      return {
        hits: [{ label: `${unit.creditCode} ${unit.name}`, values }],
        ...(found ? {} : { message: messages.nothingFound }),
      };
    },
    async industry(_, value) {
      const risk = riskClassOf(value.trim());
      return { hits: risk ? [{ label: labelOf(riskClass, risk), values: { riskClass: risk } }] : [] };
    },
  },
  async check({ unitId }, values) {
    const unit = await ownUnit(unitId);
    if (values.creditCode !== unit.creditCode) throw refuse(String(messages.otherUnit), 'creditCode');
    if (unit.state !== '0') throw refuse(alreadyRegistered(unit), 'creditCode');
    const push = await pushFor(unit);
    const issues = [...registrationIssues(values, today()), ...(push ? lockedIssues(values, push) : [])];
    if (issues.length) throw new HallError('INPUT_INVALID', { issues });
    const legal = legalOf(unit);
    const risk = riskClassOf(values.industry) ?? '';
    return {
      subject: values.name,
      area: values.area,
      flags: [
        ...registrationFlags(values, { name: unit.name, legalName: legal.name, legalIdNumber: legal.idNumber }, today()),
        ...(push ? [{ code: 'PUSHED', message: PUSH_MESSAGES.used.replace('{source}', push.source).replace('{day}', push.day) }] : []),
        ...(push?.otherLegal ? [{ code: 'PUSHED_LEGAL', message: PUSH_MESSAGES.otherLegal }] : []),
      ],
      // One per unit, and a unit is one per code: when it is approved the unit itself says so (`state`), so nothing lasting is needed here.
      guards: [{ id: `open:unit-registration:${unitId}`, kind: 'open' }],
      shows: {
        unitNo: '',
        orgCode: orgCodeOf(values.creditCode),
        riskClass: risk,
        injuryRate: injuryRateText(values.industry, thisMonth()),
      },
    };
  },
  effects: [number, register, tell],
  done: (result) => ({
    message: String(messages.done).replace('{no}', result.unitNo ?? '—'),
    next: `工伤保险行业风险类别${result.riskClass ?? ''}，基准费率${result.injuryRate ?? ''}。请办理人员参保登记。`,
  }),
});
