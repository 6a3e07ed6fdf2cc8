import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineBatch, type BatchItem } from '@wangting/contracts/batch';
import { PURPOSES } from '@wangting/contracts/files/upload';
import { Day, Fen, filled, text } from '@wangting/contracts/primitives';
import { readTable } from '../src/batch/table.ts';
import { errorsOf, headerOf, templateOf, versionOf } from '../src/batch/xlsx.ts';
import { workbookParts, zipOf } from './zip-of.ts';

const { xlsx, csv } = PURPOSES.batch.types;
const item: BatchItem = defineBatch(
  {
    id: 'person-enrolment-batch',
    input: z.strictObject({}),
    sections: [],
    materials: [],
    prints: [],
    flow: { levels: 0 },
    draft: false,
    mainButton: '保存',
    notice: [],
    messages: {},
  },
  {
    version: 7,
    unique: 'idNumber',
    name: 'name',
    row: z.strictObject({
      idNumber: filled(30, '证件号码'),
      name: filled(50, '姓名'),
      sex: z.string().optional(),
      from: Day,
      base: Fen,
      note: text(20, '备注').optional(),
    }),
    columns: [
      { name: 'idNumber', label: '证件号码', as: 'text', required: true, example: '（示例）' },
      { name: 'name', label: '姓名', as: 'text', required: true, example: '示例' },
      { name: 'sex', label: '性别', as: 'code', dictionary: 'sex', example: '女' },
      { name: 'from', label: '参保开始时间', as: 'day', month: true, required: true, example: '2024-04-01' },
      { name: 'base', label: '缴费基数', as: 'money', required: true, example: '7000.00' },
      { name: 'note', label: '备注', as: 'text', example: '' },
    ],
    preview: [],
  },
);
const version = versionOf(item);
const header = item.batch.columns.map(headerOf);

async function read(file: Buffer, type: string = xlsx) {
  const table = await readTable(item, file, type);
  const rows = [];
  for await (const row of table.rows()) rows.push(row);
  return { rows, merged: table.merged(), share: table.share() };
}
const column = (at: number) => String.fromCharCode(65 + at);
/** A sheet of cells in XML, from row 1. */
const sheetOf = (rows: readonly (readonly string[])[], more = ''): string =>
  `<sheetData>${rows.map((cells, at) => `<row r="${at + 1}">${cells.join('')}</row>`).join('')}</sheetData>${more}`;
const words = (rowNo: number, cells: readonly string[]): string[] =>
  cells.map((cell, at) => `<c r="${column(at)}${rowNo}" t="inlineStr"><is><t>${cell}</t></is></c>`);
const filledSheet = (cells: readonly string[], more = '') => sheetOf([words(1, ['x', version]), words(2, header), cells], more);
const csvOf = (...lines: string[]): Buffer => Buffer.from([`x,${version}`, header.join(','), ...lines].join('\n'));
const GOOD = '61990019900101101X,王示例,男,2024-04-01,7000,';

