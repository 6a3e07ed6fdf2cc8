import type { FieldLayout } from '@wangting/contracts/item';
import { Button, Checkbox } from '@wangting/kit-core';
import { useState } from 'react';
import { Control } from './control.tsx';
import css from './form.module.css';
import type { Row } from './layout.ts';
import { idOf, type Problems } from './problems.ts';

/** Rows that a person writes: 新增行, 删除行, a box to tick, an error under its cell. */
export function Grid({
  field,
  rows,
  onChange,
  problems,
  disabled,
}: {
  field: FieldLayout;
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  problems: Problems;
  disabled: boolean;
}) {
  const [ticked, setTicked] = useState<readonly number[]>([]);
  const columns = field.columns ?? [];
  const add = () =>
    onChange([
      ...rows,
      Object.fromEntries(columns.filter((column) => column.default !== undefined).map((column) => [column.name, column.default])),
    ]);
  const remove = () => {
    onChange(rows.filter((_, index) => !ticked.includes(index)));
    setTicked([]);
  };
  const set = (at: number, name: string, value: unknown) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, [name]: value } : row)));
  return (
    <div>
      {!disabled && (
        <div className={css.tools}>
          <Button onClick={add}>新增行</Button>
          <Button onClick={remove} disabled={ticked.length === 0}>
            删除行
          </Button>
        </div>
      )}
      <div className={css.rows} id={idOf(field.name)} tabIndex={-1} role="group" aria-label={field.label}>
        <table>
          <thead>
            <tr>
              {!disabled && (
                <th className={css.narrow} scope="col">
                  <Checkbox
                    aria-label="全选"
                    checked={rows.length > 0 && ticked.length === rows.length}
                    indeterminate={ticked.length > 0 && ticked.length < rows.length}
                    onChange={({ target }) => setTicked(target.checked ? rows.map((_, index) => index) : [])}
                  />
                </th>
              )}
              <th className={css.narrow} scope="col">
                序号
              </th>
              {columns.map((column) => (
                <th key={column.name} scope="col">
                  {column.required && (
                    <span className={css.star} aria-hidden="true">
                      *
                    </span>
                  )}
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.length === 0 && (
              <tr>
                <td className={css.none} colSpan={columns.length + 2}>
                  {disabled ? '暂无内容' : '暂无内容，点击“新增行”开始填写'}
                </td>
              </tr>
            )}
            {rows.map((row, index) => (
              <tr key={index}>
                {!disabled && (
                  <td className={css.narrow}>
                    <Checkbox
                      aria-label={`选择第${index + 1}行`}
                      checked={ticked.includes(index)}
                      onChange={({ target }) => setTicked(target.checked ? [...ticked, index] : ticked.filter((one) => one !== index))}
                    />
                  </td>
                )}
                <td className={css.narrow}>{index + 1}</td>
                {columns.map((column) => {
                  const path = `${field.name}.${index}.${column.name}`;
                  const problem = problems[path];
                  return (
                    <td key={column.name}>
                      <Control
                        field={column}
                        id={idOf(path)}
                        label={`第${index + 1}行${column.label}`}
                        value={row[column.name]}
                        disabled={disabled}
                        invalid={Boolean(problem)}
                        describedBy={problem ? `${idOf(path)}-error` : undefined}
                        onChange={(value) => set(index, column.name, value)}
                      />
                      {problem && (
                        <div id={`${idOf(path)}-error`} className={css.error}>
                          {problem}
                        </div>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
