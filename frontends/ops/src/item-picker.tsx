import { FailedBy, HallLink, Input, Waiting, matches, useCatalogue, type CatalogueItem } from '@wangting/kit-core';
import { useState, type ReactNode } from 'react';
import css from './ops.module.css';

/** All items, with a search; one of them is opened by its address. */
export function ItemPicker({ title, to, note }: { title: string; to: (id: string) => string; note: (item: CatalogueItem) => ReactNode }) {
  const catalogue = useCatalogue();
  const [typed, setTyped] = useState('');
  if (catalogue.error) return <FailedBy error={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Waiting />;
  const found = catalogue.data.filter((item) => matches(item, typed));
  return (
    <>
      <div className={css.head}>
        <h1>{title}</h1>
        <span role="status" className={css.quiet}>
          共 {found.length} 个事项
        </span>
        <Input
          type="search"
          aria-label="搜索事项"
          placeholder="请输入内容"
          allowClear
          style={{ width: 260 }}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <ul className={css.list}>
        {found.map((item) => (
          <li key={item.id}>
            <HallLink to={to(item.id)}>{item.name}</HallLink>
            <span className={css.quiet}>{item.category}</span>
            {note(item)}
          </li>
        ))}
      </ul>
    </>
  );
}
