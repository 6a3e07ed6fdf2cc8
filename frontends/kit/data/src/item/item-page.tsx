import { Button, Failed, FailedBy, Waiting, callAction, go, itemApi, useQuery, type CatalogueItem } from '@wangting/kit-core';
import { useState } from 'react';
import { FillIn, homeOf, type Correction, type ItemPageProps } from './fill-in.tsx';
import { ItemHead } from './item-head.tsx';
import { useApplication } from './rail.tsx';

/** One page for every item: whether it may be opened now, or goes on after 补正; then it is filled in (fill-in.tsx). It knows nothing about any particular item. */
export function ItemPage(props: ItemPageProps) {
  const { item, head, applicationId } = props;
  const opening = useQuery({
    queryKey: ['open', item.id, applicationId ?? ''],
    queryFn: () => callAction(itemApi(item.id).open, applicationId ? { applicationId } : {}),
    staleTime: Infinity,
    gcTime: 0,
  });
  const correcting = Boolean(applicationId) && opening.data !== undefined && opening.data.draft?.applicationId !== applicationId;
  const view = useApplication(head.owner, correcting ? applicationId : undefined);
  // Kept as it was when it was begun: what arrives later (its own 补正提交, a slip of the line) takes no page from under a person's hands.
  const [correction, setCorrection] = useState<Correction>();
  const { data: seen } = view;
  if (!correction && seen?.row.status === 'correcting')
    setCorrection({
      seq: seen.row.seq,
      opinion: seen.row.opinion,
      materials: seen.materials,
      values: seen.values,
      shows: seen.shows,
      serialNo: seen.row.serialNo,
    });
  const error = opening.error ?? (correction ? undefined : view.error);

  if (error)
    return (
      <>
        <ItemHead item={item} head={head} />
        <FailedBy error={error} again={() => void Promise.all([opening.refetch(), correcting ? view.refetch() : undefined])} />
        <Close head={head} />
      </>
    );
  if (!opening.data || (correcting && !seen))
    return (
      <>
        <ItemHead item={item} head={head} />
        <Waiting rows={8} />
      </>
    );
  if (!opening.data.allowed) {
    return (
      <>
        <ItemHead item={item} head={head} />
        <Failed title="现在不能办理此事项">{opening.data.reason ?? '当前单位或当前时间不能办理此事项。'}</Failed>
        <Close head={head} />
      </>
    );
  }
  if (correcting && !correction) {
    return (
      <>
        <ItemHead item={item} head={head} />
        <Failed
          title="该办件当前不需要补正"
          extra={<Button onClick={() => void go(`/${head.owner}/applications/${applicationId}`)}>查看办件</Button>}
        >
          办件状态已变化，请查看最新进度。
        </Failed>
      </>
    );
  }
  return <FillIn key={`${applicationId} ${opening.dataUpdatedAt}`} {...props} opening={opening.data} correction={correction} />;
}

const Close = ({ head }: { head: CatalogueItem }) => (
  <p style={{ textAlign: 'center' }}>
    <Button onClick={() => void go(homeOf(head))}>关闭</Button>
  </p>
);
