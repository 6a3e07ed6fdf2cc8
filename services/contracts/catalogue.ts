import type { ItemHead } from './item.ts';

/** 事项目录: all 43 items of items.md §3, in its order. An item that is not built yet stands here all the same and is shown as 建设中. */
export const CATALOGUE: readonly ItemHead[] = [
  {
    no: 1, id: 'unit-registration', name: '企业参保登记', aliases: ['企业社会保险登记', '社会保险登记'], category: '公共业务', path: '法人办事', kind: 'review',
    owner: 'units', permission: 'unit-or-register', manual: '2.3.1', help: '新单位办理社会保险登记，审核通过后取得单位编号',
  },
  {
    no: 2, id: 'person-enrolment', name: '人员参保登记', aliases: ['增员', '新参保', '续保'], category: '公共业务', path: '法人办事', kind: 'instant',
    owner: 'persons', permission: 'unit', manual: '2.3.2', help: '为新入职人员办理新参保或续保',
  },
  {
    no: 3, id: 'person-enrolment-batch', name: '人员参保登记（批量）', aliases: ['批量增员'], category: '公共业务', path: '法人办事', kind: 'batch',
    owner: 'persons', permission: 'unit', manual: '2.3.3', help: '按模板批量办理人员参保',
  },
  {
    no: 4, id: 'person-stop', name: '人员停保登记', aliases: ['减员'], category: '公共业务', path: '法人办事', kind: 'instant',
    owner: 'persons', permission: 'unit', manual: '2.3.4', help: '为调出或离职人员办理停保',
  },
  {
    no: 5, id: 'person-stop-batch', name: '人员停保登记（批量）', aliases: ['批量减员'], category: '公共业务', path: '法人办事', kind: 'batch',
    owner: 'persons', permission: 'unit', manual: '2.3.5', help: '按模板批量办理人员停保',
  },
  {
    no: 6, id: 'unit-maintenance', name: '单位基本信息及联系人维护', aliases: ['单位信息变更', '联系人'], category: '公共业务', path: '法人办事', kind: 'maintain',
    owner: 'units', permission: 'unit', manual: '2.3.6', help: '查看和变更单位基本信息，维护单位联系人',
  },
  {
    no: 7, id: 'project-roster', name: '工程项目工伤人员批量参保登记', aliases: ['项目参保'], category: '公共业务', path: '法人办事', kind: 'batch',
    owner: 'units', permission: 'unit', manual: '2.3.7', help: '导入和维护工程项目的实际用工人员',
  },
  {
    no: 8, id: 'unit-bank', name: '单位银行信息维护申请', aliases: ['银行账户'], category: '公共业务', path: '法人办事', kind: 'review',
    owner: 'units', permission: 'unit', manual: '2.3.8', help: '登记或变更接收基金拨付的单位银行账户',
  },
  {
    no: 9, id: 'rights-record', name: '个人权益单', aliases: ['权益记录单'], category: '公共业务', path: '法人办事', kind: 'print',
    owner: 'documents', permission: 'unit', manual: '2.3.9', help: '打印职工年度社会保险个人权益记录单',
  },
  {
    no: 10, id: 'unit-certificate', name: '单位参保证明打印', aliases: ['单位参保证明'], category: '公共业务', path: '法人办事', kind: 'print',
    owner: 'documents', permission: 'unit', manual: '2.3.10', help: '打印加盖电子印章、可验证的单位参保证明',
  },
  {
    no: 11, id: 'person-certificate', name: '单位人员参保证明打印', aliases: ['人员参保证明'], category: '公共业务', path: '法人办事', kind: 'print',
    owner: 'documents', permission: 'unit', manual: '2.3.11', help: '打印本单位人员的参保缴费证明',
  },
  {
    no: 12, id: 'overage-findings', name: '延长缴费认定查询', aliases: ['超龄缴费认定查询'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'contributions', permission: 'unit', manual: '2.3.12', help: '查询本单位人员的延长缴费认定结果',
  },
  {
    no: 13, id: 'project-changes', name: '项目变更信息查询', aliases: ['工程项目变更'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'units', permission: 'unit', manual: '2.3.13', help: '查询本单位工程建设项目的变更记录',
  },
  {
    no: 14, id: 'treaty-query', name: '外国人互免信息查询', aliases: ['互免查询'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'contributions', permission: 'unit', manual: '2.3.14', help: '查询外籍人员互免协议免缴记录',
  },
  {
    no: 15, id: 'monthly-payments', name: '单位人员月缴费明细查询', aliases: ['月缴费明细'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'contributions', permission: 'insured-unit', manual: '2.3.15', help: '按月查询本单位人员缴费明细',
  },
  {
    no: 16, id: 'back-payments', name: '单位人员补缴信息查询', aliases: ['补缴查询'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'contributions', permission: 'insured-unit', manual: '2.3.16', help: '查询断缴补缴、基数差补、比例差补和特殊补缴',
  },
  {
    no: 17, id: 'unit-payments', name: '单位缴费信息查询', aliases: ['单位缴费'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'contributions', permission: 'insured-unit', manual: '2.3.17', help: '查询单位各期缴费汇总及人员明细',
  },
  {
    no: 18, id: 'person-payments', name: '人员应缴实缴明细查询', aliases: ['应缴实缴'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'contributions', permission: 'insured-unit', manual: '2.3.18', help: '查询人员应缴、实缴、欠费和退费明细',
  },
  {
    no: 19, id: 'refunds', name: '单位人员退费信息查询', aliases: ['退费查询'], category: '公共业务', path: '法人办事', kind: 'query',
    owner: 'contributions', permission: 'insured-unit', manual: '2.3.19', help: '查询人员退费、差退费及单位特殊退费',
  },
  {
    no: 20, id: 'treaty-exemption', name: '互免协议免缴登记', aliases: ['互免登记'], category: '公共业务', path: '法人办事', kind: 'instant',
    owner: 'contributions', permission: 'unit', manual: '2.3.20', help: '为外籍人员登记双边协定免缴',
  },
  {
    no: 21, id: 'accident-report', name: '工伤事故申告', aliases: ['事故报告'], category: '工伤认定鉴定', path: '法人办事', kind: 'filing',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.1', help: '工伤事故发生后的快速报告',
  },
  {
    no: 22, id: 'injury-recognition', name: '工伤认定申请', aliases: ['工伤认定'], category: '工伤认定鉴定', path: '法人办事', kind: 'review',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.2', help: '为受伤职工申请工伤认定',
  },
  {
    no: 23, id: 'capacity-assessment', name: '工伤劳动能力初次（复查）鉴定申请', aliases: ['初次鉴定', '复查鉴定'], category: '工伤认定鉴定', path: '法人办事', kind: 'review',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.3', help: '申请劳动能力初次或复查鉴定',
  },
  {
    no: 24, id: 'caused-disease', name: '工伤职工工伤直接导致疾病确认', aliases: ['直接导致疾病'], category: '工伤认定鉴定', path: '法人办事', kind: 'review',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.4', help: '申请确认疾病由工伤直接导致',
  },
  {
    no: 25, id: 'relapse-treatment', name: '工伤职工旧伤复发治疗申请', aliases: ['旧伤复发'], category: '工伤认定鉴定', path: '法人办事', kind: 'review',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.5', help: '申请确认旧伤复发需要治疗',
  },
  {
    no: 26, id: 'leave-extension', name: '工伤职工延长停工留薪期确认', aliases: ['停工留薪期'], category: '工伤认定鉴定', path: '法人办事', kind: 'review',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.6', help: '申请延长停工留薪期',
  },
  {
    no: 27, id: 'capacity-reassessment', name: '劳动能力再次鉴定', aliases: ['再次鉴定'], category: '工伤认定鉴定', path: '法人办事', kind: 'review',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.7', help: '对鉴定结论不服时申请再次鉴定',
  },
  {
    no: 28, id: 'non-injury-assessment', name: '非因工劳动能力鉴定', aliases: ['病退鉴定'], category: '工伤认定鉴定', path: '法人办事', kind: 'review',
    owner: 'injury', permission: 'unit-injury', manual: '2.4.8', help: '申请非因工伤残或因病丧失劳动能力鉴定',
  },
  {
    no: 29, id: 'document-signing', name: '文书签收', aliases: ['送达回证'], category: '工伤认定鉴定', path: '法人办事', kind: 'sign',
    owner: 'documents', permission: 'unit-injury', manual: '2.4.9', help: '签收并下载工伤认定、鉴定等文书',
  },
  {
    no: 30, id: 'treatment-filing', name: '工伤就诊资质备案', aliases: ['就诊备案'], category: '工伤保险', path: '法人办事', kind: 'filing',
    owner: 'benefits', permission: 'unit', manual: '2.5.1', help: '为工伤职工办理就诊资质备案',
  },
  {
    no: 31, id: 'rehabilitation-filing', name: '工伤康复就诊备案', aliases: ['康复备案'], category: '工伤保险', path: '法人办事', kind: 'filing',
    owner: 'benefits', permission: 'unit', manual: '2.5.2', help: '为工伤职工办理康复就诊备案',
  },
  {
    no: 32, id: 'appliance-filing', name: '辅助器具备案', aliases: ['辅具备案'], category: '工伤保险', path: '法人办事', kind: 'filing',
    owner: 'benefits', permission: 'unit', manual: '2.5.3', help: '为工伤职工办理辅助器具配置备案',
  },
  {
    no: 33, id: 'out-of-province', name: '省外异地就医中心申请', aliases: ['异地就医备案'], category: '工伤保险', path: '法人办事', kind: 'review',
    owner: 'benefits', permission: 'unit', manual: '2.5.4', help: '申请工伤职工省外异地就医',
  },
  {
    no: 34, id: 'disability-benefit', name: '伤残待遇申领', aliases: ['一次性伤残补助金', '伤残津贴'], category: '工伤保险', path: '个人办事', kind: 'review',
    owner: 'benefits', permission: 'injured', manual: '2.5.5', help: '申领伤残补助金、伤残津贴和生活护理费',
  },
  {
    no: 35, id: 'death-benefit', name: '一次性工亡补助金及丧葬补助金申领', aliases: ['工亡待遇'], category: '工伤保险', path: '个人办事', kind: 'review',
    owner: 'benefits', permission: 'dependant', manual: '—', help: '近亲属申领工亡补助金和丧葬补助金',
  },
  {
    no: 36, id: 'medical-lump-sum', name: '一次性工伤医疗补助金申领', aliases: ['医疗补助金'], category: '工伤保险', path: '个人办事', kind: 'review',
    owner: 'benefits', permission: 'injured', manual: '2.5.6', help: '解除劳动关系后申领一次性工伤医疗补助金',
  },
  {
    no: 37, id: 'stability-claim', name: '稳岗返还申领', aliases: ['稳岗补贴'], category: '失业保险', path: '法人办事', kind: 'review',
    owner: 'unemployment', permission: 'unit', manual: '2.6.1', help: '未纳入免申即享的单位申领稳岗返还',
  },
  {
    no: 38, id: 'stability-confirm', name: '稳岗返还单位确认', aliases: ['免申即享'], category: '失业保险', path: '法人办事', kind: 'confirm',
    owner: 'unemployment', permission: 'unit', manual: '2.6.2', help: '确认系统推送的稳岗返还信息',
  },
  {
    no: 39, id: 'stability-query', name: '稳岗返还信息查询', aliases: ['稳岗返还审批表'], category: '失业保险', path: '法人办事', kind: 'query',
    owner: 'unemployment', permission: 'unit', manual: '2.6.3', help: '查询稳岗返还进度，到账后打印审批表',
  },
  {
    no: 40, id: 'hiring-claim', name: '一次性扩岗补助申领', aliases: ['扩岗补助'], category: '失业保险', path: '法人办事', kind: 'review',
    owner: 'unemployment', permission: 'unit', manual: '2.6.4', help: '申领招用高校毕业生等的一次性扩岗补助',
  },
  {
    no: 41, id: 'hiring-confirm', name: '一次性扩岗补助单位确认', aliases: ['扩岗免申即享'], category: '失业保险', path: '法人办事', kind: 'confirm',
    owner: 'unemployment', permission: 'unit', manual: '2.6.5', help: '确认系统推送的一次性扩岗补助人员',
  },
  {
    no: 42, id: 'hiring-query', name: '一次性扩岗补助信息查询', aliases: ['扩岗查询'], category: '失业保险', path: '法人办事', kind: 'query',
    owner: 'unemployment', permission: 'unit', manual: '2.6.6', help: '查询一次性扩岗补助办理情况',
  },
  {
    no: 43, id: 'payee-maintenance', name: '工伤待遇发放信息维护', aliases: ['发放账户'], category: '工伤保险', path: '个人办事', kind: 'maintain',
    owner: 'benefits', permission: 'injured-or-dependant', manual: '2.5.7', help: '维护工伤待遇的发放途径和账户',
  },
];

const BY_ID = new Map(CATALOGUE.map((head) => [head.id, head]));

/** The head of an item; throws on an unknown id, since ids are written by us. */
export function headOf(id: string): ItemHead {
  const head = BY_ID.get(id);
  if (!head) throw new Error(`No item ${id} in the catalogue`);
  return head;
}

export const itemsOf = (owner: string): readonly ItemHead[] => CATALOGUE.filter((head) => head.owner === owner);
export const itemScope = (id: string) => `item:${id}`;
