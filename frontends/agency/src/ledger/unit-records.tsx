import { FailedBy, Waiting, skipToken, useQuery, useSearchParams } from '@wangting/kit-core';
import type { ReactNode } from 'react';
import { AskByNumber } from '../ask-by-number.tsx';
import { Sheet } from '../sheet.tsx';
import { LedgerFrame } from './frame.tsx';
import css from './ledger.module.css';

interface Found<Row> {
  unitName: string;
  rows: Row[];
}
interface Props<Row> {
  title: string;
  /** Of the query; what changes a record makes everything under `dues` be asked anew. */
  queryKey: readonly string[];
  list(unitNo: string): Promise<Found<Row>>;
  heads: readonly string[];
  row(row: Row): ReactNode;
  /** Beside the unit's name: what begins a new record. */
  action?: ReactNode;
  /** What is open over the page. */
  children?(unit: { unitNo: string; unitName: string }): ReactNode;
}
/** What the agency decided of one unit's people, asked for by 单位编号, which stands in the address. */
export function UnitRecords<Row extends { id: string }>({ title, queryKey, list, heads, row, action, children }: Props<Row>) {
  const [address, setAddress] = useSearchParams();
  const unitNo = address.get('unitNo') ?? '';
  const found = useQuery({ queryKey: [...queryKey, unitNo], queryFn: unitNo ? () => list(unitNo) : skipToken, retry: false });
  return (
    <LedgerFrame title={title}>
      <AskByNumber label="单位编号" start={unitNo} digits onAsk={(asked) => setAddress({ unitNo: asked })} />
      {found.error && <FailedBy error={found.error} again={() => void found.refetch()} />}
      {unitNo && found.isPending && <Waiting rows={4} />}
      {found.data && (
        <section className={css.box} aria-labelledby="unit-records">
          <div className={css.head}>
            <h2 id="unit-records">{found.data.unitName}</h2>
            {action}
          </div>
          <Sheet label={title} heads={heads}>
            {found.data.rows.map((one) => (
              <tr key={one.id}>{row(one)}</tr>
            ))}
          </Sheet>
        </section>
      )}
      {children?.({ unitNo, unitName: found.data?.unitName ?? '' })}
    </LedgerFrame>
  );
}
