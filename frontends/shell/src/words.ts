import type { LOGIN_RESULTS, LOGIN_WAYS } from '@wangting/contracts/identity/security';
import type { MessageKind, SmsState } from '@wangting/contracts/identity/messages';

/** Words of contracts, said again here because the contracts that have them carry zod, which the shell does not. A test compares. */
export const KINDS_OF_MESSAGE: Record<MessageKind, string> = {
  accept: '受理',
  correct: '补正',
  refuse: '不予受理',
  done: '办结',
  reject: '审核不通过',
  signing: '文书待签收',
  security: '账号安全',
  notice: '通知',
};
export const SMS: Record<SmsState, string> = { waiting: '待发送', sent: '已发送', delivered: '已送达', failed: '发送失败' };
export const WAYS: Record<keyof typeof LOGIN_WAYS, string> = { card: '电子社保卡', password: '账号密码', hat: '切换身份' };
export const RESULTS: Record<keyof typeof LOGIN_RESULTS, string> = {
  ok: '成功',
  failed: '密码错误',
  locked: '账号锁定',
  totp: '动态口令错误',
  refused: '被拒绝',
};
export const PASSWORD_WEAK = '密码应为 8 至 20 位，并含大写字母、小写字母、数字、符号中的三类';
export const NO_PASSWORD = '您使用电子社保卡登录，没有登录密码';
