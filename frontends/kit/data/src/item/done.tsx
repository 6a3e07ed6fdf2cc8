import type { SubmitResult } from '@wangting/contracts/applications';
import { STATUSES } from '@wangting/contracts/application';
import type { ItemDefinition } from '@wangting/contracts/item';
import { Button, go } from '@wangting/kit-core';
import { useEffect, useRef, useState } from 'react';
import type { Values } from '../form/layout.ts';
import { FormSheet } from '../print/form-sheet.tsx';
import { ReceiptButton, receiptOf } from '../print/receipt-button.tsx';
import css from './item.module.css';

/** Words of the keys that results carry. */
const RESULTS: Record<string, string> = {
  unitNo: '单位编号',
  personNo: '个人编号',
  documentNo: '文书编号',
  base: '缴费基数',
  riskClass: '行业风险类别',
  injuryRate: '工伤保险基准费率',
};

/** What came of it, in words; keys that only services use are left out. */
export const outcomeIn = (result: Readonly<Record<string, string>>): [label: string, text: string][] =>
  Object.entries(result).flatMap(([key, text]): [string, string][] => (RESULTS[key] ? [[RESULTS[key], text]] : []));

interface Props {
  item: ItemDefinition;
  name: string;
  owner: string;
  result: SubmitResult;
  values: Values;
  shows: Values;
  onAgain: () => void;
}

/** After a success: the number, what happens next, 打印回执, 再办一件, 查看办件. */
export function Done({ item, name, owner, result, values, shows, onAgain }: Props) {
  const [receipt, setReceipt] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const outcome = outcomeIn(result.result);
  const lines: [string, string][] = [
    ['事项名称', name],
    ['业务流水号', result.serialNo],
    ['办理状态', STATUSES[result.status].label],
    ...outcome,
  ];
  return (
    <section className={css.done} role="status">
      <h1 ref={title} tabIndex={-1}>
        {result.message}
      </h1>
      <dl className={css.facts}>
        {lines.map(([label, text]) => [<dt key={label}>{label}</dt>, <dd key={`${label}d`}>{text}</dd>])}
        <dt>下一步</dt>
        <dd>{result.next}</dd>
      </dl>
      <div className={css.doneButtons}>
        <Button type="primary" onClick={() => void go(`/${owner}/applications/${result.applicationId}`)}>
          查看办件
        </Button>
        {receiptOf(item) && result.status === 'approved' ? (
          <ReceiptButton item={item} applicationId={result.applicationId} />
        ) : (
          <Button onClick={() => setReceipt(true)}>打印回执</Button>
        )}
        <Button onClick={onAgain}>再办一件</Button>
      </div>
      {receipt && (
        <FormSheet title={`${name}回执`} item={item} values={values} shows={shows} lines={lines} onClose={() => setReceipt(false)} />
      )}
    </section>
  );
}
