/** 行业风险类别 一类–八类 of 工伤保险 (人社部发〔2015〕71号). The base rates are in policies/injury-rates.ts. */
import { defineDictionary, type CodeOf } from './dictionary.ts';

export const riskClass = defineDictionary({
  name: 'risk-class',
  title: '行业风险类别',
  source: '人社部发〔2015〕71号',
  entries: [
    { code: '1', label: '一类' },
    { code: '2', label: '二类' },
    { code: '3', label: '三类' },
    { code: '4', label: '四类' },
    { code: '5', label: '五类' },
    { code: '6', label: '六类' },
    { code: '7', label: '七类' },
    { code: '8', label: '八类' },
  ],
});

export type RiskClass = CodeOf<typeof riskClass>;
