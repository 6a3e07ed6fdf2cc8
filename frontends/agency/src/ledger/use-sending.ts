import { HallError, intention, useDialogs, useQueryClient, wordsFor } from '@wangting/kit-core';
import { useRef, useState } from 'react';

/** Sends once per intention and says what came of it; what is wrong with a field stands at the field. What `queryKey` names is asked anew after. */
export function useSending(queryKey: readonly string[], send: (requestKey: string) => Promise<{ message: string }>, onClose: () => void) {
  const { message } = useDialogs();
  const client = useQueryClient();
  const once = useRef(intention()).current;
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string>();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const go = async () => {
    setBusy(true);
    setWords(undefined);
    setProblems({});
    try {
      void message.success((await once.run(send)).message);
      onClose();
    } catch (error) {
      setWords(wordsFor(error));
      if (error instanceof HallError) setProblems(Object.fromEntries(error.issues.map((issue) => [issue.path, issue.message])));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey });
    }
  };
  return { busy, words, problems, setProblems, go };
}
