import { createHash, randomUUID } from 'node:crypto';
import type { IssuedDocument } from '@wangting/contracts/documents/certificates';
import { addMonthsToDay } from '@wangting/contracts/standards/day';
import { verificationCodeLabel } from '@wangting/contracts/standards/verification-code';
import { dayOf, nowIso, stamp } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { nextNumber } from '@wangting/kit/applications/numbers';
import { addressOf, putObject } from '@wangting/kit/objects';
import { digest, sealJson, unsealJson } from '@wangting/kit/sealed';
import { dueBy, eachAlone } from './each-alone.ts';
import { CounterModel } from './models/counter.ts';
import { DocumentModel, stateOf, type DocumentRow } from './models/document.ts';
import { PrintLogModel } from './models/print-log.ts';
import { newCode, verifyAddress } from './render/code.ts';
import { missingGlyphs } from './render/fonts.ts';
import { render, type Job, type Rendered } from './render/renderer.ts';
import { sm3Of, type SealName } from './render/seal.ts';
import { templateOf, titleOf, versionOf, type TemplateName } from './render/templates.ts';
import { sealAdapter, sealNameOf } from './sealing.ts';

/** The type every paper is stored and read as. */
export const PDF = 'application/pdf';

/** What a paper says, without what issuing adds: number, code, days. */
export interface Paper {
  kind: TemplateName;
  itemId: string;
  unitId: string;
  /** Masked holder for the public, and the check a reader of the paper can answer. */
  holder: string;
  check: string;
  /** Where it is issued: names the seal. */
  area: string;
  /** Who stands over the date of a paper without a seal. */
  agency?: string;
  /** The owner's own number; empty or absent: ours. */
  no?: string;
  data: Record<string, unknown>;
}
export interface Wish {
  requestKey: string;
  by: string;
  /** The service that asks on his behalf. */
  via?: string;
  /** What was asked for: the same request key with another payload is refused. */
  payload: unknown;
  /** Papers with the same series stand for each other. */
  series: string;
  /** 补打新版: a new paper although one is valid. */
  reissue: boolean;
  /** 更正: the new paper takes the place of those before it, which are void from then on. Why. */
  replaces?: string;
  /** Asks whoever knows. Called only when a paper has to be made; a refusal leaves nothing behind. */
  prepare(): Promise<Paper>;
}
interface Content {
  data: Record<string, unknown>;
  /** Null: not sealed. */
  seal: SealName | null;
  verifyUrl: string;
}

/** `YYYY-MM-DD HH:mm` in China, as papers show a moment. */
const minuteOf = (stamped: string) =>
  `${stamped.slice(0, 4)}-${stamped.slice(4, 6)}-${stamped.slice(6, 8)} ${stamped.slice(8, 10)}:${stamped.slice(10, 12)}`;
export const printedAt = (): string => minuteOf(stamp());

/**
 * The paper of a wish: the one made for this request key, or the valid one of the series, or a new one. Two requests at once
 * meet at the unique (series, version): one row is inserted, the other finds it.
 */
