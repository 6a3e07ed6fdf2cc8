import { useSearchParams } from '@wangting/kit-core';
import { useRef, type ReactNode } from 'react';
import { Tabs } from '../antd.ts';
import { WorkList } from '../work/work-list.tsx';

/** A tab beside the form. */
export interface ItemTab {
  key: string;
  label: string;
  children: ReactNode;
  /** Stands before the form. */
  first?: true;
}
const FORM = 'form';
const WORK = 'work';

/** The form of an item, the item's own further tabs, and 已申请流程信息. A tab keeps what is typed on it while another is in front. */
export function ItemTabs({
  itemId,
  label = '事项办理',
  more = [],
  children,
}: {
  itemId: string;
  label?: string | undefined;
  more?: readonly ItemTab[] | undefined;
  children: ReactNode;
}) {
  const tabs: readonly ItemTab[] = [
    ...more.filter(({ first }) => first),
    { key: FORM, label, children },
    ...more.filter(({ first }) => !first),
    { key: WORK, label: '已申请流程信息', children: <WorkList name={`work-${itemId}`} itemId={itemId} also={['tab', 'application']} /> },
  ];
  // Which is in front stands in the address, so that it can be shared and the back button works.
  const [address, setAddress] = useSearchParams();
  const application = address.get('application');
  const home = application ? FORM : (tabs[0]?.key ?? FORM);
  const asked = address.get('tab') ?? home;
  const tab = tabs.some(({ key }) => key === asked) ? asked : home;
  const visited = useRef(new Set([FORM])).current;
  visited.add(tab);
  return (
    <>
      <Tabs
        activeKey={tab}
        onChange={(key) => setAddress({ ...(application ? { application } : {}), ...(key === home ? {} : { tab: key }) })}
        items={tabs.map(({ key, label: words }) => ({ key, label: words }))}
      />
      {tabs
        .filter(({ key }) => visited.has(key) && (key !== WORK || key === tab))
        .map(({ key, children: content }) => (
          <div key={key} hidden={key !== tab}>
            {content}
          </div>
        ))}
    </>
  );
}
