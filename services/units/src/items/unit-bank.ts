import { HATS } from '@wangting/contracts/caller';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { unitStatus } from '@wangting/contracts/dictionaries/unit';
import { item, type UnitBankInput } from '@wangting/contracts/units/unit-bank';
import type { Effect, EffectCase } from '@wangting/kit/applications/effects';
import { defineRules } from '@wangting/kit/applications/rules';
import { refuse } from '@wangting/kit/errors';
import { checkAccounts, settleAccounts, shownAccounts } from '../domain/bank.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit, ownUnit } from '../domain/write.ts';
import type { Unit } from '../models/unit.ts';

const { messages } = item;
const notNormal = (unit: Unit): string => String(messages.notNormal).replace('{state}', labelOf(unitStatus, unit.state));
const shows = (unit: Unit) => ({
  unitNo: unit.no ?? '',
  unitName: unit.name,
  unitType: unit.details.unitType ?? '',
  current: shownAccounts(unit),
});

/** One compare-and-set: account, history and fact together. Done again, it finds it done. */
const account: Effect = {
  name: 'account',
  title: '启用银行账户',
  async run(of: EffectCase) {
    const { accounts } = of.values as UnitBankInput;
    for (;;) {
      const unit = await ownUnit(of.unitId);
      const banks = settleAccounts(unit, accounts, of);
      if (!banks) return;
      if (
        await changeUnit(
          unit,
          { banks },
          { kind: 'changed', who: of.submittedBy, hat: String(of.keep.hat ?? ''), applicationId: of.applicationId },
        )
      )
        return tellNow();
    }
  },
};

/** 8 单位银行信息维护申请. */
export const rules = defineRules({
  item,
  async open({ unitId }) {
    const unit = await ownUnit(unitId);
    if (unit.state !== '1') return { allowed: false, reason: notNormal(unit), shows: shows(unit), values: {} };
    return { allowed: true, shows: shows(unit), values: { accounts: [{ purpose: '0', accountName: unit.name }] } };
  },
  async check({ unitId, caller }, { accounts }) {
    const unit = await ownUnit(unitId);
    if (unit.state !== '1') throw refuse(notNormal(unit));
    checkAccounts(accounts, unit);
    return {
      subject: unit.name,
      area: unit.area,
      guards: [{ id: `open:unit-bank:${unitId}`, kind: 'open' }],
      shows: shows(unit),
      keep: { hat: caller.hat ? HATS[caller.hat] : '' },
      again: async () => checkAccounts(accounts, await ownUnit(unitId)),
    };
  },
  effects: [account],
  done: () => ({ message: String(messages.done), next: '已办结。' }),
});