export const issue = async (wish: Wish): Promise<DocumentRow> => finish(await reserve(wish));
/** The same, before it is typeset: the row of the paper, which may be finished already. */
export async function reserve(wish: Wish): Promise<DocumentRow> {
  const payloadHash = digest(wish.payload);
  let paper: Paper | undefined;
  for (let attempt = 0; attempt < 25; attempt++) {
    const asked = await askedBefore(wish, payloadHash);
    if (asked) return asked;
    const latest = await DocumentModel.findOne({ series: wish.series }).sort({ version: -1 }).lean<DocumentRow>();
    if (latest && !wish.reissue && !wish.replaces && stateOf(latest) === 'valid') {
      if (await note(wish, payloadHash, latest)) return latest;
      continue;
    }
    paper ??= await prepared(wish);
    const row = await insert(wish, payloadHash, paper, (latest?.version ?? 0) + 1);
    if (!row) continue; // somebody was faster, or a code or number was taken: look again
    await note(wish, payloadHash, row);
    return row;
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
  const own = (found: { by: string; payloadHash?: string }) => {
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
    await PrintLogModel.create({
      _id: wish.requestKey,
      documentId: row._id,
      unitId: row.unitId,
      itemId: row.itemId,
      what: 'issue',
      by: wish.by,
      ...(wish.via ? { via: wish.via } : {}),
      payloadHash,
      at: nowIso(),
    });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}
async function insert(wish: Wish, payloadHash: string, paper: Paper, version: number): Promise<DocumentRow | undefined> {
  const issuedAt = nowIso();
  const issuedOn = dayOf(issuedAt);
  const { validMonths, seal = 'none' } = templateOf(paper.kind);
  const title = titleOf(paper.kind, paper.data);
  const validTo = validMonths ? addMonthsToDay(issuedOn, validMonths) : undefined;
  const name = sealNameOf(seal, paper.area);
  const code = newCode();
  const no = `61${issuedOn.replaceAll('-', '')}${String((await nextNumber(CounterModel as never, 'certificate')) % 1_000_000).padStart(6, '0')}`;
  const content: Content = {
    seal: seal === 'none' ? null : name,
    verifyUrl: verifyAddress(config().PUBLIC_URL, code),
    data: {
      ...paper.data,
      title,
      version: versionOf(paper.kind),
      printedAt: printedAt(),
      documentNo: paper.no || no,
      agency: paper.agency ?? name.agency,
      issuedOn,
      validTo: validTo ?? '',
      codeLabel: verificationCodeLabel(code),
    },
  };
  const row: DocumentRow = {
    _id: randomUUID(),
    kind: paper.kind,
    itemId: paper.itemId,
    unitId: paper.unitId,
    area: paper.area,
    series: wish.series,
    version,
    requestKey: wish.requestKey,
    payloadHash,
    by: wish.by,
    code,
    check: paper.check,
    no,
    ...(paper.no ? { ownNo: paper.no } : {}),
    title,
    holder: paper.holder,
    content: sealJson(content),
    state: 'issuing',
    issuedAt,
    ...(validTo ? { validTo } : {}),
    ...(wish.replaces ? { replaces: wish.replaces } : {}),
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
  return row.state === 'issued' ? row : keep(row, await render(jobOf(row)));
}
/** What a paper says, as it was handed over. */
export const dataOf = (row: Pick<DocumentRow, 'content'>): Record<string, unknown> => unsealJson<Content>(row.content).data;
/** What is to be typeset for a paper. */
export function jobOf(row: DocumentRow): Job {
  const { data, seal, verifyUrl } = unsealJson<Content>(row.content);
  return { template: row.kind, data, qr: verifyUrl, assets: seal ? { seal: sealAdapter().picture(seal) } : {} };
}
/** Stores and signs what was typeset. */
export async function keep(row: DocumentRow, { pdf, pages }: Rendered): Promise<DocumentRow> {
  const sm3 = sm3Of(pdf);
  const object = `documents/${row._id}/${sm3.slice(0, 16)}.pdf`;
  await putObject(object, pdf, PDF);
  const done = {
    state: 'issued' as const,
    object,
    sm3,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    size: pdf.length,
    pages,
    signature: await sealAdapter().sign(sm3),
  };
  if (row.replaces) await replaceOlder(row);
  await DocumentModel.updateOne({ _id: row._id, state: 'issuing' }, { $set: done });
  return (await DocumentModel.findById(row._id).lean<DocumentRow>()) as DocumentRow;
}
/** The file of the new paper lies in the store; what it replaces is void before anybody is given the new one. */
async function replaceOlder({ _id, series, version, by, replaces }: DocumentRow): Promise<void> {
  await DocumentModel.updateMany(
    { series, version: { $lt: version }, revokedAt: { $exists: false } },
    { $set: { revokedAt: nowIso(), revokedBy: by, revokeReason: replaces, replacedBy: _id } },
  );
}
/** Finishes what a crash, or a store that was away, left behind. Returns how many. */
export async function finishAll(olderThan: string): Promise<number> {
  const rows = await DocumentModel.find({ state: 'issuing', issuedAt: { $lt: olderThan }, ...dueBy('tryAt') })
    .sort({ issuedAt: 1 })
    .limit(50)
    .lean<DocumentRow[]>();
  return eachAlone('a paper could not be finished; it is tried later', rows, finish, ({ _id }, { tries, at }) =>
    DocumentModel.updateOne({ _id, state: 'issuing' }, { $set: { tries, tryAt: at } }),
  );
}

/** The name a saved paper gets. */
export const fileNameOf = (row: Pick<DocumentRow, 'title' | 'no' | 'ownNo'>): string => `${row.title}-${row.ownNo ?? row.no}.pdf`;
/** What whoever asked for a paper is given. */
export async function given(row: DocumentRow): Promise<IssuedDocument> {
  return {
    documentId: row._id,
    title: row.title,
    verificationCode: verificationCodeLabel(row.code),
    issuedAt: row.issuedAt,
    validTo: row.validTo ?? null,
    url: await addressOf(row.object as string, fileNameOf(row), PDF),
  };
}
