import { describe, expect, test } from '@jest/globals';
import { bankCodeOf, checkBankAccount, checkBankCode } from '../../standards/bank.ts';
import {
  checkCreditCode,
  creditCodeCheckChar,
  creditCodeFrom,
  orgCodeCheckChar,
  orgCodeLabel,
  orgCodeOf,
} from '../../standards/credit-code.ts';
import { assessmentNumber, normaliseDocumentNumber, officeCodeOf, recognitionNumber } from '../../standards/document-number.ts';
import { businessNumberOf, checkNumber, personNumberOf, projectNumberOf, unitNumberOf, type NumberKind } from '../../standards/numbers.ts';
import { normaliseVerificationCode, verificationCodeFrom, verificationCodeLabel } from '../../standards/verification-code.ts';
import { seededRandom } from './random.ts';

describe('统一社会信用代码', () => {
  test.each(['91610100MA6TE5T17B', '91610100MAC0DE1A6Y', '1261000043520001XP', '52610300MJX000122M'])('%s is valid', (code) => {
    expect(checkCreditCode(code)).toMatchObject({ ok: true, normalised: code });
    expect(checkCreditCode(code).warning).toBeUndefined();
  });

  test('the organisation code inside it', () => {
    expect(orgCodeOf('91610100MA6TE5T17B')).toBe('MA6TE5T17');
    expect(orgCodeLabel('MA6TE5T17')).toBe('MA6TE5T1-7');
  });

  test.each([
    ['91610100MA6TE5T17', '统一社会信用代码应为18位'],
    ['91610100MA6TE5T17C', '统一社会信用代码校验位不正确'],
    ['9161010OMA6TE5T17B', '统一社会信用代码不使用字母I、O、S、V、Z，请核对'],
    ['91610X00MA6TE5T17B', '统一社会信用代码格式不正确'],
  ])('%s is refused: %s', (code, message) => expect(checkCreditCode(code)).toMatchObject({ ok: false, message }));

  test('a wrong inner check only warns', () => {
    const first17 = '91610100MA6TE5T18';
    expect(checkCreditCode(first17 + creditCodeCheckChar(first17))).toMatchObject({
      ok: true,
      warning: expect.stringContaining('组织机构代码'),
    });
  });

  test('random codes pass; every changed character is noticed', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const random = seededRandom(7);
    for (let n = 0; n < 100; n++) {
      const body = Array.from({ length: 8 }, () => alphabet[random(31)]).join('');
      const code = creditCodeFrom('91', '610100', body);
      expect(code[16]).toBe(orgCodeCheckChar(body));
      expect(checkCreditCode(code)).toEqual({
        ok: true,
        normalised: code,
        orgCode: code.slice(8, 17),
        regionCode: '610100',
        registrar: '市场监管',
      });
      for (let at = 0; at < 18; at++) {
        const other = alphabet[(alphabet.indexOf(code.charAt(at)) + 1 + random(30)) % 31];
        expect(checkCreditCode(code.slice(0, at) + other + code.slice(at + 1)).ok).toBe(false);
      }
    }
  });
});

describe('银行行号和账号', () => {
  test('the code of the manual', () => {
    expect(checkBankCode('102791000179')).toEqual({ ok: true, normalised: '102791000179', bankClass: '102' });
    expect(bankCodeOf('10279100017')).toBe('102791000179');
    expect(checkBankCode('102791000178')).toMatchObject({ ok: false, message: '银行行号校验不通过' });
    expect(checkBankCode('102791000178', { strict: false })).toMatchObject({ ok: true, warning: expect.any(String) });
    expect(checkBankCode('102791000179', { bankClass: '103' })).toMatchObject({ ok: false, message: '银行行号与银行类别不一致' });
    expect(checkBankCode('10279100017').ok).toBe(false);
  });

  test('accounts: the Luhn check of cards only warns', () => {
    expect(checkBankAccount('6222 0200 0000 0000 005').normalised).toBe('6222020000000000005');
    expect(checkBankAccount('4111111111111111', { card: true }).warning).toBeUndefined();
    expect(checkBankAccount('4111111111111112', { card: true })).toMatchObject({ ok: true, warning: expect.any(String) });
    expect(checkBankAccount('4111111111111112').warning).toBeUndefined();
    expect(checkBankAccount('1234567').ok).toBe(false);
  });
});

describe('编号', () => {
  test.each<[NumberKind, string]>([
    ['unit', '6112000011'],
    ['person', '611041482432'],
    ['person', '612000001002'],
    ['project', '2020000000002'],
    ['recognition', '10000256370'],
    ['recognitionSystem', '100000000256370'],
    ['business', '20241022222100000001'],
  ])('%s %s', (kind, number) => {
    expect(checkNumber(kind, number).ok).toBe(true);
    expect(checkNumber(kind, `${number}1`).ok).toBe(false);
  });

  test('built from sequences', () => {
    expect(unitNumberOf(12)).toBe('6100000012');
    expect(personNumberOf(12)).toBe('610000000012');
    expect(projectNumberOf(2020, 2)).toBe('2020000000002');
    expect(businessNumberOf('2024-10-25T03:02:12.500Z', 7)).toBe('20241025110212000007');
    expect(() => unitNumberOf(100_000_000)).toThrow('SEQUENCE_SPENT');
    expect(checkNumber('business', '20241322222100000001').ok).toBe(false);
  });
});

describe('文书编号', () => {
  test('recognition', () => {
    expect(recognitionNumber(2024, '610199', '认', 9)).toBe('（2024）陕A.S.认（9）号');
    expect(recognitionNumber(2024, '610302', '不认', 12)).toBe('（2024）陕C.02.不认（12）号');
    expect(officeCodeOf('611100')).toBe('S');
    expect(() => recognitionNumber(2024, '619900', '认', 1)).toThrow('AGENCY_UNKNOWN');
  });

  test('assessment', () => {
    expect(assessmentNumber(2024, '610199', '伤', 3654)).toBe('西劳鉴伤〔2024〕3654号');
    expect(assessmentNumber(2024, '619900', '再', 1)).toBe('陕劳鉴再〔2024〕1号');
    expect(() => assessmentNumber(2024, '610199', '再', 1)).toThrow('AGENCY_UNKNOWN');
  });

  test('however it is typed, it is the same number', () => {
    const typed = ['（2024）陕A.S.认（9）号', '(2024) 陕a.s.认(9)号', '〔2024〕陕A．S．认【9】号', '[2024]陕A.S.认［9］号'];
    expect(new Set(typed.map(normaliseDocumentNumber))).toEqual(new Set(['(2024)陕A.S.认(9)号']));
  });
});

describe('验证码', () => {
  test('carries all 80 bits and survives being read aloud', () => {
    expect(verificationCodeFrom(new Uint8Array(10))).toBe('0000000000000000');
    expect(verificationCodeFrom(new Uint8Array(10).fill(255))).toBe('ZZZZZZZZZZZZZZZZ');
    const code = verificationCodeFrom(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    expect(normaliseVerificationCode(verificationCodeLabel(code).toLowerCase())).toBe(code);
    expect(normaliseVerificationCode('OOOO-IIII-LLLL-0000')).toBe('0000111111110000');
    expect(normaliseVerificationCode('U000000000000000')).toBeNull();
    expect(() => verificationCodeFrom(new Uint8Array(9))).toThrow('RANDOM_BYTES_INVALID');
  });
});
