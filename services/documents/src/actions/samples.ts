import { headOf } from '@wangting/contracts/catalogue';
import { replaceSample, sample, samples } from '@wangting/contracts/documents/samples';
import { facts, sign } from '@wangting/contracts/files/upload';
import type { ItemDefinition, MaterialSlot } from '@wangting/contracts/item';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { loadItems } from '@wangting/kit/items';
import { addressOf, putObject } from '@wangting/kit/objects';
import { digest } from '@wangting/kit/sealed';
import { PDF } from '../issue.ts';
import { SampleModel, type Sample } from '../models/sample.ts';
import { render } from '../render/renderer.ts';
import { sampleJob } from '../samples.ts';

/** Generated samples; the sweep takes them away with the forms of the day, and the next look makes them again. */
const FOLDER = 'prints/samples/';
const items = await loadItems();

function slotOf(itemId: string, slotId: string): { item: ItemDefinition; slot: MaterialSlot } {
  const item = items.get(itemId);
  const slot = item?.materials.find(({ id }) => id === slotId);
  if (!item || !slot) throw new HallError('NOT_FOUND');
  return { item, slot };
}
const idOf = (itemId: string, slot: string): string => `${itemId}|${slot}`;

const openAction = implement(sample, async ({ input, ctx, caller }) => {
  const { item, slot } = slotOf(input.itemId, input.slot);
  const title = `${slot.name}（示例）`;
  const own = await SampleModel.findById(idOf(item.id, slot.id)).lean<Sample>();
  if (own) {
    const { url } = await ask(ctx, 'documents', sign, { fileId: own.fileId }, { onBehalfOf: caller.id });
    return { title, type: own.type, url, byAgency: true };
  }
  const job = sampleJob(item, slot);
  const key = `${FOLDER}${digest(job)}.pdf`;
  const { pdf } = await render(job);
  await putObject(key, pdf, PDF);
  return { title, type: PDF, url: await addressOf(key, `${title}.pdf`, PDF), byAgency: false };
});

const rowOf = (item: ItemDefinition, slot: MaterialSlot, own: Sample | undefined) => ({
  itemId: item.id,
  itemName: headOf(item.id).name,
  slot: slot.id,
  name: slot.name,
  replacedAt: own?.at ?? null,
});
const listAction = implement(samples, async () => {
  const own = new Map((await SampleModel.find({}).lean<Sample[]>()).map((one) => [one._id, one]));
  const rows = [...items.values()].flatMap((item) => item.materials.map((slot) => rowOf(item, slot, own.get(idOf(item.id, slot.id)))));
  return { rows };
});
const replaceAction = implement(replaceSample, async ({ input, ctx, caller }) => {
  const { item, slot } = slotOf(input.itemId, input.slot);
  const _id = idOf(item.id, slot.id);
  if (input.fileId === null) {
    await SampleModel.deleteOne({ _id });
    return rowOf(item, slot, undefined);
  }
  const { files } = await ask(ctx, 'documents', facts, { ids: [input.fileId] }, { onBehalfOf: caller.id });
  const file = files[0];
  if (!file || file.by !== caller.id || file.purpose !== 'material') throw new HallError('NOT_FOUND');
  if (file.state !== 'sealed') throw new HallError('FILE_NOT_READY');
  if (!/^image\/|^application\/pdf$/.test(file.type)) throw refuse('示例应为图片或 PDF 文件', 'fileId');
  const own: Sample = { _id, fileId: file.fileId, type: file.type, by: caller.id, at: nowIso() };
  const save = () => SampleModel.replaceOne({ _id }, own, { upsert: true });
  await save().catch((error: unknown) => {
    if (isDuplicateKey(error)) return save(); // two first ones at once: the last one counts
    throw error;
  });
  return rowOf(item, slot, own);
});
export const sampleActions = [openAction, listAction, replaceAction] as unknown as Implemented[];
