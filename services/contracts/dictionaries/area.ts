/**
 * 行政区划 of Shaanxi (GB/T 2260) with the extra codes of 经办机构, and the codes that were replaced, which old records still carry.
 * County lines hold the last two digits and the name.
 */
import { defineDictionary, entryOf, type Entry } from './dictionary.ts';

export interface AreaEntry extends Entry {
  /** `agency`: a 经办机构 that is no area of the standard (ours or of the manual; unverified). */
  readonly level: 'province' | 'city' | 'county' | 'agency';
  /** For a retired code: the code that replaced it. */
  readonly replacedBy?: string;
}

const CITIES: readonly (readonly [prefix: string, name: string, counties: string])[] = [
  [
    '6101',
    '西安市',
    '02新城区 03碑林区 04莲湖区 11灞桥区 12未央区 13雁塔区 14阎良区 15临潼区 16长安区 17高陵区 18鄠邑区 22蓝田县 24周至县',
  ],
  ['6102', '铜川市', '02王益区 03印台区 04耀州区 22宜君县'],
  ['6103', '宝鸡市', '02渭滨区 03金台区 04陈仓区 05凤翔区 23岐山县 24扶风县 26眉县 27陇县 28千阳县 29麟游县 30凤县 31太白县'],
  [
    '6104',
    '咸阳市',
    '02秦都区 03杨陵区 04渭城区 22三原县 23泾阳县 24乾县 25礼泉县 26永寿县 28长武县 29旬邑县 30淳化县 31武功县 81兴平市 82彬州市',
  ],
  ['6105', '渭南市', '02临渭区 03华州区 22潼关县 23大荔县 24合阳县 25澄城县 26蒲城县 27白水县 28富平县 81韩城市 82华阴市'],
  ['6106', '延安市', '02宝塔区 03安塞区 21延长县 22延川县 25志丹县 26吴起县 27甘泉县 28富县 29洛川县 30宜川县 31黄龙县 32黄陵县 81子长市'],
  ['6107', '汉中市', '02汉台区 03南郑区 22城固县 23洋县 24西乡县 25勉县 26宁强县 27略阳县 28镇巴县 29留坝县 30佛坪县'],
  ['6108', '榆林市', '02榆阳区 03横山区 22府谷县 24靖边县 25定边县 26绥德县 27米脂县 28佳县 29吴堡县 30清涧县 31子洲县 81神木市'],
  ['6109', '安康市', '02汉滨区 21汉阴县 22石泉县 23宁陕县 24紫阳县 25岚皋县 26平利县 27镇坪县 29白河县 81旬阳市'],
  ['6110', '商洛市', '02商州区 21洛南县 22丹凤县 23商南县 24山阳县 25镇安县 26柞水县'],
];

const REPLACED =
  '610125户县610118 610126高陵县610117 610322凤翔县610305 610521华县610503 610427彬县610482 610623子长县610681 ' +
  '610624安塞县610603 610721南郑县610703 610821神木县610881 610823横山县610803 610928旬阳县610981';

const cityEntries = CITIES.flatMap(([prefix, name, counties]): AreaEntry[] => [
  { code: `${prefix}00`, label: name, parent: '610000', level: 'city' },
  { code: `${prefix}99`, label: `${name}市本级`, parent: `${prefix}00`, level: 'agency' },
  ...counties
    .split(' ')
    .map((county): AreaEntry => ({ code: prefix + county.slice(0, 2), label: county.slice(2), parent: `${prefix}00`, level: 'county' })),
]);

const replacedEntries = REPLACED.split(' ').map((text): AreaEntry => {
  const code = text.slice(0, 6);
  return { code, label: text.slice(6, -6), parent: `${code.slice(0, 4)}00`, level: 'county', retired: true, replacedBy: text.slice(-6) };
});

export const area = defineDictionary<AreaEntry>({
  name: 'area',
  title: '行政区划',
  source: 'GB/T 2260；市本级、杨凌、西咸、省本级代码按手册或为补（未核实）',
  entries: [
    { code: '610000', label: '陕西省', level: 'province' },
    { code: '619900', label: '陕西省本级', parent: '610000', level: 'agency' },
    ...cityEntries,
    { code: '611100', label: '杨凌示范区', parent: '610000', level: 'agency' },
    { code: '611200', label: '西咸新区', parent: '610000', level: 'agency' },
    ...replacedEntries,
  ],
});

/** The code in use today for an old one: 610125 → 610118. Others are answered as they are. */
export const currentAreaOf = (code: string): string => entryOf(area, code)?.replacedBy ?? code;

/** The city (or 示范区, 新区) an area or agency belongs to: 610113, 610199 → 610100. Null for the province and unknown codes. */
export function cityOf(code: string): string | null {
  const entry = entryOf(area, code);
  if (!entry || entry.level === 'province' || code === '619900') return null;
  return entry.parent === '610000' ? code : (entry.parent ?? null);
}

/** 陕西省西安市雁塔区; an agency is named alone. Unknown codes are answered as they are. */
export function areaPath(code: string): string {
  const entry = entryOf(area, code);
  if (!entry) return code;
  return entry.level === 'agency' || !entry.parent ? entry.label : areaPath(entry.parent) + entry.label;
}
