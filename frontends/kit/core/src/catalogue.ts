import { useQuery } from '@tanstack/react-query';
import { callAction } from './api.ts';
import { catalogueApi, type CatalogueItem } from './endpoints.ts';

export const useCatalogue = () =>
  useQuery({ queryKey: ['catalogue'], queryFn: async () => (await callAction(catalogueApi, { all: 1 })).items, staleTime: 60_000 });

/** Does the typed text spell these syllables from the first on, each in full or by its initial? */
function spells(typed: string, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return false;
  if (first.startsWith(typed)) return true;
  return (typed.startsWith(first) && spells(typed.slice(first.length), rest)) || (typed[0] === first[0] && spells(typed.slice(1), rest));
}
const spelledIn = (spelling: string, typed: string): boolean => {
  const syllables = spelling.split(' ');
  return syllables.some((_, at) => spells(typed, syllables.slice(at)));
};

/** 名称, 别名, pinyin or its initials, whatever was typed, without regard to case, blanks and the marks of an input method. */
export function matches(item: Pick<CatalogueItem, 'name' | 'aliases' | 'spelled'>, typed: string): boolean {
  const wanted = typed.replace(/[\s'’]/g, '').toLowerCase();
  if (!wanted) return true;
  return (
    [item.name, ...item.aliases].some((name) => name.toLowerCase().includes(wanted)) ||
    item.spelled.some((spelling) => spelledIn(spelling, wanted))
  );
}

export const pageOfItem = (item: Pick<CatalogueItem, 'owner' | 'id'>): string => `/${item.owner}/items/${item.id}`;
