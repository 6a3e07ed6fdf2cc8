import { HallLink, plain, useCaller } from '@wangting/kit-core';
import { HATS } from '../hats.ts';
import css from './centre.module.css';

export function MyUnit() {
  const { unit, name, hat } = useCaller();
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
      {unit?.unitNo ? (
        <HallLink to="/units/items/unit-maintenance">维护单位基本信息及联系人</HallLink>
      ) : (
        <HallLink to="/units/items/unit-registration">办理企业参保登记</HallLink>
      )}
    </>
  );
}
