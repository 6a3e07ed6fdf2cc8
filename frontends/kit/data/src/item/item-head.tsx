import type { ItemDefinition } from '@wangting/contracts/item';
import { Alert, HallLink, type CatalogueItem } from '@wangting/kit-core';
import { useEffect } from 'react';
import css from './item.module.css';

const days = ({ days: count, of }: { days: number; of: 'calendar' | 'working' }) => `${count} 个${of === 'working' ? '工作日' : '自然日'}`;

/** By this the button that cannot be pressed now says why. */
export const CLOSED = 'item-closed';

/** Breadcrumb, title, one line of help, clocks, 办理须知 folded; and outside 办理时间 that, before anything is filled in. */
export function ItemHead({ item, head, closed }: { item: ItemDefinition; head: CatalogueItem; closed?: string | undefined }) {
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
      {closed && (
        <Alert
          id={CLOSED}
          className={css.alert}
          type="warning"
          showIcon
          title={closed}
          description={item.draft ? '可以先填写并暂存，到办理时间再提交。' : undefined}
        />
      )}
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
