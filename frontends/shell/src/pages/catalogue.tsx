import {
  Empty,
  FailedBy,
  HallLink,
  Input,
  Waiting,
  matches,
  pageOfItem,
  useCatalogue,
  useClosed,
  useSearchParams,
  type CatalogueItem,
} from '@wangting/kit-core';
import { useDeferredValue, useState } from 'react';
import css from './catalogue.module.css';
import { ItemCard, hindrance, useFavourites } from './item-card.tsx';
import { useRecent } from '../recent.ts';
import { useTitle } from '../title.tsx';

const FAVOURITES = '我的收藏';
const ORDER = ['公共业务', '工伤认定鉴定', '工伤保险', '失业保险'];

/** 法人办事 and 个人办事: categories, search, cards. A search looks through all categories. */
export function CataloguePage({ path }: { path: CatalogueItem['path'] }) {
  const catalogue = useCatalogue();
  const favourites = useFavourites();
  const closed = useClosed();
  const [address, setAddress] = useSearchParams();
  const [typed, setTyped] = useState(address.get('q') ?? '');
  const wanted = useDeferredValue(typed);
  useTitle(path);

  if (catalogue.isPending) return <Waiting />;
  if (catalogue.error) return <FailedBy error={catalogue.error} again={() => void catalogue.refetch()} />;

  const here = catalogue.data.filter((item) => item.path === path);
  const found = here.filter((item) => matches(item, wanted));
  const marked = new Set(favourites.data?.items);
  const isIn = (item: CatalogueItem, name: string) => (name === FAVOURITES ? marked.has(item.id) : item.category === name);
  const categories = [...ORDER.filter((name) => here.some((item) => item.category === name)), FAVOURITES];
  const asked = address.get('c');
  const category = asked && categories.includes(asked) ? asked : wanted.trim() ? undefined : categories[0];
  const shown = found.filter((item) => !category || isIn(item, category));
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
                <span>{found.filter((item) => isIn(item, name)).length}</span>
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
        <Recent items={here} />
        {shown.length === 0 ? (
          <Empty description={category === FAVOURITES ? '暂无收藏。在事项卡片上点击“☆ 收藏”即可加入。' : '暂无内容'} />
        ) : (
          <ul className={css.cards}>
            {shown.map((item) => (
              <ItemCard key={item.id} item={item} favourite={marked.has(item.id)} closed={closed.get(item.id)} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

/** 最近使用: what this person opened last and may open now. */
function Recent({ items }: { items: readonly CatalogueItem[] }) {
  const { data } = useRecent();
  const recent = (data?.items ?? []).flatMap(({ itemId }) => items.filter((item) => item.id === itemId && !hindrance(item))).slice(0, 6);
  if (recent.length === 0) return null;
  return (
    <nav className={css.recent} aria-label="最近使用">
      <span aria-hidden="true">最近使用</span>
      <ul>
        {recent.map((item) => (
          <li key={item.id}>
            <HallLink to={pageOfItem(item)}>{item.name}</HallLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
