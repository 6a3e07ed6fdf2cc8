import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pinyin } from 'pinyin-pro';
import { BESIDE } from '@wangting/contracts/beside';
import { CATALOGUE, itemScope } from '@wangting/contracts/catalogue';
import type { Caller } from '@wangting/contracts/caller';
import type { ItemHead } from '@wangting/contracts/item';
import { contractFile, rulesFile } from '@wangting/kit/items';

const root = fileURLToPath(new URL('../..', import.meta.url));
export type ItemState = 'done' | 'partial' | 'missing';

/** What stands of an item, by its parts: contract, rules and page. Never typed in. (`npm run items` also asks for its story.) */
export const stateOf = (owner: string, id: string): ItemState => {
  const parts = [contractFile(owner, id), rulesFile(owner, id), `${root}frontends/${owner}/src/app.tsx`].map((file) => existsSync(file));
  return parts.every(Boolean) ? 'done' : parts[0] || parts[1] ? 'partial' : 'missing';
};
/** A name as one says it, syllable by syllable: `ren yuan can bao deng ji`. Signs say nothing. */
const spelled = (name: string): string =>
  pinyin(name, { toneType: 'none', type: 'array' })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(Boolean)
    .join(' ');
// What stands beside the catalogue is listed once it is there: nobody has been promised it.
const beside = BESIDE.filter(({ owner, id }) => stateOf(owner, id) === 'done');
const entries = [...CATALOGUE, ...beside].map((head) => ({
  no: head.no,
  id: head.id,
  name: head.name,
  aliases: head.aliases,
  initials: pinyin(head.name, { pattern: 'first', toneType: 'none', type: 'array' })
    .join('')
    .replace(/[^a-z]/g, ''),
  spelled: [head.name, ...head.aliases].map(spelled),
  category: head.category,
  path: head.path,
  kind: head.kind,
  owner: head.owner,
  help: head.help,
  state: stateOf(head.owner, head.id),
}));

/** Why a caller without the scope may not do an item, as far as his rights tell; the item's own `open` knows the rest. */
function whyNot(head: Pick<ItemHead, 'path' | 'category'>, { kind, hat, scopes }: Caller): string {
  if (kind !== 'person') return '请使用单位或个人身份登录办理';
  if (head.path === '个人办事') return '请使用工伤职工或供养亲属身份办理';
  if (hat === 'individual') return '请使用法人或联系人身份办理';
  if (hat === 'register') return '请先办理企业参保登记，由法人使用电子社保卡登录后办理';
  const others = scopes.filter((scope) => scope.startsWith('item:') && scope !== itemScope('unit-registration'));
  if (others.length === 0) return '单位尚未取得单位编号，请先办理企业参保登记';
  return hat === 'contact'
    ? `单位未授权您办理${head.category}，或单位当前状态不能办理，请联系本单位法人`
    : '单位当前状态不能办理，请联系经办机构';
}

/** 事项目录 as this caller sees it; `all` also lists what is not built or not his, with the reason. */
export const catalogueFor = (caller: Caller | undefined, all: boolean) =>
  entries
    .map((entry) => {
      const permitted = caller?.scopes.includes(itemScope(entry.id)) ?? false;
      const reason = entry.state !== 'done' ? '建设中' : !caller ? '请先登录' : permitted ? undefined : whyNot(entry, caller);
      return { permitted, shown: { ...entry, allowed: permitted && entry.state === 'done', ...(reason ? { reason } : {}) } };
    })
    .filter(({ permitted }) => all || permitted)
    .map(({ shown }) => shown);
