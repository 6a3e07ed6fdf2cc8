import { z } from 'zod';
import { rateOf, shareOf } from '../standards/money.ts';
import { Ppm, type PolicyState, type PolicyTable } from './policy.ts';

/** 稳岗返还 (policy §10.1), by the year of application; the data are those of the year before. */
export const JobRetention = z.strictObject({
  /** Share of what was paid, and the higher share chosen regions may grant. */
  largePpm: Ppm,
  largeMaxPpm: Ppm,
  smallPpm: Ppm,
  smallMaxPpm: Ppm,
  /** Highest 裁员率; the wider one for units with at most `fewHeads` insured. */
  layoffPpm: Ppm,
  layoffFewPpm: Ppm,
  fewHeads: z.int(),
  leastPaidMonths: z.int(),
});
export type JobRetention = z.infer<typeof JobRetention>;

const terms = { layoffPpm: 55_000, layoffFewPpm: 200_000, fewHeads: 30, leastPaidMonths: 12 };
const plain = { largePpm: 300_000, largeMaxPpm: 300_000, smallPpm: 600_000, smallMaxPpm: 600_000, ...terms };
const higher = { ...plain, largeMaxPpm: 500_000, smallMaxPpm: 900_000 };
const year = (key: string, value: JobRetention, source: string, state: PolicyState, to: string | null = key, note?: string) => ({
  from: key,
  to,
  value,
  source,
  state,
  note,
});

export const jobRetention: PolicyTable<JobRetention> = {
  name: 'job-retention',
  title: '稳岗返还参数',
  keyDate: '申请年度',
  by: 'year',
  value: JobRetention,
  rows: [
    year('2022', higher, '人社部发〔2022〕23号', 'unverified'),
    year('2023', plain, '国办发〔2023〕11号', 'unverified'),
    year('2024', plain, '人社部发〔2024〕40号', 'checked', '2024', '国家规定；陕西比例未核实'),
    year('2025', higher, '失业保险稳岗惠民通知（2025-04）；国办发〔2025〕25号', 'checked', '2025', '国家规定；陕西比例未核实'),
    year('2026', plain, '未见文件，暂按2025年基本比例', 'unverified', null),
  ],
};

/** 裁员率 in ppm, half up: people who newly drew 失业金 in Y−1 ÷ average of the twelve month-end heads. Null without any insured. */
export function layoffRate(drew: number, monthEndHeads: readonly number[]): number | null {
  const sum = monthEndHeads.reduce((total, heads) => total + heads, 0);
  return sum === 0 ? null : shareOf(drew * monthEndHeads.length, 1_000_000, sum);
}

/** The limit is compared exactly, by products, so that no rounding lets a unit in or keeps it out. */
export function withinLayoffLimit(drew: number, monthEndHeads: readonly number[], rule: JobRetention): boolean {
  const sum = monthEndHeads.reduce((total, heads) => total + heads, 0);
  const few = sum <= rule.fewHeads * monthEndHeads.length;
  return sum > 0 && drew * monthEndHeads.length * 1_000_000 <= (few ? rule.layoffFewPpm : rule.layoffPpm) * sum;
}

/** `paidFen`: what arrived from unit and staff in Y−1, without late fee. `size`: dictionary `enterprise-size`; unknown counts as small. */
export const refundOf = (paidFen: number, size: string, rule: JobRetention): number =>
  rateOf(paidFen, size === '1' ? rule.largePpm : rule.smallPpm);

/** 人员减少率 in ppm (the manual's 18.75 % of 16 is 3 people); 0 when there are more people than before. */
export const shrinkRate = (basisHeads: number, headsNow: number): number =>
  basisHeads <= 0 ? 0 : shareOf(Math.max(0, basisHeads - headsNow), 1_000_000, basisHeads);
