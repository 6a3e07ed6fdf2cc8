import { Empty, FailedBy, Waiting, useCatalogue, useClosed } from '@wangting/kit-core';
import css from './catalogue.module.css';
import { ItemCard, useFavourites } from './item-card.tsx';
import { useTitle } from '../title.tsx';

export function Favourites() {
  useTitle('我的收藏');
  const catalogue = useCatalogue();
  const favourites = useFavourites();
  const closed = useClosed();
  const error = catalogue.error ?? favourites.error;
  if (error) return <FailedBy error={error} again={() => void Promise.all([catalogue.refetch(), favourites.refetch()])} />;
  if (!catalogue.data || !favourites.data) return <Waiting />;
  const mine = catalogue.data.filter(({ id }) => favourites.data.items.includes(id));
  return (
    <>
      <h1>我的收藏</h1>
      {mine.length === 0 ? (
        <Empty description="暂无收藏。在事项卡片上点击“☆ 收藏”即可加入。" />
      ) : (
        <ul className={css.cards}>
          {mine.map((item) => (
            <ItemCard key={item.id} item={item} favourite closed={closed.get(item.id)} />
          ))}
        </ul>
      )}
    </>
  );
}
