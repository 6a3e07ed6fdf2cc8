import { z } from 'zod';
import { defineAction } from './action.ts';
import { STATUSES, STEP_ACTIONS, type Status, type StepAction } from './application.ts';
import { headOf, itemScope } from './catalogue.ts';
import type { ItemDefinition } from './item.ts';
import type { ServiceName } from './names.ts';
import { Id, RequestKey, filled, pageOf, queryInt, text } from './primitives.ts';

const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]];
export const StatusName = z.enum(keysOf<Status>(STATUSES));
export const ActionName = z.enum(keysOf<StepAction>(STEP_ACTIONS));

/** What comes of an approval beyond the decision itself (decisions.md 9): 待执行 / 已完成 / 失败. */
export const EffectState = z.strictObject({
  name: z.string(),
  title: z.string(),
  state: z.enum(['pending', 'done', 'failed']),
  note: z.string().optional(),
});

/** One line of the timeline (办件进度). Who acted is said as a role or 申请人, never by name to the other side. */
export const TimelineEntry = z.strictObject({
  seq: z.int(),
  action: ActionName,
  to: StatusName,
  at: z.iso.datetime(),
  by: z.string(),
  opinion: z.string().optional(),
});

export const Material = z.strictObject({
  id: Id,
  slot: z.string(),
  fileId: Id,
  name: z.string(),
  size: z.int(),
  type: z.string(),
  at: z.iso.datetime(),
});
export type Material = z.infer<typeof Material>;

/** A row of 我的办件 and of the agency's queue. `subject` is masked where the reader has no need. */
export const ApplicationRow = z.strictObject({
  applicationId: Id,
  owner: z.string(),
  itemId: z.string(),
  itemName: z.string(),
  serialNo: z.string().nullable(),
  status: StatusName,
  seq: z.int(),
  unitId: z.string(),
  unitName: z.string(),
  unitNo: z.string().nullable(),
  subject: z.string(),
  area: z.string(),
  submittedAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
  due: z.string().nullable(),
  updatedAt: z.string(),
  opinion: z.string().nullable(),
  assignee: z.string().nullable(),
  /** Why what was decided could not be carried out, while the case waits to be decided again. */
  failure: z.string().nullable(),
});
export type ApplicationRow = z.infer<typeof ApplicationRow>;

/** Everything about one application its reader may see. */
export const ApplicationView = z.strictObject({
  row: ApplicationRow,
  /** What was filled in, whole for the applicant and the reviewer of the case. */
  values: z.record(z.string(), z.unknown()),
  /** Read-only values beside the input (unit block, derived values). */
  shows: z.record(z.string(), z.unknown()),
  /** Why rules sent it to a person, what the reviewer should compare. */
  flags: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  materials: z.array(Material),
  timeline: z.array(TimelineEntry),
  effects: z.array(EffectState),
  actions: z.array(ActionName),
  /** What came of it: unit number, person number. */
  result: z.record(z.string(), z.string()),
});
export type ApplicationView = z.infer<typeof ApplicationView>;

/** What a page needs before a person fills in. */
export const Opening = z.strictObject({
  /** False with a reason: the unit or the moment does not allow this item. */
  allowed: z.boolean(),
  reason: z.string().optional(),
  shows: z.record(z.string(), z.unknown()),
  /** Prefilled values. */
  values: z.record(z.string(), z.unknown()),
  draft: z
    .strictObject({ applicationId: Id, values: z.record(z.string(), z.unknown()), savedAt: z.string(), materials: z.array(Material) })
    .nullable(),
});
export type Opening = z.infer<typeof Opening>;

export const LookupHit = z.strictObject({
  /** Line in the pick-list, masked. */
  label: z.string(),
  /** Values to fill in (input fields and shows). */
  values: z.record(z.string(), z.unknown()),
});
export const LookupResult = z.strictObject({ hits: z.array(LookupHit), message: z.string().optional() });

