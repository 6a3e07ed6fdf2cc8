import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { itemActions } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { open as openDocument, verify } from '@wangting/contracts/documents/certificates';
import { deliveryFact, findPaper, proofOf, send, sentList } from '@wangting/contracts/documents/delivery';
import { download, item, queryList, sign } from '@wangting/contracts/documents/document-signing';
import { receipt } from '@wangting/contracts/documents/prints';
import { revoke } from '@wangting/contracts/documents/register';
import { print } from '@wangting/contracts/documents/unit-certificate-print';
import { addDays } from '@wangting/contracts/standards/day';
import { today } from '@wangting/kit/clock';
import { forgetConfig } from '@wangting/kit/config';
import { subjectOf, streamOf } from '@wangting/kit/bus';
import { forgetObjects } from '@wangting/kit/objects';
import { clerk, staff, until } from '@wangting/kit/testing';
import { statementOf } from '../src/delivery.ts';
import { tellDue } from '../src/delivery-notices.ts';
import { makeProofs } from '../src/delivery-proof.ts';
import { DeliveryModel, type Delivery } from '../src/models/delivery.ts';
import { DocumentModel } from '../src/models/document.ts';
import { sm3Of } from '../src/render/seal.ts';
import { sealAdapter } from '../src/sealing.ts';
import { dataOf } from './examples.ts';
import { documentsHall, fetchObject, unitOf, type Unit } from './hall.ts';
import { workerOf } from './workers.ts';

const work = mkdtempSync(join(tmpdir(), 'signing-'));
let set: Awaited<ReturnType<typeof documentsHall>>;
beforeAll(async () => {
  set = await documentsHall();
});
afterAll(async () => {
  await set.stop();
  rmSync(work, { recursive: true });
});

const DAY = 86_400_000;
const agency = staff('staff-1', ['second']);
const signer = (unit: Unit, over: Partial<Caller> = {}) => clerk(unit.unitId, ['document-signing', 'injury-recognition'], over);
/** A unit with a worker, and a decision about him that injury has issued. */
let serial = 0;
async function decision(form: 'recognition-decision' | 'assessment-conclusion' | 'supplement-notice' = 'recognition-decision') {
  const unit = unitOf();
  set.known(unit);
  const worker = workerOf(unit.unitId, ++serial);
  set.around.people.set(unit.unitId, [worker]);
  const no = `（2026）陕A.S.认（${serial}）号`;
  const example = dataOf(form) as { unit: object; person?: object };
  const person = { ...example.person, name: worker.name, idNumber: worker.idNumber };
  const paper = await set.hall.callAs('injury', receipt, {
    form,
    requestKey: randomUUID(),
    applicationId: `case-${serial}`,
    no,
    serialNo: '20261105102030000002',
    itemId: form === 'assessment-conclusion' ? 'capacity-assessment' : 'injury-recognition',
    unitId: unit.unitId,
    area: unit.area,
    data: { ...example, ...(example.person ? { person } : {}) },
  } as z.input<typeof receipt.input>);
  return { unit, worker, no, documentId: paper.documentId, as: signer(unit) };
}
async function sent(form?: Parameters<typeof decision>[0]) {
  const made = await decision(form);
  const { deliveries } = await set.hall.call(send, { requestKey: randomUUID(), no: made.no }, agency);
  return { ...made, deliveryId: deliveries[0]?.deliveryId as string };
}
const signing = (deliveryId: string, as: Caller, requestKey = randomUUID() as string) =>
  set.hall.call(sign, { requestKey, deliveryId }, as);
const listOf = async (as: Caller, filter: z.input<typeof queryList.input>['filter'] = {}) =>
  (await set.hall.call(queryList, { filter }, as)).rows as Awaited<ReturnType<typeof signing>>['delivery'][];
const textOf = async (url: string) => {
  const file = join(work, `${randomUUID()}.pdf`);
  writeFileSync(file, (await fetchObject(url)).body);
  return execFileSync('pdftotext', ['-raw', file, '-']).toString().replace(/\s/g, '');
};

