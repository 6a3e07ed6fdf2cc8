import { STATUSES, type Status } from '@wangting/contracts/application';
import type { FieldLayout } from '@wangting/contracts/item';
import { queryClient, type CatalogueItem } from '@wangting/kit-core';
import { useMemo } from 'react';

/** The filters of 我的办件 and of the agency's queue. Items and states are offered like dictionaries, though they are none. */
export function useWorkFilters(items: readonly CatalogueItem[], states: readonly Status[], search = false): readonly FieldLayout[] {
  return useMemo(() => {
    queryClient.setQueryData(['dictionary', '#items'], {
      name: '#items',
      title: '事项',
      entries: items.filter(({ state }) => state !== 'missing').map(({ id, name }) => ({ code: id, label: name })),
    });
    queryClient.setQueryData(['dictionary', `#states-${states.length}`], {
      name: '#states',
      title: '办理状态',
      entries: states.map((state) => ({ code: state, label: STATUSES[state].label })),
    });
    return [
      ...(search
        ? [{ name: 'search', label: '流水号、单位编号或名称开头', as: 'text' as const, placeholder: '从头输入', personal: true }]
        : []),
      { name: 'itemId', label: '事项名称', as: 'select' as const, dictionary: '#items', placeholder: '全部' },
      { name: 'status', label: '办理状态', as: 'select' as const, dictionary: `#states-${states.length}`, placeholder: '全部' },
      { name: 'from', label: '申请时间起', as: 'day' as const },
      { name: 'to', label: '申请时间止', as: 'day' as const },
    ];
  }, [items, states, search]);
}
