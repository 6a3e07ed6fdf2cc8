/** Work injuries and assessments (standards §10; policy §7). */
import { defineDictionary } from './dictionary.ts';

export const injuryKind = defineDictionary({
  name: 'injury-kind',
  title: '工伤类别',
  source: '【补】policy §7',
  entries: [
    { code: '1', label: '因工（事故伤害）' },
    { code: '2', label: '职业病' },
    { code: '3', label: '视同工伤' },
  ],
});

export const accidentKind = defineDictionary({
  name: 'accident-kind',
  title: '事故类别',
  source: 'GB 6441',
  entries: [
    { code: '01', label: '物体打击' },
    { code: '02', label: '车辆伤害' },
    { code: '03', label: '机械伤害' },
    { code: '04', label: '起重伤害' },
    { code: '05', label: '触电' },
    { code: '06', label: '淹溺' },
    { code: '07', label: '灼烫' },
    { code: '08', label: '火灾' },
    { code: '09', label: '高处坠落' },
    { code: '10', label: '坍塌' },
    { code: '11', label: '冒顶片帮' },
    { code: '12', label: '透水' },
    { code: '13', label: '放炮' },
    { code: '14', label: '火药爆炸' },
    { code: '15', label: '瓦斯爆炸' },
    { code: '16', label: '锅炉爆炸' },
    { code: '17', label: '容器爆炸' },
    { code: '18', label: '其他爆炸' },
    { code: '19', label: '中毒和窒息' },
    { code: '20', label: '其他伤害' },
  ],
});

export const disabilityGrade = defineDictionary({
  name: 'disability-grade',
  title: '伤残等级',
  source: 'GB/T 16180-2014',
  entries: [
    { code: '01', label: '一级' },
    { code: '02', label: '二级' },
    { code: '03', label: '三级' },
    { code: '04', label: '四级' },
    { code: '05', label: '五级' },
    { code: '06', label: '六级' },
    { code: '07', label: '七级' },
    { code: '08', label: '八级' },
    { code: '09', label: '九级' },
    { code: '10', label: '十级' },
    { code: '00', label: '未达级' },
  ],
});

export const careDependence = defineDictionary({
  name: 'care-dependence',
  title: '生活自理障碍',
  source: 'GB/T 16180-2014',
  entries: [
    { code: '1', label: '完全不能自理' },
    { code: '2', label: '大部分不能自理' },
    { code: '3', label: '部分不能自理' },
    { code: '0', label: '无' },
  ],
});

export const occupationalDisease = defineDictionary({
  name: 'occupational-disease',
  title: '职业病类别',
  source: '职业病分类和目录（2013）；2025-08-01 起的新增两类未核实，代码为补',
  entries: [
    { code: '1', label: '职业性尘肺病及其他呼吸系统疾病' },
    { code: '2', label: '职业性皮肤病' },
    { code: '3', label: '职业性眼病' },
    { code: '4', label: '职业性耳鼻喉口腔疾病' },
    { code: '5', label: '职业性化学中毒' },
    { code: '6', label: '物理因素所致职业病' },
    { code: '7', label: '职业性放射性疾病' },
    { code: '8', label: '职业性传染病' },
    { code: '9', label: '职业性肿瘤' },
    { code: '11', label: '职业性肌肉骨骼疾病', from: '2025-08-01' },
    { code: '12', label: '职业性精神和行为障碍', from: '2025-08-01' },
    { code: '10', label: '其他职业病' },
  ],
});

export const assessmentKind = defineDictionary({
  name: 'assessment-kind',
  title: '鉴定（确认）事项',
  source: '单位网厅手册；代码为补',
  entries: [
    { code: '1', label: '初次鉴定' },
    { code: '2', label: '复查鉴定' },
    { code: '3', label: '配置（更换）辅助器具确认' },
    { code: '4', label: '工伤直接导致疾病确认' },
    { code: '5', label: '旧伤复发治疗确认' },
    { code: '6', label: '延长停工留薪期确认' },
  ],
});

export const assessmentApplicant = defineDictionary({
  name: 'assessment-applicant',
  title: '申请主体',
  source: '单位网厅手册；代码为补',
  entries: [
    { code: '1', label: '用人单位' },
    { code: '2', label: '工伤职工' },
    { code: '3', label: '近亲属' },
  ],
});

export const recognitionGround = defineDictionary({
  name: 'recognition-ground',
  title: '认定情形',
  source: '工伤保险条例 14、15',
  entries: [
    { code: '141', label: '工作时间、场所内因工作原因受到事故伤害' },
    { code: '142', label: '工作时间前后从事预备性或收尾性工作' },
    { code: '143', label: '履行工作职责受到暴力等意外伤害' },
    { code: '144', label: '患职业病' },
    { code: '145', label: '因工外出受到伤害或下落不明' },
    { code: '146', label: '上下班途中非本人主要责任的交通事故' },
    { code: '147', label: '法律、行政法规规定的其他情形' },
    { code: '151', label: '突发疾病死亡或48小时内抢救无效死亡' },
    { code: '152', label: '抢险救灾等维护国家利益、公共利益活动' },
    { code: '153', label: '原军人因战因公负伤致残旧伤复发' },
  ],
});
