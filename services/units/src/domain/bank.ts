import { bankClass as bankClasses } from '@wangting/contracts/dictionaries/bank-class';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { accountPurpose } from '@wangting/contracts/dictionaries/unit';
import { normaliseAccountName } from '@wangting/contracts/standards/bank';
import { maskBankAccount } from '@wangting/contracts/standards/masking';
import { item, type BankAccount } from '@wangting/contracts/units/unit-bank';
import { dayOf } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { sealJson, unsealJson } from '@wangting/kit/sealed';
import type { KeptAccount, Unit } from '../models/unit.ts';

const { messages } = item;
/** Inside `sealed`. */
type AccountData = Omit<BankAccount, 'purpose'>;
export const banksOf = (unit: Pick<Unit, 'banks'>): readonly KeptAccount[] => unit.banks ?? [];
export const accountOf = ({ purpose, sealed }: Pick<KeptAccount, 'purpose' | 'sealed'>): BankAccount => ({
  purpose,
  ...unsealJson<AccountData>(sealed),
});
const sealAccount = ({ purpose, ...data }: BankAccount): Pick<KeptAccount, 'purpose' | 'sealed'> => ({ purpose, sealed: sealJson(data) });

/** Every account must be in the unit's own name: the fund pays units, not whoever typed a number. */
const sameName = (account: BankAccount, unit: Pick<Unit, 'name'>): boolean =>
  normaliseAccountName(account.accountName) === normaliseAccountName(unit.name);

/** The rules of item 8 that the contract alone cannot know: codes, one account for a purpose, the unit's name, something that changes. */
export function checkAccounts(accounts: readonly BankAccount[], unit: Pick<Unit, 'name' | 'banks'>): void {
  const issues = accounts.flatMap((account, index) => [
    ...(entryOf(accountPurpose, account.purpose) ? [] : [{ path: `accounts.${index}.purpose`, message: String(messages.unknownPurpose) }]),
    ...(entryOf(bankClasses, account.bankClass) ? [] : [{ path: `accounts.${index}.bankClass`, message: String(messages.unknownBank) }]),
  ]);
  if (issues.length) throw new HallError('INPUT_INVALID', { issues });
  accounts.forEach((account, index) => {
    if (accounts.findIndex(({ purpose }) => purpose === account.purpose) < index)
      throw refuse(String(messages.purposeTwice), `accounts.${index}.purpose`);
    if (!sameName(account, unit)) throw refuse(String(messages.otherName), `accounts.${index}.accountName`);
  });
  const used = banksOf(unit).map((kept) => JSON.stringify(sorted(accountOf(kept))));
  if (accounts.every((account) => used.includes(JSON.stringify(sorted(account))))) throw refuse(String(messages.unchanged), 'accounts');
}
const sorted = (account: BankAccount): unknown[] => Object.entries(account).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * The accounts after a decision: each takes the place of the one with its purpose. Undefined when that has been done already, or when a
 * later decision has been: an effect that was late does not bring an old account back.
 */
export function settleAccounts(
  unit: Pick<Unit, 'name' | 'banks'>,
  accounts: readonly BankAccount[],
  { applicationId, decidedAt }: { applicationId: string; decidedAt: string },
): KeptAccount[] | undefined {
  const now = banksOf(unit);
  const fresh = accounts
    .filter(({ purpose }) => !now.some((kept) => kept.purpose === purpose && kept.decidedAt >= decidedAt))
    .map((account): KeptAccount => {
      if (!sameName(account, unit)) throw refuse(String(messages.otherName));
      return { ...sealAccount(account), id: `${applicationId}:${account.purpose}`, from: dayOf(decidedAt), decidedAt };
    });
  if (!fresh.length) return undefined;
  return [...now.filter(({ purpose }) => !fresh.some((one) => one.purpose === purpose)), ...fresh].sort((a, b) =>
    a.purpose < b.purpose ? -1 : 1,
  );
}

/** What the page shows of accounts in use: the number by its last four digits. */
export const shownAccounts = (unit: Pick<Unit, 'banks'>): Record<string, unknown>[] =>
  banksOf(unit).map((kept) => {
    const account = accountOf(kept);
    return {
      ...account,
      account: maskBankAccount(account.account),
      from: kept.from,
      note: kept.returned ? `${kept.returned.on}发生退票：${kept.returned.reason}` : '',
    };
  });