export const SubmitResult = z.strictObject({
  applicationId: Id,
  serialNo: z.string(),
  status: StatusName,
  seq: z.int(),
  /** The sentence of items.md ("保存成功，个人编号：…"). */
  message: z.string(),
  /** What happens next and when. */
  next: z.string(),
  result: z.record(z.string(), z.string()),
});
export type SubmitResult = z.infer<typeof SubmitResult>;

const SUBMIT_ERRORS = [
  'INPUT_INVALID',
  'RULE_REFUSED',
  'CONFIRM_NEEDED',
  'NOT_LOGGED_IN',
  'NOT_ALLOWED',
  'NOT_FOUND',
  'STATE_CHANGED',
  'STEP_NOT_POSSIBLE',
  'REQUEST_KEY_REUSED',
  'ALREADY_OPEN',
  'MATERIAL_MISSING',
  'ITEM_CLOSED',
  'SERVICE_AWAY',
] as const;

/**
 * What can be asked of every item, made from its definition: open, look up, 暂存, 提交.
 * Names are `<owner>.<item id>.<verb>`, addresses `/items/<item id>/<verb>`.
 */
export function itemActions<I extends z.ZodObject>(item: ItemDefinition<I>) {
  const { owner, name } = headOf(item.id);
  const access = { scopes: [itemScope(item.id)] };
  return {
    open: defineAction({
      name: `${owner}.${item.id}.open`,
      title: `${name}：打开`,
      access,
      rest: `GET /items/${item.id}/open`,
      input: z.strictObject({ applicationId: Id.optional() }),
      output: Opening,
      errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'SERVICE_AWAY'],
    }),
    lookup: defineAction({
      name: `${owner}.${item.id}.lookup`,
      title: `${name}：查询带出`,
      access,
      rest: `POST /items/${item.id}/lookup`,
      input: z.strictObject({ lookup: z.string().max(40), value: text(100), values: z.record(z.string(), z.unknown()).default({}) }),
      output: LookupResult,
      errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'QUERY_LOCKED', 'SERVICE_AWAY'],
    }),
    draft: defineAction({
      name: `${owner}.${item.id}.draft`,
      title: `${name}：暂存`,
      access,
      rest: `PUT /items/${item.id}/draft`,
      // A draft may be half filled and half wrong; it may not hold a field that does not exist.
      input: z.strictObject({ requestKey: RequestKey, applicationId: Id.optional(), values: looseValues(item.input) }),
      output: z.strictObject({ applicationId: Id, savedAt: z.iso.datetime(), message: z.string() }),
      errors: ['INPUT_INVALID', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'STATE_CHANGED'],
    }),
    discard: defineAction({
      name: `${owner}.${item.id}.discard`,
      title: `${name}：删除暂存`,
      access,
      rest: `DELETE /items/${item.id}/draft`,
      input: z.strictObject({ applicationId: Id }),
      output: z.strictObject({ message: z.string() }),
      errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
    }),
    submit: defineAction({
      name: `${owner}.${item.id}.submit`,
      title: `${name}：${item.mainButton}`,
      access,
      rest: `POST /items/${item.id}/submit`,
      input: z.strictObject({
        requestKey: RequestKey,
        /** The draft this comes from, or the application being corrected. */
        applicationId: Id.optional(),
        /** Seen state when correcting (补正提交). */
        seenSeq: z.int().optional(),
        /** Codes of CONFIRM_NEEDED that the person said yes to. */
        confirmed: z.array(z.string().max(40)).max(20).default([]),
        values: item.input,
      }),
      output: SubmitResult,
      errors: SUBMIT_ERRORS,
      timeout: 20_000,
    }),
  };
}

/** Keys of the input, any JSON of bounded size under each. */
function looseValues(input: z.ZodObject) {
  return z.strictObject(Object.fromEntries(Object.keys(input.shape).map((key) => [key, z.unknown().optional()])));
}

