import type { z } from 'zod';
import type { ApplicationRow } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import type { ItemDefinition } from '@wangting/contracts/item';
import type { Context } from 'moleculer';
import type { BatchRules } from '../batch/rules.ts';
import type { HallMeta } from '../implement.ts';
import type { Effect, EffectCase } from './effects.ts';
import type { GuardWish } from './guards.ts';

/** What rules may use: who asks, for which unit, and the bus for questions. */
export interface RuleContext {
  caller: Caller;
  /** The unit of the login, under 个人 the person's own id; never of the request. */
  unitId: string;
  ctx: Context<unknown, HallMeta>;
  /** The application being corrected, or the draft. */
  applicationId?: string;
}
export interface Hit {
  label: string;
  values: Record<string, unknown>;
}
/** What the rules say of an input that is well formed. A refusal is thrown (`refuse(...)`), this is what is left to say. */
export interface Verdict {
  /** Masked words for lists: whom or what it is about. */
  subject: string;
  /** Area code whose agency reviews. */
  area: string;
  /** Sentences the person must say yes to; each goes away when its code is in `confirmed`. */
  confirms?: { code: string; message: string }[];
  /** `manual` sends it to a person although the item is 即办; `flags` say why, or what the reviewer should see. */
  route?: 'auto' | 'manual';
  flags?: { code: string; message: string }[];
  /** What may exist once while this is open. */
  guards?: GuardWish[];
  /** Read-only values shown beside the input later (unit block at the time, differences). */
  shows?: Record<string, unknown>;
  /** Facts the effects need; sealed with the step. */
  keep?: Record<string, unknown>;
  /** Slots that this case needs although the item leaves them optional. */
  needs?: string[];
  /** Looked at once more when the guards are held: throws what has become untrue since. Whoever waited for a guard must not act on an old look. */
  again?(): Promise<void>;
}
/** 撤销 on the day of the decision (decisions.md 9): a step of its own, with effects that take back what the first ones did. */
export interface UndoRules {
  /** Refuses when something depends on the result by now; names the guards to hold meanwhile. `request` is the applicant's. */
  check(request: RuleContext, of: EffectCase): Promise<{ guards: GuardWish[] }>;
  effects: readonly Effect[];
}
/**
 * The rules of one item: `services/<owner>/src/items/<id>.ts` exports `rules`. Everything else (drafts, steps, guards, materials,
 * effects, projection, actions) is the same for all items and lives in the kit.
 */
export interface ItemRules<I extends z.ZodObject = z.ZodObject> {
  item: ItemDefinition<I>;
  /** Eligibility first: may this unit use it now, and what is known already. */
  open(
    request: RuleContext,
  ): Promise<{ allowed: boolean; reason?: string; shows: Record<string, unknown>; values: Record<string, unknown> }>;
  lookups?: Record<
    string,
    (request: RuleContext, value: string, values: Record<string, unknown>) => Promise<{ hits: Hit[]; message?: string }>
  >;
  check(request: RuleContext, values: z.infer<I>, confirmed: ReadonlySet<string>): Promise<Verdict>;
  effects: readonly Effect[];
  /** Absent: what is decided can only be changed by another case. */
  undo?: UndoRules;
  /** The sentence after 提交, from what the effects brought. */
  done(result: Record<string, string>, row: ApplicationRow): { message: string; next: string };
  /** Present for a batch item (defineBatchRules): it has 校验 and 保存 of a file instead of 提交. */
  batch?: BatchRules;
}
export const defineRules = <I extends z.ZodObject>(rules: ItemRules<I>): ItemRules => rules as unknown as ItemRules;
