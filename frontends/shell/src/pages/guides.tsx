import {
  Empty,
  Failed,
  FailedBy,
  HallLink,
  Input,
  Pages,
  Waiting,
  api,
  callAction,
  day,
  isRefusal,
  matches,
  pageOfItem,
  useCatalogue,
  useQuery,
} from '@wangting/kit-core';
import { useState } from 'react';
import { useTitle } from '../title.tsx';
import css from './board.module.css';

const CATEGORIES = ['公共业务', '工伤认定鉴定', '工伤保险', '失业保险'];

/** 办事指南 and 常见问题 of each item, for everybody. */
export default function Guides() {
  return (
    <Pages
      at={{
        '/guides': () => <GuideList />,
        '/guides/:id': ({ id = '' }) => <Guide key={id} id={id} />,
      }}
      otherwise={<Failed title="没有找到这个页面" extra={<HallLink to="/guides">返回办事指南</HallLink>} />}
    />
  );
}

function GuideList() {
  const catalogue = useCatalogue();
  const [typed, setTyped] = useState('');
  if (catalogue.error) return <FailedBy error={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Waiting />;
  const found = catalogue.data.filter((item) => matches(item, typed));
  return (
    <section className={css.box} aria-labelledby="guides-title">
      <h1 id="guides-title">办事指南</h1>
      <div className={css.search}>
        <Input
          type="search"
          aria-label="搜索事项"
          placeholder="请输入内容"
          allowClear
          style={{ width: 320, maxWidth: '100%' }}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <span role="status" className={css.lead}>
          共 {found.length} 个事项
        </span>
      </div>
      {found.length === 0 && <Empty description="暂无内容" />}
      {CATEGORIES.map((category) => {
        const items = found.filter((item) => item.category === category);
        return items.length === 0 ? null : (
          <section key={category} className={css.section}>
            <h2>{category}</h2>
            <ul className={css.list}>
              {items.map((item) => (
                <li key={item.id}>
                  <HallLink to={`/guides/${item.id}`}>{item.name}</HallLink>
                  {item.state === 'missing' && <small>建设中</small>}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

function Guide({ id }: { id: string }) {
  const guide = useQuery({ queryKey: ['guide', id], queryFn: () => callAction(api.guide, { itemId: id }), staleTime: 300_000 });
  const head = useCatalogue().data?.find((item) => item.id === id);
  useTitle(guide.data ? `${guide.data.itemName}办事指南` : '办事指南');
  const back = <HallLink to="/guides">返回办事指南</HallLink>;
  if (isRefusal(guide.error, 'NOT_FOUND'))
    return (
      <Failed title="没有找到这个事项" extra={back}>
        地址可能有误。
      </Failed>
    );
  if (guide.error) return <FailedBy error={guide.error} again={() => void guide.refetch()} />;
  if (!guide.data) return <Waiting rows={8} />;
  const { itemName, guide: content, updatedAt, hotline } = guide.data;
  return (
    <article className={css.box} aria-labelledby="guide-title">
      <p>{back}</p>
      <h1 id="guide-title">{itemName}办事指南</h1>
      {head && <p className={css.lead}>{head.help}</p>}
      {content.sections.map(({ title, lines }) => (
        <section key={title} className={css.section}>
          <h2>{title}</h2>
          <ul>
            {lines.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        </section>
      ))}
      <section className={css.section} aria-labelledby="questions-title">
        <h2 id="questions-title">常见问题</h2>
        {content.questions.length === 0 && <p className={css.lead}>暂无常见问题。</p>}
        {content.questions.map(({ ask, answer }, index) => (
          <details key={index} className={css.one}>
            <summary>{ask}</summary>
            <p style={{ marginTop: 8 }}>{answer}</p>
          </details>
        ))}
      </section>
      <section className={css.section} aria-labelledby="hotline-title">
        <h2 id="hotline-title">咨询</h2>
        <p style={{ marginTop: 8 }}>
          咨询电话 <a href={`tel:${hotline}`}>{hotline}</a>
          {head?.state === 'done' && (
            <>
              　<HallLink to={pageOfItem(head)}>去办理</HallLink>
            </>
          )}
        </p>
        {updatedAt && <p className={css.lead}>更新于 {day(updatedAt)}</p>}
      </section>
    </article>
  );
}
