import { describe, expect, test } from '@jest/globals';
import { areaNation } from '../../dictionaries/area-nation.ts';
import { area, areaPath, cityOf, currentAreaOf } from '../../dictionaries/area.ts';
import { bankClass } from '../../dictionaries/bank-class.ts';
import { contentHash } from '../../dictionaries/content-hash.ts';
import { country, countryOfNumeric, isForeign } from '../../dictionaries/country.ts';
import { codeFrom, codeSchema, defineDictionary, entryOf, labelOf, offeredOn } from '../../dictionaries/dictionary.ts';
import { dictionaries } from '../../dictionaries/index.ts';
import { industry, riskClassOf } from '../../dictionaries/industry.ts';
import { occupationalDisease } from '../../dictionaries/injury.ts';
import { insuranceKind, isInjuryOnly } from '../../dictionaries/insurance.ts';
import { idType, sex } from '../../dictionaries/person.ts';
import { isInvoluntary } from '../../dictionaries/stop-reason.ts';
import { checkIdNumber } from '../../standards/other-ids.ts';
import { creditCodeFrom } from '../../standards/credit-code.ts';

describe('every dictionary', () => {
  test.each([...dictionaries.values()].map((dictionary) => [dictionary.name, dictionary] as const))(
    '%s is well formed',
    (name, dictionary) => {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(dictionary.source).not.toBe('');
      expect(dictionary.entries.length).toBeGreaterThan(1);
      for (const { code, label } of dictionary.entries) {
        expect(code).toMatch(/^[A-Z0-9]{1,6}$/);
        expect(label).toMatch(/^\S+$/u);
      }
      expect(new Set(dictionary.entries.filter(({ retired }) => !retired).map(({ label, parent }) => label + (parent ?? ''))).size).toBe(
        dictionary.entries.filter(({ retired }) => !retired).length,
      );
    },
  );

  test('a changed label changes the hash', () => {
    const hashes = [...dictionaries.values()].map(contentHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(contentHash({ ...sex, entries: [{ code: '1', label: '女' }] })).not.toBe(contentHash(sex));
    expect(contentHash(sex)).toMatch(/^[0-9a-f]{14}$/);
    expect(contentHash({ ...sex })).toBe(contentHash(sex));
  });
});

describe('reading a dictionary', () => {
  test('labels and codes', () => {
    expect([labelOf(sex, '2'), labelOf(sex, '7')]).toEqual(['女', '7']);
    expect([codeFrom(sex, ' 女 '), codeFrom(sex, '1'), codeFrom(sex, '雌')]).toEqual(['2', '1', undefined]);
    expect(codeSchema(sex).safeParse('3').error?.issues[0]?.message).toBe('请选择性别');
    expect(codeSchema(sex).parse('1')).toBe('1');
  });

  test('what is offered', () => {
    expect(offeredOn(insuranceKind, '2024-04-01').map(({ code }) => code)).toEqual(['210', '410']);
    expect(offeredOn(occupationalDisease, '2025-07-31')).toHaveLength(10);
    expect(offeredOn(occupationalDisease, '2025-08-01')).toHaveLength(12);
  });

  test('a mistake in a dictionary is refused when it is loaded', () => {
    const wrong = (entries: { code: string; label: string; parent?: string }[]) => () =>
      defineDictionary({ name: 'x', title: 'x', source: 'x', entries });
    expect(
      wrong([
        { code: '1', label: 'a' },
        { code: '1', label: 'b' },
      ]),
    ).toThrow('DICTIONARY_CODE_TWICE');
    expect(wrong([{ code: '1', label: 'a', parent: '9' }])).toThrow('DICTIONARY_PARENT_MISSING');
  });
});

describe('areas', () => {
  const counties = area.entries.filter(({ level, retired }) => level === 'county' && !retired);

  test('107 counties under ten cities, the same as in the national list', () => {
    expect(counties).toHaveLength(107);
    expect(area.entries.filter(({ level }) => level === 'city')).toHaveLength(10);
    const national = areaNation.entries.filter(({ code }) => code.startsWith('61') && !code.endsWith('00'));
    expect(new Map(counties.map(({ code, label }) => [code, label]))).toEqual(new Map(national.map(({ code, label }) => [code, label])));
  });

  test('paths, cities and replaced codes', () => {
    expect(areaPath('610113')).toBe('陕西省西安市雁塔区');
    expect(areaPath('611021')).toBe('陕西省商洛市洛南县');
    expect(labelOf(area, '610199')).toBe('西安市市本级');
    expect(['610113', '610199', '610100', '611100', '610000', '619900', '1'].map(cityOf)).toEqual([
      '610100',
      '610100',
      '610100',
      '611100',
      null,
      null,
      null,
    ]);
    for (const { code, replacedBy } of area.entries.filter(({ retired }) => retired)) {
      expect(currentAreaOf(code)).toBe(replacedBy);
      expect(entryOf(area, replacedBy ?? '')?.level).toBe('county');
    }
    expect(currentAreaOf('610125')).toBe('610118');
  });

  test('the country has its provinces and about 2,900 counties', () => {
    expect(areaNation.entries.filter(({ parent }) => parent === undefined)).toHaveLength(34);
    expect(areaNation.entries.length).toBeGreaterThan(3000);
    expect(entryOf(areaNation, '110101')?.parent).toBe('110000');
    expect(entryOf(areaNation, '441900')?.label).toBe('东莞市');
  });
});

describe('countries', () => {
  test('those with agreements and the names in use here', () => {
    const wanted =
      'CHN156中国 HKG344中国香港 MAC446中国澳门 TWN158中国台湾 DEU276德国 KOR410韩国 DNK208丹麦 FIN246芬兰 CAN124加拿大 CHE756瑞士 NLD528荷兰 FRA250法国 ESP724西班牙 LUX442卢森堡 JPN392日本 SRB688塞尔维亚 KGZ417吉尔吉斯斯坦 USA840美国';
    const have = new Set(country.entries.map(({ code, numeric, label }) => code + numeric + label));
    for (const text of wanted.split(' ')) expect(have).toContain(text);
    expect(country.entries[0]?.code).toBe('CHN');
    expect(countryOfNumeric('124')).toBe('CAN');
    expect([isForeign('TWN'), isForeign('CAN')]).toEqual([false, true]);
  });
});

describe('industries', () => {
  test('97 divisions in 20 sections, each with a class', () => {
    const divisions = industry.entries.filter(({ code }) => /^\d/.test(code));
    expect(divisions.map(({ code }) => code)).toEqual(Array.from({ length: 97 }, (_, i) => String(i + 1).padStart(2, '0')));
    expect(industry.entries).toHaveLength(117);
    expect(divisions.every(({ riskClass }) => riskClass !== undefined)).toBe(true);
  });

  test.each([
    ['65', '1'],
    ['6510', '1'],
    ['72', '2'],
    ['5910', '5'],
    ['591', '5'],
    ['5920', '2'],
    ['4710', '6'],
    ['0610', '8'],
    ['2511', '7'],
  ])('%s is class %s', (code, riskClass) => expect(riskClassOf(code)).toBe(riskClass));
  test('what is none', () =>
    expect([riskClassOf('98'), riskClassOf('A'), riskClassOf('65101')]).toEqual([undefined, undefined, undefined]));
});

describe('dictionaries and standards agree', () => {
  test('every document type is checked, and refuses an empty number by asking for it', () => {
    for (const { code } of idType.entries) expect(checkIdNumber(code, '').message).toBe('请填写证件号码');
    for (const { code } of idType.entries) expect(checkIdNumber(code, '#').message).not.toBe('请选择证件类型');
  });

  test('flags', () => {
    expect([isInjuryOnly('201'), isInjuryOnly('101'), isInjuryOnly('')]).toEqual([true, false, false]);
    expect([isInvoluntary('13'), isInvoluntary('18'), isInvoluntary('12', '1'), isInvoluntary('12', '2'), isInvoluntary('12')]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(labelOf(bankClass, '102')).toBe('中国工商银行');
    expect(creditCodeFrom('91', '610100', 'MA6TE5T1')).toBe('91610100MA6TE5T17B');
  });
});
