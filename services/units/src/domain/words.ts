import { areaPath } from '@wangting/contracts/dictionaries/area';
import { bankClass } from '@wangting/contracts/dictionaries/bank-class';
import { yesNo } from '@wangting/contracts/dictionaries/common';
import { labelOf, type Dictionary } from '@wangting/contracts/dictionaries/dictionary';
import { divisionOf } from '@wangting/contracts/dictionaries/industry';
import { enrolmentStatus, insuranceKind } from '@wangting/contracts/dictionaries/insurance';
import { idType } from '@wangting/contracts/dictionaries/person';
import { riskClass } from '@wangting/contracts/dictionaries/risk-class';
import * as units from '@wangting/contracts/dictionaries/unit';
import { maskBankAccount, maskId, maskPhone } from '@wangting/contracts/standards/masking';
import type { ChangeLine } from '@wangting/contracts/units/history';
import type { Difference } from '../models/change.ts';

type Say = (value: string) => string;
const same: Say = (value) => value;
const by =
  (dictionary: Dictionary): Say =>
  (code) =>
    labelOf(dictionary, code);
const industry: Say = (code) => {
  const division = divisionOf(code);
  return division ? `${code} ${division.label}` : code;
};

/** What the last part of a path is called, and how its value is said. */
const BASIC: Record<string, readonly [label: string, say: Say]> = {
  name: ['单位名称', same],
  area: ['所属行政区划', areaPath],
  state: ['单位登记状态', (code) => (code === '0' ? '未登记' : labelOf(units.unitStatus, code))],
  no: ['单位编号', same],
  creditCode: ['统一社会信用代码', same],
  foundedOn: ['工商成立日期', same],
  registeredOn: ['登记日期', same],
  closedOn: ['注销日期', same],
  'riskNext.riskClass': ['待生效风险类别', by(riskClass)],
  'riskNext.from': ['新风险类别生效日期', same],
  'details.affiliation': ['隶属关系', by(units.affiliation)],
  'details.postcode': ['邮政编码', same],
  'details.address': ['注册地址', same],
  'details.unitType': ['单位类型', by(units.unitType)],
  'details.economicType': ['经济类型', by(units.economicType)],
  'details.industry': ['行业代码', industry],
  'details.riskClass': ['行业风险类别', by(riskClass)],
  'details.superior': ['主管部门', same],
  'details.scope': ['经营范围', same],
  'details.unitFlag': ['单位类别标志', by(units.unitFlag)],
  'details.specialUnit': ['特殊单位类别', by(units.specialUnit)],
  'details.dispatch': ['劳务派遣单位标志', by(yesNo)],
  'details.dispatchLicenceNo': ['劳务派遣经营许可证号', same],
  'details.dispatchLicenceTo': ['许可证到期日期', same],
  'details.hr': ['人力资源单位标志', by(yesNo)],
  'details.licenceKind': ['执照种类', by(units.licenceKind)],
  'details.licenceNo': ['执照号码', same],
  'details.licenceValidTo': ['有效期', same],
  'details.approvedBy': ['批准成立单位', same],
  'details.approvedOn': ['批准日期', same],
  'details.approvalNo': ['批准文号', same],
  'details.fundingSource': ['经费来源', by(units.fundingSource)],
  'legal.name': ['法人姓名', same],
  'legal.idType': ['法人证件类型', by(idType)],
  'legal.idNumber': ['法人证件号码', maskId],
  'legal.phone': ['法人联系电话', maskPhone],
};
const CONTACT: Record<string, readonly [label: string, say: Say]> = {
  name: ['姓名', same],
  idType: ['证件类型', by(idType)],
  idNumber: ['证件号码', maskId],
  mobile: ['移动电话', maskPhone],
  address: ['联系地址', same],
  phone: ['固定电话', maskPhone],
  email: ['电子邮件', same],
  postcode: ['邮政编码', same],
};
const BANK: Record<string, readonly [label: string, say: Say]> = {
  accountName: ['开户名称', same],
  account: ['银行账号', maskBankAccount],
  bankName: ['开户银行', same],
  bankCode: ['银行行号', same],
  bankClass: ['银行类别', by(bankClass)],
  from: ['启用日期', same],
  'returned.on': ['退票日期', same],
  'returned.reason': ['退票原因', same],
};
const INSURED: Record<string, readonly [label: string, say: Say]> = {
  from: ['参保日期', same],
  state: ['参保状态', by(enrolmentStatus)],
};
const GROUPS: Record<string, { section: string; words: typeof BASIC; whose: (key: string, names: ReadonlyMap<string, string>) => string }> =
  {
    contacts: { section: '单位联系人信息', words: CONTACT, whose: (id, names) => `联系人${names.get(id) ? ` ${names.get(id)}` : ''} ` },
    banks: { section: '单位银行信息', words: BANK, whose: (purpose) => `银行账户（${labelOf(units.accountPurpose, purpose)}）` },
    insurances: { section: '单位参保信息', words: INSURED, whose: (kind) => labelOf(insuranceKind, kind) },
  };

const said = (say: Say, value: unknown): string => (value === null || value === undefined || value === '' ? '' : say(String(value)));

/** What changed, line by line, as people read it. `contacts` names those whose name itself did not change. */
export function linesOf(differences: readonly Difference[], contacts: ReadonlyMap<string, string> = new Map()): ChangeLine[] {
  const names = new Map(contacts);
  for (const { path, before, after } of differences) {
    const [group, id = '', field] = path.split('.');
    if (group === 'contacts' && field === 'name') names.set(id, String(after ?? before));
  }
  return differences.map(({ path, before, after }) => {
    const [top = '', key = '', ...rest] = path.split('.');
    const group = GROUPS[top];
    const [label, say] = group ? (group.words[rest.join('.')] ?? [rest.join('.'), same]) : (BASIC[path] ?? [path, same]);
    return {
      section: group?.section ?? '单位基本信息',
      field: group ? `${group.whose(key, names)}${label}` : label,
      before: said(say, before),
      after: said(say, after),
    };
  });
}
