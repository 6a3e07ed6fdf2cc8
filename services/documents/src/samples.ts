import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headOf } from '@wangting/contracts/catalogue';
import type { ItemDefinition, MaterialSlot } from '@wangting/contracts/item';
import { printedAt } from './issue.ts';
import type { Job } from './render/renderer.ts';
import { TEMPLATE_NAMES, versionOf, type TemplateName } from './render/templates.ts';

type Line = readonly [label: string, value: string];
interface Kind {
  /** Slots whose name holds one of these words. */
  words: RegExp;
  heading: string;
  lines: readonly Line[];
  /** Running text instead of, or under, the lines. */
  text?: string;
  signed?: string;
}
const NAME: Line = ['姓名', '王示例'];
const NUMBER: Line = ['公民身份号码', '610113199001010019'];
const UNIT: Line = ['名称', '西安示例科技有限公司'];
/** What a paper of each kind shows at least. Nobody has these names and numbers. */
const KINDS: readonly Kind[] = [
  {
    words: /护照/,
    heading: '护照（资料页）',
    lines: [
      ['姓名', 'SAMPLE, PERSON'],
      ['国籍', '示例国'],
      ['护照号码', 'E00000000'],
      ['有效期至', '2030-01-01'],
    ],
  },
  {
    words: /工作许可/,
    heading: '外国人工作许可证',
    lines: [
      ['姓名', 'SAMPLE, PERSON'],
      ['许可证号码', '0000000000000'],
      ['工作单位', '西安示例科技有限公司'],
      ['有效期至', '2030-01-01'],
    ],
  },
  {
    words: /身份证|身份证件|身份证明/,
    heading: '居民身份证（正反面）',
    lines: [
      NAME,
      ['性别', '男'],
      ['出生', '1990年1月1日'],
      ['住址', '陕西省西安市雁塔区示例路1号'],
      NUMBER,
      ['有效期限', '2020.01.01-2040.01.01'],
    ],
  },
  {
    words: /劳务派遣经营许可/,
    heading: '劳务派遣经营许可证',
    lines: [UNIT, ['编号', '610100000000'], ['许可经营事项', '劳务派遣'], ['有效期限', '2024-01-01 至 2027-01-01']],
  },
  {
    words: /营业执照|登记证书/,
    heading: '营业执照',
    lines: [
      ['统一社会信用代码', '91610100MA6TE5T17B'],
      UNIT,
      ['类型', '有限责任公司'],
      ['法定代表人', '王示例'],
      ['住所', '西安市雁塔区示例路1号'],
      ['成立日期', '2019年02月18日'],
    ],
  },
  {
    words: /开户|账户|银行/,
    heading: '基本存款账户信息',
    lines: [
      ['账户名称', '西安示例科技有限公司'],
      ['账户号码', '1299 0000 0000 0000 027'],
      ['开户银行', '示例银行西安示例支行'],
      ['法定代表人', '王示例'],
      ['基本存款账户编号', 'J0000000000000'],
    ],
  },
  {
    words: /合同|劳动关系/,
    heading: '劳动合同',
    lines: [
      ['甲方（用人单位）', '西安示例科技有限公司'],
      ['乙方（劳动者）', '王示例'],
      ['合同期限', '2024-04-01 至 2027-03-31'],
      ['工作岗位', '软件工程师'],
    ],
    text: '须包含双方名称、期限、岗位、劳动报酬和双方签字盖章页；多页的请按顺序上传。',
    signed: '甲方（盖章）　　　　乙方（签字）',
  },
  {
    words: /注销|变更/,
    heading: '证明',
    lines: [UNIT, ['统一社会信用代码', '91610100MA6TE5T17B'], ['事项', '登记机关出具的变更、注销决定或通知'], ['日期', '2024年11月05日']],
    signed: '登记机关（盖章）',
  },
  {
    words: /病历|诊断/,
    heading: '诊断证明书',
    lines: [NAME, ['就诊医院', '示例医院'], ['诊断', '（诊断结论应清晰可辨）'], ['日期', '2024年04月02日']],
    signed: '医师签字、医院诊断证明专用章',
  },
];
const OTHER: Omit<Kind, 'words'> = {
  heading: '证明材料',
  lines: [UNIT, ['内容', '材料应写明事项、对象和日期']],
  signed: '出具单位（盖章）',
};

const EXAMPLES = join(import.meta.dirname, 'render/templates');
/** A form we print ourselves is its own best sample: the one whose name the slot bears. */
function formOf(item: ItemDefinition, slot: MaterialSlot): TemplateName | undefined {
  const print = item.prints.find(({ name, stage }) => stage === 'draft' && slot.name.includes(name));
  return TEMPLATE_NAMES.find((name) => name === print?.id && existsSync(join(EXAMPLES, `${name}.example.json`)));
}
/** What is typeset for the sample of a slot. The same on every day, so that it lies in the store once. */
export function sampleJob(item: ItemDefinition, slot: MaterialSlot): Job {
  const form = formOf(item, slot);
  if (form) {
    const data = JSON.parse(readFileSync(join(EXAMPLES, `${form}.example.json`), 'utf8')) as Record<string, unknown>;
    return { template: form, data: { ...data, version: versionOf(form), sample: true }, qr: '示例' };
  }
  const { heading, lines, text = '', signed = '' } = KINDS.find(({ words }) => words.test(slot.name)) ?? OTHER;
  const data = {
    title: `材料示例：${slot.name}`,
    version: versionOf('material-sample'),
    printedAt: `${printedAt().slice(0, 4)}-01-01 00:00`,
    sample: true,
    itemName: headOf(item.id).name,
    heading,
    lines: lines.map(([label, value]) => ({ label, value })),
    text,
    signed,
    count: slot.min > 0 ? `至少上传${slot.min}个文件，最多${slot.max}个` : `选传，最多${slot.max}个文件`,
    note: slot.note ?? '',
  };
  return { template: 'material-sample', data };
}
