import type { IssuedDocument } from '@wangting/contracts/documents/certificates';
import {
  Button,
  Failed,
  FailedBy,
  HallError,
  Waiting,
  callAction,
  go,
  intention,
  itemApi,
  useQuery,
  wordsFor,
  type Endpoint,
} from '@wangting/kit-core';
import { Field, ItemHead, PrintPreview, type ItemPageProps, type Problems, type Values } from '@wangting/kit-data';
import { useRef, useState, type ReactNode } from 'react';
import css from './items/unit-certificate.module.css';

const nothing = () => undefined;
const never = async () => undefined;
const NONE: Problems = {};

/** What the frame of a print item knows: whether one may print now, what is prefilled, and what is only shown. */
interface Inside {
  allowed: boolean;
  values: Values;
  shows: Values;
}
/** The frame of a print item: head, unit block, what the page puts between, 关闭. */
export function PrintPage({ item, head, children }: ItemPageProps & { children: (inside: Inside) => ReactNode }) {
  const opening = useQuery({ queryKey: ['open', item.id], queryFn: () => callAction(itemApi(item.id).open, {}), gcTime: 0 });
  const [unit] = item.sections;
  return (
    <>
      <ItemHead item={item} head={head} />
      {opening.error ? <FailedBy error={opening.error} again={() => void opening.refetch()} /> : !opening.data && <Waiting />}
      {opening.data && (
        <>
          {!opening.data.allowed && <Failed title="现在不能打印">{opening.data.reason ?? '当前单位不能打印。'}</Failed>}
          <section className={css.box} aria-labelledby="print-unit">
            <h2 id="print-unit">{unit?.title}</h2>
            <div className={css.grid}>
              {unit?.fields.map((field) => (
                <Field
                  key={field.name}
                  field={field}
                  value={opening.data.shows[field.name]}
                  problems={NONE}
                  locked
                  disabled
                  onChange={nothing}
                  onLookup={never}
                />
              ))}
            </div>
          </section>
          {children(opening.data)}
        </>
      )}
      <p style={{ textAlign: 'center', marginTop: 12 }}>
        <Button onClick={() => void go(`/business?c=${head.category}`)}>关闭</Button>
      </p>
    </>
  );
}

/** Issuing papers from a page: one intention per content, so that pressing again after silence asks for the same paper. */
export function useIssue<I extends object>(print: Endpoint<I & { requestKey: string; reissue?: boolean | undefined }, IssuedDocument>) {
  const intentions = useRef(new Map<string, ReturnType<typeof intention>>()).current;
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string>();
  const [problems, setProblems] = useState<Problems>({});
  const [paper, setPaper] = useState<{ input: I; document: IssuedDocument }>();
  const fail = (error: unknown) => {
    if (error instanceof HallError) setProblems(Object.fromEntries(error.issues.map(({ path, message }) => [path.split('.')[0], message])));
    setWords(wordsFor(error));
  };
  async function issue(input: I, reissue = false) {
    if (busy) return;
    setProblems({});
    setWords(undefined);
    setBusy(true);
    const name = JSON.stringify([input, reissue]);
    const once = intentions.get(name) ?? intention();
    intentions.set(name, once);
    try {
      setPaper({ input, document: await once.run((requestKey) => callAction(print, { ...input, requestKey, reissue } as never)) });
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  }
  const preview = paper && (
    <PrintPreview
      key={paper.document.verificationCode}
      paper={paper.document}
      onClose={() => setPaper(undefined)}
      extra={
        <Button loading={busy} onClick={() => void issue(paper.input, true)}>
          补打新版
        </Button>
      }
    />
  );
  return { issue, busy, words, setWords, problems, setProblems, fail, preview };
}
