import { z } from 'zod';
import { deadlineOf, type Deadline } from '../standards/deadline.ts';
import { frozenCalendar, type WorkdayCalendar } from '../standards/workdays.ts';
import { valueAt, type PolicyRow, type PolicyState, type PolicyTable } from './policy.ts';

/** 时限 (policy §7, §8, §12). 法定 limits and our own promises (承诺) have their own keys. Counting: standards/deadline.ts. */
export const TimeLimit = z.strictObject({ length: z.int().min(0), unit: z.enum(['day', 'workday', 'month', 'year']) });
export type TimeLimit = z.infer<typeof TimeLimit>;

type Rows = readonly PolicyRow<TimeLimit>[];

const always = (length: number, unit: TimeLimit['unit'], source: string, state: PolicyState = 'checked'): Rows => [
  { from: '2011-01-01', to: null, value: { length, unit }, source, state },
];
const promise = (length: number, unit: TimeLimit['unit']): Rows => always(length, unit, '本厅承诺', 'unverified');
const injury = (article: string) => `工伤保险条例第${article}条`;
const assessment = '劳动能力鉴定管理办法（人社部、国家卫健委令55号）';

const LIMITS = {
  'recognition-by-employer': ['用人单位申请工伤认定', always(30, 'day', injury('十七'))],
  'recognition-extension': ['用人单位申请期限最长延长', always(60, 'day', '由社会保险行政部门批准，长度未核实', 'unverified')],
  'recognition-by-others': ['职工、近亲属、工会申请工伤认定', always(1, 'year', injury('十七'))],
  'recognition-correction': ['一次性告知补正', always(15, 'day', '工伤认定办法第八条')],
  'recognition-acceptance': ['工伤认定受理决定', always(15, 'day', '工伤认定办法第八条')],
  'recognition-decision': ['工伤认定决定', always(60, 'day', injury('二十'))],
  'recognition-decision-clear': ['事实清楚的工伤认定决定', always(15, 'day', injury('二十'))],
  'recognition-delivery': ['工伤认定决定送达', always(20, 'day', '工伤认定办法第二十二条')],
  'delivery-electronic': ['电子送达未签收的视为送达', always(0, 'day', '到达受送达人特定系统的日期，比照民事诉讼法第九十条', 'unverified')],
  'delivery-announcement': ['公告送达视为送达', always(30, 'day', '民事诉讼法第九十五条，行政文书比照', 'unverified')],
  'administrative-review': ['行政复议', always(60, 'day', '行政复议法')],
  'administrative-suit': ['行政诉讼', always(6, 'month', '行政诉讼法')],
  'paid-leave': ['停工留薪期', always(12, 'month', injury('三十三'))],
  'paid-leave-extension': ['停工留薪期最长延长', always(12, 'month', injury('三十三'))],
  'assessment-correction': ['劳动能力鉴定一次性告知补正', always(5, 'workday', assessment)],
  'assessment-conclusion': ['劳动能力鉴定结论', always(60, 'day', injury('二十五'))],
  'assessment-conclusion-extension': ['劳动能力鉴定结论延长', always(30, 'day', injury('二十五'))],
  'assessment-delivery': [
    '劳动能力鉴定结论送达',
    [
      {
        from: '2014-04-01',
        to: '2025-06-30',
        value: { length: 20, unit: 'day' },
        source: '工伤职工劳动能力鉴定管理办法（2014）',
        state: 'checked',
      },
      { from: '2025-07-01', to: null, value: { length: 15, unit: 'day' }, source: assessment, state: 'checked' },
    ],
  ],
  'assessment-again': ['申请再次鉴定', always(15, 'day', injury('二十六'))],
  'assessment-review': ['申请复查鉴定须满', always(1, 'year', injury('二十八'))],
  'unit-registration': ['单位参保登记审核', always(15, 'day', '社会保险法第五十七条')],
  'unit-registration-promise': ['单位参保登记审核（承诺）', promise(5, 'workday')],
  'unit-registration-duty': ['单位、人员登记和变更', always(30, 'day', '社会保险法第五十七条、第五十八条')],
  'person-registration': ['个人登记、变更、注销', always(10, 'workday', '社会保险经办条例')],
  'person-registration-promise': ['个人登记、变更、注销（承诺）', promise(3, 'workday')],
  'bank-account-promise': ['单位银行信息维护（承诺）', promise(3, 'workday')],
  'medical-refund': ['工伤医疗、康复、辅助器具费用报销', always(20, 'workday', '社会保险经办条例')],
  'medical-refund-promise': ['工伤费用报销（承诺）', promise(15, 'workday')],
  'benefit-calculation': ['工伤待遇核定', always(20, 'workday', '比照社会保险经办条例', 'unverified')],
  'benefit-calculation-promise': ['工伤待遇核定（承诺）', promise(15, 'workday')],
  'subsidy-review': ['稳岗返还、扩岗补助审核', always(10, 'workday', '未核实', 'unverified')],
  'subsidy-publicity': ['稳岗返还公示', always(5, 'workday', '陕西天数未核实', 'unverified')],
  'unemployed-list': ['失业人员名单报送', always(15, 'day', '社会保险法第五十条')],
  'benefit-stop-notice': ['停止待遇情形告知', always(20, 'workday', '社会保险经办条例')],
  // Longer than any time that a message may set running, so that nobody loses the word before the right it tells of; the cases and papers stay for ever.
  'message-retention': [
    '我的消息保存期限',
    always(2, 'year', '本厅规定：长于消息可能起算的各项期限（工伤认定申请一年、行政诉讼六个月），办件和文书另行长期保存', 'unverified'),
  ],
} satisfies Record<string, readonly [title: string, rows: Rows]>;

export type TimeLimitKey = keyof typeof LIMITS;

export const timeLimits: ReadonlyMap<TimeLimitKey, PolicyTable<TimeLimit>> = new Map(
  (Object.keys(LIMITS) as TimeLimitKey[]).map((key) => [
    key,
    { name: `time-limit-${key}`, title: LIMITS[key][0], keyDate: '期限起算日', by: 'day', value: TimeLimit, rows: LIMITS[key][1] },
  ]),
);

/** The limit in force on the day its count starts, from the first values; a service with newer rows uses `valueAt` and `deadlineOf`. */
export const timeLimitAt = (key: TimeLimitKey, day: string): TimeLimit => valueAt(LIMITS[key][1], day);

/** Last day of a limit whose count starts on `from` (not counted itself). */
export function deadlineFor(key: TimeLimitKey, from: string, calendar: WorkdayCalendar = frozenCalendar): Deadline {
  const { length, unit } = timeLimitAt(key, from);
  return deadlineOf(from, length, unit, calendar);
}
