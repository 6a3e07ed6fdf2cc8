import { z } from 'zod';
import { UNIT_BLOCK } from '../blocks.ts';
import { defineItem } from '../item.ts';
import { Code, filled } from '../primitives.ts';
import { checkBankAccount, checkBankCode } from '../standards/bank.ts';
import { checkedText } from './contacts.ts';

const MESSAGES = {
  otherName: '开户名称与单位名称不一致',
  purposeTwice: '同一用途只能登记一个银行账户',
  unchanged: '银行信息与正在使用的账户相同，无需变更',
  unknownPurpose: '请从列表中选择账户用途',
  unknownBank: '请从列表中选择银行类别',
  notNormal: '单位登记状态为“{state}”，不能维护银行信息',
  saved: '暂存成功，请点击右侧材料上传，上传完成后点击保存！',
  submitted: '保存成功，已提交经办机构审核',
  done: '审核通过，银行账户已启用',
} as const;

/** One account for one purpose; the numbers are stored as the standard writes them. */
export const BankAccount = z
  .strictObject({
    purpose: Code,
    accountName: filled(100, '开户名称'),
    account: checkedText(40, '银行账号', checkBankAccount),
    bankName: filled(100, '开户银行'),
    bankCode: checkedText(20, '银行行号', checkBankCode),
    bankClass: Code,
  })
  .superRefine(({ bankCode, bankClass }, context) => {
    const checked = checkBankCode(bankCode, { bankClass });
    if (!checked.ok) context.addIssue({ code: 'custom', path: ['bankCode'], message: checked.message ?? '银行行号校验不通过' });
  });
export type BankAccount = z.infer<typeof BankAccount>;

export const UnitBankInput = z.strictObject({
  accounts: z.array(BankAccount).min(1, '请至少填写一个银行账户').max(4, MESSAGES.purposeTwice),
});
export type UnitBankInput = z.infer<typeof UnitBankInput>;

const purpose = { name: 'purpose', label: '账户用途', dictionary: 'account-purpose' } as const;
const bankClass = { name: 'bankClass', label: '银行类别', dictionary: 'bank-class' } as const;

/**
 * 8 单位银行信息维护申请. What is in use is shown beside what is asked for, so applicant and reviewer see before and after;
 * the old account stays in use until the last reviewer has passed the new one.
 */
export const item = defineItem({
  id: 'unit-bank',
  input: UnitBankInput,
  sections: [
    {
      title: '单位信息',
      fields: [...UNIT_BLOCK],
    },
    {
      title: '正在使用的银行账户',
      fields: [
        {
          name: 'current',
          label: '正在使用的银行账户',
          as: 'show',
          span: 4,
          columns: [
            { ...purpose, as: 'show' },
            { name: 'accountName', label: '开户名称', as: 'show' },
            { name: 'account', label: '银行账号', as: 'show' },
            { name: 'bankName', label: '开户银行', as: 'show' },
            { name: 'bankCode', label: '银行行号', as: 'show' },
            { ...bankClass, as: 'show' },
            { name: 'from', label: '启用日期', as: 'show' },
            { name: 'note', label: '备注', as: 'show' },
          ],
        },
      ],
    },
    {
      title: '申请登记的银行账户',
      fields: [
        {
          name: 'accounts',
          label: '申请登记的银行账户',
          as: 'grid',
          required: true,
          span: 4,
          columns: [
            { ...purpose, as: 'select', required: true, default: '0' },
            { name: 'accountName', label: '开户名称', as: 'text', required: true },
            { name: 'account', label: '银行账号', as: 'text', required: true, personal: true },
            { name: 'bankName', label: '开户银行', as: 'text', required: true },
            { name: 'bankCode', label: '银行行号', as: 'text', required: true },
            { ...bankClass, as: 'select', required: true },
          ],
        },
      ],
    },
  ],
  materials: [{ id: 'account-proof', name: '开户许可证或基本存款账户信息', min: 1, max: 99 }],
  prints: [{ id: 'bank-change-receipt', name: '银行信息变更回执', stage: 'approved' }],
  // Money will go there: two people look.
  flow: { levels: 2, promise: { days: 3, of: 'working' } },
  draft: true,
  mainButton: '保存',
  notice: [
    '账户用于接收稳岗返还、一次性扩岗补助和由单位代发的待遇；每种用途一个在用账户，没有专用账户的用途使用通用账户。',
    '开户名称须与单位名称一致。银行行号为12位，前三位须与银行类别一致。',
    '申请经初审、复核通过后立即启用；审核期间原账户继续使用，已发出的拨付不受影响。',
    '账户发生退票的，备注中注明，请及时核对并重新申请。',
  ],
  messages: MESSAGES,
  shows: ['unitNo', 'unitName', 'unitType', 'current'],
});
