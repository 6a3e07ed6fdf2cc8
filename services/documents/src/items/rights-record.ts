import type { z } from 'zod';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { unitType } from '@wangting/contracts/dictionaries/unit';
import { item, type RightsRecordInput } from '@wangting/contracts/documents/rights-record';
import { print } from '@wangting/contracts/documents/rights-record-print';
import { HallError, refuse } from '@wangting/kit/errors';
import { thisYear, today } from '@wangting/kit/clock';
import { batchHandlers } from '../batch.ts';
import { insuredPeople, isRegistered, lookPerson, personOf } from '../people.ts';
import { definePrint } from '../print-item.ts';
import { recordMonths, recordPaper, said } from '../rights-record.ts';
import { unitNow } from '../units.ts';

interface Wanted {
  personNo: string;
  year: string;
  /** A record of today: tomorrow it may say more. */
  on: string;
}

/** 9 个人权益单. */
export const rules = definePrint<typeof RightsRecordInput, Wanted>({
  item,
  print,
  lookups: { personNo: lookPerson },
  want({ personNo, year }: z.infer<typeof RightsRecordInput>) {
    if (Number(year) > thisYear()) throw new HallError('INPUT_INVALID', { issues: [{ path: 'year', message: said('yearAhead', year) }] });
    return { personNo, year, on: today() };
  },
  async open({ ctx, unitId }) {
    const { unit, asOf } = await unitNow(ctx, unitId);
    const allowed = isRegistered(unit);
    return {
      allowed,
      ...(allowed ? {} : { reason: said('notRegistered') }),
      shows: { unitNo: unit.unitNo ?? '', unitName: unit.name, unitType: labelOf(unitType, unit.unitType), asOf },
      values: { year: String(thisYear()) },
    };
  },
  async paper(request, { personNo, year }) {
    const { ctx, unitId, caller } = request;
    const [{ unit }, card] = await Promise.all([unitNow(ctx, unitId), personOf(request, personNo)]);
    if (!card) throw refuse(said('noPerson'), 'personNo');
    const asked = { unitId, ids: [card.personId], what: item.id, by: caller.id, months: recordMonths(year) };
    const people = await insuredPeople(ctx, asked);
    if (!people) throw refuse(said('noLedger'));
    const person = people[0];
    if (!person) throw refuse(said('noPerson'), 'personNo');
    return recordPaper(unit, person, year);
  },
});
export const handlers = batchHandlers;
