import type { FieldLayout } from '@wangting/contracts/item';
import { EMPTY, day, isEmpty, money, month, plain } from '@wangting/kit-core';
import { labelIn, pathTo, useDictionary } from '../dictionary.ts';
import css from './form.module.css';
import type { Row } from './layout.ts';

/** A value in words. */
export function Shown({ field, value }: { field: FieldLayout; value: unknown }) {
  const named = field.dictionary ?? (field.as === 'country' ? 'country' : field.as === 'area' ? 'area' : undefined);
  const { data, isPending } = useDictionary(named);
  if (isEmpty(value)) return <>{EMPTY}</>;
  // A code says nothing to a person: blank until its word is here, the code only when the word cannot be had.
  if (named && isPending) return null;
  if (field.as === 'yesno') return <>{value === '1' ? '是' : value === '0' ? '否' : plain(value)}</>;
  if (Array.isArray(value) && typeof value[0] === 'object')
    return <ShownRows columns={field.columns ?? []} rows={value as Row[]} label={field.label} />;
  if (Array.isArray(value)) return <>{value.map((code) => labelIn(data, code)).join('、')}</>;
  if (field.as === 'area' && data)
    return (
      <>
        {pathTo(data.entries, String(value))
          .map((code) => labelIn(data, code))
          .join(' / ') || plain(value)}
      </>
    );
  if (named) return <>{labelIn(data, value)}</>;
  if (field.as === 'money')
    return (
      <>
        {money(value)}
        {typeof value === 'number' && ' 元'}
      </>
    );
  if (field.as === 'month') return <>{month(value)}</>;
  if (field.as === 'day') return <>{day(value)}</>;
  if (typeof value === 'boolean') return <>{value ? '是' : '否'}</>;
  return <>{plain(value)}</>;
}

/** One code of a dictionary in words. */
export const Word = ({ dictionary, value }: { dictionary: string; value: unknown }) => (
  <Shown field={{ name: dictionary, label: '', as: 'show', dictionary }} value={value} />
);

/** A read-only grid. */
export function ShownRows({ columns, rows, label }: { columns: readonly FieldLayout[]; rows: readonly Row[]; label: string }) {
  return (
    <div className={css.rows} tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            <th className={css.narrow} scope="col">
              序号
            </th>
            {columns.map(({ name, label: words }) => (
              <th key={name} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td className={css.none} colSpan={columns.length + 1}>
                暂无内容
              </td>
            </tr>
          )}
          {rows.map((row, index) => (
            // Rows of a read-only grid have no identity of their own.
            <tr key={index}>
              <td className={css.count}>{index + 1}</td>
              {columns.map((column) => (
                <td key={column.name} className={`${css.plain} ${column.as === 'money' || column.as === 'number' ? css.number : ''}`}>
                  <Shown field={column} value={row[column.name]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
