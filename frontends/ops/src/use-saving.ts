import { HallError, intention, isRefusal, useDialogs, useQueryClient, wordsFor } from '@wangting/kit-core';
import { useRef, useState } from 'react';

type Problems = Readonly<Record<string, string>>;
/** A field of the value, wherever the contract put it: `announcement.title` → `title`. */
const nameOf = (path: string) => path.split('.').at(-1) ?? path;

/** Writes a version: once, refused field by field, and read again when somebody else wrote first. */
export function useSaving(onSaved: () => void) {
  const client = useQueryClient();
  const { message } = useDialogs();
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string>();
  const [problems, setProblems] = useState<Problems>({});
  const once = useRef(intention()).current;
  async function save(write: (requestKey: string) => Promise<{ message: string }>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setWords(undefined);
    setProblems({});
    try {
      const { message: said } = await once.run(write);
      void message.success(said);
      onSaved();
    } catch (error) {
      setWords(isRefusal(error, 'STATE_CHANGED') ? '内容已被其他人修改，您的修改未保存。请复制所需内容后重新打开编辑。' : wordsFor(error));
      setProblems(Object.fromEntries((error instanceof HallError ? error.issues : []).map((issue) => [nameOf(issue.path), issue.message])));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: ['board'] });
      void client.invalidateQueries({ queryKey: ['work', 'versions'] });
      void client.invalidateQueries({ queryKey: ['guide'] });
    }
  }
  return { busy, words, problems, save };
}
