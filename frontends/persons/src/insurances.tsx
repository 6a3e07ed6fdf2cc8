import type { FieldLayout } from '@wangting/contracts/item';
import { Checkbox } from '@wangting/kit-core';
import { Shown, idOf, type ItemForm, type Row } from '@wangting/kit-data';
import css from './insurances.module.css';

/** 人员参保信息: a row per insurance, a box for what runs. The boxes are fixed while the reason ends everything. */
export function Insurances({
  title,
  columns,
  form,
  free,
}: {
  title: string;
  columns: readonly FieldLayout[];
  form: ItemForm;
  /** May one insurance be stopped alone for this reason? */
  free: (reason: string) => boolean;
}) {
  const { values, shows, problems } = form.state;
  const rows = (shows.enrolments as Row[] | undefined) ?? [];
  const ticked = (values.insurances as string[] | undefined) ?? [];
  const fixed = !free(String(values.reason ?? ''));
  const problem = problems.insurances;
  const id = idOf('insurances');
  const set = (insurance: string, on: boolean) =>
    form.set('insurances', on ? [...ticked, insurance].toSorted() : ticked.filter((one) => one !== insurance));
  return (
    <div className={css.block}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p className={css.hint}>{fixed ? '勾选的险种一并停保；停保原因为险种终止类时可以单独勾选。' : '请勾选需要停保的险种。'}</p>
      <div className={css.rows} id={id} tabIndex={-1} role="region" aria-labelledby={`${id}-title`}>
        <table>
          <thead>
            <tr>
              <th scope="col">停保</th>
              <th scope="col">序号</th>
              {columns.map(({ name, label }) => (
                <th key={name} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.length === 0 && (
              <tr>
                <td className={css.none} colSpan={columns.length + 2}>
                  暂无内容
                </td>
              </tr>
            )}
            {rows.map((row, index) => {
              const insurance = String(row.insurance);
              return (
                <tr key={insurance}>
                  <td>
                    <Checkbox
                      aria-label={`停保第${index + 1}行`}
                      checked={ticked.includes(insurance)}
                      disabled={fixed || row.state !== '1'}
                      onChange={({ target }) => set(insurance, target.checked)}
                    />
                  </td>
                  <td>{index + 1}</td>
                  {columns.map((column) => (
                    <td key={column.name}>
                      <Shown field={column} value={row[column.name]} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {problem && (
        <div id={`${id}-error`} className={css.error}>
          {problem}
        </div>
      )}
    </div>
  );
}
