import { useQuery } from '@tanstack/react-query';
import { callAction } from './api.ts';
import { catalogueApi, type CatalogueItem } from './endpoints.ts';

export const useCatalogue = () =>
  useQuery({ queryKey: ['catalogue'], queryFn: async () => (await callAction(catalogueApi, { all: 1 })).items, staleTime: 60_000 });

/** 名称, 别名 or pinyin initials, whatever was typed, without regard to case and blanks. */
export function matches(item: Pick<CatalogueItem, 'name' | 'aliases' | 'initials'>, typed: string): boolean {
  const wanted = typed.replace(/\s/g, '').toLowerCase();
  if (!wanted) return true;
  return item.initials.toLowerCase().includes(wanted) || [item.name, ...item.aliases].some((name) => name.toLowerCase().includes(wanted));
}

export const pageOfItem = (item: Pick<CatalogueItem, 'owner' | 'id'>): string => `/${item.owner}/items/${item.id}`;
