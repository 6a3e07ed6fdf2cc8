import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MaterialSlot } from '@wangting/contracts/item';
import { HallError, isDuplicateKey, refuse } from '../errors.ts';
import type { MaterialRow, Models } from './models.ts';

const TRIES = 5;
const MOST_MS = 60;

/**
 * Puts a material into its slot, never more than the slot takes. Counting and inserting are two steps: whoever finds the slot too full
 * after his insert takes his own back, and tries again, since of two for one place both may have done so. A repeat is answered, not counted.
 */
export async function intoSlot(models: Models, row: MaterialRow, slot: Pick<MaterialSlot, 'name' | 'max'>): Promise<void> {
  const { applicationId } = row;
  const there = () => models.materials.countDocuments({ applicationId, slot: row.slot });
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries) await pause(randomInt(MOST_MS));
    // Counted first: if it is the same press twice at once that fills the slot, its material is there by the second look.
    const count = await there();
    const same = await models.materials.findById(row._id).lean<MaterialRow>();
    if (same) return insistOnSame(same, row);
    if (count >= slot.max) break;
    try {
      await models.materials.create(row);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      continue; // the same press twice at once
    }
    if ((await there()) <= slot.max) return;
    await models.materials.deleteOne({ _id: row._id });
  }
  throw refuse(`${slot.name}最多上传${slot.max}个文件`, 'slot');
}

function insistOnSame(same: MaterialRow, row: MaterialRow): void {
  if (same.applicationId !== row.applicationId || same.fileId !== row.fileId) throw new HallError('REQUEST_KEY_REUSED');
}
