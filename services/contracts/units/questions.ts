import { z } from 'zod';
import { defineAction } from '../action.ts';
import { defineFact } from '../fact.ts';
import { Day, Id, queryInt } from '../primitives.ts';

/** What other services may keep of a unit (reference copy, decisions.md 4 and 7). Hashes are blind indexes, not ID numbers. */
export const UnitFacts = z.strictObject({
  unitId: Id,
  rev: z.int(),
  unitNo: z.string().nullable(),
  creditCode: z.string(),
  name: z.string(),
  unitType: z.string(),
  area: z.string(),
  /** 单位登记状态: 0 not registered yet, 1 正常, 2 暂停, 3 注销, 4 非正常. */
  state: z.enum(['0', '1', '2', '3', '4']),
  dispatch: z.boolean(),
  hr: z.boolean(),
  industry: z.string(),
  riskClass: z.string(),
  foundedOn: z.string().nullable(),
  registeredOn: z.string().nullable(),
  insurances: z.array(z.strictObject({ insurance: z.enum(['210', '410']), from: Day, state: z.enum(['1', '2', '3']) })),
});
export type UnitFacts = z.infer<typeof UnitFacts>;

/**
 * Who acts for a unit. identity keeps these as grants. `idHash` is the HMAC blind index of the ID number; `grants` are the categories
 * (CATEGORIES of item.ts) somebody may work in. One person may stand here under both hats. Before the unit has a number only the 法人 stands here.
 */
export const UnitPeople = z.strictObject({
  unitId: Id,
  rev: z.int(),
  people: z.array(z.strictObject({ hat: z.enum(['legal', 'contact']), idHash: z.string(), grants: z.array(z.string()) })),
});

/**
 * One fact per revision that is told: changes that follow fast may be told as one, `kind` is then the newest and `data.kinds` lists all
 * (comma), so whoever waits for `people` looks at `data.kinds`, or simply asks whenever it hears of a unit.
 */
export const unitFact = defineFact({ owner: 'units', entity: 'unit', kinds: ['created', 'registered', 'changed', 'people', 'closed'] });

export const snapshot = defineAction({
  name: 'units.unit.snapshot',
  title: '单位快照',
  access: { services: ['identity', 'persons', 'contributions', 'injury', 'benefits', 'unemployment', 'documents', 'desk'] },
  input: z.strictObject({ ids: z.array(Id).max(500) }),
  output: z.strictObject({ units: z.array(UnitFacts) }),
  errors: [],
});
export const snapshotAll = defineAction({
  name: 'units.unit.snapshotAll',
  title: '单位快照（重建）',
  access: snapshot.access,
  input: z.strictObject({ after: z.string().default(''), size: queryInt(1, 500, 500) }),
  output: z.strictObject({ units: z.array(UnitFacts), next: z.string().nullable() }),
  errors: [],
});
export const people = defineAction({
  name: 'units.unit.people',
  title: '单位法人与联系人快照',
  access: { services: ['identity'] },
  input: z.strictObject({ ids: z.array(Id).max(500) }),
  output: z.strictObject({ units: z.array(UnitPeople) }),
  errors: [],
});
/** unitId is made at 注册, or at the first push, under the guard `code:{统一社会信用代码}` (decisions.md 2). Asked again it answers the same. */
export const reserve = defineAction({
  name: 'units.unit.reserve',
  title: '登记前建立单位',
  access: { services: ['identity'] },
  input: z.strictObject({
    creditCode: z.string(),
    name: z.string(),
    area: z.string(),
    legal: z.strictObject({ name: z.string(), idType: z.string(), idNumber: z.string(), mobile: z.string() }),
  }),
  output: z.strictObject({ unitId: Id, state: UnitFacts.shape.state, unitNo: z.string().nullable() }),
  errors: ['RULE_REFUSED', 'INPUT_INVALID'],
});
/** Find by number, for 实际用工单位 and the like. */
export const byNumber = defineAction({
  name: 'units.unit.byNumber',
  title: '按单位编号查询',
  access: { services: ['persons', 'injury', 'unemployment', 'documents'] },
  input: z.strictObject({ unitNo: z.string().max(20) }),
  output: z.strictObject({ unit: UnitFacts.nullable() }),
  errors: [],
});

/**
 * How the people of a unit are reached and named, for identity alone: short messages, and the 法人's list of whom he authorises.
 * It is asked each time and kept nowhere (decisions.md 7).
 */
export const reach = defineAction({
  name: 'units.unit.reach',
  title: '单位法人与联系人的称呼与手机',
  access: { services: ['identity'] },
  input: z.strictObject({ unitId: Id }),
  output: z.strictObject({
    people: z.array(
      z.strictObject({
        hat: z.enum(['legal', 'contact']),
        idHash: z.string(),
        /** Null for the 法人. */
        contactId: Id.nullable(),
        name: z.string(),
        /** Masked. */
        idNumber: z.string(),
        mobile: z.string(),
      }),
    ),
  }),
  errors: [],
});
