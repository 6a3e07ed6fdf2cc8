import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { open, verify } from '@wangting/contracts/documents/certificates';
import { receipt } from '@wangting/contracts/documents/prints';
import { printsOfAll, printsOfUnit, revoke } from '@wangting/contracts/documents/register';
import { print } from '@wangting/contracts/documents/unit-certificate-print';
import { forgetConfig } from '@wangting/kit/config';
import { forgetObjects } from '@wangting/kit/objects';
import { staff } from '@wangting/kit/testing';
import { DocumentModel } from '../src/models/document.ts';
import { MissModel } from '../src/models/miss.ts';

import { dataOf } from './examples.ts';
import { documentsHall, unitOf } from './hall.ts';

let set: Awaited<ReturnType<typeof documentsHall>>;
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(() => set.stop());

const certificate = async (as = set.known(unitOf())) => ({
  as,
  paper: await set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, as),
});
const stateOf = async (code: string) => {
  await MissModel.deleteMany({});
  return (await set.hall.call(verify, { code, check: '0099' })).state;
};
const reviewer = (areas?: string[]) => staff('reviewer-1', ['second'], areas);

describe('作废', () => {
  test('by staff of the area; 证明验证 says so; the next print is a new paper', async () => {
    const { as, paper } = await certificate();
    await set.hall.call(revoke, { documentId: paper.documentId, reason: '内容有误' }, reviewer());
    expect(await stateOf(paper.verificationCode)).toBe('revoked');
    const next = (await certificate(as)).paper;
    expect(next.documentId).not.toBe(paper.documentId);
    expect(await stateOf(next.verificationCode)).toBe('valid');
  });
  test('said eight times at once, the first stays on record', async () => {
    const { paper } = await certificate();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => set.hall.call(revoke, { documentId: paper.documentId, reason: `原因${i}` }, reviewer())),
    );
    expect(new Set(answers.map(({ revokedAt }) => revokedAt)).size).toBe(1);
    const row = await DocumentModel.findById(paper.documentId).lean();
    expect(row).toMatchObject({ revokedBy: 'reviewer-1', revokeReason: expect.stringMatching(/^原因\d$/) });
  });
  test('not by staff of another area, another role, a clerk, or a service whose item it is not', async () => {
    const { as, paper } = await certificate();
    const input = { documentId: paper.documentId, reason: '内容有误' };
    await expect(set.hall.call(revoke, input, reviewer(['6103']))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(set.hall.call(revoke, input, staff('s', ['intake']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.call(revoke, input, as)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(set.hall.callAs('injury', revoke, input)).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(set.hall.call(revoke, { ...input, reason: '' }, reviewer())).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [{ path: 'reason', message: '请填写作废原因' }] },
    });
    await expect(set.hall.call(revoke, { ...input, unitId: 'x' } as never, reviewer())).rejects.toMatchObject({ type: 'INPUT_INVALID' });
    expect(await stateOf(paper.verificationCode)).toBe('valid');
  });
});

describe('更正', () => {
  const ask = (applicationId: string, over: object = {}) =>
    ({
      form: 'stop-receipt',
      requestKey: randomUUID(),
      applicationId,
      serialNo: '20241105102030000002',
      itemId: 'person-stop',
      unitId: 'unit-1',
      area: '610117',
      data: dataOf('stop-receipt'),
      ...over,
    }) as z.input<typeof receipt.input>;
  const give = (input: z.input<typeof receipt.input>) => set.hall.callAs('persons', receipt, input);

  test('the new paper takes the place of the old, which is shown as replaced', async () => {
    const first = await give(ask('c-1'));
    const input = ask('c-1', { replaces: { reason: '停保原因登记错误' } });
    const second = await give(input);
    expect(second.documentId).not.toBe(first.documentId);
    expect([await stateOf(first.verificationCode), await stateOf(second.verificationCode)]).toEqual(['replaced', 'valid']);
    expect((await give(input)).documentId).toBe(second.documentId); // sent again it is the same
    expect((await give(ask('c-1'))).documentId).toBe(second.documentId);
  });
  test('while the store is away the old paper stays valid; afterwards the new one is finished and replaces it', async () => {
    const first = await give(ask('c-2'));
    const input = ask('c-2', { replaces: { reason: '停保原因登记错误' } });
    const real = process.env.S3_ENDPOINT as string;
    const storeAt = (endpoint: string) => {
      process.env.S3_ENDPOINT = endpoint;
      forgetConfig();
      forgetObjects();
    };
    storeAt('http://127.0.0.1:9');
    try {
      await expect(give(input)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
      expect(await stateOf(first.verificationCode)).toBe('valid');
    } finally {
      storeAt(real);
    }
    const second = await give(input);
    expect([await stateOf(first.verificationCode), await stateOf(second.verificationCode)]).toEqual(['replaced', 'valid']);
    expect(await DocumentModel.countDocuments({ series: 'stop-receipt|c-2' })).toBe(2);
  });
});

describe('打印记录', () => {
  test('says who was given which paper, newest first, to the own unit only', async () => {
    const { as, paper } = await certificate();
    await set.hall.call(open, { documentId: paper.documentId }, as);
    const { rows, total } = await set.hall.call(printsOfUnit, {}, as);
    expect(total).toBe(2);
    expect(rows.map(({ what }) => what)).toEqual(['open', 'issue']);
    expect(rows[0]).toMatchObject({
      documentId: paper.documentId,
      title: paper.title,
      state: 'valid',
      by: '王法人',
      itemId: 'unit-certificate',
    });
    expect((await set.hall.call(printsOfUnit, {}, set.known(unitOf()))).total).toBe(0);
    await expect(set.hall.call(printsOfUnit, { unitId: as.unitId } as never, as)).rejects.toMatchObject({ type: 'INPUT_INVALID' });
    await expect(set.hall.call(printsOfAll, {}, as)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  test('for operations: by unit, by paper, by day, in pages', async () => {
    const { as, paper } = await certificate();
    for (let i = 0; i < 3; i++) await certificate(as);
    const ops = staff('ops-1', ['ops']);
    expect((await set.hall.call(printsOfAll, { documentId: paper.documentId }, ops)).total).toBe(4);
    const page = await set.hall.call(printsOfAll, { unitId: as.unitId, page: '2', size: '3' }, ops);
    expect({ total: page.total, rows: page.rows.length }).toEqual({ total: 4, rows: 1 });
    expect((await set.hall.call(printsOfAll, { unitId: as.unitId, to: '2020-01-01' }, ops)).total).toBe(0);
    expect((await set.hall.call(printsOfAll, { unitId: as.unitId, from: '2020-01-01' }, ops)).total).toBe(4);
  });
});
