import { display, keepDisplay } from '@wangting/contracts/identity/display';
import { isDuplicateKey } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { DisplayModel } from '../models/display.ts';

const displayAction = implement(display, async ({ caller }) => ({
  display: (await DisplayModel.findById(caller.id).lean())?.display ?? null,
}));
const keepAction = implement(keepDisplay, async ({ input, caller }) => {
  const save = () => DisplayModel.updateOne({ _id: caller.id }, { $set: { display: input.display } }, { upsert: true });
  await save().catch((error: unknown) => {
    if (isDuplicateKey(error)) return save(); // two first ones at once
    throw error;
  });
  return { display: input.display };
});

export const displayActions = [displayAction, keepAction] as unknown as Implemented[];