describe('送达', () => {
  test('by staff of the area: the row names the unit and the person, masked; the unit is told once, without a name or number', async () => {
    const { unit, worker, no, deliveryId, as } = await sent();
    expect((await set.hall.call(itemActions(item).open, {}, as)).shows).toMatchObject({ unitNo: unit.unitNo, unitName: unit.name });
    const [row, ...others] = await listOf(as);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      id: deliveryId,
      unitNo: '6112000099',
      unitName: unit.name,
      personNo: worker.personNo,
      name: '王示例',
      idNumber: '610***********0019',
      itemName: '工伤认定申请',
      title: '认定工伤决定书',
      no,
      state: '1',
      signedAt: null,
      signer: '',
      servedOn: null,
      rights: [],
      proof: false,
    });
    // 到达特定系统: the parameter is 0 days.
    expect(row?.deemedOn).toBe(today());
    const told = set.around.notices.filter(({ unitId }) => unitId === unit.unitId);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'signing', title: '文书待签收', link: '/documents/items/document-signing' });
    expect(JSON.stringify(told)).not.toMatch(/王示例|6101131990|陕A/);
  });
  test('nothing of the person lies open in the database', async () => {
    const { deliveryId, as } = await sent();
    await signing(deliveryId, as);
    const stored = JSON.stringify(await DeliveryModel.findById(deliveryId).lean());
    expect(stored).not.toMatch(/王示例|王法人|610113199001010019/);
  });
  test('the same request is one delivery; another one is told that it went already; eight at once are one', async () => {
    const { no, documentId } = await decision();
    const input = { requestKey: randomUUID() as string, no };
    const all = await Promise.all(Array.from({ length: 8 }, () => set.hall.call(send, input, agency)));
    expect(new Set(all.map(({ deliveries }) => deliveries[0]?.deliveryId)).size).toBe(1);
    expect(all.every(({ deliveries }) => deliveries[0]?.already === false)).toBe(true);
    expect((await set.hall.call(send, { requestKey: randomUUID(), no }, agency)).deliveries[0]).toMatchObject({ already: true });
    expect(await DeliveryModel.countDocuments({ documentId })).toBe(1);
    const other = await decision();
    await expect(set.hall.call(send, { ...input, no: other.no }, agency)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await expect(set.hall.call(send, input, staff('staff-2', ['second']))).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
  });
  test('a number nobody issued, of another area or of another service is not found; what is void, or a 送达回证, is refused by its sentence', async () => {
    const { no, documentId, deliveryId, as } = await sent();
    const to = (as: Caller | null, number = no) => set.hall.call(send, { requestKey: randomUUID(), no: number }, as);
    await expect(to(agency, '没有这个编号')).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(to(staff('far', ['second'], ['6103']))).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(to(staff('ops', ['ops']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(to(as)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
    await expect(to(null)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
    await expect(set.hall.callAs('persons', send, { requestKey: randomUUID(), no })).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await signing(deliveryId, as);
    const proof = await DocumentModel.findOne({ series: `delivery-proof|${deliveryId}` }).lean();
    await expect(to(agency, proof?.no)).rejects.toMatchObject({ type: 'RULE_REFUSED', message: '送达回证不需要送达' });
    await set.hall.call(revoke, { documentId, reason: '内容有误' }, agency);
    await expect(to(agency)).rejects.toMatchObject({ type: 'RULE_REFUSED', message: '该文书已作废、已被替换或已过期，不能送达' });
  });
  test('staff send it to the unit it was issued to and to no other; the owning service may name another party', async () => {
    const { no } = await decision();
    const party = unitOf({ unitNo: '6112000123', name: '西安示例用工有限公司' });
    set.known(party);
    const input = { requestKey: randomUUID() as string, no, receivers: [{ unitNo: '6112000123' }] };
    await expect(set.hall.call(send, input, agency)).rejects.toMatchObject({
      type: 'RULE_REFUSED',
      message: '该文书不是发给单位编号6112000123的，不能送达该单位',
      data: { issues: [{ path: 'receivers.0.unitNo' }] },
    });
    const { deliveries } = await set.hall.callAs('injury', send, { ...input, receivers: [{ unitNo: '6112000099' }, ...input.receivers] });
    expect(deliveries.map(({ unitName }) => unitName).sort()).toEqual(['西安示例用工有限公司', '西安示例科技有限公司'].sort());
    expect(await listOf(signer(party))).toHaveLength(1);
    const nobody = { ...input, requestKey: randomUUID(), receivers: [{ unitNo: '0000000000' }] };
    await expect(set.hall.callAs('injury', send, nobody)).rejects.toMatchObject({ message: '没有单位编号为0000000000的单位' });
  });
  test('a paper about the unit itself names nobody', async () => {
    const unit = unitOf();
    const as = { ...set.known(unit), scopes: [...set.known(unit).scopes, 'item:document-signing'] };
    const issued = await set.hall.call(print, { requestKey: randomUUID(), insurance: 'all' }, as);
    const no = (await DocumentModel.findById(issued.documentId).lean())?.no as string;
    expect(await set.hall.call(findPaper, { no }, agency)).toMatchObject({
      title: '社会保险单位参保证明',
      person: '',
      why: null,
      deliveries: [],
    });
    await set.hall.call(send, { requestKey: randomUUID(), no }, agency);
    expect((await listOf(as))[0]).toMatchObject({ name: '', idNumber: '', personNo: '', itemName: '单位参保证明打印' });
  });
  test('while identity is away the delivery stands, and the unit is told afterwards, once', async () => {
    const { no, unit, documentId } = await decision();
    set.around.noticesAway = true;
    await set.hall.call(send, { requestKey: randomUUID(), no }, agency);
    const told = () => set.around.notices.filter(({ unitId }) => unitId === unit.unitId).length;
    expect([await DeliveryModel.countDocuments({ documentId }), told()]).toEqual([1, 0]);
    set.around.noticesAway = false;
    await until(async () => told() === 1, 12_000);
  }, 20_000);
  test('who has not signed is reminded on day 3 and day 7, and never again; who has signed is not', async () => {
    const waiting = await sent();
    const done = await sent();
    await signing(done.deliveryId, done.as);
    const told = ({ unit }: { unit: Unit }) => set.around.notices.filter(({ unitId }) => unitId === unit.unitId).map(({ title }) => title);
    try {
      for (const day of [2, 3, 3, 6, 7, 30]) {
        await set.hall.clock(day * DAY + 60_000);
        await tellDue(set.hall.caller as never);
      }
    } finally {
      await set.hall.clock(0);
    }
    expect(told(waiting)).toEqual(['文书待签收', '文书待签收提醒', '文书待签收提醒']);
    expect(told(done)).toEqual(['文书待签收']);
  });
});

describe('other ways than 电子送达', () => {
  const served = (over: object = {}) => ({ on: today(), address: '西安市高陵区示例路1号', ...over });
  test.each([
    ['3', {}, '直接送达', 0],
    ['2', { proxy: '李代收（同事）' }, '邮寄送达', 0],
    ['5', {}, '公告送达', 30],
  ] as const)('way %s is recorded with its 送达回证 and needs no signature', async (way, over, words, days) => {
    const { no, as, unit } = await decision();
    const { deliveries } = await set.hall.call(send, { requestKey: randomUUID(), no, way, served: served(over) }, agency);
    const deliveryId = deliveries[0]?.deliveryId as string;
    const [row] = await listOf(as);
    expect(row).toMatchObject({
      state: '3',
      signedAt: null,
      servedOn: addDays(today(), days),
      proof: true,
    });
    expect(set.around.notices.filter(({ unitId }) => unitId === unit.unitId).map(({ title, kind }) => [title, kind])).toEqual([
      ['文书已送达', 'notice'],
    ]);
    await expect(signing(deliveryId, as)).rejects.toMatchObject({ message: '该文书已送达，无需签收' });
    const text = await textOf((await set.hall.call(proofOf, { deliveryId }, agency)).url);
    expect(text).toContain(`☑${words}`);
    expect(text).toContain('西安市高陵区示例路1号');
    if ('proxy' in over) expect(text).toContain(over.proxy);
    expect((await fetchObject((await set.hall.call(download, { deliveryId }, as)).url)).status).toBe(200);
  });
  test.each([
    [{ way: '3' }, 'served', '请填写送达日期和送达地址'],
    [{ way: '1', served: served() }, 'served', '电子送达不填写送达日期和地址'],
    [{ way: '4', served: served() }, 'served.refusal', '留置送达请写明拒收、留置情况及见证人'],
    [{ way: '9' }, 'way', '请选择送达方式'],
  ])('%j is refused at its field', async (over, path, message) => {
    const { no } = await decision();
    await expect(set.hall.call(send, { requestKey: randomUUID(), no, ...over } as never, agency)).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [{ path, message }] },
    });
  });
  test.each([
    ['2099-01-01', '送达日期不能晚于今天'],
    ['2020-01-01', '送达日期不能早于文书签发日期'],
  ])('served on %s: %s', async (on, message) => {
    const { no } = await decision();
    const input = { requestKey: randomUUID() as string, no, way: '3' as const, served: served({ on }) };
    await expect(set.hall.call(send, input, agency)).rejects.toMatchObject({ type: 'RULE_REFUSED', message });
  });
});

describe('签收', () => {
  test('records who, when and from where, starts the clocks, and makes a 送达回证 that can be verified', async () => {
    const { deliveryId, as, no, documentId } = await sent();
    const answer = await signing(deliveryId, as);
    expect(answer).toMatchObject({ message: '签收成功', delivery: { state: '2', signer: '王法人', proof: true } });
    const { servedOn, rights } = answer.delivery;
    expect(rights.map(({ label }) => label)).toEqual(['行政复议申请期限', '行政诉讼起诉期限']);
    for (const { until: last } of rights) expect(last > (servedOn as string)).toBe(true);
    const row = (await DeliveryModel.findById(deliveryId).lean()) as Delivery;
    const statement = statementOf(row);
    const paper = await DocumentModel.findById(documentId).lean();
    expect(statement).toMatchObject({ deliveryId, by: as.id, name: '王法人', hat: 'legal', sm3: paper?.sm3, at: row.signedAt });
    expect(await sealAdapter().verify(sm3Of(Buffer.from(JSON.stringify(statement))), row.signature as never)).toBe(true);
    const forged = JSON.stringify({ ...statement, name: '别人' });
    expect(await sealAdapter().verify(sm3Of(Buffer.from(forged)), row.signature as never)).toBe(false);

    const proof = await set.hall.call(download, { deliveryId, which: 'proof' }, as);
    const text = await textOf(proof.url);
    for (const part of [
      '送达回证',
      '认定工伤决定书',
      no,
      paper?.sm3 as string,
      '☑电子送达',
      '电子签名：王法人（法人',
      '签收时间为法定送达时间',
    ])
      expect(text).toContain(part.replace(/\s/g, ''));
    expect(await set.hall.call(verify, { code: proof.verificationCode, check: '0099' })).toMatchObject({
      found: true,
      title: '送达回证',
      state: 'valid',
    });
    expect((await set.hall.call(proofOf, { deliveryId }, agency)).title).toBe('送达回证');
  });
  test('a conclusion of 初次鉴定 starts the 15 days for 再次鉴定; a notice that asks for materials starts none', async () => {
    const conclusion = await sent('assessment-conclusion');
    expect((await signing(conclusion.deliveryId, conclusion.as)).delivery.rights.map(({ label }) => label)).toEqual(['再次鉴定申请期限']);
    const notice = await sent('supplement-notice');
    expect((await signing(notice.deliveryId, notice.as)).delivery.rights).toEqual([]);
  });
  test('sent again, also with another key, is the same signature; its key signs nothing else', async () => {
    const { deliveryId, as } = await sent();
    const key = randomUUID();
    const first = await signing(deliveryId, as, key);
    expect(await signing(deliveryId, as, key)).toEqual(first);
    expect((await signing(deliveryId, as)).delivery.signedAt).toBe(first.delivery.signedAt);
    expect(await DocumentModel.countDocuments({ series: `delivery-proof|${deliveryId}` })).toBe(1);
    const other = await sent();
    await expect(signing(other.deliveryId, other.as, key)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    expect((await DeliveryModel.findById(other.deliveryId).lean())?.state).toBe('1');
  });
  test('of eight people at once one signs, and each other is told who did', async () => {
    const { deliveryId, unit } = await sent();
    const people = Array.from({ length: 8 }, (_, i) => signer(unit, { id: `card-${i}` }));
    const answers = await Promise.allSettled(people.map((as) => signing(deliveryId, as)));
    const signed = answers.filter(({ status }) => status === 'fulfilled');
    expect(signed).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ type: 'RULE_REFUSED', message: '该文书已由王法人签收' });
    expect(await DocumentModel.countDocuments({ series: `delivery-proof|${deliveryId}` })).toBe(1);
  });
  test('the document is not read before it is signed for, by no way', async () => {
    const { deliveryId, documentId, as } = await sent();
    const signFirst = { type: 'RULE_REFUSED', message: '请先签收该文书，签收后方可下载' };
    await expect(set.hall.call(download, { deliveryId }, as)).rejects.toMatchObject(signFirst);
    await expect(set.hall.call(download, { deliveryId, which: 'proof' }, as)).rejects.toMatchObject(signFirst);
    await expect(set.hall.call(openDocument, { documentId }, as)).rejects.toMatchObject(signFirst);
    await expect(set.hall.call(proofOf, { deliveryId }, agency)).rejects.toMatchObject(signFirst);
    await signing(deliveryId, as);
    for (const { url } of [await set.hall.call(download, { deliveryId }, as), await set.hall.call(openDocument, { documentId }, as)])
      expect((await fetchObject(url)).status).toBe(200);
  });
  test('what is void or replaced by then is not signed for, says so in its row, and nobody is reminded of it', async () => {
    const { deliveryId, documentId, as, unit } = await sent();
    expect((await listOf(as))[0]).toMatchObject({ validity: 'valid' });
    const told = () => set.around.notices.filter(({ unitId }) => unitId === unit.unitId).length;
    const before = told();
    await set.hall.call(revoke, { documentId, reason: '内容有误' }, agency);
    const refused = { type: 'RULE_REFUSED', message: item.messages.revoked };
    await expect(signing(deliveryId, as)).rejects.toMatchObject(refused);
    await expect(set.hall.call(download, { deliveryId }, as)).rejects.toMatchObject(refused);
    expect((await listOf(as))[0]).toMatchObject({ validity: 'revoked', state: '1', signedAt: null, proof: false });
    expect((await set.hall.call(sentList, { unitNo: unit.unitNo ?? '' }, agency)).rows.find(({ id }) => id === deliveryId)).toMatchObject({
      validity: 'revoked',
    });
    await DeliveryModel.updateOne({ _id: deliveryId }, { $set: { noticeAt: '2020-01-01T00:00:00.000Z' } });
    await tellDue(set.hall.server);
    expect(told()).toBe(before);
    expect((await DeliveryModel.findById(deliveryId).lean())?.noticeAt).toBeUndefined();

    const other = await sent();
    await DocumentModel.updateOne({ _id: other.documentId }, { $set: { revokedAt: '2026-01-01T00:00:00.000Z', replacedBy: 'another' } });
    await expect(signing(other.deliveryId, other.as)).rejects.toMatchObject({ message: item.messages.replaced });
    expect(
      await DocumentModel.countDocuments({ series: { $in: [deliveryId, other.deliveryId].map((id) => `delivery-proof|${id}`) } }),
    ).toBe(0);

    // What was signed for before stays with the unit; its row says what it counts for now.
    const signed = await sent();
    await signing(signed.deliveryId, signed.as);
    await set.hall.call(revoke, { documentId: signed.documentId, reason: '内容有误' }, agency);
    expect((await signing(signed.deliveryId, signed.as)).delivery).toMatchObject({ state: '2', validity: 'revoked' });
    expect((await fetchObject((await set.hall.call(download, { deliveryId: signed.deliveryId }, signed.as)).url)).status).toBe(200);
  });
  test('while the store is away the signature stands, and the 送达回证 follows', async () => {
    const { deliveryId, as } = await sent();
    const real = process.env.S3_ENDPOINT as string;
    const storeAt = (endpoint: string) => {
      process.env.S3_ENDPOINT = endpoint;
      forgetConfig();
      forgetObjects();
    };
    storeAt('http://127.0.0.1:9');
    try {
      expect(await signing(deliveryId, as)).toMatchObject({
        next: '送达回证正在生成，稍后可以下载',
        delivery: { state: '2', proof: false },
      });
    } finally {
      storeAt(real);
    }
    await until(async () => (await listOf(as))[0]?.proof, 15_000);
    expect((await set.hall.call(download, { deliveryId, which: 'proof' }, as)).title).toBe('送达回证');
  }, 30_000);
  test('one 送达回证 or notice that cannot be made stops none of the others', async () => {
    const [bad, good] = [await sent(), await sent()];
    await DeliveryModel.updateMany(
      { _id: { $in: [bad.deliveryId, good.deliveryId] } },
      { $set: { state: '2', signedAt: '2020-01-01T00:00:00.000Z' } },
    );
    await DeliveryModel.updateOne({ _id: bad.deliveryId }, { $set: { who: 'nonsense', sentAt: '2020-01-01T00:00:00.000Z' } });
    await DeliveryModel.updateMany({ _id: { $in: [bad.deliveryId, good.deliveryId] } }, { $set: { proofDue: true } });
    await makeProofs();
    expect((await DeliveryModel.findById(good.deliveryId).lean())?.proofId).toBeDefined();
    const waits = await DeliveryModel.findById(bad.deliveryId).lean();
    expect(waits).toMatchObject({ proofDue: true, tries: expect.any(Number) });
    expect((waits?.proofAt ?? '') > (waits?.at ?? '')).toBe(true);

    const due = { state: '1' as const, notices: 0, noticeAt: '2020-01-01T00:00:00.000Z' };
    const [wrong, right] = [await sent(), await sent()];
    await DeliveryModel.updateOne({ _id: right.deliveryId }, { $set: { ...due, noticeAt: '2020-01-02T00:00:00.000Z' } });
    await DeliveryModel.updateOne({ _id: wrong.deliveryId }, { $set: { ...due, unitId: 'no such unit!' } });
    set.around.notices.length = 0;
    await tellDue(set.hall.server);
    expect(set.around.notices.map(({ unitId }) => unitId)).toContain(right.unit.unitId);
    const later = await DeliveryModel.findById(wrong.deliveryId).lean();
    expect(later?.notices).toBe(0);
    expect((later?.noticeAt ?? '') > (later?.at ?? '')).toBe(true);
    await DeliveryModel.deleteMany({ _id: { $in: [bad.deliveryId, wrong.deliveryId] } });
  });
  test('others hear of it: what was sent and what was signed for, without a name', async () => {
    const { deliveryId, as, documentId } = await sent();
    await signing(deliveryId, as);
    const facts = await until(async () => {
      const { messages } = (await set.hall.bus.manager.streams.info(streamOf('documents'))).state;
      const found = [];
      for (let seq = 1; seq <= messages; seq++) {
        const message = await set.hall.bus.manager.streams.getMessage(streamOf('documents'), { seq }).catch(() => null);
        const fact =
          message?.subject === subjectOf(deliveryFact) ? (message.json() as { entityId: string; kind: string; data: object }) : undefined;
        if (fact?.entityId === deliveryId) found.push(fact);
      }
      return found.some(({ kind }) => kind === 'signed') && found;
    });
    expect(facts.at(-1)).toMatchObject({
      kind: 'signed',
      data: { documentId, kind: 'recognition-decision', itemId: 'injury-recognition' },
    });
    expect(JSON.stringify(facts)).not.toMatch(/王|610113199/);
  });
});

