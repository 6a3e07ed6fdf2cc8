/** Education, titles, skills and posts of a person (standards §10). */
import { defineDictionary } from './dictionary.ts';

export const education = defineDictionary({
  name: 'education',
  title: '学历',
  source: 'GB/T 4658',
  entries: [
    { code: '10', label: '研究生' },
    { code: '11', label: '博士研究生', parent: '10' },
    { code: '14', label: '硕士研究生', parent: '10' },
    { code: '20', label: '大学本科' },
    { code: '30', label: '大学专科' },
    { code: '40', label: '中专中技' },
    { code: '41', label: '中等专科', parent: '40' },
    { code: '44', label: '职业高中', parent: '40' },
    { code: '47', label: '技工学校', parent: '40' },
    { code: '60', label: '普通高中' },
    { code: '70', label: '初中' },
    { code: '80', label: '小学' },
    { code: '90', label: '其他' },
  ],
});

export const titleRank = defineDictionary({
  name: 'title-rank',
  title: '职称',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '1', label: '正高级' },
    { code: '2', label: '副高级' },
    { code: '3', label: '中级' },
    { code: '4', label: '助理级' },
    { code: '5', label: '员级' },
    { code: '9', label: '无' },
  ],
});

export const skillLevel = defineDictionary({
  name: 'skill-level',
  title: '技能等级（职业资格）',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '1', label: '高级技师（一级）' },
    { code: '2', label: '技师（二级）' },
    { code: '3', label: '高级工（三级）' },
    { code: '4', label: '中级工（四级）' },
    { code: '5', label: '初级工（五级）' },
    { code: '6', label: '学徒工' },
    { code: '7', label: '特级技师' },
    { code: '8', label: '首席技师' },
    { code: '9', label: '无' },
  ],
});

export const occupation = defineDictionary({
  name: 'occupation',
  title: '职业（工种）',
  source: 'GB/T 6565 大类',
  entries: [
    { code: '1', label: '党的机关、国家机关、群众团体和社会组织、企事业单位负责人' },
    { code: '2', label: '专业技术人员' },
    { code: '3', label: '办事人员和有关人员' },
    { code: '4', label: '社会生产服务和生活服务人员' },
    { code: '5', label: '农、林、牧、渔业生产及辅助人员' },
    { code: '6', label: '生产制造及有关人员' },
    { code: '7', label: '军队人员' },
    { code: '8', label: '不便分类的其他从业人员' },
  ],
});

export const dutyKind = defineDictionary({
  name: 'duty-kind',
  title: '行政职务类别',
  source: 'LD/T 92 式样，值为常用（未核实）',
  entries: [
    { code: '1', label: '领导职务' },
    { code: '2', label: '非领导职务' },
    { code: '9', label: '无' },
  ],
});

export const dutyLevel = defineDictionary({
  name: 'duty-level',
  title: '行政职务级别',
  source: 'GB/T 12407 式样，中间各级为补全（未核实）',
  entries: [
    { code: '111', label: '国家级正职' },
    { code: '112', label: '国家级副职' },
    { code: '121', label: '省部级正职' },
    { code: '122', label: '省部级副职' },
    { code: '131', label: '厅局级正职' },
    { code: '132', label: '厅局级副职' },
    { code: '141', label: '县处级正职' },
    { code: '142', label: '县处级副职' },
    { code: '151', label: '乡科级正职' },
    { code: '152', label: '乡科级副职' },
    { code: '162', label: '科员' },
    { code: '163', label: '办事员' },
    { code: '199', label: '无' },
  ],
});
