import { Button, Input } from '@wangting/kit-core';
import { useState } from 'react';
import { Select } from '../antd.ts';
import { SIZES } from './address.ts';
import css from './query.module.css';

/** Block B3: 共 n 条 显示 a-b 条, 10条/页, 前往. */
export function Pager({
  words,
  total,
  page,
  size,
  onPage,
}: {
  words: string;
  total: number;
  page: number;
  size: number;
  onPage: (page: number, size: number) => void;
}) {
  const last = Math.max(1, Math.ceil(total / size));
  const [typed, setTyped] = useState('');
  const jump = () => {
    const wanted = Number(typed);
    if (Number.isInteger(wanted) && wanted >= 1) onPage(Math.min(wanted, last), size);
    setTyped('');
  };
  return (
    <nav className={css.pager} aria-label="分页">
      <span className={css.total} role="status">
        {words}
      </span>
      <Button size="small" disabled={page <= 1} onClick={() => onPage(page - 1, size)}>
        上一页
      </Button>
      <span className={css.number}>
        {page} / {last}
      </span>
      <Button size="small" disabled={page >= last} onClick={() => onPage(page + 1, size)}>
        下一页
      </Button>
      <Select
        size="small"
        aria-label="每页条数"
        value={size}
        onChange={(next) => onPage(1, next)}
        options={SIZES.map((count) => ({ value: count, label: `${count}条/页` }))}
      />
      <label>
        前往{' '}
        <Input
          size="small"
          style={{ width: 56 }}
          inputMode="numeric"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onPressEnter={jump}
          onBlur={jump}
          aria-label="前往页码"
        />{' '}
        页
      </label>
    </nav>
  );
}
