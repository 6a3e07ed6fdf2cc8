import { isBatch } from '@wangting/contracts/batch';
import type { ItemDefinition } from '@wangting/contracts/item';
import type { View } from '@wangting/contracts/queries';
import { Failed, FailedBy, HallLink, Pages, Waiting, queryClient, useCatalogue, useQuery, useSearchParams } from '@wangting/kit-core';
import { useState, type ComponentType } from 'react';
import { ApplicationDetail } from '../work/application-detail.tsx';
import { QueryItemPage } from '../query/query-item-page.tsx';
import type { ItemPageProps } from './fill-in.tsx';
import { ItemPage } from './item-page.tsx';
import type { Derive } from './use-item-form.ts';

/** What a contract file exports. `derive` says what follows from what is typed. */
export interface ItemModule {
  item: ItemDefinition;
  derive?: Derive;
  /** What a query item shows, one tab each. */
  views?: readonly View[];
}
export interface ItemSources {
  owner: string;
  contract: (id: string) => Promise<ItemModule>;
  /** The item's own page, where the generic one is not enough; undefined when there is none. */
  page: (id: string) => Promise<{ default: ComponentType<ItemPageProps> }> | undefined;
}

/** `/<owner>/items/<id>` and `/<owner>/applications/<applicationId>`. Adding an item changes nothing here. */
export function ItemRoutes(sources: ItemSources) {
  const { owner } = sources;
  return (
    <Pages
      at={{
        [`/${owner}/items/:id`]: ({ id = '' }) => <Item key={id} {...sources} id={id} />,
        [`/${owner}/applications/:applicationId`]: ({ applicationId = '' }) => (
          <ApplicationDetail
            key={applicationId}
            owner={owner}
            applicationId={applicationId}
            contract={(_, id) => sources.contract(id)}
            side="applicant"
            back="/centre/work"
          />
        ),
      }}
      otherwise={
        <Failed page title="没有找到这个页面" extra={<HallLink to="/">返回首页</HallLink>}>
          地址可能有误，或该事项尚未开放。
        </Failed>
      }
    />
  );
}

function Item({ owner, contract, page, id }: ItemSources & { id: string }) {
  const [address] = useSearchParams();
  const [round, setRound] = useState(0);
  const catalogue = useCatalogue();
  const head = catalogue.data?.find((one) => one.id === id && one.owner === owner);
  const loaded = useQuery({
    queryKey: ['item', owner, id],
    queryFn: async () => {
      const [module, own] = await Promise.all([contract(id), page(id)]);
      const Page = own?.default ?? (isBatch(module.item) ? (await import('../batch/batch-page.tsx')).BatchPage : ItemPage);
      return { ...module, Page };
    },
    enabled: head !== undefined && head.state !== 'missing' && head.allowed,
    staleTime: Infinity,
    retry: false,
  });
  if (catalogue.error) return <FailedBy error={catalogue.error} again={() => void catalogue.refetch()} />;
  if (loaded.error)
    return (
      <Failed page title="事项页面暂时无法打开" again={() => void loaded.refetch()}>
        页面内容没有取到，其他事项不受影响。请稍后重试。
      </Failed>
    );
  if (catalogue.isPending) return <Waiting rows={8} />;
  if (!head || head.state === 'missing')
    return (
      <Failed page title={head ? `${head.name}：建设中` : '没有找到这个事项'} extra={<HallLink to="/">返回首页</HallLink>}>
        {head ? '该事项尚未开放，请留意大厅公告。' : '地址可能有误。'}
      </Failed>
    );
  if (!head.allowed)
    return (
      <Failed page title={`暂不能办理“${head.name}”`} extra={<HallLink to="/">返回首页</HallLink>}>
        {head.reason ?? '当前身份不能办理此事项。'}
      </Failed>
    );
  if (!loaded.data) return <Waiting rows={8} />;
  const { Page, item, derive, views } = loaded.data;
  if (views && Page === ItemPage) return <QueryItemPage item={item} head={head} views={views} onAgain={() => setRound(round + 1)} />;
  const applicationId = address.get('application') ?? undefined;
  const again = () => {
    queryClient.removeQueries({ queryKey: ['open', id] });
    if (applicationId) window.history.replaceState(null, '', window.location.pathname);
    setRound((now) => now + 1);
  };
  return (
    <Page
      key={`${id} ${applicationId} ${round}`}
      item={item}
      head={head}
      applicationId={applicationId}
      onAgain={again}
      {...(derive ? { extras: { derive } } : {})}
    />
  );
}