describe('a workbook', () => {
  test('made as a template comes back empty: its example is passed over', async () => {
    await expect(read(await templateOf(item))).rejects.toThrow('文件中没有数据');
  });
  test('of errors can be sent in again as it is', async () => {
    async function* rows() {
      yield ['61990019900101101X', '王示例', '男', '2024-04-01', '7000', '', '姓名', '姓名不对'];
      yield ['', '', '', '', '', '', '', ''];
      yield ['=1+1', '', '', 'x', '-1', '', '', ''];
    }
    const { rows: found } = await read(await errorsOf(item, rows()));
    expect(found[0]).toMatchObject({
      rowNo: 3,
      values: { idNumber: '61990019900101101X', name: '王示例', sex: '1', from: '2024-04-01', base: 700_000 },
      issues: [],
    });
    expect(found[1]).toMatchObject({
      rowNo: 5,
      values: { idNumber: '=1+1' },
      issues: [
        { field: 'name', message: '请填写姓名' },
        { field: 'from', message: '参保开始时间格式应为 2024-04-01 或 202404' },
        { field: 'base', message: '缴费基数应为金额，单位元，最多两位小数' },
      ],
    });
  });
  test('as spreadsheets write it: shared and rich strings, days in several formats, numbers, escapes', async () => {
    const sheet = sheetOf([
      ['<c r="A1" t="s"><v>0</v></c>', `<c r="B1" t="s"><v>1</v></c>`],
      header.map((_, at) => `<c r="${column(at)}2" t="s"><v>${at + 2}</v></c>`),
      [
        '<c r="A3" t="s"><v>8</v></c>',
        '<c r="B3" t="s"><v>9</v></c>',
        '<c r="C3"><v>2</v></c>',
        '<c r="D3" s="1"><v>45383</v></c>',
        '<c r="E3" s="3"><v>7000.1000000000004</v></c>',
        '<c r="F3" t="s"><v>10</v></c>',
      ],
      [
        '<c r="A4" t="str"><v>２０２４Ａ</v></c>',
        '<c r="B4" t="s"><v>9</v></c>',
        '<c r="D4" s="2"><v>45383.75</v></c>',
        '<c r="E4"><v>7000</v></c>',
      ],
      ['<c t="s"><v>8</v></c>', '<c t="s"><v>9</v></c>', '<c/>', '<c><v>202404</v></c>', '<c><v>7000</v></c>'],
    ]);
    const strings = [
      'x',
      version,
      ...header,
      '61990019900101101X',
      '<r><t>王</t></r><r><t>𠮷</t></r><rPh sb="0" eb="1"><t>WANG</t></rPh>',
      'a_x000A_b',
    ];
    const { rows } = await read(zipOf(workbookParts(sheet, strings)));
    expect(rows.map(({ values }) => values)).toEqual([
      { idNumber: '61990019900101101X', name: '王𠮷', sex: '2', from: '2024-04-01', base: 700_010, note: 'a\nb' },
      { idNumber: '２０２４Ａ', name: '王𠮷', from: '2024-04-01', base: 700_000 },
      { idNumber: '61990019900101101X', name: '王𠮷', from: '2024-04-01', base: 700_000 },
    ]);
  });
  test('whose tags have prefixes, as some programs write them', async () => {
    const parts = workbookParts(filledSheet(words(3, GOOD.split(','))));
    const prefixed = Object.fromEntries(
      Object.entries(parts).map(([name, xml]) => [
        name,
        /sheet|workbook.xml$|styles/.test(name) && !name.endsWith('.rels') ? xml.replace(/<(\/?)(?=[a-zA-Z])/g, '<$1x:') : xml,
      ]),
    );
    expect((await read(zipOf(prefixed))).rows).toHaveLength(1);
  });
  test.each([
    ['a formula', '<c r="B3"><f>A1</f><v>1</v></c>', 'name', '单元格含有公式，请粘贴为数值'],
    ['a shared formula', '<c r="B3" t="str"><f t="shared" si="0"/><v>x</v></c>', 'name', '单元格含有公式，请粘贴为数值'],
    ['a fault', '<c r="B3" t="e"><v>#REF!</v></c>', 'name', '单元格的值有误，请重新填写'],
    [
      'a long number',
      '<c r="A3"><v>6.1011319920615002E+17</v></c>',
      'idNumber',
      '号码被存为数字，末尾的数位已丢失，请将单元格设为文本后重新填写',
    ],
    [
      'eighteen digits',
      '<c r="A3"><v>610113199206150020</v></c>',
      'idNumber',
      '号码被存为数字，末尾的数位已丢失，请将单元格设为文本后重新填写',
    ],
    ['a day where a name belongs', '<c r="B3" s="1"><v>45383</v></c>', 'name', '姓名不应是日期，请将单元格设为文本后重新填写'],
    ['a day that is none', '<c r="D3" t="inlineStr"><is><t>2024-02-30</t></is></c>', 'from', '参保开始时间不是有效的日期'],
    ['a code that does not exist', '<c r="C3" t="inlineStr"><is><t>女士</t></is></c>', 'sex', '请从列表中选择性别'],
    ['half a fen', '<c r="E3"><v>7000.005</v></c>', 'base', '缴费基数应为金额，单位元，最多两位小数'],
    ['nothing', '', 'name', '请填写姓名'],
  ])('with %s says so at the field', async (_what, cell, field, message) => {
    const place = /r="([A-Z])3"/.exec(cell)?.[1] ?? 'B';
    const cells = words(3, GOOD.split(',').slice(0, 5)).map((one) => (one.includes(`r="${place}3"`) ? cell : one));
    const { rows } = await read(zipOf(workbookParts(filledSheet(cells))));
    expect(rows[0]?.issues).toEqual([{ field, message }]);
  });
  test('tells which rows are merged', async () => {
    const { merged } = await read(
      zipOf(workbookParts(filledSheet(words(3, GOOD.split(',')), '<mergeCells><mergeCell ref="A3:B5"/></mergeCells>'))),
    );
    expect(merged).toEqual([[3, 5]]);
  });
  test('with a million empty rows is read, and only what is filled counts', async () => {
    const empty = Array.from(
      { length: 1_000_000 },
      (_, at) => `<row r="${at + 4}" ht="15" customHeight="1"><c r="A${at + 4}" s="0"/></row>`,
    ).join('');
    const sheet = filledSheet(words(3, GOOD.split(','))).replace('</sheetData>', `${empty}</sheetData>`);
    expect((await read(zipOf(workbookParts(sheet)))).rows.map(({ rowNo }) => rowNo)).toEqual([3]);
  }, 60_000);
});

