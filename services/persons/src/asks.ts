import { receipts } from '@wangting/contracts/unemployment/questions';
import { ask } from '@wangting/kit/call';

/** Questions of items 2–5 to other services that both the page and a file ask, each once for all it is about. Nobody there: SERVICE_AWAY. */
type Asker = Parameters<typeof ask>[0];

/** Who of these draws 失业金 now, by blind index. */
export async function drawingOf(asker: Asker, idHashes: string[]): Promise<ReadonlySet<string>> {
  if (!idHashes.length) return new Set();
  const { answers } = await ask(asker, 'persons', receipts, { idHashes });
  return new Set(answers.filter(({ drawingNow }) => drawingNow).map(({ idHash }) => idHash));
}
