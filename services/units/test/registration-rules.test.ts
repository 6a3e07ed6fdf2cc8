import { describe, expect, test } from '@jest/globals';
import { dictionaries } from '@wangting/contracts/dictionaries/index';
import { holds, type FieldLayout, type ItemDefinition } from '@wangting/contracts/item';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { item as maintenance } from '@wangting/contracts/units/unit-maintenance';
import { item, UnitRegistrationInput } from '@wangting/contracts/units/unit-registration';
import { detailsFrom, injuryRateText, registrationFlags, registrationIssues, type Values } from '../src/domain/registration.ts';
import { registrationForm } from '../src/domain/registration-form.ts';
import { RegistrationForm } from '@wangting/contracts/documents/prints';
import { formValues, creditCode } from './hall.ts';

const TODAY = '2024-02-01';
const parse = (over: Record<string, unknown> = {}): Values => UnitRegistrationInput.parse(formValues(over));
const contractIssues = (over: Record<string, unknown>) =>
  (UnitRegistrationInput.safeParse(formValues(over)).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
const approved = { unitType: '20', approvedOn: '2023-12-01', approvalNo: '示编发〔2023〕1号' };

test('a right form has nothing to say', () => {
  expect(contractIssues({})).toEqual([]);
  expect(registrationIssues(parse(), TODAY)).toEqual([]);
});

test.each([
  ['creditCode', { creditCode: `${creditCode(1).slice(0, 17)}${creditCode(1).endsWith('1') ? '2' : '1'}` }, '统一社会信用代码校验位不正确'],
  ['creditCode', { creditCode: '91610100MA6TE5T1' }, '统一社会信用代码应为18位'],
  ['name', { name: '' }, '请填写单位名称'],
  ['legalIdNumber', { legalIdNumber: '619999198001010010' }, '证件号码校验位不正确'],
  ['legalName', { legalName: '?' }, '姓名含有无法识别的字符，请用输入法重新录入生僻字'],
  ['legalPhone', { legalPhone: '12' }, '联系电话应为11位手机号码或“区号-号码”'],
  ['approvedOn', { unitType: '20', approvalNo: '1' }, '请选择批准日期'],
  ['approvalNo', { unitType: '30', approvedOn: '2023-12-01' }, '请填写批准文号'],
  ['approvalNo', { unitType: '40', approvedOn: '2023-12-01' }, '请填写批准文号'],
  ['dispatchLicenceNo', { dispatch: '1', dispatchLicenceTo: '2026-01-01' }, '请填写劳务派遣经营许可证号'],
  ['dispatchLicenceTo', { dispatch: '1', dispatchLicenceNo: '陕示例1' }, '请选择许可证到期日期'],
  ['contacts', { contacts: [] }, '请至少填写一名联系人'],
  ['contacts.0.mobile', { contacts: [{ ...formValues().contacts[0], mobile: '110' }] }, '手机号码应为11位，以13至19开头'],
  ['contacts.0.idNumber', { contacts: [{ ...formValues().contacts[0], idNumber: '1' }] }, '证件号码应为18位'],
  ['insurances', { insurances: [] }, '请至少选择一个参保险种'],
  ['registeredOn', { registeredOn: '2024-02-30' }, '日期格式应为 2024-04-01'],
])('the contract refuses %s', (path, over, message) => {
  expect(contractIssues(over)).toContain(`${path}: ${message}`);
});

test.each([
  ['affiliation', { affiliation: '99' }, '请从列表中选择隶属关系'],
  ['unitType', { unitType: '11' }, '请从列表中选择单位类型'],
  ['industry', { industry: '98' }, '请从列表中选择所属行业'],
  ['area', { area: '610198' }, '请从列表中选择所属行政区划'],
  ['area', { area: '610125' }, '请从列表中选择所属行政区划'],
  ['area', { area: '610000' }, '请从列表中选择所属行政区划'],
  ['registeredOn', { registeredOn: '2024-02-02', insuredFrom: '2024-03-01' }, '工商登记日期不能晚于今天'],
  ['licenceValidTo', { licenceValidTo: '2024-01-31' }, '执照有效日期已过，请更新执照后办理'],
  ['insuredFrom', { insuredFrom: '2024-01-09' }, '参保日期不能早于工商登记日期'],
  ['approvedOn', { ...approved, approvedOn: '2024-02-02' }, '批准日期不能晚于今天'],
  [
    'dispatchLicenceTo',
    { dispatch: '1', dispatchLicenceNo: '陕示例1', dispatchLicenceTo: '2024-01-31' },
    '劳务派遣经营许可证已到期，请更新后办理',
  ],
  ['contacts.1.idNumber', { contacts: [formValues().contacts[0], formValues().contacts[0]] }, '联系人证件号码重复'],
  ['contacts.0.mobile', { contacts: [{ ...formValues().contacts[0], mobile: '199****0002' }] }, '请填写完整的移动电话'],
  ['legalIdNumber', { legalIdNumber: residentIdOf('619999', '2025-01-01', 1) }, '证件号码中的出生日期不正确'],
])('the rules refuse %s', (path, over, message) => {
  expect(registrationIssues(parse(over), TODAY)).toContainEqual({ path, message });
});

test.each([
  { licenceValidTo: TODAY },
  { registeredOn: TODAY, insuredFrom: TODAY },
  { industry: '5910' },
  { ...approved },
  { dispatch: '1', dispatchLicenceNo: '1', dispatchLicenceTo: TODAY },
])('the edge is inside: %j', (over) => {
  expect(registrationIssues(parse(over), TODAY)).toEqual([]);
});

test('later than 30 days is said, not refused', () => {
  const known = { name: '西安示例科技有限公司', legalName: '赵法人', legalIdNumber: formValues().legalIdNumber };
  const codes = (over: object, today: string) => registrationFlags(parse(over as never), known, today).map(({ code }) => code);
  expect(codes({}, '2024-02-09')).toEqual([]);
  expect(codes({}, '2024-02-10')).toEqual(['LATE']);
  expect(codes({ name: '另一名称', legalName: '孙法人' }, TODAY)).toEqual(['NAME_DIFFERS', 'LEGAL_DIFFERS']);
});

test('what the case does not have is not recorded', () => {
  const details = detailsFrom(parse({ approvedBy: '某局', dispatchLicenceNo: '1' }));
  expect(details).not.toHaveProperty('approvedBy');
  expect(details).not.toHaveProperty('dispatchLicenceNo');
  expect(details).toMatchObject({ riskClass: '1', dispatch: '0' });
  expect(detailsFrom(parse({ ...approved, approvedBy: '某局' })).approvedBy).toBe('某局');
});

test('the base rate of the industry', () => {
  expect(injuryRateText('65', '202402')).toBe('0.20%');
  expect(injuryRateText('98', '202402')).toBe('');
});

test('the form for signature is right, also of an empty draft', () => {
  expect(RegistrationForm.parse(registrationForm(formValues()))).toMatchObject({
    unit: { type: '企业', riskClass: '一类', area: '陕西省西安市雁塔区' },
    approval: null,
    insurances: { injury: true },
  });
  expect(RegistrationForm.safeParse(registrationForm({ contacts: [{}], name: 5 })).success).toBe(true);
});

describe('layout and contract agree', () => {
  const fields = (layout: Pick<ItemDefinition, 'sections'>): FieldLayout[] =>
    layout.sections.flatMap((section) => section.fields.map((field) => ({ ...field, when: field.when ?? section.when })));
  test.each([item, maintenance].map((one) => [one.id, one] as const))('%s', (_, one) => {
    const shown = fields(one)
      .filter(({ as }) => as === 'show')
      .map(({ name }) => name);
    expect(shown.filter((name) => !one.shows?.includes(name))).toEqual([]);
    const columns = fields(one).flatMap((field) => [field, ...(field.columns ?? [])]);
    expect(columns.filter(({ dictionary }) => dictionary && !dictionaries.has(dictionary)).map(({ name }) => name)).toEqual([]);
    expect(
      fields(one)
        .filter(({ as }) => as !== 'show')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(one.input.shape).sort());
  });
  test('a star means that leaving it out is refused', () => {
    const wrong = fields(item)
      .filter(({ as }) => as !== 'show')
      .filter((field) => {
        const values: Record<string, unknown> = {
          ...formValues({
            ...approved,
            dispatch: '1',
            dispatchLicenceNo: '1',
            dispatchLicenceTo: '2026-01-01',
          }),
        };
        if (!holds(field.when, values)) return true;
        Reflect.deleteProperty(values, field.name);
        return UnitRegistrationInput.safeParse(values).success === Boolean(field.required);
      });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
