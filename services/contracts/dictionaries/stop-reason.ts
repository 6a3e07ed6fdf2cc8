/**
 * 停保原因 (policy §5; codes ours). What an item asks besides follows from the reason: the flags below say so.
 * 非因本人意愿中断就业 by 失业保险金申领发放办法 4 and 社会保险法 45.
 */
import { defineDictionary, entryOf, type Entry } from './dictionary.ts';

export interface StopReasonEntry extends Entry {
  /** Not the person's own wish, so 失业保险金 is possible. `by-detail`: it depends on 原因细分. */
  readonly involuntary?: true | 'by-detail';
  /** A labour contract ends: 解除（终止）日期 is asked; not open to grades 1–4. */
  readonly contractEnds?: true;
  /** 死亡日期 is asked. */
  readonly death?: true;
  /** Checked against the retirement age. */
  readonly retirement?: true;
  /** May stop one insurance alone. */
  readonly singleInsurance?: true;
}

const contractEnds = true;
const involuntary = true;

export const stopReason = defineDictionary<StopReasonEntry>({
  name: 'stop-reason',
  title: '停保原因',
  source: '【补】policy §5',
  entries: [
    { code: '11', label: '调动、转往其他单位' },
    { code: '12', label: '劳动合同期满终止', contractEnds, involuntary: 'by-detail' },
    { code: '13', label: '单位提出协商解除', contractEnds, involuntary },
    { code: '14', label: '单位单方解除（劳动合同法第三十九条）', contractEnds, involuntary },
    { code: '15', label: '单位单方解除（劳动合同法第四十条）', contractEnds, involuntary },
    { code: '16', label: '经济性裁员（劳动合同法第四十一条）', contractEnds, involuntary },
    { code: '17', label: '本人因单位过错解除（劳动合同法第三十八条）', contractEnds, involuntary },
    { code: '18', label: '本人辞职', contractEnds },
    { code: '19', label: '本人提出协商解除', contractEnds },
    { code: '20', label: '用人单位破产、撤销、吊销', contractEnds, involuntary },
    { code: '21', label: '辞退、除名、开除', contractEnds, involuntary },
    { code: '31', label: '达到法定退休年龄、退休', retirement: true },
    { code: '32', label: '死亡（非因工）', death: true },
    { code: '33', label: '因工死亡', death: true },
    { code: '34', label: '宣告失踪、死亡', death: true },
    { code: '41', label: '参军' },
    { code: '42', label: '升学' },
    { code: '43', label: '服刑、被限制人身自由' },
    { code: '44', label: '出国（境）定居' },
    { code: '51', label: '险种终止（重复参保清理）', singleInsurance: true },
    { code: '52', label: '外国人互免', singleInsurance: true },
    { code: '53', label: '项目竣工' },
    { code: '54', label: '单位注销' },
    { code: '99', label: '其他' },
  ],
});

/** 原因细分: who did not want to go on. */
export const stopDetail = defineDictionary({
  name: 'stop-detail',
  title: '原因细分',
  source: '【补】items 4',
  entries: [
    { code: '1', label: '非本人意愿（单位不续订或单位提出）' },
    { code: '2', label: '本人意愿（本人不续订或本人提出）' },
  ],
});

/** Whether employment ended without the person's wish. `detail` (code of `stop-detail`) decides only where the reason leaves it open. */
export function isInvoluntary(reason: string, detail?: string): boolean {
  const flag = entryOf(stopReason, reason)?.involuntary;
  return flag === true || (flag === 'by-detail' && detail === '1');
}