describe('a file that is no table of ours', () => {
  const good = () => workbookParts(filledSheet(words(3, GOOD.split(','))));
  test.each<[string, Buffer | (() => Buffer), string]>([
    ['no zip', Buffer.from('PK nothing'), '文件已损坏或不是 .xlsx 工作簿'],
    ['half a zip', () => zipOf(good()).subarray(0, 900), '文件已损坏或不是 .xlsx 工作簿'],
    ['a macro', () => zipOf({ ...good(), 'xl/vbaProject.bin': 'x' }), '文件含有宏'],
    ['an old macro sheet', () => zipOf({ ...good(), 'xl/macrosheets/sheet1.xml': 'x' }), '文件含有宏'],
    [
      'a macro only the types know',
      () =>
        zipOf({
          ...good(),
          '[Content_Types].xml': '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        }),
      '文件含有宏',
    ],
    ['a control', () => zipOf({ ...good(), 'xl/activeX/activeX1.xml': 'x' }), '文件含有控件'],
    ['a link', () => zipOf({ ...good(), 'xl/externalLinks/externalLink1.xml': 'x' }), '文件含有外部链接'],
    ['something embedded', () => zipOf({ ...good(), 'xl/embeddings/oleObject1.bin': 'x' }), '文件含有嵌入的对象'],
    [
      'too many parts',
      () => zipOf({ ...good(), ...Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`a${at}`, ''])) }),
      '文件已损坏',
    ],
    ['no sheet', () => zipOf({ ...good(), 'xl/workbook.xml': '<workbook/>' }), '不是有效的工作簿'],
    [
      'only a hidden sheet',
      () => zipOf({ ...good(), 'xl/workbook.xml': good()['xl/workbook.xml']?.replace('sheetId', 'state="hidden" sheetId') ?? '' }),
      '不是有效的工作簿',
    ],
    [
      'XML that is none',
      () => zipOf({ ...good(), 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row></sheetData>' }),
      '不是有效的工作簿',
    ],
    ['text that is no UTF-8', () => zipOf({ ...good(), 'xl/worksheets/sheet1.xml': Buffer.from('ff00ff', 'hex') }), '文件已损坏'],
    [
      'entities of its own',
      () => zipOf({ ...good(), 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>' }),
      '不是有效的工作簿',
    ],
    [
      'another version',
      () => zipOf(workbookParts(sheetOf([words(1, ['模板版本：3.1']), words(2, header)]))),
      '模板不正确：文件为“模板版本：3.1”，应为“模板版本：3.7”',
    ],
    ['no version', () => zipOf(workbookParts(sheetOf([words(1, header), words(2, GOOD.split(','))]))), '不是本事项的模板'],
    ['a column missing', () => zipOf(workbookParts(sheetOf([words(1, [version]), words(2, header.slice(1))]))), '缺少列“证件号码”'],
    ['a column too many', () => zipOf(workbookParts(sheetOf([words(1, [version]), words(2, [...header, '工号'])]))), '不认识的列“工号”'],
    ['a column twice', () => zipOf(workbookParts(sheetOf([words(1, [version]), words(2, [...header, '姓名'])]))), '列“姓名”出现两次'],
    ['nothing', () => zipOf(workbookParts('<sheetData/>')), '文件中没有表头'],
    ['no rows', () => zipOf(workbookParts(sheetOf([words(1, [version]), words(2, header)]))), '文件中没有数据'],
  ])('%s is refused in words', async (_what, file, sentence) => {
    await expect(read(typeof file === 'function' ? file() : file)).rejects.toThrow(sentence);
  });
  test('columns may have been moved, and a file of errors has two more', async () => {
    const moved = [...header.slice(1), header[0] ?? '', '错误原因', '错误字段'];
    const cells = GOOD.split(',');
    const sheet = sheetOf([words(1, [version]), words(2, moved), words(3, [...cells.slice(1), cells[0] ?? '', 'x', 'y'])]);
    expect((await read(zipOf(workbookParts(sheet)))).rows[0]).toMatchObject({ values: { idNumber: '61990019900101101X' }, issues: [] });
  });
  test('a bomb is refused while it grows, whatever size it says it has; memory stays', async () => {
    const bomb = Buffer.alloc(400 * 1024 * 1024, ' ');
    const parts = { ...good(), 'xl/worksheets/sheet1.xml': bomb };
    const honest = zipOf(parts);
    const lying = zipOf(parts, { 'xl/worksheets/sheet1.xml': 1_000 });
    const strings = zipOf({ ...good(), 'xl/sharedStrings.xml': bomb });
    expect(honest.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    await expect(read(honest)).rejects.toThrow('文件展开后超过 300 MB');
    await expect(read(lying)).rejects.toThrow('文件已损坏');
    await expect(read(strings)).rejects.toThrow('文件展开后超过 300 MB');
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  }, 60_000);
  test('more than 100,000 rows are too many; 100,000 are not', async () => {
    const rows = (count: number) => csvOf(...Array.from({ length: count }, () => GOOD));
    expect((await read(rows(100_000), csv)).rows).toHaveLength(100_000);
    await expect(read(rows(100_001), csv)).rejects.toThrow('文件超过 100000 行，请拆分后上传');
  }, 60_000);
});

describe('a CSV', () => {
  /** The header and 王𠮷㐀 (two characters of four bytes) as GB18030 has them; Node can read it, not write it. */
  const gbHeader = 'd6a4bcfebac5c2eb2a2cd0d5c3fb2a2cd0d4b1f02cb2ceb1a3bfaacabccab1bce42a2cbdc9b7d1bbf9cafd2a2cb1b8d7a2';
  const gbName = 'cdf59534b2358139ee39';
  test('in UTF-8, with and without a mark, and with the version or only the header', async () => {
    const bytes = csvOf(GOOD);
    for (const file of [bytes, Buffer.concat([Buffer.from('efbbbf', 'hex'), bytes]), Buffer.from(`${header.join(',')}\r\n${GOOD}`)])
      expect((await read(file, csv)).rows[0]).toMatchObject({ values: { name: '王示例', base: 700_000 }, issues: [] });
  });
  test('in GB18030, rare characters whole', async () => {
    const file = Buffer.concat([
      Buffer.from(gbHeader, 'hex'),
      Buffer.from('\n61990019900101101X,'),
      Buffer.from(gbName, 'hex'),
      Buffer.from(',,202404,7000,\n'),
    ]);
    const { rows } = await read(file, csv);
    expect(rows[0]?.values.name).toBe('王𠮷㐀');
  });
  test('with quotes, line breaks inside them, kept numbers, and lines of nothing', async () => {
    const { rows } = await read(
      csvOf(',,,,,', '="61990019900101101X","王""示例",女,"2024年4月1日"," 7,000.00 ","两\n行"', '', ' , ,,,,', GOOD),
      csv,
    );
    expect(rows.map(({ rowNo }) => rowNo)).toEqual([4, 7]);
    expect(rows[0]?.values).toEqual({
      idNumber: '61990019900101101X',
      name: '王"示例',
      sex: '2',
      from: '2024-04-01',
      base: 700_000,
      note: '两\n行',
    });
  });
  test.each([
    ['a formula', '61990019900101101X,=A1,,2024-04-01,7000,', 'name', '单元格含有公式，请粘贴为数值'],
    [
      'a number cut short',
      '6.19900E+17,王示例,,2024-04-01,7000,',
      'idNumber',
      '号码被存为数字，末尾的数位已丢失，请将单元格设为文本后重新填写',
    ],
    ['a control character', '61990019900101101X,王\u0001,,2024-04-01,7000,', 'name', '姓名含有不可见字符'],
  ])('with %s says so at the field', async (_what, line, field, message) => {
    expect((await read(csvOf(line), csv)).rows[0]?.issues).toEqual([{ field, message }]);
  });
  test.each([
    ['neither UTF-8 nor GB18030', Buffer.from('ff41ff41', 'hex'), '文件编码无法识别'],
    ['a quote that never ends', csvOf('"61990019900101101X,王示例'), '未结束的引号'],
    ['forty megabytes of commas', Buffer.alloc(40 * 1024 * 1024, ','), '文件中没有表头'],
    ['nothing', Buffer.from(' '), '文件中没有表头'],
  ])('of %s is refused in words', async (_what, file, sentence) => {
    await expect(read(file, csv)).rejects.toThrow(sentence);
  });
});
