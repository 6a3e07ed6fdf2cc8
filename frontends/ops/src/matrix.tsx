import { Button, Checkbox, Empty, FailedBy, Input, Waiting, callAction, plain, today, useQuery } from '@wangting/kit-core';
import { Pager, Select, rangeWords } from '@wangting/kit-data';
import type { z } from 'zod';
import type { MatrixRow } from '@wangting/contracts/identity/roles';
import { useDeferredValue, useState } from 'react';
import { csvOf, download } from './csv.ts';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { ANSWERS } from './words.ts';

type Row = z.infer<typeof MatrixRow>;
const says = (row: Row, typed: string): boolean =>
  [row.action, row.title, row.itemName ?? '', row.rest ?? ''].some((text) => text.toLowerCase().includes(typed.trim().toLowerCase()));

/** 权限矩阵: which caller may do which action, for whom; worked out from the contracts by the function that fills real sessions. */
export default function Matrix() {
  const matrix = useQuery({ queryKey: ['matrix'], queryFn: () => callAction(ops.matrix, {}), staleTime: Infinity });
  const [typed, setTyped] = useState('');
  const [service, setService] = useState<string>();
  const [outside, setOutside] = useState(true);
  const [at, setAt] = useState({ page: 1, size: 50 });
  const wanted = useDeferredValue(typed);
  if (matrix.error) return <FailedBy error={matrix.error} again={() => void matrix.refetch()} />;
  if (!matrix.data) return <Waiting rows={10} />;
  const { columns, rows } = matrix.data;
  const services = [...new Set(rows.map((row) => row.service))];
  const shown = rows.filter((row) => (!service || row.service === service) && (!outside || row.rest !== null) && says(row, wanted));
  // What is asked for anew is read from its beginning; fewer rows than pages before them have is the last page.
  const page = Math.min(at.page, Math.max(1, Math.ceil(shown.length / at.size)));
  const rowsHere = shown.slice((page - 1) * at.size, page * at.size);
  const save = () =>
    download(
      `权限矩阵-${today()}.csv`,
      csvOf([
        ['操作', '名称', '服务', '地址', '事项', '对象', ...columns.map(({ label }) => label)],
        ...shown.map((row) => [
          row.action,
          row.title,
          row.service,
          row.rest ?? '（仅服务之间）',
          row.itemName ?? '',
          row.whom,
          ...row.cells.map((answer) => ANSWERS[answer]),
        ]),
      ]),
      'text/csv;charset=utf-8',
    );
  return (
    <>
      <div className={css.head}>
        <h1>权限矩阵</h1>
        <span role="status" className={css.quiet}>
          共 {shown.length} 个操作
        </span>
        <Button onClick={save} disabled={shown.length === 0}>
          导出表格
        </Button>
      </div>
      <div className={css.head}>
        <Input
          type="search"
          aria-label="搜索操作"
          placeholder="请输入内容"
          allowClear
          style={{ width: 260 }}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Select
          aria-label="服务"
          allowClear
          placeholder="全部服务"
          style={{ width: 160 }}
          value={service ?? null}
          options={services.map((value) => ({ value, label: value }))}
          onChange={(value: string | null) => setService(value ?? undefined)}
        />
        <Checkbox checked={outside} onChange={({ target }) => setOutside(target.checked)}>
          只看可从外部访问的
        </Checkbox>
      </div>
      {shown.length === 0 ? (
        <Empty description="暂无内容" />
      ) : (
        <div className={css.matrix} tabIndex={0} role="region" aria-label="权限矩阵">
          <table>
            <thead>
              <tr>
                <th scope="col">操作</th>
                <th scope="col">对象</th>
                {columns.map(({ id, label }) => (
                  <th key={id} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rowsHere.map((row) => (
                <tr key={row.action}>
                  <th scope="row">
                    {row.title}
                    <div className={css.quiet}>{plain(row.rest)}</div>
                  </th>
                  <td>{row.whom}</td>
                  {row.cells.map((answer, index) => (
                    <td key={columns[index]?.id} data-may={answer === 'allowed' ? 'yes' : 'no'}>
                      {ANSWERS[answer]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length > 0 && (
        <Pager
          words={rangeWords(shown.length, page, at.size)}
          total={shown.length}
          page={page}
          size={at.size}
          onPage={(next, size) => setAt({ page: next, size })}
        />
      )}
    </>
  );
}
