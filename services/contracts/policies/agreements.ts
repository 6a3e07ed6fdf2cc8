import { z } from 'zod';
import type { PolicyRow, PolicyState } from './policy.ts';

/**
 * 双边社会保险协定 (policy §11.1). Only pension and unemployment are ever exempt: 工伤保险 never is. Keyed by country and 人员类别
 * (dictionary `treaty-person-kind`), because 韩国 exempts posted workers from 失业保险 but not its short-term staff.
 */
export const Agreement = z.strictObject({
  country: z.string().length(3),
  name: z.string(),
  /** Chinese insurances it covers, in words. */
  covers: z.string(),
  /** 失业保险 may be exempt. */
  unemployment: z.boolean(),
  /** Kinds of person to whom that does not apply. */
  except: z.array(z.string()),
  /** First posting in months; null: not found. */
  firstMonths: z.int().nullable(),
  /** Longest total in months, over all records of a person; null: by consent of both sides. */
  totalMonths: z.int().nullable(),
  /** Kinds of person whose time is not limited. */
  unlimited: z.array(z.string()),
  proof: z.string(),
});
export type Agreement = z.infer<typeof Agreement>;

type Options = Partial<Pick<Agreement, 'except' | 'totalMonths' | 'unlimited' | 'proof'>> & { state?: PolicyState; note?: string };

function agreement(
  country: string,
  name: string,
  from: string,
  covers: string,
  firstMonths: number | null,
  source: string,
  options: Options = {},
): PolicyRow<Agreement> {
  const { except = [], totalMonths = null, unlimited = [], proof = '参保证明', state = 'checked', note } = options;
  const value = { country, name, covers, unemployment: covers.includes('失业'), except, firstMonths, totalMonths, unlimited, proof };
  return { from, to: null, value, source, state, note };
}

export const agreements: readonly PolicyRow<Agreement>[] = [
  agreement('DEU', '德国', '2002-04-04', '养老、失业', 60, '劳社厅发〔2002〕2号', { totalMonths: 96, unlimited: ['6'] }),
  agreement('KOR', '韩国', '2013-01-16', '养老、失业', 60, '人社厅发〔2012〕120号', {
    except: ['2', '3'],
    totalMonths: 120,
    note: '特殊情形可再延36个月；短期就业60个月不延长',
  }),
  agreement('DNK', '丹麦', '2014-05-14', '职工养老', 60, '2013-12-09签署的协定', {
    state: 'unverified',
    note: '范围和生效日已核对，月数未核实',
  }),
  agreement('CAN', '加拿大', '2017-01-01', '养老（职工、居民）', 72, '人社厅发〔2016〕190号'),
  agreement('FIN', '芬兰', '2017-02-01', '职工养老、失业', 60, '人社厅发〔2017〕6号'),
  agreement('CHE', '瑞士', '2017-06-19', '养老（职工、居民）、失业', 72, '人社厅发〔2017〕69号'),
  agreement('NLD', '荷兰', '2017-09-01', '职工养老、失业', 60, '2016-09-12签署的协定'),
  agreement('ESP', '西班牙', '2018-03-20', '职工养老、失业', 72, '人社厅发〔2018〕7号'),
  agreement('LUX', '卢森堡', '2019-05-01', '职工养老', 60, '人社厅发〔2019〕36号'),
  agreement('JPN', '日本', '2019-09-01', '职工养老', 60, '人社厅发〔2019〕81号'),
  agreement('SRB', '塞尔维亚', '2021-02-01', '职工养老、失业', 60, '2018-06-08签署的协定', { totalMonths: 84, proof: '法律适用证明' }),
  agreement('KGZ', '吉尔吉斯斯坦', '2025-10-14', '养老（职工、居民）', null, '人社部2025-10-29答记者问', {
    state: 'unverified',
    note: '范围和生效日已核对，月数未找到',
  }),
  // 法国: signed in 2016, entry into force not found; no row until it is.
];

/** The agreement in force with a country on a day, or null: that there is none is an ordinary answer, not a gap. */
export const agreementAt = (country: string, day: string): PolicyRow<Agreement> | null =>
  agreements.find(({ from, to, value }) => value.country === country && from <= day && (to === null || day <= to)) ?? null;

/** Whether somebody of a country and 人员类别 may be exempt from 失业保险 on a day. */
export function unemploymentExempt(country: string, personKind: string, day: string): boolean {
  const row = agreementAt(country, day);
  return row !== null && row.value.unemployment && !row.value.except.includes(personKind);
}
