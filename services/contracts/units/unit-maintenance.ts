import { z } from 'zod';
import { defineItem } from '../item.ts';
import { CONTACT_MESSAGES, Contact, MAX_CONTACTS } from './contacts.ts';

export const UnitMaintenanceInput = z.strictObject({
  contacts: z.array(Contact).max(MAX_CONTACTS, CONTACT_MESSAGES.tooMany),
});

/**
 * 6 单位基本信息及联系人维护. 单位基本信息 and 单位参保信息 are shown, 单位联系人信息 is kept by the 法人; changes of basics are not in this version.
 * Its main action is `saveContacts` of contacts.ts: contacts take effect at once, no application is made.
 */
export const item = defineItem({
  id: 'unit-maintenance',
  input: UnitMaintenanceInput,
  sections: [
    {
      title: '单位基本信息',
      tab: '单位基本信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'creditCode', label: '统一社会信用代码', as: 'show' },
        { name: 'name', label: '单位名称', as: 'show', span: 2 },
        { name: 'affiliation', label: '隶属关系', as: 'show', dictionary: 'affiliation' },
        { name: 'postcode', label: '邮政编码', as: 'show' },
        { name: 'address', label: '注册地址', as: 'show', span: 2 },
        { name: 'unitType', label: '单位类型', as: 'show', dictionary: 'unit-type' },
        { name: 'economicType', label: '经济类型', as: 'show', dictionary: 'economic-type' },
        { name: 'area', label: '所属行政区划', as: 'show', dictionary: 'area' },
        { name: 'industry', label: '行业代码', as: 'show', dictionary: 'industry' },
        { name: 'riskClass', label: '行业风险类别', as: 'show', dictionary: 'risk-class' },
        { name: 'orgCode', label: '组织机构代码', as: 'show' },
        { name: 'superior', label: '主管部门', as: 'show' },
        { name: 'dispatch', label: '劳务派遣单位标志', as: 'show', dictionary: 'yes-no' },
        { name: 'hr', label: '人力资源单位标志', as: 'show', dictionary: 'yes-no' },
        { name: 'unitFlag', label: '单位类别标志', as: 'show', dictionary: 'unit-flag' },
        { name: 'specialUnit', label: '特殊单位类别', as: 'show', dictionary: 'special-unit' },
        { name: 'scope', label: '经营范围', as: 'show', span: 4 },
        { name: 'legalName', label: '法人姓名', as: 'show' },
        { name: 'legalIdType', label: '法人证件类型', as: 'show', dictionary: 'id-type' },
        { name: 'legalIdNumber', label: '法人证件号码', as: 'show' },
        { name: 'state', label: '单位登记状态', as: 'show', dictionary: 'unit-status' },
        { name: 'licenceKind', label: '执照种类', as: 'show', dictionary: 'licence-kind' },
        { name: 'licenceNo', label: '执照号码', as: 'show' },
        { name: 'licenceValidTo', label: '有效期', as: 'show' },
        { name: 'registeredOn', label: '工商成立日期', as: 'show' },
        { name: 'approvedBy', label: '批准成立单位', as: 'show' },
        { name: 'approvedOn', label: '批准日期', as: 'show' },
        { name: 'approvalNo', label: '批准文号', as: 'show' },
        { name: 'fundingSource', label: '经费来源', as: 'show', dictionary: 'funding-source' },
      ],
    },
    {
      title: '单位参保信息',
      tab: '单位参保信息',
      // A table of 险种类型, 参保日期, 参保状态: rows `{insurance, from, state}`.
      fields: [
        {
          name: 'insurances',
          label: '单位参保信息',
          as: 'show',
          span: 4,
          columns: [
            { name: 'insurance', label: '险种类型', as: 'show', dictionary: 'insurance-kind' },
            { name: 'from', label: '参保日期', as: 'show' },
            { name: 'state', label: '参保状态', as: 'show', dictionary: 'enrolment-status' },
          ],
        },
      ],
    },
    {
      title: '单位联系人信息',
      tab: '单位联系人信息',
      fields: [
        {
          name: 'contacts',
          label: '单位联系人信息',
          as: 'grid',
          span: 4,
          personal: true,
          columns: [
            { name: 'name', label: '姓名', as: 'text', required: true, personal: true },
            { name: 'idType', label: '证件类型', as: 'select', dictionary: 'id-type', required: true, default: '01' },
            { name: 'idNumber', label: '证件号码', as: 'text', required: true, personal: true },
            { name: 'address', label: '联系地址', as: 'text', personal: true },
            { name: 'mobile', label: '移动电话', as: 'text', required: true, personal: true },
            { name: 'phone', label: '固定电话', as: 'text', personal: true },
            { name: 'email', label: '电子邮件', as: 'text', personal: true },
            { name: 'postcode', label: '邮政编码', as: 'text' },
          ],
        },
      ],
    },
  ],
  materials: [],
  prints: [],
  flow: { levels: 0 },
  draft: false,
  mainButton: '保存',
  notice: [
    '单位联系人由法人维护，保存后立即生效；联系人可凭电子社保卡登录办理单位业务。',
    `单位联系人最多${MAX_CONTACTS}人；删除联系人后，其登录立即失效。`,
    '社会保险登记事项发生变更的，应当自变更之日起30日内办理变更（社会保险法第五十七条）。',
  ],
  messages: CONTACT_MESSAGES,
  /** `editable`: the 法人 looks; `rev`: send it back with what was edited. */
  shows: [
    'unitNo',
    'creditCode',
    'name',
    'affiliation',
    'postcode',
    'address',
    'unitType',
    'economicType',
    'area',
    'industry',
    'riskClass',
    'orgCode',
    'superior',
    'dispatch',
    'hr',
    'unitFlag',
    'specialUnit',
    'scope',
    'legalName',
    'legalIdType',
    'legalIdNumber',
    'state',
    'licenceKind',
    'licenceNo',
    'licenceValidTo',
    'registeredOn',
    'approvedBy',
    'approvedOn',
    'approvalNo',
    'fundingSource',
    'insurances',
    'editable',
    'rev',
  ],
});
