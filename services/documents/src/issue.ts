import { createHash, randomUUID } from 'node:crypto';
import type { IssuedDocument } from '@wangting/contracts/documents/certificates';
import { addMonthsToDay } from '@wangting/contracts/standards/day';
import { verificationCodeLabel } from '@wangting/contracts/standards/verification-code';
import { dayOf, nowIso, stamp, today } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { nextNumber } from '@wangting/kit/applications/numbers';
import { digest, sealJson, unsealJson } from '@wangting/kit/sealed';
import { CounterModel } from './models/counter.ts';
import { DocumentModel, type DocumentRow } from './models/document.ts';
import { PrintLogModel } from './models/print-log.ts';
import { addressOf, putPdf } from './objects.ts';
import { newCode, qrOf, verifyAddress } from './render/code.ts';
import { missingGlyphs } from './render/fonts.ts';
import { render } from './render/renderer.ts';
import { sm3Of } from './render/seal.ts';
import { TEMPLATES, versionOf, type TemplateName } from './render/templates.ts';
import { SEAL_LINE, sealAdapter } from './sealing.ts';

/** What a paper says, without what issuing adds: number, code, days. */
export interface Paper {
  kind: TemplateName;
  itemId: string;
  unitId: string;
  /** Masked holder for the public, and the check a reader of the paper can answer. */
  holder: string;
  check: string;
  agency: string;
  validMonths: number;
  data: Record<string, unknown>;
}
export interface Wish {
  requestKey: string;
  by: string;
  /** What was asked for: the same request key with another payload is refused. */
  payload: unknown;
  /** Papers with the same series stand for each other. */
  series: string;
  /** 补打新版: a new paper although one is valid. */
  reissue: boolean;
  /** Asks whoever knows. Called only when a paper has to be made; a refusal leaves nothing behind. */
  prepare(): Promise<Paper>;
}
interface Content {
  data: Record<string, unknown>;
  agency: string;
  verifyUrl: string;
}

const isValid = (row: DocumentRow): boolean => !row.revokedAt && row.validTo >= today();
/** `YYYY-MM-DD HH:mm` in China, as papers show a moment. */
const minuteOf = (stamped: string) =>
  `${stamped.slice(0, 4)}-${stamped.slice(4, 6)}-${stamped.slice(6, 8)} ${stamped.slice(8, 10)}:${stamped.slice(10, 12)}`;
export const printedAt = (): string => minuteOf(stamp());

/**
 * The paper of a wish: the one made for this request key, or the valid one of the series, or a new one. Two requests at once
 * meet at the unique (series, version): one row is inserted, the other finds it.
 */
