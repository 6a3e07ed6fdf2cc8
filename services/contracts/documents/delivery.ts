import { z } from 'zod';
import { defineAction } from '../action.ts';
import { defineFact } from '../fact.ts';
import { Day, Id, Paging, RequestKey, filled, pageOf, text } from '../primitives.ts';
import { DeliveryRow, DeliveryState } from './document-signing.ts';

/** 送达 as the agency does it: which document, to whom, by which legal way. The unit's side is item 29 (`document-signing.ts`). */

/** A document was sent, and was signed for or served. `data`: documentId, kind (template), itemId, applicationId, servedOn. */
export const deliveryFact = defineFact({ owner: 'documents', entity: 'delivery', kinds: ['sent', 'signed'] });

const STAFF = ['staff.intake', 'staff.first', 'staff.second', 'staff.third'] as const;
const OWNERS = ['units', 'persons', 'contributions', 'injury', 'benefits', 'unemployment'] as const;
const errors = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'SERVICE_AWAY'] as const;

/** 送达方式, codes of the dictionary delivery-method. Only 电子送达 is signed for in the hall; the others are recorded when they are done. */
export const DeliveryWay = z.enum(['1', '2', '3', '4', '5'], '请选择送达方式');
const Served = z.strictObject({
  /** 送达日期 (公告送达: the day of the announcement). */
  on: Day,
  address: filled(200, '送达地址'),
  /** 代收人及与受送达人关系. */
  proxy: text(100, '代收人').default(''),
  /** 拒收、留置情况及见证人. */
  refusal: text(500, '留置情况').default(''),
});
export const DELIVERY_MESSAGES = {
  servedNeeded: '请填写送达日期和送达地址',
  servedNotWanted: '电子送达不填写送达日期和地址',
  refusalNeeded: '留置送达请写明拒收、留置情况及见证人',
  servedAhead: '送达日期不能晚于今天',
  servedEarly: '送达日期不能早于文书签发日期',
  notTheirs: '该文书不是发给单位编号{unitNo}的，不能送达该单位',
  noUnit: '没有单位编号为{unitNo}的单位',
  void: '该文书已作废、已被替换或已过期，不能送达',
  notFinished: '该文书尚未生成完成，请稍后再送达',
  proofItself: '送达回证不需要送达',
} as const;

/**
 * 送达: whoever issued the document, or staff of the area it was issued in. Staff send it to the unit it was issued to; the owning service may name
 * other units (用工单位, 事故时单位). The same document to the same unit is sent once: asked again, that delivery is the answer (`already`).
 */
export const send = defineAction({
  name: 'documents.delivery.send',
  title: '送达文书',
  access: { scopes: STAFF, services: OWNERS },
  rest: 'POST /agency/deliveries',
  input: z
    .strictObject({
      requestKey: RequestKey,
      /** 文书编号, ours or the owner's. */
      no: filled(60, '文书编号'),
      way: DeliveryWay.default('1'),
      /** Empty: the unit it was issued to. */
      receivers: z
        .array(z.strictObject({ unitNo: filled(20, '单位编号') }))
        .max(10)
        .default([]),
      served: Served.optional(),
    })
    .superRefine(({ way, served }, check) => {
      const refuse = (path: string[], message: string) => check.addIssue({ code: 'custom', path, message });
      if (way === '1' && served) refuse(['served'], DELIVERY_MESSAGES.servedNotWanted);
      if (way !== '1' && !served) refuse(['served'], DELIVERY_MESSAGES.servedNeeded);
      if (way === '4' && served && !served.refusal) refuse(['served', 'refusal'], DELIVERY_MESSAGES.refusalNeeded);
    }),
  output: z.strictObject({
    deliveries: z.array(
      z.strictObject({ deliveryId: Id, unitNo: z.string(), unitName: z.string(), state: DeliveryState, already: z.boolean() }),
    ),
  }),
  errors: [...errors, 'REQUEST_KEY_REUSED'],
  timeout: 20_000,
});

/** The document of a number before it is sent: what it is, whom it is for, where it went already. */
export const findPaper = defineAction({
  name: 'documents.delivery.find',
  title: '送达文书：查文书编号',
  access: { scopes: STAFF },
  rest: 'POST /agency/deliveries/find',
  input: z.strictObject({ no: filled(60, '文书编号') }),
  output: z.strictObject({
    title: z.string(),
    no: z.string(),
    itemName: z.string(),
    unitNo: z.string(),
    unitName: z.string(),
    /** Masked; empty when the paper is about the unit. */
    person: z.string(),
    issuedAt: z.iso.datetime(),
    /** Why it cannot be sent; null: it can. */
    why: z.string().nullable(),
    deliveries: z.array(DeliveryRow),
  }),
  errors,
});
/** 送达登记簿: what was sent in the areas one serves, newest first. */
export const sentList = defineAction({
  name: 'documents.delivery.sent',
  title: '送达登记簿',
  access: { scopes: STAFF },
  rest: 'GET /agency/deliveries',
  input: z.strictObject({ no: text(60).optional(), unitNo: text(20).optional(), state: DeliveryState.optional(), ...Paging }),
  output: pageOf(DeliveryRow),
  errors: ['INPUT_INVALID', 'NOT_LOGGED_IN', 'NOT_ALLOWED'],
});
/** 送达回证 of a delivery, for the file of the agency. */
export const proofOf = defineAction({
  name: 'documents.delivery.proof',
  title: '送达回证',
  access: { scopes: STAFF },
  rest: 'GET /agency/deliveries/:deliveryId/proof',
  input: z.strictObject({ deliveryId: Id }),
  output: z.strictObject({ title: z.string(), url: z.string() }),
  errors: [...errors],
});
