import { z } from 'zod';
import type { ServiceName } from './names.ts';

/**
 * A fact (事实): something that has happened to an entity, told at least once over JetStream.
 * It carries identifiers only: no ID number, name, phone, wage or account (decisions.md 7). Whoever needs more asks the owner's `snapshot`.
 */
export const Fact = z.strictObject({
  id: z.string(),
  entity: z.string(),
  entityId: z.string(),
  /** Rises by one per entity. A consumer ignores what it already has. */
  entityRev: z.int().min(1),
  kind: z.string(),
  at: z.iso.datetime(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** W3C trace context, so that one trace follows HTTP → call → fact → consumer. */
  traceparent: z.string().optional(),
});
export type Fact = z.infer<typeof Fact>;

export interface FactContract {
  owner: ServiceName;
  entity: string;
  kinds: readonly string[];
}
/** Subject is `<namespace>.hall.<owner>.<entity>`; the stream `<namespace>-<owner>` takes all of an owner's facts. */
export const defineFact = (fact: FactContract): FactContract => fact;
/** Every owner tells of its applications in the same way; desk listens to all of them. */
export const applicationFact = (owner: ServiceName) => defineFact({ owner, entity: 'application', kinds: ['step'] });
