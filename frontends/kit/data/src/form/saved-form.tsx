import type { ItemDefinition } from '@wangting/contracts/item';
import { Button, HallError, guardLeaving, intention, isRefusal, useDialogs, wordsFor } from '@wangting/kit-core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Summary } from '../item/summary.tsx';
import { sectionsFor, type Values } from './layout.ts';
import { check, problemsOf, type Problems } from './problems.ts';
import css from './saved-form.module.css';
import { Sections } from './sections.tsx';

interface Props<A extends { message: string }> {
  /** What is laid out and checked. */
  form: ItemDefinition;
  start: Values;
  shows?: Values;
  editable?: boolean;
  /** Said when it is left unsaved. */
  leaving: string;
  /** Under which key of the request the data travels: refusals name it before the field. */
  under: string;
  send: (requestKey: string, data: Values) => Promise<A>;
  onSaved: (answer: A) => void;
  onStale: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** A form that is saved by itself and takes effect at once: the contract's own check, one request key per intention, refusals at their fields. */
export function SavedForm<A extends { message: string }>({
  form,
  start,
  shows = {},
  editable = true,
  leaving,
  under,
  send,
  onSaved,
  onStale,
  onClose,
  children,
}: Props<A>) {
  const { message } = useDialogs();
  const [values, setValues] = useState(start);
  const [problems, setProblems] = useState<Problems>({});
  const [words, setWords] = useState<string>();
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const [stale, setStale] = useState(false);
  const saving = useRef(intention()).current;
  const dirty = values !== start;
  useEffect(() => (dirty ? guardLeaving(() => leaving) : undefined), [dirty, leaving]);

  const refuse = (found: Problems, sentence?: string) => {
    setProblems(found);
    setWords(sentence);
    setTurn((last) => last + 1);
  };
  async function save() {
    if (busy) return;
    const checked = check(form, values);
    if (!checked.data) return refuse(checked.problems);
    setBusy(true);
    try {
      const answer = await saving.run((requestKey) => send(requestKey, checked.data));
      void message.success(answer.message);
      onSaved(answer);
    } catch (error) {
      setStale(isRefusal(error, 'STATE_CHANGED', 'REQUEST_KEY_REUSED'));
      const found = error instanceof HallError ? problemsOf(error.issues) : {};
      refuse(
        Object.fromEntries(
          Object.entries(found).map(([path, said]) => [path.startsWith(`${under}.`) ? path.slice(under.length + 1) : path, said]),
        ),
        wordsFor(error, '提交'),
      );
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Summary item={form} words={words} problems={problems} turn={turn} reveal={() => undefined}>
        {stale && (
          <Button size="small" onClick={onStale}>
            读取最新内容
          </Button>
        )}
      </Summary>
      {children}
      <Sections
        sections={sectionsFor(form, values)}
        values={values}
        shows={shows}
        problems={problems}
        locked={() => !editable}
        disabled={busy}
        onChange={(name, value) => {
          setValues((now) => ({ ...now, [name]: value }));
          setProblems({});
        }}
        onLookup={async () => undefined}
        tabs={{}}
        onTab={() => undefined}
      />
      <div className={css.bar}>
        <span>
          {editable && (
            <Button disabled={!dirty || busy} onClick={() => setValues(start)}>
              清除
            </Button>
          )}
        </span>
        <Button onClick={onClose}>关闭</Button>
        <span>
          {editable && (
            <Button type="primary" loading={busy} disabled={!dirty && !busy} onClick={() => void save()}>
              {form.mainButton}
            </Button>
          )}
        </span>
      </div>
    </>
  );
}
