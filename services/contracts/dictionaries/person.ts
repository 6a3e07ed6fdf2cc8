/** What is recorded of a person (standards §10). */
import { defineDictionary } from './dictionary.ts';

export const sex = defineDictionary({
  name: 'sex',
  title: '性别',
  source: 'GB/T 2261.1',
  entries: [
    { code: '1', label: '男' },
    { code: '2', label: '女' },
    { code: '9', label: '未说明' },
  ],
});

export const idType = defineDictionary({
  name: 'id-type',
  title: '证件类型',
  source: 'LD/T 92 AAC058（未核实）',
  entries: [
    { code: '01', label: '居民身份证' },
    { code: '02', label: '军官证' },
    { code: '03', label: '武警警官证' },
    { code: '04', label: '港澳居民来往内地通行证' },
    { code: '05', label: '台湾居民来往大陆通行证' },
    { code: '06', label: '户口簿' },
    { code: '07', label: '外国人永久居留身份证' },
    { code: '08', label: '护照' },
    { code: '09', label: '港澳台居民居住证' },
    { code: '10', label: '外国人居留许可' },
    { code: '90', label: '社会保障卡' },
    { code: '99', label: '其他' },
  ],
});

export const householdKind = defineDictionary({
  name: 'household-kind',
  title: '户籍性质',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '11', label: '城镇（非农业）' },
    { code: '12', label: '农村（农业）' },
    { code: '13', label: '统一居民户口' },
    { code: '20', label: '港澳台' },
    { code: '30', label: '外籍' },
    { code: '90', label: '其他' },
  ],
});

export const kinship = defineDictionary({
  name: 'kinship',
  title: '与职工关系',
  source: '【补】standards §10',
  entries: [
    { code: '1', label: '本人' },
    { code: '2', label: '配偶' },
    { code: '3', label: '子' },
    { code: '4', label: '女' },
    { code: '5', label: '父' },
    { code: '6', label: '母' },
    { code: '7', label: '祖父母' },
    { code: '8', label: '孙子女' },
    { code: '9', label: '兄弟姐妹' },
    { code: '99', label: '其他' },
  ],
});

export const politicalStatus = defineDictionary({
  name: 'political-status',
  title: '政治面貌',
  source: 'GB/T 4762',
  entries: [
    { code: '01', label: '中共党员' },
    { code: '02', label: '中共预备党员' },
    { code: '03', label: '共青团员' },
    { code: '04', label: '民革党员' },
    { code: '05', label: '民盟盟员' },
    { code: '06', label: '民建会员' },
    { code: '07', label: '民进会员' },
    { code: '08', label: '农工党党员' },
    { code: '09', label: '致公党党员' },
    { code: '10', label: '九三学社社员' },
    { code: '11', label: '台盟盟员' },
    { code: '12', label: '无党派人士' },
    { code: '13', label: '群众' },
  ],
});
