import { Empty, FailedBy, Input, Waiting, matches, useCatalogue, useSearchParams, type CatalogueItem } from '@wangting/kit-core';
import { useDeferredValue, useEffect, useState } from 'react';
import { HALL } from '../public-frame.tsx';
import css from './catalogue.module.css';
import { ItemCard, useFavourites } from './item-card.tsx';

const ORDER = ['公共业务', '工伤认定鉴定', '工伤保险', '失业保险'];

/** 法人办事 and 个人办事: categories, search, cards. A search looks through all categories. */
export function CataloguePage({ path }: { path: CatalogueItem['path'] }) {
  const catalogue = useCatalogue();
  const favourites = useFavourites();
  const [address, setAddress] = useSearchParams();
  const [typed, setTyped] = useState(address.get('q') ?? '');
  const wanted = useDeferredValue(typed);
  useEffect(() => {
    document.title = `${path} - ${HALL}`;
  }, [path]);

  if (catalogue.isPending) return <Waiting />;
  if (catalogue.error) return <FailedBy error={catalogue.error} again={() => void catalogue.refetch()} />;

  const here = catalogue.data.filter((item) => item.path === path);
  const found = here.filter((item) => matches(item, wanted));
  const categories = ORDER.filter((category) => here.some((item) => item.category === category));
  const asked = address.get('c');
  const category = asked && categories.includes(asked) ? asked : wanted.trim() ? undefined : categories[0];
  const shown = found.filter((item) => !category || item.category === category);
  const choose = (next: string | undefined) => setAddress(next ? { c: next } : {}, { replace: true });

  return (
    <div className={css.page}>
      <h1 style={{ position: 'absolute', clip: 'rect(0 0 0 0)' }}>{path}</h1>
      <nav className={css.menu} aria-label="事项分类">
        <ul>
          {categories.map((name) => (
            <li key={name}>
              <button type="button" aria-pressed={category === name} onClick={() => choose(name)}>
                {name}
                <span>{found.filter((item) => item.category === name).length}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-label="事项列表">
        <div className={css.bar}>
          <Input
            className={css.search}
            type="search"
            aria-label="搜索事项"
            placeholder="请输入内容"
            allowClear
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              if (asked) choose(undefined);
            }}
          />
          <p className={css.total} role="status">
            共 {shown.length} 个事项
          </p>
        </div>
        {shown.length === 0 ? (
          <Empty description="暂无内容" />
        ) : (
          <ul className={css.cards}>
            {shown.map((item) => (
              <ItemCard key={item.id} item={item} favourite={favourites.data?.items.includes(item.id) ?? false} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
