import type * as contract from '@wangting/contracts/documents/samples';
import type { SampleRow } from '@wangting/contracts/documents/samples';
import { Button, FailedBy, HallLink, Waiting, callAction, endpoint, moment, useDialogs, useQuery, wordsFor } from '@wangting/kit-core';
import { ACCEPT, SampleButton, Table, sendFile, unfit } from '@wangting/kit-data';
import { useEffect, useRef, useState } from 'react';

const list = endpoint<typeof contract.samples>('GET /agency/samples');
const replace = endpoint<typeof contract.replaceSample>('PUT /agency/samples/:itemId/:slot');

/** 材料示例: what clerks are shown beside each slot; the agency may lay down its own in place of the generated one. */
export default function Samples() {
  const { message } = useDialogs();
  const found = useQuery({ queryKey: ['samples'], queryFn: () => callAction(list, {}) });
  const [busy, setBusy] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const chosen = useRef<SampleRow>(undefined);
  useEffect(() => {
    document.title = '材料示例 - 社会保险网上办事大厅';
  }, []);
  const keyOf = ({ itemId, slot }: SampleRow) => `${itemId}|${slot}`;
  async function change(row: SampleRow, file: File | undefined) {
    const wrong = file && unfit(file);
    if (wrong) return void message.error(`${file.name}：${wrong}`);
    setBusy(keyOf(row));
    try {
      const fileId = file ? await sendFile(file, 'material', () => undefined) : null;
      await callAction(replace, { itemId: row.itemId, slot: row.slot, fileId });
      void message.success(file ? '已更换示例' : '已恢复为系统示例');
      await found.refetch();
    } catch (error) {
      void message.error(wordsFor(error));
    } finally {
      setBusy('');
    }
  }
  if (found.error) return <FailedBy error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={6} />;
  return (
    <>
      <h1>材料示例</h1>
      <p style={{ margin: '8px 0' }}>
        办事人员在材料上传处点“查看示例”看到的文件。可以更换为图片或 PDF。<HallLink to="/agency">返回待办</HallLink>
      </p>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        aria-label="选择示例文件"
        tabIndex={-1}
        style={{ display: 'none' }}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file && chosen.current) void change(chosen.current, file);
        }}
      />
      <Table<SampleRow>
        size="small"
        rowKey={keyOf}
        dataSource={found.data.rows}
        pagination={false}
        scroll={{ x: 760 }}
        columns={[
          { title: '事项名称', dataIndex: 'itemName', width: 220 },
          { title: '材料名称', dataIndex: 'name', width: 220 },
          {
            title: '示例',
            width: 180,
            render: (_value, row) => (row.replacedAt ? `经办机构更换于 ${moment(row.replacedAt)}` : '系统示例'),
          },
          {
            title: '操作',
            width: 260,
            render: (_value, row) => (
              <span style={{ display: 'flex', gap: 8 }}>
                <SampleButton key={row.replacedAt} itemId={row.itemId} slot={row.slot} name={row.name} />
                <Button
                  size="small"
                  loading={busy === keyOf(row)}
                  aria-label={`更换示例：${row.itemName} ${row.name}`}
                  onClick={() => {
                    chosen.current = row;
                    input.current?.click();
                  }}
                >
                  更换
                </Button>
                {row.replacedAt && (
                  <Button size="small" aria-label={`恢复示例：${row.itemName} ${row.name}`} onClick={() => void change(row, undefined)}>
                    恢复
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
