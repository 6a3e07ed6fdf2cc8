import { fenToYuan } from '../../services/contracts/standards/money.ts';
import { periodLabel } from '../../services/contracts/standards/period.ts';
import type { Billed, Sent } from './tax-office.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const STYLE = `
*{box-sizing:border-box}body{margin:0;font:14px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;color:#1f2933;background:#f3f5f8}
header{background:#0b4a8f;color:#fff;padding:12px 20px}main{padding:16px 20px;max-width:1280px;margin:auto}h1{font-size:18px;margin:0}h2{font-size:16px}
section{background:#fff;border:1px solid #d5dce4;border-radius:4px;padding:12px 16px;margin-bottom:16px}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #d5dce4;padding:6px 8px;text-align:left;white-space:nowrap}th{background:#eef2f7}
.n{text-align:right;font-variant-numeric:tabular-nums}form{display:inline-flex;gap:6px;align-items:center}
button{border:1px solid #98a4b3;background:#fff;border-radius:4px;padding:3px 10px;font:inherit;cursor:pointer}button.main{background:#1456a0;border-color:#1456a0;color:#fff}
input{font:inherit;padding:3px 6px;border:1px solid #98a4b3;border-radius:4px;width:110px}.quiet{color:#52606d}.bad{color:#b42318}
`;

const months = (from: readonly string[], now: string): string =>
  from
    .map((period) =>
      period === now
        ? `<strong>${periodLabel(period)}</strong>`
        : `<a href="/?period=${encodeURIComponent(period)}">${periodLabel(period)}</a>`,
    )
    .join('　');

function rowOf({ unitName, creditCode, insurance, kind, insuranceName, kindName, billed, open }: Billed, period: string): string {
  const hidden = Object.entries({ creditCode, period, insurance, kind })
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
    .join('');
  const about = escaped(`${unitName} ${insuranceName} ${kindName}`);
  const half = (Math.trunc(Math.abs(open) / 2) / 100).toFixed(2);
  const acts =
    open === 0
      ? '<span class="quiet">无待缴</span>'
      : `<form method="post" action="/send" aria-label="${about}">${hidden}
<button class="main" name="how" value="paid">已缴</button>
<input name="yuan" value="${half}" inputmode="decimal" aria-label="部分缴纳金额（元）"><button name="how" value="part">部分缴纳</button>
<button name="how" value="refused">拒绝</button></form>`;
  return `<tr><td>${escaped(unitName)}</td><td>${escaped(creditCode)}</td><td>${escaped(insuranceName)}</td><td>${escaped(kindName)}</td>
<td class="n">${fenToYuan(billed)}</td><td class="n">${fenToYuan(open)}</td><td>${acts}</td></tr>`;
}

/** The one page of the office: what is billed, three buttons a row, and what the hall answered. No script. */
export function pageOf(of: { hall: string; period: string; periods: string[]; rows: Billed[]; sent: Sent[]; fault: string }): string {
  const rows = of.rows.map((row) => rowOf(row, of.period)).join('');
  const sent = of.sent
    .map(
      ({ at, recordNo, what, answer, ok }) =>
        `<tr><td>${at}</td><td>${escaped(recordNo)}</td><td>${escaped(what)}</td><td${ok ? '' : ' class="bad"'}>${escaped(answer)}</td></tr>`,
    )
    .join('');
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>税务模拟器</title><style>${STYLE}</style>
<header><h1>税务模拟器</h1></header><main>
<p class="quiet">代替税务部门，只在本地演示环境出现。每次操作生成一份到账文件，用税务部门的私钥签名，经数据交换接口送达 <a href="${escaped(of.hall)}">网上办事大厅</a>。</p>
${of.fault ? `<p class="bad" role="alert">${escaped(of.fault)}</p>` : ''}
<section><h2>应缴信息 ${of.period && periodLabel(of.period)}</h2><p>费款所属期：${months(of.periods, of.period) || '暂无'}</p>
<div class="scroll" tabindex="0" role="region" aria-label="应缴信息"><table><thead><tr><th>单位名称<th>统一社会信用代码<th>险种<th>缴费类型<th>应缴（元）<th>待缴（元）<th>操作</tr></thead>
<tbody>${rows || '<tr><td colspan="7">暂无内容</td></tr>'}</tbody></table></div></section>
<section><h2>来文记录</h2><div class="scroll" tabindex="0" role="region" aria-label="来文记录"><table><thead><tr><th>时间<th>记录号<th>内容<th>大厅答复</tr></thead>
<tbody>${sent || '<tr><td colspan="4">暂无内容</td></tr>'}</tbody></table></div></section></main></html>`;
}
