import type * as printing from '@wangting/contracts/documents/unit-certificate-print';
import { Alert, Button, day, endpoint } from '@wangting/kit-core';
import { Control, check, type ItemPageProps, type Values } from '@wangting/kit-data';
import { useState } from 'react';
import { PrintPage, useIssue } from '../print-page.tsx';
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
interface Wish {
  insurance: Insurance;
  fromMonth?: string | undefined;
  toMonth?: string | undefined;
}

/** 10 单位参保证明打印: one card per insurance and one for all; a click prints. */
export default function UnitCertificate(props: ItemPageProps) {
  return (
    <PrintPage {...props}>
      {({ allowed, shows }) => <Inside {...props} allowed={allowed} insured={(shows.insurances as Insured[] | undefined) ?? []} />}
    </PrintPage>
  );
}

/** Why there is no certificate of this insurance; undefined when there is. */
function whyNot(insurance: Insurance, title: string, insured: readonly Insured[]): string | undefined {
  if (insurance === 'all') return insured.length === 0 ? '单位未参加失业保险、工伤保险' : undefined;
  return insured.some((one) => one.insurance === insurance) ? undefined : `单位未参加${title}`;
}

function Inside({ item, allowed, insured }: ItemPageProps & { allowed: boolean; insured: readonly Insured[] }) {
  const [months, setMonths] = useState<Values>({});
  const [chosen, setChosen] = useState<Insurance>();
  const { issue, busy, words, setWords, problems, setProblems, preview } = useIssue<Wish>(print);
  const one = (insurance: Insurance) => {
    const checked = check(item, { ...months, insurance });
    setWords(undefined);
    if (!checked.data) return setProblems(checked.problems);
    setChosen(insurance);
    void issue(checked.data as unknown as Wish);
  };
  const periods = item.sections.flatMap(({ fields }) => fields).filter(({ as }) => as === 'month');
  return (
    <>
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
                disabled={busy}
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
            const mine = insured.find((other) => other.insurance === insurance);
            const why = whyNot(insurance, title, insured);
            return (
              <li key={insurance} className={css.card}>
                <h3>{title}</h3>
                <p>{why ?? (mine ? `${mine.stateName}，参保日期 ${day(mine.from)}` : `共 ${insured.length} 个险种`)}</p>
                <Button
                  type="primary"
                  aria-label={`打印${title}参保证明`}
                  loading={busy && chosen === insurance}
                  disabled={!allowed || Boolean(why) || (busy && chosen !== insurance)}
                  onClick={() => one(insurance)}
                >
                  打印
                </Button>
              </li>
            );
          })}
        </ul>
      </section>
      {preview}
    </>
  );
}
