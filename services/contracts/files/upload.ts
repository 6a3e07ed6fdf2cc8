import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id, RequestKey, filled } from '../primitives.ts';

export const ALLOWED_TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  bmp: 'image/bmp',
  pdf: 'application/pdf',
  ofd: 'application/ofd',
} as const;
/** 10 MB a file (block B4). */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** What a file is sent for decides what it may be: a material of a case, or the table of a 报盘 (block B9). One is never taken for the other. */
export const PURPOSES = {
  material: { types: ALLOWED_TYPES, bytes: MAX_FILE_BYTES },
  batch: {
    types: { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' },
    bytes: 40 * 1024 * 1024,
  },
} as const;
export type Purpose = keyof typeof PURPOSES;
const PurposeName = z.enum(['material', 'batch']);
/** An .xls, also a renamed one. */
export const OLD_WORKBOOK = '请另存为 .xlsx 后上传';

/** A form for one upload to `staging/`: one key, a length range, ten minutes. The browser posts the file straight to `url`. */
export const begin = defineAction({
  name: 'files.upload.begin',
  title: '上传材料：取上传凭证',
  access: { anyone: true },
  rest: 'POST /files',
  input: z.strictObject({
    requestKey: RequestKey,
    name: filled(120, '文件名'),
    size: z.int().min(1, '文件为空，未上传。请重新选择文件'),
    purpose: PurposeName.default('material'),
  }),
  output: z.strictObject({ fileId: Id, url: z.string(), fields: z.record(z.string(), z.string()) }),
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'FILE_TOO_LARGE', 'REQUEST_KEY_REUSED', 'NOT_LOGGED_IN', 'SERVICE_AWAY'],
});
/** Checks type by content, counts, hashes (SM3, SHA-256), copies to `sealed/{hash}`, deletes staging. Only then can it be read or attached. */
export const complete = defineAction({
  name: 'files.upload.complete',
  title: '上传材料：完成',
  access: { anyone: true },
  rest: 'POST /files/:fileId/complete',
  input: z.strictObject({ fileId: Id }),
  output: z.strictObject({ fileId: Id, name: z.string(), size: z.int(), type: z.string(), sha256: z.string(), sm3: z.string() }),
  errors: ['NOT_FOUND', 'RULE_REFUSED', 'FILE_TOO_LARGE', 'FILE_TYPE_REFUSED', 'FILE_INFECTED', 'NOT_LOGGED_IN', 'SERVICE_AWAY'],
  timeout: 60_000,
});
const OWNERS = ['units', 'persons', 'contributions', 'injury', 'benefits', 'unemployment', 'documents'] as const;
/** For the owning domain: is this file sealed, and whose is it? */
export const facts = defineAction({
  name: 'files.file.facts',
  title: '文件信息',
  access: { services: OWNERS },
  input: z.strictObject({ ids: z.array(Id).max(100) }),
  output: z.strictObject({
    files: z.array(
      z.strictObject({
        fileId: Id,
        by: z.string(),
        unitId: z.string().nullable(),
        state: z.enum(['staging', 'sealed', 'refused']),
        purpose: PurposeName.default('material'),
        name: z.string(),
        size: z.int(),
        type: z.string(),
        sha256: z.string(),
        sm3: z.string(),
      }),
    ),
  }),
  errors: [],
});
/** For the owning domain, which has checked the case: a signed address for one read, five minutes. */
export const sign = defineAction({
  name: 'files.file.sign',
  title: '文件读取地址',
  access: { services: OWNERS },
  input: z.strictObject({ fileId: Id }),
  output: z.strictObject({ url: z.string() }),
  errors: ['NOT_FOUND', 'FILE_NOT_READY', 'SERVICE_AWAY'],
});
