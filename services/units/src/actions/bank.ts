import { bankClass } from '@wangting/contracts/dictionaries/bank-class';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { accountPurpose } from '@wangting/contracts/dictionaries/unit';
import { receipt } from '@wangting/contracts/documents/prints';
import { maskBankAccount } from '@wangting/contracts/standards/masking';
import { bankSnapshot, flagReturned } from '@wangting/contracts/units/questions-bank';
import { printReceipt } from '@wangting/contracts/units/unit-bank-print';
import { ruleContext } from '@wangting/kit/applications/actions';
import { submittedPayload } from '@wangting/kit/applications/effects';
import type { EffectRow, Row } from '@wangting/kit/applications/models';
import { ask } from '@wangting/kit/call';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { applications } from '../applications.ts';
import { accountOf, banksOf } from '../domain/bank.ts';
import { minuteOf } from '../domain/moment.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit, ownUnit } from '../domain/write.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

const snapshot = implement(bankSnapshot, async ({ input }) => {
  const units = await UnitModel.find({ _id: { $in: input.unitIds } })
    .select({ banks: 1 })
    .lean<Pick<Unit, '_id' | 'banks'>[]>();
  const banks = new Map(units.map((unit) => [unit._id, banksOf(unit)]));
  return {
    answers: input.unitIds.map((unitId) => {
      const kept = banks.get(unitId) ?? [];
      const used = kept.find(({ purpose }) => purpose === input.purpose) ?? kept.find(({ purpose }) => purpose === '0');
      return {
        unitId,
        account: used ? { ...accountOf(used), accountId: used.id, from: used.from, returned: Boolean(used.returned) } : null,
      };
    }),
  };
});

const returned = implement(flagReturned, async ({ input, caller }) => {
  for (;;) {
    const unit = await ownUnit(input.unitId);
    const account = banksOf(unit).find(({ id }) => id === input.accountId);
    // Replaced meanwhile: the payment that came back says nothing about the new one.
    if (!account || account.returned) return { flagged: Boolean(account) };
    const banks = banksOf(unit).map((kept) => (kept === account ? { ...kept, returned: { on: input.on, reason: input.reason } } : kept));
    if (await changeUnit(unit, { banks }, { kind: 'changed', who: caller.id })) {
      tellNow();
      return { flagged: true };
    }
  }
});
type Shown = Record<'purpose' | 'accountName' | 'account' | 'bankName' | 'bankCode' | 'bankClass', string>;
const onPaper = (shown: Shown, mask = maskBankAccount) => ({
  accountName: shown.accountName,
  accountMasked: mask(shown.account),
  bank: shown.bankName,
  bankNo: shown.bankCode,
  bankClass: labelOf(bankClass, shown.bankClass),
});
/** What was decided: the account asked for and the one it took the place of. Further accounts of the same case stand in the note. */
const print = implement(printReceipt, async (request) => {
  const { unitId, caller, ctx } = ruleContext(request);
  const { requestKey, applicationId } = request.input;
  const { models } = applications;
  const row = await models.rows.findById(applicationId).lean<Row>();
  if (row?.unitId !== unitId || row?.itemId !== 'unit-bank') throw new HallError('NOT_FOUND');
  const effect = await models.effects.findById(`${applicationId}:account`).lean<EffectRow>();
  const { values, shows } = await submittedPayload(models, { applicationId });
  const [first, ...more] = (values?.accounts ?? []) as Shown[];
  if (row.status !== 'approved' || effect?.state !== 'done' || !first)
    throw new HallError('STEP_NOT_POSSIBLE', { current: row.status, seq: row.seq });
  const before = ((shows?.current ?? []) as Shown[]).find(({ purpose }) => purpose === first.purpose);
  const unit = await ownUnit(unitId);
  const others = more.map(({ purpose, account }) => `${labelOf(accountPurpose, purpose)} ${maskBankAccount(account)}`).join('；');
  return ask(
    ctx,
    'units',
    receipt,
    {
      form: 'bank-change-receipt',
      requestKey,
      applicationId,
      serialNo: row.serialNo,
      itemId: 'unit-bank',
      unitId,
      area: row.area,
      data: {
        unit: { name: unit.name, creditCode: unit.creditCode, unitNo: unit.no ?? '' },
        handledAt: minuteOf(row.decidedAt ?? row.updatedAt),
        purpose: labelOf(accountPurpose, first.purpose),
        before: before ? onPaper(before, (masked) => masked) : null,
        after: onPaper(first),
        note: `变更前已发送的付款批次仍付至原账户。${others ? `本次同时登记：${others}。` : ''}`,
      },
    },
    { onBehalfOf: caller.id },
  );
});
export const bankActions = [snapshot, returned, print] as unknown as Implemented[];
