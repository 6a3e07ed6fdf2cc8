/**
 * 行业 GB/T 4754-2017: sections (门类, a letter) and divisions (大类, two digits), each division with its risk class for 工伤保险.
 * The ministry's table of 2015 used GB/T 4754-2011; where the division is new (79) the class is ours.
 */
import { defineDictionary, entryOf, type Entry } from './dictionary.ts';
import type { RiskClass } from './risk-class.ts';

export interface IndustryEntry extends Entry {
  /** Divisions only. 59 is class 2 for 仓储; its group 591 装卸搬运 is class 5 (`riskClassOf`). */
  readonly riskClass?: RiskClass;
}

/** Section, its name, then its divisions: code, risk class, name. */
const SECTIONS = `
A农、林、牧、渔业 01/4农业 02/5林业 03/4畜牧业 04/6渔业 05/4农、林、牧、渔专业及辅助性活动
B采矿业 06/8煤炭开采和洗选业 07/7石油和天然气开采业 08/8黑色金属矿采选业 09/8有色金属矿采选业 10/8非金属矿采选业 11/5开采专业及辅助性活动 12/7其他采矿业
C制造业 13/3农副食品加工业 14/3食品制造业 15/3酒、饮料和精制茶制造业 16/3烟草制品业 17/3纺织业 18/4纺织服装、服饰业 19/4皮革、毛皮、羽毛及其制品和制鞋业 20/3木材加工和木、竹、藤、棕、草制品业 21/5家具制造业 22/5造纸和纸制品业 23/4印刷和记录媒介复制业 24/3文教、工美、体育和娱乐用品制造业 25/7石油、煤炭及其他燃料加工业 26/6化学原料和化学制品制造业 27/4医药制造业 28/4化学纤维制造业 29/4橡胶和塑料制品业 30/6非金属矿物制品业 31/6黑色金属冶炼和压延加工业 32/6有色金属冶炼和压延加工业 33/4金属制品业 34/4通用设备制造业 35/4专用设备制造业 36/4汽车制造业 37/4铁路、船舶、航空航天和其他运输设备制造业 38/4电气机械和器材制造业 39/3计算机、通信和其他电子设备制造业 40/3仪器仪表制造业 41/3其他制造业 42/4废弃资源综合利用业 43/4金属制品、机械和设备修理业
D电力、热力、燃气及水生产和供应业 44/4电力、热力生产和供应业 45/4燃气生产和供应业 46/3水的生产和供应业
E建筑业 47/6房屋建筑业 48/6土木工程建筑业 49/5建筑安装业 50/5建筑装饰、装修和其他建筑业
F批发和零售业 51/2批发业 52/2零售业
G交通运输、仓储和邮政业 53/4铁路运输业 54/5道路运输业 55/5水上运输业 56/4航空运输业 57/4管道运输业 58/5多式联运和运输代理业 59/2装卸搬运和仓储业 60/2邮政业
H住宿和餐饮业 61/2住宿业 62/2餐饮业
I信息传输、软件和信息技术服务业 63/2电信、广播电视和卫星传输服务 64/2互联网和相关服务 65/1软件和信息技术服务业
J金融业 66/1货币金融服务 67/1资本市场服务 68/1保险业 69/1其他金融业
K房地产业 70/2房地产业
L租赁和商务服务业 71/2租赁业 72/2商务服务业
M科学研究和技术服务业 73/2研究和试验发展 74/2专业技术服务业 75/1科技推广和应用服务业
N水利、环境和公共设施管理业 76/3水利管理业 77/3生态保护和环境治理业 78/3公共设施管理业 79/3土地管理业
O居民服务、修理和其他服务业 80/2居民服务业 81/3机动车、电子产品和日用产品修理业 82/2其他服务业
P教育 83/2教育
Q卫生和社会工作 84/2卫生 85/1社会工作
R文化、体育和娱乐业 86/2新闻和出版业 87/1广播、电视、电影和录音制作业 88/2文化艺术业 89/4体育 90/3娱乐业
S公共管理、社会保障和社会组织 91/1中国共产党机关 92/1国家机构 93/1人民政协、民主党派 94/1社会保障 95/1群众团体、社会团体和其他成员组织 96/1基层群众自治组织及其他组织
T国际组织 97/1国际组织`;

export const industry = defineDictionary<IndustryEntry>({
  name: 'industry',
  title: '所属行业',
  source: 'GB/T 4754-2017；风险类别 人社部发〔2015〕71号（79 土地管理业未核实）',
  entries: SECTIONS.trim()
    .split('\n')
    .flatMap((line): IndustryEntry[] => {
      const [section = '', ...divisions] = line.split(' ');
      const parent = section.charAt(0);
      return [
        { code: parent, label: section.slice(1) },
        ...divisions.map((text) => ({ code: text.slice(0, 2), label: text.slice(4), parent, riskClass: text.charAt(3) as RiskClass })),
      ];
    }),
});

/** The division of a two- to four-digit code, or undefined when it is none: 5910 → 59. Four-digit codes are accepted by their form. */
export const divisionOf = (code: string): IndustryEntry | undefined =>
  /^\d{2,4}$/.test(code) ? entryOf(industry, code.slice(0, 2)) : undefined;

/** 行业风险类别 of a code of two to four digits. */
export const riskClassOf = (code: string): RiskClass | undefined => (/^591\d?$/.test(code) ? '5' : divisionOf(code)?.riskClass);