describe('who sees what', () => {
  let made: Awaited<ReturnType<typeof sent>>;
  beforeAll(async () => {
    made = await sent();
  });
  const calls = {
    list: (as: Caller | null) => set.hall.call(queryList, { filter: {} }, as).then(({ rows }) => `${rows.length}`),
    sign: (as: Caller | null) => set.hall.call(sign, { requestKey: randomUUID(), deliveryId: made.deliveryId }, as).then(() => 'signed'),
    download: (as: Caller | null) => set.hall.call(download, { deliveryId: made.deliveryId }, as).then(() => 'paper'),
    register: (as: Caller | null) => set.hall.call(sentList, { no: made.no }, as).then(({ total }) => `${total}`),
    find: (as: Caller | null) => set.hall.call(findPaper, { no: made.no }, as).then(({ title }) => title),
    proof: (as: Caller | null) => set.hall.call(proofOf, { deliveryId: made.deliveryId }, as).then(() => 'proof'),
  };
  const NO = 'NOT_ALLOWED';
  const GONE = 'NOT_FOUND';
  const OUT = 'NOT_LOGGED_IN';
  const rows: [string, () => Caller | null, Partial<Record<keyof typeof calls, string>>][] = [
    ['nobody', () => null, { list: OUT, sign: OUT, download: OUT, register: OUT, find: OUT, proof: OUT }],
    [
      'a contact without 工伤认定鉴定',
      () => clerk(made.unit.unitId, ['person-enrolment']),
      { list: NO, sign: NO, download: NO, register: NO, find: NO, proof: NO },
    ],
    ['a clerk of another unit', () => signer(unitOf()), { list: '0', sign: GONE, download: GONE, register: NO, find: NO, proof: NO }],
    [
      'staff of another area',
      () => staff('far', ['second'], ['6103']),
      { list: NO, sign: NO, download: NO, register: '0', find: GONE, proof: GONE },
    ],
    ['operations', () => staff('ops', ['ops']), { list: NO, sign: NO, download: NO, register: NO, find: NO, proof: NO }],
    ['finance', () => staff('fin', ['finance']), { list: NO, sign: NO, download: NO, register: NO, find: NO, proof: NO }],
    [
      'intake of the county',
      () => staff('in', ['intake'], ['610117']),
      { list: NO, sign: NO, download: NO, register: '1', find: '认定工伤决定书', proof: 'RULE_REFUSED' },
    ],
    ['the unit', () => made.as, { list: '1', download: 'RULE_REFUSED', sign: 'signed', register: NO, find: NO, proof: NO }],
    ['the unit, afterwards', () => made.as, { list: '1', download: 'paper', sign: 'signed', register: NO, find: NO, proof: NO }],
    [
      'staff of the city, afterwards',
      () => staff('city', ['first'], ['6101']),
      { list: NO, sign: NO, download: NO, register: '1', find: '认定工伤决定书', proof: 'proof' },
    ],
  ];
  test.each(rows)('%s', async (_who, who, wanted) => {
    const answers: Record<string, string> = {};
    for (const name of Object.keys(wanted) as (keyof typeof calls)[])
      answers[name] = await calls[name](who()).catch((error: { type?: string }) => error.type ?? String(error));
    expect(answers).toEqual(wanted);
  });
});

test('the page is asked by name, number, item, state and days, each exactly', async () => {
  const { unit, as, worker, deliveryId } = await sent();
  const on = today();
  const before = addDays(on, -2);
  const count = async (filter: object) => (await listOf(as, filter)).length;
  expect(await Promise.all([{ name: worker.name }, { name: '王' }].map(count))).toEqual([1, 0]);
  expect(await Promise.all([{ idNumber: worker.idNumber }, { idNumber: '610113199001010027' }].map(count))).toEqual([1, 0]);
  expect(await Promise.all([{ itemName: '工伤认定' }, { itemName: '鉴定结论' }, { itemName: '.*' }].map(count))).toEqual([1, 0, 0]);
  expect(await Promise.all([{ state: '1' }, { state: '2' }].map(count))).toEqual([1, 0]);
  expect(await Promise.all([{ sentFrom: on, sentTo: on }, { sentTo: before }].map(count))).toEqual([1, 0]);
  await signing(deliveryId, as);
  expect(await Promise.all([{ state: '1' }, { state: '2' }].map(count))).toEqual([0, 1]);
  await expect(set.hall.call(queryList, { filter: { unitId: unit.unitId } as never }, as)).rejects.toMatchObject({ type: 'INPUT_INVALID' });
});