/** What can be asked of every application, per owner. Addresses `/applications/<owner>/…`. */
export function applicationActions(owner: ServiceName) {
  const anyone = { anyone: true } as const;
  const errors = [
    'INPUT_INVALID',
    'NOT_LOGGED_IN',
    'NOT_FOUND',
    'NOT_ALLOWED',
    'STATE_CHANGED',
    'STEP_NOT_POSSIBLE',
    'SAME_REVIEWER',
    'REQUEST_KEY_REUSED',
  ] as const;
  return {
    view: defineAction({
      name: `${owner}.application.view`,
      title: '办件详情',
      access: anyone,
      rest: `GET /applications/${owner}/:applicationId`,
      input: z.strictObject({ applicationId: Id }),
      output: ApplicationView,
      errors,
    }),
    /** What the unit has stored and not sent, newest first; of the items this person may work in. Values stay where they are. */
    drafts: defineAction({
      name: `${owner}.draft.list`,
      title: '暂存列表',
      access: anyone,
      rest: `GET /drafts/${owner}`,
      input: z.strictObject({}),
      output: z.strictObject({
        rows: z.array(z.strictObject({ applicationId: Id, itemId: z.string(), savedAt: z.iso.datetime() })).max(50),
      }),
      errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED'],
    }),
    /** withdraw, undo, accept, refuse, correct, take, pass, sendBack, reject: one inserted step each. */
    step: defineAction({
      name: `${owner}.application.step`,
      title: '办件操作',
      access: anyone,
      rest: `POST /applications/${owner}/:applicationId/steps`,
      input: z.strictObject({
        requestKey: RequestKey,
        applicationId: Id,
        seenSeq: z.int(),
        action: ActionName.exclude(['submit', 'resubmit', 'fail']),
        opinion: text(500, '意见').default(''),
      }),
      output: ApplicationView,
      // 撤销 asks the item's rules, and they ask their neighbours.
      errors: [...errors, 'RULE_REFUSED', 'ALREADY_OPEN', 'SERVICE_AWAY'],
      timeout: 20_000,
    }),
    attach: defineAction({
      name: `${owner}.material.attach`,
      title: '上传材料：挂接',
      access: anyone,
      rest: `POST /applications/${owner}/:applicationId/materials`,
      input: z.strictObject({ requestKey: RequestKey, applicationId: Id, slot: z.string().max(40), fileId: Id }),
      output: z.strictObject({ materials: z.array(Material) }),
      errors: [...errors, 'DRAFT_FIRST', 'FILE_NOT_READY', 'SERVICE_AWAY'],
    }),
    detach: defineAction({
      name: `${owner}.material.detach`,
      title: '删除材料',
      access: anyone,
      rest: `DELETE /applications/${owner}/:applicationId/materials/:materialId`,
      input: z.strictObject({ applicationId: Id, materialId: Id }),
      output: z.strictObject({ materials: z.array(Material) }),
      errors,
    }),
    openMaterial: defineAction({
      name: `${owner}.material.open`,
      title: '查看材料',
      access: anyone,
      rest: `GET /applications/${owner}/:applicationId/materials/:materialId/url`,
      input: z.strictObject({ applicationId: Id, materialId: Id }),
      output: z.strictObject({ url: z.string(), name: z.string(), type: z.string() }),
      errors: [...errors, 'SERVICE_AWAY'],
    }),
    /** desk keeps these fields and no others (decisions.md 7). */
    snapshot: defineAction({
      name: `${owner}.application.snapshot`,
      title: '办件快照',
      access: { services: ['desk'] },
      input: z.strictObject({ ids: z.array(Id).max(500) }),
      output: z.strictObject({ rows: z.array(ApplicationRow) }),
      errors: ['INPUT_INVALID', 'NOT_ALLOWED'],
    }),
    snapshotAll: defineAction({
      name: `${owner}.application.snapshotAll`,
      title: '办件快照（重建）',
      access: { services: ['desk'] },
      input: z.strictObject({ after: z.string().default(''), size: queryInt(1, 500, 500) }),
      output: z.strictObject({ rows: z.array(ApplicationRow), next: z.string().nullable() }),
      errors: ['INPUT_INVALID', 'NOT_ALLOWED'],
    }),
  };
}

export const Opinion = filled(500, '意见');
export { pageOf };
