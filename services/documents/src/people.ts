import type { Context } from 'moleculer';
import type { z } from 'zod';
import { personMonths, type PersonMonth } from '@wangting/contracts/contributions/questions';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { sex as sexes } from '@wangting/contracts/dictionaries/person';
import { personSnapshot, type PersonFacts } from '@wangting/contracts/persons/questions';
import { enrolmentsOf, find, type EnrolmentSnapshot, type PersonCard } from '@wangting/contracts/persons/snapshots';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { Hit, RuleContext } from '@wangting/kit/applications/rules';
import { ask } from '@wangting/kit/call';
import type { HallMeta } from '@wangting/kit/implement';
import type { Running } from '@wangting/kit/service';

export type Unit = z.infer<typeof UnitFacts>;
export type Asker = Context<unknown, HallMeta> | Running['service']['broker'];
/** A person as papers about his insurance need him: who he is, what he is insured for in the unit, and his months there. */
export interface Insured {
  facts: PersonFacts;
  enrolments: EnrolmentSnapshot[];
  months: PersonMonth[];
  paidMonths: Record<string, number>;
}
/** People of one question to the neighbours. */
export const CHUNK = 50;

export const isRegistered = (unit: Unit): boolean => unit.unitNo !== null && unit.state !== '0';
export const sexName = (code: string): string => labelOf(sexes, code);
export const unitHeadOf = (unit: Unit) => ({ name: unit.name, creditCode: unit.creditCode, unitNo: unit.unitNo ?? '' });

/** Everything three services know of these people in this unit; undefined while there is no ledger. In the order asked. */
export async function insuredPeople(
  from: Asker,
  { unitId, ids, what, by, months }: { unitId: string; ids: string[]; what: string; by: string; months: { from: string; to: string } },
): Promise<Insured[] | undefined> {
  const onBehalfOf = { onBehalfOf: by };
  const [{ people }, { enrolments }, charged] = await Promise.all([
    ask(from, 'documents', personSnapshot, { ids, what }, onBehalfOf),
    ask(from, 'documents', enrolmentsOf, { unitId, personIds: ids }, onBehalfOf),
    ask(from, 'documents', personMonths, { unitId, personIds: ids, ...months }, onBehalfOf),
  ]);
  if (!charged.available) return undefined;
  const paid = new Map(charged.people.map((one) => [one.personId, one]));
  const insured = Map.groupBy(enrolments, ({ personId }) => personId);
  const known = new Map(people.map((facts) => [facts.personId, facts]));
  return ids.flatMap((id) => {
    const facts = known.get(id);
    const { months = [], paidMonths = {} } = paid.get(id) ?? {};
    return facts ? [{ facts, enrolments: insured.get(id) ?? [], months, paidMonths }] : [];
  });
}

/** Who has this 个人编号 in the unit. Nobody else is found, and nothing is said of him. */
export async function personOf({ ctx, unitId, caller }: RuleContext, personNo: string): Promise<PersonCard | undefined> {
  const { cards } = await ask(ctx, 'documents', find, { unitId, personNo }, { onBehalfOf: caller.id });
  return cards[0];
}
/** 人员查询条件 (block B2): one box takes 个人编号, 证件号码 or 姓名; several hits are a list to choose from. */
export async function lookPerson({ ctx, unitId, caller }: RuleContext, value: string): Promise<{ hits: Hit[]; message?: string }> {
  const any = value.trim();
  const { cards } = any ? await ask(ctx, 'documents', find, { unitId, any }, { onBehalfOf: caller.id }) : { cards: [] };
  return {
    hits: cards.map(({ personNo, name, socialNo, sex }) => ({
      label: `${personNo} ${name} ${socialNo}`,
      values: { personNo, personName: name, socialNo, sex: sexName(sex) },
    })),
    ...(cards.length ? {} : { message: '未查询到该人员信息' }),
  };
}
