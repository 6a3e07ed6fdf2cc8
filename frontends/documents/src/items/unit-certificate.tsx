import type * as printing from '@wangting/contracts/documents/unit-certificate-print';
import type { IssuedDocument } from '@wangting/contracts/documents/certificates';
import {
  Alert,
  Button,
  Failed,
  FailedBy,
  HallError,
  Waiting,
  callAction,
  day,
  endpoint,
  go,
  intention,
  itemApi,
  useQuery,
  wordsFor,
} from '@wangting/kit-core';
import { Control, Field, ItemHead, PrintPreview, check, type ItemPageProps, type Problems, type Values } from '@wangting/kit-data';
import { useRef, useState } from 'react';
import css from './unit-certificate.module.css';

const print = endpoint<typeof printing.print>('POST /items/unit-certificate/print', 25_000);

interface Insured {
  insurance: string;
  name: string;
  from: string | null;
  state: string;
  stateName: string;
}
const CARDS = [
  { insurance: '210', title: '失业保险' },
  { insurance: '410', title: '工伤保险' },
  { insurance: 'all', title: '全部险种' },
] as const;
type Insurance = (typeof CARDS)[number]['insurance'];

const nothing = () => undefined;
const never = async () => undefined;

/** 10 单位参保证明打印: one card per insurance and one for all; a click prints. */
export default function UnitCertificate({ item, head }: ItemPageProps) {
  const opening = useQuery({ queryKey: ['open', item.id], queryFn: () => callAction(itemApi(item.id).open, {}), gcTime: 0 });
  const [months, setMonths] = useState<Values>({});
  const [problems, setProblems] = useState<Problems>({});
  const [words, setWords] = useState<string>();
  const [printing, setPrinting] = useState<Insurance>();
  const [paper, setPaper] = useState<{ insurance: Insurance; document: IssuedDocument }>();
  const intentions = useRef(new Map<string, ReturnType<typeof intention>>()).current;

  if (opening.error)
    return (
      <>
        <ItemHead item={item} head={head} />
        <FailedBy error={opening.error} again={() => void opening.refetch()} />
      </>
    );
  if (!opening.data)
    return (
      <>
        <ItemHead item={item} head={head} />
        <Waiting />
      </>
    );
  const { shows, allowed, reason } = opening.data;
  const insured = (shows.insurances as Insured[] | undefined) ?? [];

  async function issue(insurance: Insurance, reissue = false) {
    if (printing) return;
    const checked = check(item, { ...months, insurance });
    if (!checked.data) return setProblems(checked.problems);
    setProblems({});
    setWords(undefined);
    setPrinting(insurance);
    // One intention per content: pressed again after silence, the same paper is asked for.
    const name = JSON.stringify([insurance, months, reissue]);
    const once = intentions.get(name) ?? intention();
    intentions.set(name, once);
    try {
      const document = await once.run((requestKey) =>
        callAction(print, { ...(checked.data as { insurance: Insurance }), requestKey, reissue }),
      );
      setPaper({ insurance, document });
    } catch (error) {
      if (error instanceof HallError) setProblems(Object.fromEntries(error.issues.map(({ path, message }) => [path, message])));
      setWords(wordsFor(error));
    } finally {
      setPrinting(undefined);
    }
  }

  const [unit] = item.sections;
  const periods = item.sections.flatMap(({ fields }) => fields).filter(({ name }) => name === 'fromMonth' || name === 'toMonth');
  return (
    <>
      <ItemHead item={item} head={head} />
      {!allowed && <Failed title="现在不能打印">{reason ?? '当前单位不能打印单位参保证明。'}</Failed>}
      <section className={css.box} aria-labelledby="certificate-unit">
        <h2 id="certificate-unit">{unit?.title}</h2>
        <div className={css.grid}>
          {unit?.fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={shows[field.name]}
              problems={NONE}
              locked
              disabled
              onChange={nothing}
              onLookup={never}
            />
          ))}
        </div>
      </section>
      <section className={css.box} aria-labelledby="certificate-what">
        <h2 id="certificate-what">打印内容</h2>
        {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 12 }} />}
        <div className={css.grid}>
          {periods.map((field) => (
            <div key={field.name}>
              <label htmlFor={`c-${field.name}`} className={css.label}>
                {field.label}
              </label>
              <Control
                field={field}
                id={`c-${field.name}`}
                value={months[field.name]}
                invalid={Boolean(problems[field.name])}
                describedBy={`c-${field.name}-hint`}
                disabled={Boolean(printing)}
                onChange={(value) => setMonths((now) => ({ ...now, [field.name]: value }))}
              />
              <div id={`c-${field.name}-hint`} className={problems[field.name] ? css.error : css.hint}>
                {problems[field.name] ?? field.hint}
              </div>
            </div>
          ))}
        </div>
        <ul className={css.cards}>
          {CARDS.map(({ insurance, title }) => {
            const mine = insured.find((one) => one.insurance === insurance);
            const why =
              insurance === 'all'
                ? insured.length === 0
                  ? '单位未参加失业保险、工伤保险'
                  : undefined
                : mine
                  ? undefined
                  : `单位未参加${title}`;
            return (
              <li key={insurance} className={css.card}>
                <h3>{title}</h3>
                <p>{why ?? (mine ? `${mine.stateName}，参保日期 ${day(mine.from)}` : `共 ${insured.length} 个险种`)}</p>
                <Button
                  type="primary"
                  aria-label={`打印${title}参保证明`}
                  loading={printing === insurance}
                  disabled={!allowed || Boolean(why) || (Boolean(printing) && printing !== insurance)}
                  onClick={() => void issue(insurance)}
                >
                  打印
                </Button>
              </li>
            );
          })}
        </ul>
      </section>
      <p style={{ textAlign: 'center' }}>
        <Button onClick={() => void go(`/business?c=${head.category}`)}>关闭</Button>
      </p>
      {paper && (
        <PrintPreview
          key={paper.document.verificationCode}
          paper={paper.document}
          onClose={() => setPaper(undefined)}
          extra={
            <Button loading={Boolean(printing)} onClick={() => void issue(paper.insurance, true)}>
              补打新版
            </Button>
          }
        />
      )}
    </>
  );
}
const NONE: Problems = {};
