import { describe, expect, test } from '@jest/globals';
import { dayNumber, dayOfNumber } from '../../standards/day.ts';
import { checkIdNumber, checkWorkPermit, isChinesePassport } from '../../standards/other-ids.ts';
import { checkPermanentResidenceId, oldFormCheckDigit } from '../../standards/permanent-residence-id.ts';
import { checkResidentId, parseResidentId, residentIdOf, upgradeResidentId } from '../../standards/resident-id.ts';
import { seededRandom } from './random.ts';

describe('公民身份号码', () => {
  test.each([
    ['610113199001010019', '1990-01-01', '1'],
    ['610302198506150022', '1985-06-15', '2'],
    ['610402199512200137', '1995-12-20', '1'],
    ['610502200601010248', '2006-01-01', '2'],
    ['612301197001010359', '1970-01-01', '1'],
  ])('%s is valid', (id, birthDate, sex) => {
    expect(checkResidentId(id, '2024-04-01')).toMatchObject({ ok: true, normalised: id, birthDate, sex, provinceName: '陕西省' });
  });

  test.each([
    ['61011319900101001', '证件号码应为18位'],
    ['610113199001010018', '证件号码校验位不正确'],
    ['610113199002300010', '证件号码中的出生日期不正确'],
    ['990113199001010019', '证件号码的地区代码不正确'],
    [residentIdOf('610113', '2024-04-02', 1), '证件号码中的出生日期不正确'],
    [residentIdOf('610113', '1899-12-31', 1), '证件号码中的出生日期不正确'],
  ])('%s is refused: %s', (id, message) => {
    expect(checkResidentId(id, '2024-04-01')).toMatchObject({ ok: false, message });
  });

  test('lower-case x, full-width digits and blanks are put right', () => {
    const id =
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => residentIdOf('610113', '1990-01-01', n)).find((one) => one.endsWith('X')) ?? '';
    expect(id).toHaveLength(18);
    const typed = ` ${id.slice(0, 6)} ${id.slice(6, 17)}x`.replace('6', '６');
    expect(checkResidentId(typed)).toMatchObject({ ok: true, normalised: id });
  });

  test('15 digits are upgraded with a warning; those born in the 1800s are not', () => {
    expect(upgradeResidentId('610113900101001')).toBe('610113199001010019');
    expect(checkResidentId('610113900101001')).toMatchObject({
      ok: true,
      normalised: '610113199001010019',
      warning: '15位身份证号码已升为18位',
    });
    expect(checkResidentId('610113900101998').ok).toBe(false);
  });

  test('random numbers: what was put in comes out, and every changed digit is noticed', () => {
    const random = seededRandom(20240401);
    const [first, last] = [dayNumber('1930-01-01'), dayNumber('2008-12-31')];
    for (let n = 0; n < 300; n++) {
      const birthDate = dayOfNumber(first + random(last - first));
      const sequence = random(1000);
      const id = residentIdOf('610113', birthDate, sequence);
      expect(parseResidentId(id)).toMatchObject({ birthDate, regionCode: '610113', sex: sequence % 2 === 1 ? '1' : '2' });
      for (let at = 0; at < 17; at++) {
        const other = String((Number(id[at]) + 1 + random(9)) % 10);
        expect(checkResidentId(id.slice(0, at) + other + id.slice(at + 1)).ok).toBe(false);
      }
    }
  });
});

describe('外国人永久居留身份证', () => {
  test('the official sample of the 2023 form', () => {
    expect(checkPermanentResidenceId('911124198108030024')).toMatchObject({ ok: true, birthDate: '1981-08-03', sex: '2', country: '124' });
    expect(checkPermanentResidenceId('911124198108030025').ok).toBe(false);
    expect(checkPermanentResidenceId('911124198113030024').ok).toBe(false);
  });

  test('a wrong check of the old form only warns', () => {
    const id = 'CAN11018108032';
    const digit = Number(oldFormCheckDigit(id));
    expect(checkPermanentResidenceId(`${id}${digit}`)).toEqual({ ok: true, normalised: `${id}${digit}`, country: 'CAN' });
    expect(checkPermanentResidenceId(`${id}${(digit + 1) % 10}`)).toMatchObject({ ok: true, warning: expect.any(String) });
  });
});

describe('any document', () => {
  const permit = residentIdOf('810000', '1992-03-04', 12);
  test.each([
    ['01', '610113199001010019', true],
    ['01', permit, false],
    ['09', permit, true],
    ['09', '610113199001010019', false],
    ['04', 'H12345678', true],
    ['04', 'M1234567890', true],
    ['04', 'A12345678', false],
    ['05', '12345678', true],
    ['05', '1234567890A', true],
    ['05', '1234567', false],
    ['02', '军字第1234567', true],
    ['07', '911124198108030024', true],
    ['08', 'E12345678', true],
    ['08', 'K-1', false],
    ['42', 'E12345678', false],
    ['01', ' ', false],
  ])('type %s number %s: %s', (idType, number, ok) => {
    const checked = checkIdNumber(idType, number);
    expect(checked.ok).toBe(ok);
    if (!ok) expect(checked.message).toMatch(/\p{Script=Han}/u);
  });

  test('a resident number gives birth date and sex', () => {
    expect(checkIdNumber('01', '610302198506150022')).toMatchObject({ birthDate: '1985-06-15', sex: '2' });
    expect(checkIdNumber('08', 'e1234567').birthDate).toBeUndefined();
  });

  test('Chinese passports and work permits', () => {
    expect([isChinesePassport('E12345678'), isChinesePassport('EA1234567'), isChinesePassport('X1')]).toEqual([true, true, false]);
    expect([checkWorkPermit('18AB0000001').ok, checkWorkPermit('1').ok]).toEqual([true, false]);
  });
});
