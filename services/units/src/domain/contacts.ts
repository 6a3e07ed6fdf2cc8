import { idType as idTypes } from '@wangting/contracts/dictionaries/person';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { maskId, maskPhone } from '@wangting/contracts/standards/masking';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { CONTACT_MESSAGES, MAX_CONTACTS, identityIssues, isMasked, type Contact } from '@wangting/contracts/units/contacts';
import { HallError, refuse } from '@wangting/kit/errors';
import type { ContactData } from '../models/unit.ts';

export type Known = ContactData & { id: string };
/** A row as it will be kept; without `id` it is new. */
export type Wanted = ContactData & { id?: string };

/** The kept row that a sent row means: by its id, or by the masked number it still shows. */
function rowOf(sent: Contact, kept: readonly Known[]): Known | undefined {
  if (sent.contactId) return kept.find(({ id }) => id === sent.contactId);
  const same = isMasked(sent.idNumber) ? kept.filter(({ idNumber }) => maskId(idNumber) === sent.idNumber) : [];
  return same.length === 1 ? same[0] : undefined;
}

/**
 * The rules of 单位联系人信息 (item 6): at most five, one row per 证件号码. A masked number comes back unchanged and means the kept one;
 * a mask that matches nothing kept is refused, so nobody can store asterisks.
 */
export function settleContacts(sent: readonly Contact[], kept: readonly Known[], today: string): Wanted[] {
  if (sent.length > MAX_CONTACTS) throw refuse(CONTACT_MESSAGES.tooMany, 'contacts');
  const wanted = sent.map((row, index): Wanted => {
    const { contactId, ...data } = row;
    const at = `contacts.${index}`;
    const was = rowOf(row, kept);
    if (contactId && !was) throw new HallError('STATE_CHANGED');
    const idNumber = isMasked(row.idNumber) ? (was && maskId(was.idNumber) === row.idNumber ? was.idNumber : undefined) : row.idNumber;
    const mobile = isMasked(row.mobile) ? (was && maskPhone(was.mobile) === row.mobile ? was.mobile : undefined) : row.mobile;
    if (!idNumber || !mobile) throw refuse(CONTACT_MESSAGES.unknownMask, `${at}.${idNumber ? 'mobile' : 'idNumber'}`);
    const issues = [
      ...(entryOf(idTypes, row.idType) ? [] : [{ path: `${at}.idType`, message: '请从列表中选择证件类型' }]),
      ...identityIssues({ ...row, idNumber }, today).map(({ field, message }) => ({ path: `${at}.${field}`, message })),
    ];
    if (issues.length) throw new HallError('INPUT_INVALID', { issues });
    const plain = { ...data, name: normalisePersonName(row.name), idNumber: checkIdNumber(row.idType, idNumber, today).normalised, mobile };
    const filled = Object.fromEntries(
      Object.entries(plain).filter(([, value]) => value !== undefined && value !== ''),
    ) as unknown as ContactData;
    return { ...filled, ...(was ? { id: was.id } : {}) };
  });
  wanted.forEach(({ idNumber, id }, index) => {
    if (wanted.findIndex((other) => other.idNumber === idNumber || (id !== undefined && other.id === id)) < index)
      throw refuse(CONTACT_MESSAGES.twice, `contacts.${index}.idNumber`);
  });
  return wanted;
}
