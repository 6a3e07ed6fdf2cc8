import type { z } from 'zod';
import { deliveryFact } from '@wangting/contracts/documents/delivery';
import { item, type DeliveryRow, type PaperValidity, type ServedRight } from '@wangting/contracts/documents/document-signing';
import { deadlineFor, type TimeLimitKey } from '@wangting/contracts/policies/time-limits';
import { maskId } from '@wangting/contracts/standards/masking';
import type { OutboxSource } from '@wangting/kit/outbox';
import { unseal, unsealJson } from '@wangting/kit/sealed';
import { DeliveryModel, type Delivery } from './models/delivery.ts';
import { DocumentModel, stateOf, type DocumentRow } from './models/document.ts';
import type { TemplateName } from './render/templates.ts';

/** A sentence of item 29. */
export const said = (name: string, data: Record<string, string> = {}): string =>
  (item.messages[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => data[key] ?? '');

/** Who signed, when and from where: the text that carries the electronic signature. */
export interface Statement {
  deliveryId: string;
  documentId: string;
  sm3: string;
  unitId: string;
  by: string;
  name: string;
  hat: string;
  at: string;
  /** Masked. */
  address: string;
  browser: string;
}
export const statementOf = (row: Pick<Delivery, 'statement'>): Statement | undefined =>
  row.statement ? (JSON.parse(unseal(row.statement)) as Statement) : undefined;
export const signerOf = (row: Pick<Delivery, 'statement' | 'served'>): string => statementOf(row)?.name ?? row.served?.proxy ?? '';

const DECISIONS: readonly TemplateName[] = [
  'recognition-decision',
  'non-recognition-decision',
  'refusal-notice',
  'rejection-notice',
  'benefit-assessment',
];
const REVIEW: readonly [string, TimeLimitKey][] = [
  ['行政复议申请期限', 'administrative-review'],
  ['行政诉讼起诉期限', 'administrative-suit'],
];
const AGAIN: readonly [string, TimeLimitKey][] = [['再次鉴定申请期限', 'assessment-again']];
/** What runs from the day of service (policy.md §7, §8). A conclusion of 再次鉴定 is final; the confirmations have no second instance. */
function rightsOf({ kind, title }: Delivery, servedOn: string): ServedRight[] {
  const rights = DECISIONS.includes(kind) ? REVIEW : kind === 'assessment-conclusion' && /^(初次|复查)/.test(title) ? AGAIN : [];
  return rights.map(([label, limit]) => ({ label, until: deadlineFor(limit, servedOn).lastDay }));
}

/** What each document counts for today: one that is void or replaced is nothing to sign for any more. */
export async function validitiesOf(rows: readonly Delivery[]): Promise<(row: Delivery) => PaperValidity> {
  const papers = await DocumentModel.find({ _id: { $in: rows.map(({ documentId }) => documentId) } })
    .select({ replacedBy: 1, revokedAt: 1, validTo: 1 })
    .lean<DocumentRow[]>();
  const known = new Map(papers.map((paper) => [paper._id, stateOf(paper)]));
  return ({ documentId }) => known.get(documentId) ?? 'valid';
}
export const isVoid = (validity: PaperValidity): validity is 'revoked' | 'replaced' => validity === 'revoked' || validity === 'replaced';

/** As rows of a page: the ID number masked, whoever looks. */
export async function viewsOf(rows: readonly Delivery[]): Promise<z.input<typeof DeliveryRow>[]> {
  const validityOf = await validitiesOf(rows);
  return rows.map((row) => viewOf(row, validityOf(row)));
}
function viewOf(row: Delivery, validity: PaperValidity): z.input<typeof DeliveryRow> {
  const { name, idNumber } = unsealJson<{ name: string; idNumber: string }>(row.who);
  const { _id: id, unitNo, unitName, personNo, itemName, title, no, way, sentAt, state } = row;
  const servedOn = row.servedOn ?? null;
  return {
    id,
    unitNo,
    unitName,
    personNo,
    name,
    idNumber: idNumber.includes('*') ? idNumber : maskId(idNumber),
    itemName,
    title,
    no,
    way,
    sentAt,
    signedAt: row.signedAt ?? null,
    signer: signerOf(row),
    state,
    servedOn,
    deemedOn: row.deemedOn ?? null,
    rights: servedOn ? rightsOf(row, servedOn) : [],
    validity,
    proof: row.proofId !== undefined,
  };
}

/** What was sent and signed for: injury waits for its conclusions, others for their notices. */
export const deliveryOutbox: OutboxSource<never> = {
  fact: deliveryFact,
  model: DeliveryModel,
  same: (row: Delivery) => ({ _id: row._id, rev: row.rev }),
  toFact: (row: Delivery) => ({
    id: `delivery-${row._id}-${row.rev}`,
    entity: 'delivery',
    entityId: row._id,
    entityRev: row.rev,
    kind: row.state === '1' ? 'sent' : 'signed',
    at: row.at,
    data: {
      documentId: row.documentId,
      kind: row.kind,
      itemId: row.itemId,
      applicationId: row.applicationId,
      servedOn: row.servedOn ?? '',
    },
  }),
} as never;
