export interface Agreement {
  title: string;
  lines: readonly string[];
}

/** Texts that 注册 asks to be read. An agency puts its own in their place. */
export const AGREEMENTS: readonly Agreement[] = [
  {
    title: '用户服务协议',
    lines: [
      '本大厅为用人单位提供失业保险、工伤保险的网上登记、申报、查询和打印服务。',
      '单位应如实填写并上传真实材料，对提交内容的真实性负责。',
      '账号由单位法人或其授权的联系人使用，不得转借。发现账号被他人使用的，请及时修改密码并联系经办机构。',
      '经办机构依法审核，办理结果以经办机构出具的文书为准。',
    ],
  },
  {
    title: '隐私政策',
    lines: [
      '为办理社会保险业务，本大厅收集单位信息，法人、联系人和职工的姓名、证件号码、联系电话、工资等信息。',
      '上述信息仅用于办理和核验社会保险业务，证件号码、电话和银行账号加密保存，列表中脱敏显示，每次查看均留有记录。',
      '信息的保存期限按社会保险业务档案管理规定执行。单位和个人可以向经办机构查询、更正本人信息。',
    ],
  },
];