export async function issue(wish: Wish): Promise<DocumentRow> {
  const payloadHash = digest(wish.payload);
  let paper: Paper | undefined;
  for (let attempt = 0; attempt < 25; attempt++) {
    const asked = await askedBefore(wish, payloadHash);
    if (asked) return finish(asked);
    const latest = await DocumentModel.findOne({ series: wish.series }).sort({ version: -1 }).lean<DocumentRow>();
    if (latest && !wish.reissue && isValid(latest)) {
      if (await note(wish, payloadHash, latest)) return finish(latest);
      continue;
    }
    paper ??= await prepared(wish);
    const row = await insert(wish, payloadHash, paper, (latest?.version ?? 0) + 1);
    if (!row) continue; // somebody was faster, or a code or number was taken: look again
    await note(wish, payloadHash, row);
    return finish(row);
  }
  throw new HallError('SERVICE_AWAY');
}
async function prepared(wish: Wish): Promise<Paper> {
  const paper = await wish.prepare();
  // Refused before anything is written: a code is never given to a paper that cannot be printed.
  const missing = missingGlyphs(paper.data);
  if (missing.length) throw new HallError('GLYPH_MISSING', { characters: missing.join('、') });
  return paper;
}
async function askedBefore(wish: Wish, payloadHash: string): Promise<DocumentRow | null> {
  const own = (found: { by: string; payloadHash: string }) => {
    if (found.by !== wish.by || found.payloadHash !== payloadHash) throw new HallError('REQUEST_KEY_REUSED');
  };
  const made = await DocumentModel.findOne({ requestKey: wish.requestKey }).lean<DocumentRow>();
  if (made) {
    own(made);
    return made;
  }
  const logged = await PrintLogModel.findById(wish.requestKey).lean();
  if (!logged) return null;
  own(logged);
  return DocumentModel.findById(logged.documentId).lean<DocumentRow>();
}
/** 打印记录. False when this request key was noted a moment ago by another request. */
async function note(wish: Wish, payloadHash: string, row: DocumentRow): Promise<boolean> {
  try {
    await PrintLogModel.create({ _id: wish.requestKey, documentId: row._id, unitId: row.unitId, by: wish.by, payloadHash, at: nowIso() });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}
async function insert(wish: Wish, payloadHash: string, paper: Paper, version: number): Promise<DocumentRow | undefined> {
  const issuedAt = nowIso();
  const issuedOn = dayOf(issuedAt);
  const validTo = addMonthsToDay(issuedOn, paper.validMonths);
  const code = newCode();
  const no = `61${issuedOn.replaceAll('-', '')}${String((await nextNumber(CounterModel as never, 'certificate')) % 1_000_000).padStart(6, '0')}`;
  const { title } = TEMPLATES[paper.kind];
  const content: Content = {
    agency: paper.agency,
    verifyUrl: verifyAddress(config().PUBLIC_URL, code),
    data: {
      ...paper.data,
      title,
      version: versionOf(paper.kind),
      printedAt: printedAt(),
      documentNo: no,
      agency: paper.agency,
      issuedOn,
      validTo,
      codeLabel: verificationCodeLabel(code),
    },
  };
  const row: DocumentRow = {
    _id: randomUUID(),
    kind: paper.kind,
    itemId: paper.itemId,
    unitId: paper.unitId,
    series: wish.series,
    version,
    requestKey: wish.requestKey,
    payloadHash,
    by: wish.by,
    code,
    check: paper.check,
    no,
    title,
    holder: paper.holder,
    content: sealJson(content),
    state: 'issuing',
    issuedAt,
    validTo,
  };
  try {
    await DocumentModel.create(row);
    return row;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return undefined;
  }
}

/**
 * Brings a paper from `issuing` to `issued`: typeset, stored, signed. Safe to repeat and to run twice at once: the object's key holds
 * the digest of its bytes, and only the first to finish writes it into the row.
 */
export async function finish(row: DocumentRow): Promise<DocumentRow> {
  if (row.state === 'issued') return row;
  const { data, agency, verifyUrl } = unsealJson<Content>(row.content);
  const seal = sealAdapter();
  const assets = { qr: await qrOf(verifyUrl), seal: seal.picture({ agency, line: SEAL_LINE }) };
  const { pdf, pages } = await render({ template: row.kind, data, assets });
  const sm3 = sm3Of(pdf);
  const object = `documents/${row._id}/${sm3.slice(0, 16)}.pdf`;
  await putPdf(object, pdf);
  const done = {
    state: 'issued' as const,
    object,
    sm3,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    size: pdf.length,
    pages,
    signature: await seal.sign(sm3),
  };
  await DocumentModel.updateOne({ _id: row._id, state: 'issuing' }, { $set: done });
  return (await DocumentModel.findById(row._id).lean<DocumentRow>()) as DocumentRow;
}
/** Finishes what a crash, or a store that was away, left behind. Returns how many. */
export async function finishAll(olderThan: string): Promise<number> {
  const rows = await DocumentModel.find({ state: 'issuing', issuedAt: { $lt: olderThan } })
    .sort({ issuedAt: 1 })
    .limit(50)
    .lean<DocumentRow[]>();
  for (const row of rows) await finish(row);
  return rows.length;
}

/** The name a saved paper gets. */
export const fileNameOf = (row: Pick<DocumentRow, 'title' | 'no'>): string => `${row.title}-${row.no}.pdf`;
/** What whoever asked for a paper is given. */
export async function given(row: DocumentRow): Promise<IssuedDocument> {
  return {
    documentId: row._id,
    title: row.title,
    verificationCode: verificationCodeLabel(row.code),
    issuedAt: row.issuedAt,
    validTo: row.validTo,
    url: await addressOf(row.object as string, fileNameOf(row)),
  };
}
