import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { Alert } from '@wangting/kit-core';
import { ItemPage, useDictionary, type Derive, type ItemExtras, type ItemPageProps, type Values } from '@wangting/kit-data';
import { useMemo } from 'react';

/** Fields that a register (市场监管 …) has pushed are its, not the unit's. */
const locked: NonNullable<ItemExtras['locked']> = ({ name }, { shows }) => Object.keys((shows.pushed ?? {}) as object).includes(name);
const before: NonNullable<ItemExtras['before']> = ({ state: { shows } }) =>
  shows.pushed ? (
    <Alert type="info" showIcon title={`已带出${String(shows.pushedBy)}推送的登记信息，不能修改；信息有误的，请先到登记机关更正。`} />
  ) : null;

/** 1 企业参保登记: the generic page, and what the page can say by itself: 组织机构代码 from the credit code, 行业风险类别 from the industry. */
export default function UnitRegistration(props: ItemPageProps) {
  const { data: industries } = useDictionary('industry');
  const derive = useMemo(
    (): Derive =>
      ({ creditCode, industry }, shows) => {
        const code = checkCreditCode(String(creditCode ?? ''));
        const division = industries?.entries.find(({ code: one }) => one === String(industry ?? '').slice(0, 2));
        return {
          // What a register has pushed stands there whatever an older draft says.
          ...(shows.pushed ? { values: shows.pushed as Values } : {}),
          shows: {
            orgCode: code.ok ? code.orgCode : undefined,
            riskClass: division ? division.riskClass : industry ? shows.riskClass : undefined,
          },
        };
      },
    [industries],
  );
  return <ItemPage {...props} extras={{ derive, locked, before }} />;
}
