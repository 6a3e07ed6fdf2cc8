import { z } from 'zod';
import { defineAction } from '../action.ts';
import { itemScope } from '../catalogue.ts';
import { defineItem } from '../item.ts';
import { Day, Id, RequestKey, text } from '../primitives.ts';
import { defineView, queryAction } from '../queries.ts';
import { IssuedDocument } from './certificates.ts';

/** 签收状态, codes of the dictionary delivery-state. 3: served on paper, nobody signs here. */
export const DeliveryState = z.enum(['1', '2', '3'], '请选择签收状态');

/** What the document counts for today, whether it was signed for or not. */
export const PaperValidity = z.enum(['valid', 'expired', 'revoked', 'replaced']);
export type PaperValidity = z.infer<typeof PaperValidity>;

/** A right that ends some days after service: 行政复议, 行政诉讼, 再次鉴定. */
export const ServedRight = z.strictObject({ label: z.string(), until: Day });
export type ServedRight = z.infer<typeof ServedRight>;

/** 29 文书签收: what was sent to the unit, signed for here. Its actions beside the query stand below. */
export const item = defineItem({
  id: 'document-signing',
  input: z.strictObject({}),
  sections: [
    {
      title: '单位信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'unitName', label: '单位全称', as: 'show', span: 2 },
        { name: 'unitType', label: '单位类型', as: 'show' },
      ],
    },
  ],
  materials: [],
  prints: [],
  flow: { levels: 0 },
  draft: false,
  mainButton: '查询',
  notice: [
    '送达本单位的工伤认定、劳动能力鉴定等文书在此签收；签收后可以下载文书和送达回证。',
    '签收时间为法定送达时间，行政复议、行政诉讼和再次鉴定的期限自送达次日起算。',
    '电子送达未签收的，自文书到达本大厅之日起视为送达（依据待核，以经办机构解释为准）。',
    '送达后第3日、第7日仍未签收的，将再次提醒。',
  ],
  messages: {
    confirm: '确认签收该文书吗？签收时间将作为法定送达时间。',
    done: '签收成功',
    next: '可以下载文书和送达回证',
    served: '签收时间为法定送达时间。',
    proofLater: '送达回证正在生成，稍后可以下载',
    signFirst: '请先签收该文书，签收后方可下载',
    signedBefore: '该文书已由{name}签收',
    noSign: '该文书已送达，无需签收',
    revoked: '该文书已由出具机构作废，不需要也不能签收；如有疑问，请联系出具机构',
    replaced: '该文书已被新的文书替换，不需要也不能签收；请签收替换后的文书',
    noProof: '送达回证正在生成，请稍后再试',
  },
  shows: ['unitNo', 'unitName', 'unitType', 'asOf'],
});

/** One document sent to the unit. Its number of the ID stays masked; whose it is may be nobody (a paper about the unit). */
export const DeliveryRow = z.strictObject({
  id: Id,
  unitNo: z.string(),
  unitName: z.string(),
  personNo: z.string(),
  name: z.string(),
  idNumber: z.string(),
  itemName: z.string(),
  title: z.string(),
  no: z.string(),
  way: z.string(),
  sentAt: z.iso.datetime(),
  signedAt: z.iso.datetime().nullable(),
  signer: z.string(),
  state: DeliveryState,
  /** The day that counts: signed for or served; unsigned, the day it is deemed served. */
  servedOn: Day.nullable(),
  deemedOn: Day.nullable(),
  rights: z.array(ServedRight),
  validity: PaperValidity,
  /** 送达回证 is there. */
  proof: z.boolean(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const list = defineView({
  id: 'list',
  title: '文书签收',
  filter: z.strictObject({
    name: text(50).optional(),
    idNumber: text(30).optional(),
    itemName: text(60).optional(),
    state: DeliveryState.optional(),
    sentFrom: Day.optional(),
    sentTo: Day.optional(),
  }),
  filters: [
    { name: 'name', label: '姓名', as: 'text', personal: true },
    { name: 'idNumber', label: '身份证号码', as: 'text', personal: true },
    { name: 'itemName', label: '事项名称', as: 'text' },
    { name: 'state', label: '签收状态', as: 'select', dictionary: 'delivery-state' },
    { name: 'sentFrom', label: '送达时间起', as: 'day' },
    { name: 'sentTo', label: '送达时间止', as: 'day' },
  ],
  row: DeliveryRow,
  columns: [
    { name: 'unitNo', label: '单位编号', as: 'text', width: 110 },
    { name: 'unitName', label: '单位名称', as: 'text', width: 180 },
    { name: 'personNo', label: '个人编号', as: 'text', width: 120 },
    { name: 'name', label: '姓名', as: 'text', width: 80 },
    { name: 'idNumber', label: '身份证号码', as: 'masked', width: 170 },
    { name: 'itemName', label: '事项名称', as: 'text', width: 130 },
    { name: 'title', label: '文书名称', as: 'text', width: 180 },
    { name: 'no', label: '文书编号', as: 'text', width: 170 },
    { name: 'sentAt', label: '送达时间', as: 'moment', width: 140 },
    { name: 'signedAt', label: '签收时间', as: 'moment', width: 140 },
    { name: 'signer', label: '签收人', as: 'text', width: 80 },
  ],
});
export const views = [list];
export const queryList = queryAction(item.id, list);

const access = { scopes: [itemScope('document-signing')] };
/** 签收. Sent again it is the same signature; of two people at once one signs, and the other is told who did. */
export const sign = defineAction({
  name: 'documents.document-signing.sign',
  title: '文书签收：签收',
  access,
  rest: 'POST /items/document-signing/deliveries/:deliveryId/sign',
  input: z.strictObject({ requestKey: RequestKey, deliveryId: Id }),
  output: z.strictObject({ message: z.string(), next: z.string(), delivery: DeliveryRow }),
  errors: [
    'INPUT_INVALID',
    'RULE_REFUSED',
    'NOT_LOGGED_IN',
    'NOT_ALLOWED',
    'NOT_FOUND',
    'REQUEST_KEY_REUSED',
    'GLYPH_MISSING',
    'SERVICE_AWAY',
  ],
  timeout: 20_000,
});
/** 下载: the document, or its 送达回证, once it is signed for. */
export const download = defineAction({
  name: 'documents.document-signing.download',
  title: '文书签收：下载',
  access,
  rest: 'GET /items/document-signing/deliveries/:deliveryId/paper',
  input: z.strictObject({ deliveryId: Id, which: z.enum(['document', 'proof']).default('document') }),
  output: IssuedDocument,
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'SERVICE_AWAY'],
});
