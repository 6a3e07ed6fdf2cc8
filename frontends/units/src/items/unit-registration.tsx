import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { ItemPage, useDictionary, type Derive, type ItemPageProps } from '@wangting/kit-data';
import { useMemo } from 'react';

/** 1 企业参保登记: the generic page, and what the page can say by itself: 组织机构代码 from the credit code, 行业风险类别 from the industry. */
export default function UnitRegistration(props: ItemPageProps) {
  const { data: industries } = useDictionary('industry');
  const derive = useMemo(
    (): Derive =>
      ({ creditCode, industry }, shows) => {
        const code = checkCreditCode(String(creditCode ?? ''));
        const division = industries?.entries.find(({ code: one }) => one === String(industry ?? '').slice(0, 2));
        return {
          shows: {
            orgCode: code.ok ? code.orgCode : undefined,
            riskClass: division ? division.riskClass : industry ? shows.riskClass : undefined,
          },
        };
      },
    [industries],
  );
  return <ItemPage {...props} extras={{ derive }} />;
}
