import { deliveryMethod } from '@wangting/contracts/dictionaries/common';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { HATS } from '@wangting/contracts/caller';
import { isoOf, msOf } from '@wangting/kit/clock';
import { unsealJson } from '@wangting/kit/sealed';
import { statementOf, said } from './delivery.ts';
import { dueBy, eachAlone } from './each-alone.ts';
import { checkOf, maskUnitName } from './holder.ts';
import { issue, type Paper } from './issue.ts';
import { DeliveryModel, type Delivery } from './models/delivery.ts';
import { templateOf } from './render/templates.ts';
import { sealNameOf } from './sealing.ts';

/** `2024-11-05 10:20` in China. */
const minute = (iso: string): string =>
  isoOf(msOf(iso) + 8 * 3_600_000)
    .slice(0, 16)
    .replace('T', ' ');
/** 证件号码后四位 are not known here: identity keeps a hash of the number only. The paper then leaves them out. */
const NO_TAIL = '';

function paperOf(row: Delivery): Paper {
  const { name } = unsealJson<{ name: string }>(row.who);
  const signed = statementOf(row);
  const organ = sealNameOf(templateOf(row.kind).seal ?? 'agency', row.area).agency;
  const unit = { name: row.unitName, creditCode: row.creditCode, unitNo: row.unitNo };
  return {
    kind: 'delivery-proof',
    itemId: 'document-signing',
    unitId: row.unitId,
    area: row.area,
    holder: maskUnitName(row.unitName),
    check: checkOf(unit),
    agency: organ,
    data: {
      unit,
      organ,
      matter: name ? `${row.itemName}（${name}）` : row.itemName,
      paper: { title: row.title, no: row.no, sm3: row.sm3 },
      receiver: row.unitName,
      way: labelOf(deliveryMethod, row.way).replace(/（.*/, ''),
      address: row.served?.address ?? '网上办事大厅文书签收',
      deliveredAt: row.served ? (row.servedOn ?? '') : minute(row.sentAt),
      signedAt: signed ? minute(signed.at) : '',
      signature: signed
        ? {
            name: signed.name,
            hat: HATS[signed.hat as keyof typeof HATS] ?? '',
            idTail: NO_TAIL,
            address: `${signed.address}　${signed.browser}`,
          }
        : null,
      proxy: row.served?.proxy ?? '',
      refusal: row.served?.refusal ?? '',
      sender: '网上办事大厅',
      deemedAt: row.way === '5' ? (row.servedOn ?? '') : '',
      note: signed ? said('served') : '',
    },
  };
}

/** 送达回证 of a delivery that was signed for or served: made once, however often it is asked for. Returns the row with it. */
export async function makeProof(row: Delivery): Promise<Delivery> {
  const paper = await issue({
    requestKey: `proof-${row._id}`,
    by: row.signedBy ?? row.sentBy,
    payload: { delivery: row._id },
    series: `delivery-proof|${row._id}`,
    reissue: false,
    prepare: async () => paperOf(row),
  });
  await DeliveryModel.updateOne({ _id: row._id }, { $set: { proofId: paper._id }, $unset: { proofDue: 1, proofAt: 1, tries: 1 } });
  return { ...row, proofId: paper._id };
}
/** What a store that was away, or a process that stopped, left without its 送达回证. */
export async function makeProofs(): Promise<void> {
  const rows = await DeliveryModel.find({ proofDue: true, ...dueBy('proofAt') })
    .limit(50)
    .lean<Delivery[]>();
  await eachAlone('a 送达回证 could not be made; it is tried later', rows, makeProof, ({ _id }, { tries, at }) =>
    DeliveryModel.updateOne({ _id, proofDue: true }, { $set: { tries, proofAt: at } }),
  );
}
