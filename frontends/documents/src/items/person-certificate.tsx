import type * as printing from '@wangting/contracts/documents/person-certificate-print';
import { Alert, Button, Checkbox, callAction, endpoint } from '@wangting/kit-core';
import { Control, Table, Tag, check, type ItemPageProps, type Values } from '@wangting/kit-data';
import { useState } from 'react';
import { PersonPicker, type Picked } from '../person-picker.tsx';
import { PrintPage, useIssue } from '../print-page.tsx';
import css from './unit-certificate.module.css';

const print = endpoint<typeof printing.print>('POST /items/person-certificate/print', 25_000);
const query = endpoint<typeof printing.query>('POST /items/person-certificate/query');
interface Wish {
  personNos: string[];
  fromMonth: string;
  toMonth: string;
  whole?: '1' | '0' | undefined;
}
type Row = printing.CertificateRow;
const MOST = 50;

/** 11 单位人员参保证明打印: one person's years, or a roster. */
export default function PersonCertificate(props: ItemPageProps) {
  return <PrintPage {...props}>{({ allowed, values }) => <Inside {...props} allowed={allowed} first={values} />}</PrintPage>;
}

function Inside({ item, allowed, first }: ItemPageProps & { allowed: boolean; first: Values }) {
  const [people, setPeople] = useState<Picked[]>([]);
  const [months, setMonths] = useState<Values>({ fromMonth: first.fromMonth, toMonth: first.toMonth });
  const [whole, setWhole] = useState(false);
  const [rows, setRows] = useState<Row[]>();
  const [looking, setLooking] = useState(false);
  const { issue, busy, words, setWords, problems, setProblems, fail, preview } = useIssue<Wish>(print);
  const fields = item.sections[1]?.fields.filter(({ as }) => as === 'month') ?? [];
  const change = (next: () => void) => {
    setRows(undefined);
    setProblems({});
    setWords(undefined);
    next();
  };
  const wish = (): Wish | undefined => {
    const personNos = people.map(({ personNo }) => personNo);
    const checked = check(item, { personNos, ...months, ...(people.length > 1 ? { whole: whole ? '1' : '0' } : {}) });
    if (!checked.data) {
      setProblems(checked.problems);
      setWords(Object.values(checked.problems)[0]);
      return undefined;
    }
    return checked.data as unknown as Wish;
  };
  async function look() {
    const wanted = wish();
    if (!wanted || looking) return;
    setLooking(true);
    setWords(undefined);
    setProblems({});
    try {
      setRows((await callAction(query, wanted)).rows);
    } catch (error) {
      setRows(undefined);
      fail(error);
    } finally {
      setLooking(false);
    }
  }
  const shown = [
    ...(people.length > 1 ? [{ name: 'name', label: '姓名', width: 100 }] : []),
    ...(item.columns ?? []).map(({ name, label, width }) => ({ name, label, width: width ?? 100 })),
  ];
  return (
    <>
      <section className={css.box} aria-labelledby="certificate-who">
        <h2 id="certificate-who">查询条件</h2>
        {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 12 }} />}
        <div className={css.grid}>
          <div className={css.wide}>
            <PersonPicker
              itemId={item.id}
              disabled={!allowed || people.length >= MOST}
              onPick={(person) =>
                change(() => setPeople((now) => (now.some(({ personNo }) => personNo === person.personNo) ? now : [...now, person])))
              }
            />
          </div>
          {fields.map((field) => (
            <div key={field.name}>
              <label htmlFor={`p-${field.name}`} className={css.label}>
                {field.label}
              </label>
              <Control
                field={field}
                id={`p-${field.name}`}
                value={months[field.name]}
                invalid={Boolean(problems[field.name])}
                describedBy={`p-${field.name}-hint`}
                disabled={!allowed}
                onChange={(value) => change(() => setMonths((now) => ({ ...now, [field.name]: value })))}
              />
              <div id={`p-${field.name}-hint`} className={css.error}>
                {problems[field.name]}
              </div>
            </div>
          ))}
        </div>
        <div aria-label="已添加人员" role="group" style={{ marginTop: 8 }}>
          {people.length === 0 && <span className={css.hint}>请查询并添加人员，一次最多{MOST}人；添加多人打印名册</span>}
          {people.map((person) => (
            <Tag
              key={person.personNo}
              closable
              onClose={() => change(() => setPeople((now) => now.filter(({ personNo }) => personNo !== person.personNo)))}
            >
              {person.personName} {person.personNo} {person.socialNo}
            </Tag>
          ))}
        </div>
        {people.length > 1 && (
          <Checkbox checked={whole} onChange={({ target }) => change(() => setWhole(target.checked))}>
            名册完整显示证件号码（将留下记录）
          </Checkbox>
        )}
        <div className={css.actions}>
          <Button disabled={!allowed} loading={looking} onClick={() => void look()}>
            查询缴费记录
          </Button>
          <Button
            type="primary"
            disabled={!allowed || people.length === 0}
            loading={busy}
            onClick={() => {
              const wanted = wish();
              if (wanted) void issue(wanted);
            }}
          >
            打印
          </Button>
        </div>
      </section>
      {rows && (
        <section className={css.box} aria-labelledby="certificate-rows">
          <h2 id="certificate-rows">查询结果</h2>
          <Table<Row>
            size="small"
            rowKey={({ personNo, insurance, year }) => `${personNo}${insurance}${year}`}
            dataSource={rows}
            pagination={false}
            scroll={{ x: 1300 }}
            columns={[
              { title: '序号', width: 60, render: (_value, _row, index) => index + 1 },
              ...shown.map(({ name, label, width }) => ({ title: label, dataIndex: name, key: name, width })),
            ]}
          />
        </section>
      )}
      {preview}
    </>
  );
}
