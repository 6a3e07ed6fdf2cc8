import { z } from 'zod';
import { Ppm, type PolicyTable } from './policy.ts';

/** 失业保险费率 (policy §1). Each side is rounded by itself; the total is their sum. A unit may have its own row (override) in the service. */
export const UnemploymentRate = z.strictObject({ unitPpm: Ppm, personPpm: Ppm });
export type UnemploymentRate = z.infer<typeof UnemploymentRate>;

export const unemploymentRates: PolicyTable<UnemploymentRate> = {
  name: 'unemployment-rates',
  title: '失业保险费率',
  keyDate: '对应费款所属期',
  by: 'period',
  value: UnemploymentRate,
  rows: [
    { from: '199901', to: '201502', value: { unitPpm: 20_000, personPpm: 10_000 }, source: '失业保险条例第六条', state: 'checked' },
    {
      from: '201503',
      to: '201604',
      value: { unitPpm: 15_000, personPpm: 5_000 },
      source: '人社部发〔2015〕24号',
      state: 'unverified',
      note: '单位与个人的分担由省定，未核实',
    },
    {
      from: '201605',
      to: '201612',
      value: { unitPpm: 10_000, personPpm: 5_000 },
      source: '人社部发〔2016〕36号',
      state: 'unverified',
      note: '单位与个人的分担由省定，未核实',
    },
    {
      from: '201701',
      to: '202512',
      value: { unitPpm: 7_000, personPpm: 3_000 },
      source: '人社部发〔2023〕19号、〔2024〕40号（阶段性降率至2025-12-31）',
      state: 'derived',
      note: '合计1%已核对；分担由手册金额推得',
    },
    {
      from: '202601',
      to: null,
      value: { unitPpm: 7_000, personPpm: 3_000 },
      source: '未见2025年后的延续文件，暂按原费率',
      state: 'unverified',
    },
  ],
};
