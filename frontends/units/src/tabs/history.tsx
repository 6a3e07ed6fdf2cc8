import type * as contract from '@wangting/contracts/units/history';
import type { UnitChange } from '@wangting/contracts/units/history';
import { Button, callAction, endpoint, intention, useDialogs, wordsFor } from '@wangting/kit-core';
import { PrintPreview, QueryPage, type Paper, type QueryColumn } from '@wangting/kit-data';
import { useRef, useState } from 'react';
import css from './history.module.css';

const history = endpoint<typeof contract.history>('GET /items/unit-maintenance/history');
const receipt = endpoint<typeof contract.changeReceipt>('POST /items/unit-maintenance/receipt', 25_000);

const COLUMNS: readonly QueryColumn<UnitChange>[] = [
  { name: 'at', label: '变更时间', as: 'moment', width: 150 },
  { name: 'what', label: '业务', as: 'text', width: 130, render: ({ what, note }) => (note ? `${what}：${note}` : what) },
  {
    name: 'lines',
    label: '变更项：变更前 → 变更后',
    as: 'text',
    width: 460,
    render: ({ lines }) => (
      <ul className={css.lines}>
        {lines.map(({ section, field, before, after }) => (
          <li key={section + field}>
            {field}：{before || '（无）'} → {after || '（无）'}
          </li>
        ))}
      </ul>
    ),
  },
  { name: 'by', label: '经办人', as: 'text', width: 130 },
  { name: 'serialNo', label: '业务流水号', as: 'text', width: 190 },
];

/** 变更记录: every change with who, when, before and after, and its receipt. */
export function History() {
  const { message } = useDialogs();
  const [paper, setPaper] = useState<Paper>();
  const [printing, setPrinting] = useState<number>();
  const once = useRef(intention()).current;
  const print = async ({ rev }: UnitChange) => {
    setPrinting(rev);
    try {
      setPaper(await once.run((requestKey) => callAction(receipt, { requestKey, rev })));
    } catch (error) {
      void message.error(wordsFor(error));
    } finally {
      setPrinting(undefined);
    }
  };
  return (
    <>
      <QueryPage<UnitChange>
        name="unit-history"
        filters={[]}
        columns={COLUMNS}
        also={['tab']}
        fetch={({ page, size }) => callAction(history, { page, size })}
        rowKey={({ rev }) => String(rev)}
        actions={(row) =>
          row.lines.length > 0 && (
            <Button size="small" loading={printing === row.rev} onClick={() => void print(row)}>
              打印回执
            </Button>
          )
        }
      />
      {paper && <PrintPreview paper={paper} onClose={() => setPaper(undefined)} />}
    </>
  );
}
