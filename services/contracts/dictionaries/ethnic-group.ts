/** 民族 (GB/T 3304): 56 groups in the order of the standard, and the two codes for those who are in none. */
import { defineDictionary } from './dictionary.ts';

const GROUPS =
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 ' +
  '达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺';

export const ethnicGroup = defineDictionary({
  name: 'ethnic-group',
  title: '民族',
  source: 'GB/T 3304',
  entries: [
    ...GROUPS.split(' ').map((group, i) => ({ code: String(i + 1).padStart(2, '0'), label: `${group}族` })),
    { code: '97', label: '其他（未识别）' },
    { code: '98', label: '外国血统中国籍人士' },
  ],
});
