import {
  Alert,
  Button,
  applicationApi,
  callAction,
  go,
  isRefusal,
  itemApi,
  moment,
  pageOfItem,
  useCatalogue,
  useDialogs,
  useMutation,
  useQuery,
  useQueryClient,
  wordsFor,
  type CatalogueItem,
} from '@wangting/kit-core';
import css from './centre.module.css';

interface Draft {
  applicationId: string;
  item: CatalogueItem;
  savedAt: string;
}
/** Nothing can be stored of what is only looked up, printed or signed for. */
const FILLED_IN = ['instant', 'filing', 'review', 'confirm', 'maintain', 'batch'];

/** Each owner keeps its own; one that is away hides only its own. */
async function draftsOf(items: readonly CatalogueItem[]): Promise<{ drafts: Draft[]; away: boolean }> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const owners = [...new Set(items.filter(({ allowed, kind }) => allowed && FILLED_IN.includes(kind)).map(({ owner }) => owner))];
  const answers = await Promise.allSettled(owners.map((owner) => callAction(applicationApi(owner).drafts, {})));
  const drafts = answers
    .flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.rows : []))
    .flatMap(({ applicationId, itemId, savedAt }) => {
      const item = byId.get(itemId);
      return item ? [{ applicationId, item, savedAt }] : [];
    })
    .toSorted((a, b) => b.savedAt.localeCompare(a.savedAt));
  return { drafts, away: answers.some(({ status }) => status === 'rejected') };
}

/** 暂存: stored and not sent. They stand outside the steps, so the list below does not know them. */
export function Drafts() {
  const client = useQueryClient();
  const { modal, message } = useDialogs();
  const catalogue = useCatalogue();
  const list = useQuery({
    queryKey: ['work', 'drafts'],
    queryFn: () => draftsOf(catalogue.data ?? []),
    enabled: catalogue.data !== undefined,
  });
  const discard = useMutation({
    mutationFn: ({ item, applicationId }: Draft) => callAction(itemApi(item.id).discard, { applicationId }),
    onSuccess: ({ message: words }) => void message.success(words),
    onError: (error) => void message.error(isRefusal(error, 'NOT_FOUND') ? '该暂存已提交或已删除。' : wordsFor(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['work', 'drafts'] }),
  });
  if (!list.data || (list.data.drafts.length === 0 && !list.data.away)) return null;
  const { drafts, away } = list.data;
  const ask = (draft: Draft) =>
    modal.confirm({
      title: '删除暂存',
      content: '确定删除已暂存的内容和材料吗？删除后不能恢复。',
      okText: '确定',
      cancelText: '取消',
      onOk: () => discard.mutateAsync(draft).catch(() => undefined),
    });
  return (
    <section className={css.drafts} aria-labelledby="drafts-title">
      <h2 id="drafts-title">已暂存，尚未提交（{drafts.length}）</h2>
      {away && <Alert type="warning" showIcon title="部分业务的暂存暂时无法读取，已暂存的内容不受影响。" style={{ marginTop: 8 }} />}
      <ul className={css.notices}>
        {drafts.map((draft) => (
          <li key={draft.applicationId} className={css.notice}>
            <div>{draft.item.name}</div>
            <time dateTime={draft.savedAt}>暂存于 {moment(draft.savedAt)}</time>
            <Button
              size="small"
              type="primary"
              aria-label={`继续办理${draft.item.name}`}
              onClick={() => void go(`${pageOfItem(draft.item)}?application=${draft.applicationId}`)}
            >
              继续办理
            </Button>
            <Button size="small" aria-label={`删除${draft.item.name}的暂存`} disabled={discard.isPending} onClick={() => ask(draft)}>
              删除
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
