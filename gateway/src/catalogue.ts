import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pinyin } from 'pinyin-pro';
import { CATALOGUE, itemScope } from '@wangting/contracts/catalogue';
import type { Caller } from '@wangting/contracts/caller';
import { contractFile, rulesFile } from '@wangting/kit/items';

const root = fileURLToPath(new URL('../..', import.meta.url));
export type ItemState = 'done' | 'partial' | 'missing';

/** What stands of an item, by its parts: contract, rules and page. Never typed in. (`npm run items` also asks for its story.) */
export const stateOf = (owner: string, id: string): ItemState => {
  const parts = [contractFile(owner, id), rulesFile(owner, id), `${root}frontends/${owner}/src/app.tsx`].map((file) => existsSync(file));
  return parts.every(Boolean) ? 'done' : parts[0] || parts[1] ? 'partial' : 'missing';
};
const entries = CATALOGUE.map((head) => ({
  no: head.no,
  id: head.id,
  name: head.name,
  aliases: head.aliases,
  initials: pinyin(head.name, { pattern: 'first', toneType: 'none', type: 'array' })
    .join('')
    .replace(/[^a-z]/g, ''),
  category: head.category,
  path: head.path,
  kind: head.kind,
  owner: head.owner,
  help: head.help,
  state: stateOf(head.owner, head.id),
}));
const WHY = { 法人办事: '当前身份不能办理此事项', 个人办事: '请使用工伤职工或供养亲属身份办理' } as const;

/** 事项目录 as this caller sees it; `all` also lists what is not built or not his, with the reason. */
export const catalogueFor = (caller: Caller | undefined, all: boolean) =>
  entries
    .map((entry) => {
      const permitted = caller?.scopes.includes(itemScope(entry.id)) ?? false;
      const reason = entry.state !== 'done' ? '建设中' : !caller ? '请先登录' : permitted ? undefined : WHY[entry.path];
      return { permitted, shown: { ...entry, allowed: permitted && entry.state === 'done', ...(reason ? { reason } : {}) } };
    })
    .filter(({ permitted }) => all || permitted)
    .map(({ shown }) => shown);
