import { creditCodeFrom } from '@wangting/contracts/standards/credit-code';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';

/**
 * The fixed values of the synthetic city: `npm start` prints them, the browser stories use them. Nobody has these numbers:
 * - 证件号码 and 统一社会信用代码 carry area 619999, which GB/T 2260 never gave out; their check digits are right, so our checks pass.
 * - Phones are 1990000xxxx: the form of a mobile number with a block of zeros that no carrier has opened to people.
 * - Names are a surname with a role or an ordinal; companies are all called 示例.
 */
export const NOWHERE = '619999';
export const demoId = (birthDate: string, sequence: number): string => residentIdOf(NOWHERE, birthDate, sequence);
export const demoCode = (kind: string, n: number): string => creditCodeFrom(kind, NOWHERE, `MA0X${String(n).padStart(4, '0')}`);
export const demoMobile = (n: number): string => `1990000${String(n).padStart(4, '0')}`;

/** Password of every demo account. It exists only here: no other folder knows a password. */
export const DEMO_PASSWORD = 'Wangting-2024';

/** The registered unit of the stories. */
export const DEMO_UNIT = {
  creditCode: demoCode('91', 1),
  name: '西安示例软件有限公司',
  area: '610113',
  legal: { name: '赵法人', idType: '01', idNumber: demoId('1975-03-12', 1), mobile: demoMobile(1) },
  contact: { name: '钱联系', idType: '01', idNumber: demoId('1988-06-20', 2), mobile: demoMobile(2) },
} as const;

/** Not in the hall: its 法人 can scan, registers it on the login page, and then does item 1. */
export const DEMO_NEWCOMER = {
  creditCode: demoCode('91', 900),
  name: '西安示例新创科技有限公司',
  area: '610113',
  password: DEMO_PASSWORD,
  registeredOn: '2024-01-10',
  address: '西安市雁塔区示例路100号',
  industry: '65',
  legal: { name: '孙创立', idType: '01', idNumber: demoId('1982-11-05', 9), mobile: demoMobile(900) },
  contact: { name: '李经办', idType: '01', idNumber: demoId('1991-02-14', 12), mobile: demoMobile(901) },
} as const;

/** Was insured in a unit that has closed: he can be resumed (续保) by another one, by 个人编号, 证件号码 and 姓名. */
export const DEMO_RESUMING = {
  personNo: '619900000001',
  name: '周续保',
  idType: '01',
  idNumber: demoId('1985-09-09', 15),
  mobile: demoMobile(910),
  sex: '1',
  birthDate: '1985-09-09',
} as const;
/** Is in no unit and not in the hall: enrolled anew (新参保). */
export const DEMO_NEW_PERSON = {
  name: '吴新参',
  idType: '01',
  idNumber: demoId('1996-04-18', 21),
  mobile: demoMobile(911),
  sex: '1',
  birthDate: '1996-04-18',
} as const;

/** Staff of the agency. One person per stage, since nobody may act in two stages of a case. */
export const DEMO_STAFF = [
  { id: 'staff-shouli', account: 'shouli', name: '受理员甲', roles: ['intake'], areas: ['61'], password: DEMO_PASSWORD },
  { id: 'staff-chushen', account: 'chushen', name: '初审员乙', roles: ['first'], areas: ['61'], password: DEMO_PASSWORD },
  { id: 'staff-fuhe', account: 'fuhe', name: '复核员丙', roles: ['second'], areas: ['61'], password: DEMO_PASSWORD },
  { id: 'staff-shenpi', account: 'shenpi', name: '审批员丁', roles: ['third'], areas: ['61'], password: DEMO_PASSWORD },
  { id: 'staff-yunwei', account: 'yunwei', name: '运维员戊', roles: ['ops'], areas: ['61'], password: DEMO_PASSWORD },
  { id: 'staff-caiwu', account: 'caiwu', name: '财务员庚', roles: ['finance'], areas: ['61'], password: DEMO_PASSWORD },
  // What operations announce takes a second person of theirs.
  { id: 'staff-yunwei2', account: 'yunwei2', name: '运维员己', roles: ['ops'], areas: ['61'], password: DEMO_PASSWORD },
] as const;

const WORK: Record<(typeof DEMO_STAFF)[number]['roles'][number], string> = {
  intake: '受理，登记工程项目',
  first: '初审',
  second: '复核，费率与基数',
  third: '审批，费率与基数',
  ops: '运行维护、应缴核定、公告',
  finance: '到账核对',
};

/** What `npm start` prints: who you can be, how, and what for. */
export const DEMO_IDENTITIES = [
  { who: `${DEMO_UNIT.legal.name}（${DEMO_UNIT.name}，法人）`, how: '电子社保卡模拟扫码', hint: '人员参保登记、联系人维护、单位参保证明' },
  { who: `${DEMO_UNIT.contact.name}（${DEMO_UNIT.name}，联系人）`, how: '电子社保卡模拟扫码', hint: '除联系人维护外的全部业务' },
  {
    who: `${DEMO_NEWCOMER.legal.name}（${DEMO_NEWCOMER.name}，尚未登记，${DEMO_NEWCOMER.creditCode}）`,
    how: `登录页“注册”，手机 ${DEMO_NEWCOMER.legal.mobile}`,
    hint: '注册后办理企业参保登记',
  },
  ...DEMO_STAFF.map(({ account, name, roles: [role] }) => ({
    who: name,
    how: `工作人员登录 ${account} / ${DEMO_PASSWORD}`,
    hint: WORK[role],
  })),
] as const;
