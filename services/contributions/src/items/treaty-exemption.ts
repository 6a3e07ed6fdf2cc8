import { item, type TreatyExemptionInput } from '@wangting/contracts/contributions/treaty-exemption';
import { find, type PersonCard } from '@wangting/contracts/persons/snapshots';
import { maskName } from '@wangting/contracts/standards/masking';
import type { Effect } from '@wangting/kit/applications/effects';
import { defineRules, type RuleContext } from '@wangting/kit/applications/rules';
import { ask } from '@wangting/kit/call';
import { nowIso, today } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import { insertOnce } from '../domain/insert-once.ts';
import { judgeExemption, shownOf } from '../domain/exemption.ts';
import { unitOf } from '../hear.ts';
import { EnrolmentCopyModel } from '../models/copies.ts';
import { ExemptionModel, type Exemption } from '../models/decision.ts';
import { unitShows } from '../queries/who.ts';

const { messages } = item;
/** Every exemption of a person, in whatever unit. Index: {personId, from}. */
const earlierOf = (personId: string) => ExemptionModel.find({ personId }).sort({ from: -1 }).lean<Exemption[]>();

async function hitsOf({ ctx, unitId }: RuleContext, any: string): Promise<PersonCard[]> {
  const { cards } = await ask(ctx, 'contributions', find, { unitId, any: any.trim() });
  if (cards.length === 0) throw refuse(String(messages.noPerson), 'personNo');
  return cards;
}
const shownPerson = async ({ name, sex, socialNo, nationality, idType, personId }: PersonCard) => ({
  name,
  sex,
  socialNo,
  nationality,
  idType,
  history: (await earlierOf(personId)).map(shownOf),
});

/** 免缴生效: under the application's own key, so doing it again finds it done. */
const exempt: Effect = {
  name: 'exempt',
  title: '免缴生效',
  async run(of) {
    const { personId } = of.keep as { personId: string };
    const { country, personKind, from, to, insurances } = of.values as TreatyExemptionInput;
    const earlier = (await earlierOf(personId)).filter(({ _id }) => _id !== of.applicationId);
    if (earlier.some((row) => row.valid && row.from <= to && from <= row.to)) throw refuse(String(messages.overlap), 'from');
    await insertOnce<Exemption>(ExemptionModel, [
      {
        _id: of.applicationId,
        unitId: of.unitId,
        personId,
        insurances,
        country,
        personKind,
        from,
        to,
        valid: true,
        reason: null,
        applicationId: of.applicationId,
        at: nowIso(),
      },
    ]);
    return {};
  },
};

/** 20 互免协议免缴登记. */
export const rules = defineRules({
  item,
  open: async (request) => ({
    allowed: true,
    shows: { ...(await unitShows(request)), history: [] },
    values: { from: today() },
  }),
  lookups: {
    async person(request, value) {
      const cards = await hitsOf(request, value);
      return {
        hits: await Promise.all(
          cards.map(async (card) => ({
            label: `${card.personNo} ${card.name} ${card.socialNo}`,
            values: { personNo: card.personNo, ...(await shownPerson(card)) },
          })),
        ),
      };
    },
  },
  async check(request, values) {
    const { ctx, unitId } = request;
    const [unit, [person, another]] = await Promise.all([unitOf(ctx, unitId), hitsOf(request, values.personNo)]);
    if (!person || another) throw refuse('请从查询结果中选择人员', 'personNo');
    const [earlier, insured] = await Promise.all([
      earlierOf(person.personId),
      EnrolmentCopyModel.exists({ unitId, personId: person.personId, state: '1' }),
    ]);
    judgeExemption(
      values,
      { nationality: person.nationality, insured: insured !== null },
      earlier.filter(({ _id }) => _id !== request.applicationId),
    );
    return {
      subject: maskName(person.name),
      area: unit.area,
      route: 'auto' as const,
      guards: [{ id: `open:treaty-exemption:${person.personId}`, kind: 'open' as const }],
      shows: { ...(await unitShows(request)), ...(await shownPerson(person)) },
      keep: { personId: person.personId },
    };
  },
  effects: [exempt],
  done: () => ({ message: String(messages.done), next: String(messages.noRefund) }),
});
