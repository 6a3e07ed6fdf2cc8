import type * as contract from '@wangting/contracts/units/project-roster';
import type { RosterPerson } from '@wangting/contracts/units/project-roster';
import { Button, callAction, day, endpoint, instant, moment, useCaller, useDialogs, wordsFor } from '@wangting/kit-core';
import { PrintSheet, labelIn, useDictionary } from '@wangting/kit-data';
import { useState } from 'react';

const askPeople = endpoint<typeof contract.queryPeople>('POST /items/project-roster/query/people', 20_000);
const PAGE = 100;
/** Lines on one sheet: what a browser lays out without a long silence. More of them are for the file. */
const MOST = 1000;

/** Everything that matches, a page at a time. */
async function everybody(filter: Record<string, unknown>): Promise<{ rows: RosterPerson[]; total: number }> {
  const rows: RosterPerson[] = [];
  for (let page = 1; ; page += 1) {
    const found = await callAction(askPeople, { filter, page, size: PAGE });
    rows.push(...found.rows);
    if (rows.length >= found.total || found.total > MOST || !found.rows.length) return { rows, total: found.total };
  }
}

/** 打印《工程项目工伤保险参保人员名册》 of what the filter finds. */
export function PrintRoster({ filter }: { filter: Record<string, unknown> }) {
  const { message } = useDialogs();
  const { unit } = useCaller();
  const { data: sexes } = useDictionary('sex');
  const [busy, setBusy] = useState(false);
  const [sheet, setSheet] = useState<{ rows: RosterPerson[]; at: string }>();
  const print = async () => {
    setBusy(true);
    try {
      const { rows, total } = await everybody(filter);
      if (total > MOST) void message.warning(`共${total}人，超过${MOST}人的名册请导出后打印，或按工程项目查询后打印`);
      else if (!total) void message.warning('没有可打印的人员');
      else setSheet({ rows, at: instant() });
    } catch (error) {
      void message.error(wordsFor(error, '查询'));
    } finally {
      setBusy(false);
    }
  };
  const projects = [...new Set((sheet?.rows ?? []).map(({ projectNo, projectName }) => `${projectName}（${projectNo}）`))];
  return (
    <>
      <Button loading={busy} onClick={() => void print()}>
        打印
      </Button>
      {sheet && (
        <PrintSheet title="工程项目工伤保险参保人员名册" onClose={() => setSheet(undefined)}>
          <p>单位名称：{unit?.name ?? '—'}</p>
          <p>工程项目：{projects.join('；')}</p>
          <table>
            <thead>
              <tr>
                {['序号', '姓名', '证件号码', '性别', '岗位', '入职日期', '离职日期', '登记时间', '核实情况'].map((words) => (
                  <th key={words} scope="col" style={{ width: 'auto' }}>
                    {words}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sheet.rows.map((row, index) => (
                <tr key={row.id}>
                  <td>{index + 1}</td>
                  <td>{row.name}</td>
                  <td>{row.idMasked}</td>
                  <td>{labelIn(sexes, row.sex)}</td>
                  <td>{row.post}</td>
                  <td>{day(row.entryOn)}</td>
                  <td>{row.leaveOn ? day(row.leaveOn) : '在岗'}</td>
                  <td>{moment(row.registeredAt)}</td>
                  <td>{row.marks || '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p style={{ marginTop: 12 }}>
            共 {sheet.rows.length} 人。打印时间：{moment(sheet.at)}。以系统登记时间为准；本名册不作证明使用。
          </p>
        </PrintSheet>
      )}
    </>
  );
}
