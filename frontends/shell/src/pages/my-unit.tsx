import { FailedBy, HallLink, Waiting, callAction, plain, useCaller, useQuery } from '@wangting/kit-core';
import { HATS } from '../hats.ts';
import { portal } from '../portal-api.ts';
import { useTitle } from '../title.tsx';
import css from './centre.module.css';

/** 单位信息, and every hat of the person who looks. */
export function MyUnit() {
  useTitle('单位信息');
  const { unit, name, hat, scopes } = useCaller();
  return (
    <>
      <h1>单位信息</h1>
      <dl className={css.facts}>
        <dt>单位名称</dt>
        <dd>{plain(unit?.name)}</dd>
        <dt>单位编号</dt>
        <dd>{unit?.unitNo ?? '尚未取得（企业参保登记审核通过后生成）'}</dd>
        <dt>统一社会信用代码</dt>
        <dd>{plain(unit?.creditCode)}</dd>
        <dt>登录人</dt>
        <dd>{name}</dd>
        <dt>身份</dt>
        <dd>{hat ? HATS[hat] : '—'}</dd>
      </dl>
      <p>
        {unit?.unitNo ? (
          <HallLink to="/units/items/unit-maintenance">维护单位基本信息及联系人</HallLink>
        ) : (
          <HallLink to="/units/items/unit-registration">办理企业参保登记</HallLink>
        )}
        {scopes.includes('unit.contacts') && (
          <>
            　<HallLink to="/centre/grants">联系人授权</HallLink>
          </>
        )}
      </p>
      <section className={css.block} aria-labelledby="hats-title">
        <h2 id="hats-title">我的身份</h2>
        <MyHats />
      </section>
    </>
  );
}

function MyHats() {
  const hats = useQuery({ queryKey: ['hats'], queryFn: () => callAction(portal.hats, {}), staleTime: 300_000 });
  if (hats.error) return <FailedBy error={hats.error} again={() => void hats.refetch()} />;
  if (!hats.data) return <Waiting rows={3} />;
  const items = (scopes: readonly string[]) => scopes.filter((scope) => scope.startsWith('item:')).length;
  return (
    <ul className={css.notices}>
      {hats.data.rows.map((row) => (
        <li key={`${row.hat} ${row.unitId}`} className={css.notice} data-read={!row.current}>
          <div>
            <h3>
              {row.label}
              {row.unitName && `：${row.unitName}`}
              {row.current && '（当前）'}
            </h3>
            <p>可办理 {items(row.scopes)} 个事项</p>
          </div>
        </li>
      ))}
      {hats.data.rows.length > 1 && <li className={css.quiet}>在页面右上角点击“切换身份”，无需重新登录。</li>}
    </ul>
  );
}
