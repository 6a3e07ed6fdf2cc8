import { expect, test } from '@jest/globals';
import { derive, item, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { dictionaries } from '@wangting/contracts/dictionaries/index';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { formIssues, insurancesOf, isForeigner, isLate, isLongBack, isRetired, isTooYoung } from '../src/domain/rules.ts';

const TODAY = '2026-03-20';
const ID = residentIdOf('619999', '1992-06-15', 202);
const form = (over: Partial<PersonEnrolmentInput> = {}): PersonEnrolmentInput => ({
  mode: 'new',
  idType: '01',
  idNumber: ID,
  name: '王示例',
  sex: '2',
  birthDate: '1992-06-15',
  ethnicGroup: '01',
  nationality: 'CHN',
  workStartOn: '2015-07-01',
  householdKind: '11',
  mobile: '19900001234',
  identity: '101',
  from: '2026-03-01',
  declaredBase: 700_000,
  femaleCadre: '0',
  ...over,
});

test.each<[string, Partial<PersonEnrolmentInput>, string]>([
  ['a name of one character', { name: '王' }, 'name'],
  ['a private-use character', { name: '王\ue000' }, 'name'],
  ['Latin letters on a 居民身份证', { name: 'WANG' }, 'name'],
  ['a wrong check digit', { idNumber: `${ID.slice(0, 17)}${ID.endsWith('X') ? '0' : 'X'}` }, 'idNumber'],
  ['another sex than the number says', { sex: '1' }, 'sex'],
  ['another birthday than the number says', { birthDate: '1992-06-16' }, 'birthDate'],
  ['a phone of nine digits', { mobile: '199000012' }, 'mobile'],
  ['a woman without 是否女干部', { femaleCadre: undefined }, 'femaleCadre'],
  ['新参保 with a 个人编号', { personNo: '611000000001' }, 'personNo'],
  ['续保 without one', { mode: 'resume' }, 'personNo'],
  ['a contract that ends before it begins', { contractFrom: '2026-03-01', contractTo: '2026-02-01' }, 'contractTo'],
  ['a wage with half a fen', { declaredBase: 1.5 }, 'declaredBase'],
  ['no wage', { declaredBase: 0 }, 'declaredBase'],
  ['a host number that is none', { hostUnitNo: '12' }, 'hostUnitNo'],
])('the form alone refuses %s', (_what, over, path) => {
  const { error } = item.input.safeParse(form(over));
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
});
test('a good form is taken, and a 续保 needs no more than it knows', () => {
  expect(item.input.safeParse(form()).success).toBe(true);
  expect(
    item.input.safeParse({
      mode: 'resume',
      personNo: '611000000001',
      idType: '01',
      idNumber: ID,
      name: '王示例',
      mobile: '19900001234',
      identity: '101',
      from: '2026-03-01',
      declaredBase: 1,
      femaleCadre: '0',
    }).success,
  ).toBe(true);
});

test.each<[string, Partial<PersonEnrolmentInput>, string | undefined]>([
  ['as it should be', {}, undefined],
  ['today', { from: TODAY }, undefined],
  ['tomorrow', { from: '2026-03-21' }, 'from'],
  ['work began after 参保', { workStartOn: '2026-03-02' }, 'workStartOn'],
  ['work began at 15', { workStartOn: '2008-06-14' }, 'workStartOn'],
  ['work began on the 16th birthday', { workStartOn: '2008-06-15' }, undefined],
  ['an unknown 民族', { ethnicGroup: '77' }, 'ethnicGroup'],
  ['an unknown 参保身份', { identity: '999' }, 'identity'],
  ['a 居民身份证 of a foreigner', { nationality: 'FRA' }, 'nationality'],
  ['a foreigner with a 户口簿', { idType: '06', idNumber: 'A123456', nationality: 'FRA', identity: '107' }, 'idType'],
  ['a foreigner on a passport without permit', { idType: '08', idNumber: 'X1234567', nationality: 'FRA', identity: '107' }, 'workPermitNo'],
  [
    'a foreigner on a passport',
    { idType: '08', idNumber: 'X1234567', nationality: 'FRA', identity: '107', workPermitNo: 'W123456789012' },
    undefined,
  ],
  ['a foreigner as 职工', { idType: '08', idNumber: 'X1234567', nationality: 'FRA', workPermitNo: 'W123456789012' }, 'identity'],
  ['somebody of 香港 on a 通行证', { idType: '04', idNumber: 'H12345678', nationality: 'HKG', identity: '108' }, undefined],
  ['somebody of 香港 on a passport', { idType: '08', idNumber: 'K1234567', nationality: 'HKG', identity: '108' }, 'idType'],
  ['somebody of 台湾 on the permit of 港澳', { idType: '04', idNumber: 'H12345678', nationality: 'TWN', identity: '108' }, 'idType'],
  ['中国 on a Chinese passport', { idType: '08', idNumber: 'EA1234567' }, undefined],
  ['中国 on a foreign passport', { idType: '08', idNumber: 'X1234567' }, 'nationality'],
  ['中国 on a 通行证', { idType: '04', idNumber: 'H12345678' }, 'idType'],
])('%s → %s', (_what, over, path) => {
  const paths = formIssues(form(over), '1992-06-15', TODAY).map((issue) => issue.path);
  expect(paths).toEqual(path ? expect.arrayContaining([path]) : []);
});

test.each<[string, boolean, boolean]>([
  ['one day short of 16', isTooYoung('2010-03-21', TODAY), true],
  ['the 16th birthday', isTooYoung('2010-03-20', TODAY), false],
  ['a man of 1965-03 in the month before 60 years and a month', isRetired('1965-03-10', '1', undefined, '2025-04-09'), false],
  ['and in it', isRetired('1965-03-10', '1', undefined, '2025-04-10'), true],
  ['a woman worker of 1974-12 at 50', isRetired('1974-12-01', '2', '0', '2024-12-01'), true],
  ['the same as 女干部', isRetired('1974-12-01', '2', '1', '2024-12-01'), false],
  ['three months back', isLongBack('2025-12-31', '202603'), false],
  ['four months back', isLongBack('2025-11-30', '202603'), true],
  ['30 days after hire', isLate('2026-02-18', TODAY), false],
  ['31 days after hire', isLate('2026-02-17', TODAY), true],
  ['港澳台 are Chinese', isForeigner({ nationality: 'TWN' }), false],
  ['France is not', isForeigner({ nationality: 'FRA' }), true],
])('%s', (_what, said, expected) => expect(said).toBe(expected));

test('2xx insure injury only', () => {
  expect(insurancesOf('101')).toEqual(['210', '410']);
  expect(insurancesOf('203')).toEqual(['410']);
});

test('what follows from what is typed: way, sex, birthday, 社会保障号码', () => {
  expect(derive({ idType: '01', idNumber: ID.toLowerCase() })).toEqual({
    values: { mode: 'new', sex: '2', birthDate: '1992-06-15' },
    shows: { modeLabel: '新参保', socialNo: ID },
  });
  expect(derive({ personNo: '611000000001' })).toEqual({ values: { mode: 'resume' }, shows: { modeLabel: '续保', socialNo: '' } });
});

test('every dictionary of the layout exists, and every star is insisted on', () => {
  const fields = item.sections.flatMap(({ fields: all }) => [...all]);
  for (const { dictionary, name } of fields) if (dictionary) expect([name, dictionaries.has(dictionary)]).toEqual([name, true]);
  for (const { name, required, as, when } of fields) {
    if (!required || as === 'show' || when?.field === 'mode') continue;
    expect([name, item.input.safeParse(form({ [name]: undefined })).success]).toEqual([name, false]);
  }
});
