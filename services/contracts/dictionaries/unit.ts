/** What is recorded of a unit (standards §10). */
import { defineDictionary } from './dictionary.ts';

export const unitType = defineDictionary({
  name: 'unit-type',
  title: '单位类型',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '10', label: '企业' },
    { code: '20', label: '事业单位' },
    { code: '21', label: '全额拨款事业单位', parent: '20' },
    { code: '22', label: '差额拨款事业单位', parent: '20' },
    { code: '23', label: '自收自支事业单位', parent: '20' },
    { code: '30', label: '机关' },
    { code: '40', label: '社会团体' },
    { code: '50', label: '民办非企业（社会服务机构）' },
    { code: '51', label: '基金会' },
    { code: '52', label: '律师事务所' },
    { code: '53', label: '会计师事务所' },
    { code: '60', label: '个体工商户' },
    { code: '70', label: '城镇个体' },
    { code: '80', label: '工程项目' },
    { code: '90', label: '其他' },
  ],
});

export const economicType = defineDictionary({
  name: 'economic-type',
  title: '经济类型',
  source: 'GB/T 12402',
  entries: [
    { code: '100', label: '内资' },
    { code: '110', label: '国有', parent: '100' },
    { code: '120', label: '集体', parent: '100' },
    { code: '130', label: '股份合作', parent: '100' },
    { code: '150', label: '有限责任', parent: '100' },
    { code: '151', label: '国有独资', parent: '150' },
    { code: '160', label: '股份有限', parent: '100' },
    { code: '170', label: '私营', parent: '100' },
    { code: '171', label: '私营独资', parent: '170' },
    { code: '172', label: '私营合伙', parent: '170' },
    { code: '173', label: '私营有限责任', parent: '170' },
    { code: '174', label: '私营股份有限', parent: '170' },
    { code: '175', label: '个体', parent: '100' },
    { code: '190', label: '其他内资', parent: '100' },
    { code: '200', label: '港澳台投资' },
    { code: '300', label: '外商投资' },
    { code: '900', label: '其他' },
  ],
});

export const affiliation = defineDictionary({
  name: 'affiliation',
  title: '隶属关系',
  source: 'GB/T 12404',
  entries: [
    { code: '10', label: '中央' },
    { code: '20', label: '省（自治区、直辖市）' },
    { code: '40', label: '市（地）' },
    { code: '50', label: '县' },
    { code: '60', label: '街道、镇、乡' },
    { code: '61', label: '街道', parent: '60' },
    { code: '62', label: '镇', parent: '60' },
    { code: '63', label: '乡', parent: '60' },
    { code: '70', label: '居民、村民委员会' },
    { code: '90', label: '其他' },
  ],
});

export const unitFlag = defineDictionary({
  name: 'unit-flag',
  title: '单位类别标志',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '1', label: '参保单位' },
    { code: '2', label: '代理单位' },
    { code: '3', label: '工程项目单位' },
    { code: '4', label: '灵活就业代管' },
  ],
});

export const specialUnit = defineDictionary({
  name: 'special-unit',
  title: '特殊单位类别',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '0', label: '无' },
    { code: '1', label: '劳务派遣' },
    { code: '2', label: '人力资源服务' },
    { code: '3', label: '军队' },
    { code: '4', label: '农场' },
    { code: '5', label: '困难企业' },
    { code: '9', label: '其他' },
  ],
});

export const unitStatus = defineDictionary({
  name: 'unit-status',
  title: '单位登记状态',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '1', label: '正常' },
    { code: '2', label: '暂停' },
    { code: '3', label: '注销' },
    { code: '4', label: '非正常' },
  ],
});

export const licenceKind = defineDictionary({
  name: 'licence-kind',
  title: '执照种类',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '1', label: '营业执照' },
    { code: '2', label: '事业单位法人证书' },
    { code: '3', label: '社会团体法人登记证书' },
    { code: '4', label: '民办非企业单位登记证书' },
    { code: '5', label: '基金会法人登记证书' },
    { code: '6', label: '律师事务所执业许可证' },
    { code: '7', label: '机关设立批文' },
    { code: '8', label: '宗教活动场所登记证' },
    { code: '9', label: '其他' },
  ],
});

export const fundingSource = defineDictionary({
  name: 'funding-source',
  title: '经费来源',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '1', label: '财政全额拨款' },
    { code: '2', label: '财政差额补助' },
    { code: '3', label: '自收自支' },
    { code: '4', label: '企业自筹' },
    { code: '9', label: '其他' },
  ],
});

export const enterpriseSize = defineDictionary({
  name: 'enterprise-size',
  title: '企业类型（划型）',
  source: '国统字〔2017〕213号',
  entries: [
    { code: '1', label: '大型' },
    { code: '2', label: '中型' },
    { code: '3', label: '小型' },
    { code: '4', label: '微型' },
  ],
});

export const closingReason = defineDictionary({
  name: 'closing-reason',
  title: '注销原因',
  source: '【补】社会保险经办条例：用人单位依法终止的情形',
  entries: [
    { code: '1', label: '解散' },
    { code: '2', label: '破产' },
    { code: '3', label: '撤销' },
    { code: '4', label: '合并' },
    { code: '5', label: '吊销营业执照' },
    { code: '6', label: '迁出本省' },
    { code: '9', label: '其他' },
  ],
});

export const accountPurpose = defineDictionary({
  name: 'account-purpose',
  title: '账户用途',
  source: '【补】items.md 8：每种用途一个在用账户；通用账户用于没有专用账户的用途',
  entries: [
    { code: '0', label: '通用' },
    { code: '1', label: '稳岗返还' },
    { code: '2', label: '一次性扩岗补助' },
    { code: '3', label: '工伤待遇代发' },
  ],
});
