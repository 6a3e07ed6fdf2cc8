import { KINDS, type Kind } from '@wangting/contracts/item';
import {
  HallLink,
  api,
  callAction,
  pageOfItem,
  useMutation,
  useQuery,
  useQueryClient,
  wordsFor,
  type CatalogueItem,
  useDialogs,
} from '@wangting/kit-core';
import { hasRemote } from '../applications.ts';
import css from './catalogue.module.css';

export const useFavourites = () => useQuery({ queryKey: ['favourites'], queryFn: () => callAction(api.favourites, {}), staleTime: 60_000 });

/** 即办, 审核 … of the catalogue's code. */
const kindOf = (kind: string): string => (kind in KINDS ? KINDS[kind as Kind] : kind);

/** Why an item cannot be opened now, or nothing. */
export function hindrance(item: CatalogueItem): string | undefined {
  if (item.state === 'missing' || (item.state === 'partial' && !hasRemote(item.owner))) return '建设中';
  if (!item.allowed) return item.reason ?? '当前身份不能办理此事项';
  return undefined;
}

/** One item of the catalogue: what it is, what it is for, whether it can be used now, and why not. */
export function ItemCard({ item, favourite, closed }: { item: CatalogueItem; favourite: boolean; closed: string | undefined }) {
  const { message } = useDialogs();
  const client = useQueryClient();
  const set = useMutation({
    mutationFn: (on: boolean) => callAction(api.setFavourite, { itemId: item.id, on }),
    onSuccess: (answer) => client.setQueryData(['favourites'], answer),
    onError: (error) => void message.error(wordsFor(error)),
  });
  const why = hindrance(item);
  return (
    <li className={css.card} data-open={!why}>
      <h2 className={css.name}>{why ? item.name : <HallLink to={pageOfItem(item)}>{item.name}</HallLink>}</h2>
      <p className={css.help}>{item.help}</p>
      {!why && closed && <p className={css.why}>{closed}</p>}
      <div className={css.foot}>
        <span className={css.badge}>{kindOf(item.kind)}</span>
        {!why && item.state === 'partial' && <span className={css.badge}>部分功能开放</span>}
        {!why && closed && <span className={css.closed}>现在不办理</span>}
        {why === '建设中' ? <span className={css.badge}>建设中</span> : why && <span className={css.why}>{why}</span>}
        {why !== '建设中' && (
          <HallLink className={css.guide} to={`/guides/${item.id}`} aria-label={`${item.name}的办事指南`}>
            指南
          </HallLink>
        )}
        <button
          type="button"
          className={css.star}
          aria-pressed={favourite}
          aria-label={`${favourite ? '取消收藏' : '收藏'} ${item.name}`}
          disabled={set.isPending}
          onClick={() => set.mutate(!favourite)}
        >
          {favourite ? '★ 已收藏' : '☆ 收藏'}
        </button>
      </div>
    </li>
  );
}
