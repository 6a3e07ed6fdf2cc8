import type { ItemDefinition } from '@wangting/contracts/item';
import { HallLink, type CatalogueItem } from '@wangting/kit-core';
import { useEffect } from 'react';
import css from './item.module.css';

const days = ({ days: count, of }: { days: number; of: 'calendar' | 'working' }) => `${count} 个${of === 'working' ? '工作日' : '自然日'}`;

/** Breadcrumb, title, one line of help, clocks, 办理须知 folded. */
export function ItemHead({ item, head }: { item: ItemDefinition; head: CatalogueItem }) {
  useEffect(() => {
    document.title = `${head.name} - 社会保险网上办事大厅`;
  }, [head.name]);
  const { legal, promise } = item.flow;
  const home = head.path === '个人办事' ? '/personal' : '/business';
  return (
    <>
      <nav className={css.crumbs} aria-label="当前位置">
        <HallLink to={home}>{head.path}</HallLink>
        <span aria-hidden="true">/</span>
        <HallLink to={`${home}?c=${head.category}`}>{head.category}</HallLink>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{head.name}</span>
      </nav>
      <div className={css.head}>
        <h1 id="item-title">{head.name}</h1>
        <span className={css.lead}>{head.help}</span>
        {(legal || promise) && (
          <span className={css.clocks}>
            {[legal && `法定期限 ${days(legal)}`, promise && `承诺时限 ${days(promise)}`].filter(Boolean).join('，')}
          </span>
        )}
      </div>
      {item.notice.length > 0 && (
        <details className={css.notice}>
          <summary>办理须知</summary>
          <ol>
            {item.notice.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}
