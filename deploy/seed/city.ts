import { riskClassOf } from '@wangting/contracts/dictionaries/industry';
import { bankCodeOf } from '@wangting/contracts/standards/bank';
import type { SeedUnit } from '../../services/units/src/seed.ts';
import { DEMO_RESUMING, DEMO_UNIT, demoCode, demoId, demoMobile } from './demo.ts';

/** A person of the city and where he works; `personNo` absent: persons gives one. */
export interface SeedPerson {
  personNo?: string;
  name: string;
  idType: string;
  idNumber: string;
  sex: '1' | '2';
  birthDate: string;
  mobile: string;
  enrolments: { unitId: string; insurance: '210' | '410'; from: string; to: string | null }[];
}
interface Kind {
  kind: string;
  name: string;
  area: string;
  unitType: string;
  industry: string;
  licenceKind: string;
  state?: '1' | '3';
  dispatch?: true;
  approved?: true;
}
/** One of each sort that the rules tell apart; more units repeat the ordinary ones. The first is the demo unit, the sixth has 40 characters. */
const KINDS: readonly Kind[] = [
  { kind: '91', name: DEMO_UNIT.name, area: DEMO_UNIT.area, unitType: '10', industry: '65', licenceKind: '1' },
  { kind: '91', name: '西安示例劳务派遣有限公司', area: '610112', unitType: '10', industry: '72', licenceKind: '1', dispatch: true },
  { kind: '91', name: '西安示例歇业商贸有限公司', area: '610103', unitType: '10', industry: '52', licenceKind: '1', state: '3' },
  { kind: '12', name: '宝鸡市示例实验学校', area: '610302', unitType: '21', industry: '83', licenceKind: '2', approved: true },
  { kind: '11', name: '咸阳市示例区事务管理局', area: '610402', unitType: '30', industry: '92', licenceKind: '7', approved: true },
  {
    kind: '91',
    name: '陕西示例秦岭南麓生态农业与林下特色种植养殖产品加工冷链仓储物流一体化有限责任公司',
    area: '610702',
    unitType: '10',
    industry: '05',
    licenceKind: '1',
  },
  { kind: '51', name: '陕西省示例软件行业协会', area: '610113', unitType: '40', industry: '95', licenceKind: '3', approved: true },
  { kind: '52', name: '西安示例社会工作服务中心', area: '610104', unitType: '50', industry: '85', licenceKind: '4' },
  { kind: '92', name: '雁塔区示例餐馆', area: '610113', unitType: '60', industry: '62', licenceKind: '1' },
  { kind: '91', name: '榆林示例煤业有限公司', area: '610881', unitType: '10', industry: '06', licenceKind: '1' },
  { kind: '91', name: '渭南示例建筑工程有限公司', area: '610502', unitType: '10', industry: '47', licenceKind: '1' },
  { kind: '31', name: '西安示例律师事务所', area: '610102', unitType: '52', industry: '72', licenceKind: '6' },
];
const BUILDER = KINDS.findIndex(({ industry }) => industry === '47');
const ORDINARY: readonly Kind[] = KINDS.filter(({ unitType, state, dispatch }) => unitType === '10' && !state && !dispatch);
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const ORDINALS = '甲乙丙丁戊己庚辛壬癸';
/** 赵甲, 钱乙 … 赵甲甲: plainly made up, and different for the first thousands. */
const nameOf = (n: number): string => {
  const given = Math.trunc(n / SURNAMES.length);
  return `${SURNAMES[n % SURNAMES.length]}${given < 10 ? ORDINALS[given] : `${ORDINALS[Math.trunc(given / 10) % 10]}${ORDINALS[given % 10]}`}`;
};
const CHINESE = '〇一二三四五六七八九';
const ordinal = (n: number): string => [...String(n)].map((digit) => CHINESE[Number(digit)]).join('');
const day = (year: number, n: number): string =>
  `${year}-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
/** A 证件号码 for the n-th person of a group: birth day and sequence together are his alone. */
const idOf = (group: number, n: number): { idNumber: string; birthDate: string; sex: '1' | '2' } => {
  const birthDate = day(1970 + group + (Math.trunc(n / 900) % 20), Math.trunc(n / 900));
  const sequence = 50 + (n % 900);
  return { birthDate, idNumber: demoId(birthDate, sequence), sex: sequence % 2 ? '1' : '2' };
};

/** What some units have beside: an account for the refunds of 稳岗返还, and projects of which one is not insured yet. */
const banksOf = (n: number, accountName: string): Pick<SeedUnit, 'banks'> =>
  n % 5 === 0
    ? {
        banks: [
          {
            purpose: '1',
            accountName,
            account: `61999900${String(n).padStart(6, '0')}0018`,
            bankName: '示例银行西安示例支行',
            bankCode: bankCodeOf('10279100017'),
            bankClass: '102',
          },
        ],
      }
    : {};
const projectsOf = (n: number): Pick<SeedUnit, 'projects'> => {
  const common = { employer: '西安示例城市投资有限公司', contact: nameOf(n + 40), phone: demoMobile(3000 + (n % 900)) };
  const insured = { ...common, startOn: '2025-03-01', endOn: '2035-12-31', insuredFrom: '2025-03-01' };
  if (n === 0) return { projects: [{ ...insured, name: '示例产业园智能化工程', kind: '08', price: 860_000_000 }] };
  if (n !== BUILDER) return {};
  return {
    projects: [
      { ...insured, name: '渭南示例安置小区一期工程', kind: '01', price: 12_600_000_000 },
      { ...insured, name: '渭南示例河堤加固工程', kind: '05', price: 4_350_000_000 },
      { ...common, name: '渭南示例二号公路工程', kind: '03', price: 7_800_000_000, startOn: '2025-06-01', endOn: '2035-12-31' },
    ],
  };
};

/** `count` units; the same in every run. */
export function cityUnits(count: number): SeedUnit[] {
  return Array.from({ length: count }, (_, n): SeedUnit => {
    const demo = n === 0;
    const kind = KINDS[n] ?? (ORDINARY[n % ORDINARY.length] as Kind);
    const name = n < KINDS.length ? kind.name : kind.name.replace('示例', `示例${ordinal(n)}`);
    const founded = day(2012 + (n % 8), n);
    const legal = demo
      ? { name: DEMO_UNIT.legal.name, idNumber: DEMO_UNIT.legal.idNumber }
      : { name: nameOf(n + 5), idNumber: idOf(0, n).idNumber };
    const contact = demo
      ? DEMO_UNIT.contact
      : { name: nameOf(n + 11), idType: '01', idNumber: idOf(10, n).idNumber, mobile: demoMobile(2000 + (n % 8000)) };
    return {
      creditCode: demo ? DEMO_UNIT.creditCode : demoCode(kind.kind, n + 1),
      name,
      area: kind.area,
      state: kind.state ?? '1',
      details: {
        affiliation: '40',
        address: '示例路1号',
        unitType: kind.unitType,
        economicType: '150',
        industry: kind.industry,
        riskClass: riskClassOf(kind.industry),
        unitFlag: '1',
        specialUnit: kind.dispatch ? '1' : '0',
        dispatch: kind.dispatch ? '1' : '0',
        hr: '0',
        licenceKind: kind.licenceKind,
        postcode: '710000',
        ...(kind.dispatch ? { dispatchLicenceNo: '示例派遣许可001', dispatchLicenceTo: '2035-12-31' } : {}),
        ...(kind.approved ? { approvedBy: '示例批准机关', approvedOn: founded, approvalNo: '示批〔2012〕1号', fundingSource: '1' } : {}),
      },
      legal: { ...legal, idType: '01', phone: demo ? DEMO_UNIT.legal.mobile : demoMobile(1000 + (n % 1000)) },
      contacts: [{ name: contact.name, idType: contact.idType, idNumber: contact.idNumber, mobile: contact.mobile }],
      insurances: (['210', '410'] as const).map((insurance) => ({
        insurance,
        from: founded,
        state: kind.state === '3' ? ('3' as const) : ('1' as const),
      })),
      foundedOn: founded,
      registeredOn: founded,
      ...banksOf(n, name),
      ...projectsOf(n),
    };
  });
}

/** `count` people over the units that work, and one who was in the closed unit and waits to be resumed. */
export function cityPeople(count: number, units: readonly { unitId: string; state: string; from: string }[]): SeedPerson[] {
  const working = units.filter(({ state }) => state === '1');
  const closed = units.find(({ state }) => state === '3');
  const people = Array.from({ length: working.length ? count : 0 }, (_, n): SeedPerson => {
    const unit = working[n % working.length] as (typeof working)[number];
    const from = unit.from < '2023-01-01' ? '2023-01-01' : unit.from;
    return {
      name: nameOf(n + 40),
      idType: '01',
      ...idOf(5, n),
      mobile: demoMobile(5000 + (n % 5000)),
      enrolments: (['210', '410'] as const).map((insurance) => ({ unitId: unit.unitId, insurance, from, to: null })),
    };
  });
  const home = closed ?? working[0];
  const resuming: SeedPerson[] = home
    ? [
        {
          ...DEMO_RESUMING,
          enrolments: (['210', '410'] as const).map((insurance) => ({
            unitId: home.unitId,
            insurance,
            from: '2021-01-01',
            to: '2023-06-30',
          })),
        },
      ]
    : [];
  return [...resuming, ...people];
}
