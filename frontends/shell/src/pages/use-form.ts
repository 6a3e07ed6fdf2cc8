import { HallError, wordsFor } from '@wangting/kit-core';
import { useRef, useState, type FormEvent } from 'react';

type Problems = Record<string, string>;

/**
 * A small form: checked by the page first, then sent once; refused field by field or in one sentence. Returns what the service answered.
 * `check` names what is wrong; nothing is sent while it names anything.
 */
export function useSending<T>({ check, send, onDone }: { check: () => Problems; send: () => Promise<T>; onDone: (answer: T) => void }) {
  const [problems, setProblems] = useState<Problems>({});
  const [words, setWords] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const show = (found: Problems) => {
    setProblems(found);
    const [first] = Object.keys(found);
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  async function submit(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    if (busy) return;
    setWords(undefined);
    const found = check();
    show(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      onDone(await send());
    } catch (error) {
      const issues = error instanceof HallError ? error.issues : [];
      show(Object.fromEntries(issues.map(({ path, message }) => [path, message])));
      const sentence = wordsFor(error);
      // What a field says already is not said twice.
      setWords(issues.some(({ message }) => message === sentence) ? undefined : sentence);
    } finally {
      setBusy(false);
    }
  }
  return { form, problems, words, busy, submit, setWords, refuse: show };
}
