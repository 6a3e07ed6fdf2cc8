import { describe, expect, test } from '@jest/globals';
import { maskAddress, maskBankAccount, maskEmail, maskId, maskName, maskPhone } from '../../standards/masking.ts';
import { checkPersonName, codePointLength } from '../../standards/person-name.ts';
import { checkContactPhone, checkEmail, checkLandline, checkMobile, checkPostcode } from '../../standards/phone.ts';

describe('姓名', () => {
  test.each([
    ['张三', '张三'],
    [' 张 三 ', '张三'],
    ['欧阳𠮷', '欧阳𠮷'],
    ['𬭊䶮', '𬭊䶮'],
    ['艾力•买买提', '艾力·买买提'],
    ['艾力 ． 买买提', '艾力·买买提'],
  ])('%s → %s', (typed, name) => expect(checkPersonName(typed)).toEqual({ ok: true, normalised: name }));

  test.each(['', '张', '张3', '张·', '·张三', 'John Smith', '张?', '张\uE123', '张'.repeat(51)])('%s is refused', (typed) =>
    expect(checkPersonName(typed).ok).toBe(false),
  );

  test('foreigners', () => {
    expect(checkPersonName("Ｊｏｈｎ  O'Neil-Smith", { foreign: true })).toEqual({ ok: true, normalised: "John O'Neil-Smith" });
    expect(checkPersonName('José Núñez', { foreign: true }).ok).toBe(true);
    expect(checkPersonName('John 3', { foreign: true }).ok).toBe(false);
  });

  test('length is in code points', () => {
    expect(codePointLength('𬭊')).toBe(1);
    expect(checkPersonName('𬭊'.repeat(50)).ok).toBe(true);
  });
});

describe('联系方式', () => {
  test.each([
    ['13800000000', '13800000000'],
    ['+86 138-0000-0000', '13800000000'],
    ['１３８００００００００', '13800000000'],
  ])('mobile %s', (typed, number) => expect(checkMobile(typed)).toEqual({ ok: true, normalised: number }));

  test.each([
    ['029-12345678', '029-12345678'],
    ['(029)12345678', '029-12345678'],
    ['02912345678-12', '029-12345678-12'],
    ['0917-1234567', '0917-1234567'],
    ['09171234567', '0917-1234567'],
  ])('landline %s', (typed, number) => expect(checkLandline(typed)).toEqual({ ok: true, normalised: number }));

  test('refused', () => {
    for (const typed of ['12800000000', '1380000000', 'abc']) expect(checkContactPhone(typed).ok).toBe(false);
    expect(checkContactPhone('0917-1234567').ok).toBe(true);
  });

  test('postcode and e-mail', () => {
    expect(checkPostcode('710000')).toEqual({ ok: true, normalised: '710000' });
    expect(checkPostcode('100000')).toMatchObject({ ok: true, warning: expect.any(String) });
    expect(checkPostcode('7100').ok).toBe(false);
    expect(['a.b@example.com', 'a@sub.example.cn'].every((email) => checkEmail(email).ok)).toBe(true);
    expect(['a@b', '@example.com', 'a b@example.com', `${'a'.repeat(95)}@example.com`].some((email) => checkEmail(email).ok)).toBe(false);
  });
});

describe('脱敏', () => {
  test.each([
    [maskId('610113199001010019'), '610***********0019'],
    [maskId('E12345678'), 'E1*****78'],
    [maskId('12345'), '1****'],
    [maskPhone('13800000000'), '138****0000'],
    [maskPhone('029-12345678'), '029-******78'],
    [maskPhone('abc'), '***'],
    [maskBankAccount('6222020000000000005'), '***************0005'],
    [maskBankAccount('123'), '***'],
    [maskAddress('陕西省西安市雁塔区科技路1号'), '陕西省西安市雁塔区***'],
    [maskAddress('西安市长安区某街道1号'), '西安市长安区***'],
    [maskAddress('陕西省商洛市洛南县城关街道'), '陕西省商洛市洛南县***'],
    [maskAddress('北京市海淀区中关村'), '北京市海淀区***'],
    [maskAddress('科技路1号3小区5楼'), '***'],
    [maskName('张三'), '张*'],
    [maskName('𠮷田一郎太'), '𠮷***'],
    [maskName('张'), '张*'],
    [maskEmail('someone@example.com'), 's***@example.com'],
  ])('%s', (masked, expected) => expect(masked).toBe(expected));
});
