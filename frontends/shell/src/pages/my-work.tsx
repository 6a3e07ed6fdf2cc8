import { STATUSES, type Status } from '@wangting/contracts/application';
import type { ApplicationRow } from '@wangting/contracts/applications';
import {
  Button,
  api,
  callAction,
  go,
  pageOfItem,
  useCatalogue,
  useQueryClient,
  wordsFor,
  type CatalogueItem,
  useDialogs,
} from '@wangting/kit-core';
import { QueryPage, StatusTag, StepDialog, useWorkFilters, type QueryColumn } from '@wangting/kit-data';
import { useState } from 'react';

const COLUMNS: readonly QueryColumn<ApplicationRow>[] = [
  { name: 'serialNo', label: '业务流水号', as: 'text', width: 190 },
  { name: 'itemName', label: '事项名称', as: 'text', width: 180 },
  { name: 'subject', label: '申请人', as: 'text', width: 110 },
  { name: 'submittedAt', label: '申请时间', as: 'moment', width: 150 },
  { name: 'status', label: '办理状态', as: 'text', width: 96, render: ({ status }) => <StatusTag status={status} /> },
  { name: 'area', label: '受理地区', as: 'text', dictionary: 'area', width: 120 },
  { name: 'decidedAt', label: '办结时间', as: 'moment', width: 150 },
  { name: 'opinion', label: '审核意见', as: 'text', width: 200 },
];

const NONE: readonly CatalogueItem[] = [];
const STATES = Object.keys(STATUSES) as Status[];

/** 我的办件 = 已申请流程信息 over all items. */
export function MyWork() {
  const { message } = useDialogs();
  const client = useQueryClient();
  const catalogue = useCatalogue();
  const filters = useWorkFilters(catalogue.data ?? NONE, STATES);
  const [withdrawn, setWithdrawn] = useState<ApplicationRow>();
  const open = ({ owner, applicationId }: ApplicationRow) => void go(`/${owner}/applications/${applicationId}`);
  const resume = (row: ApplicationRow) => void go(`${pageOfItem({ owner: row.owner, id: row.itemId })}?application=${row.applicationId}`);
  return (
    <>
      <h1>我的办件</h1>
      <QueryPage<ApplicationRow>
        name="mine"
        filters={filters}
        columns={COLUMNS}
        rowKey={({ applicationId }) => applicationId}
        onOpen={open}
        fetch={(filter) => callAction(api.myWork, filter as never)}
        actions={(row) => (
          <>
            {row.status === 'correcting' && (
              <Button size="small" type="primary" onClick={() => resume(row)}>
                补正
              </Button>
            )}
            {row.status === 'draft' && (
              <Button size="small" type="primary" onClick={() => resume(row)}>
                继续办理
              </Button>
            )}
            {row.status === 'submitted' && (
              <Button size="small" onClick={() => setWithdrawn(row)}>
                撤回
              </Button>
            )}
          </>
        )}
      />
      {withdrawn && (
        <StepDialog
          owner={withdrawn.owner}
          row={withdrawn}
          action="withdraw"
          onClose={() => setWithdrawn(undefined)}
          onTook={(view) => {
            setWithdrawn(undefined);
            void message.success(`已撤回，当前状态：${STATUSES[view.row.status as Status].label}`);
            void client.invalidateQueries({ queryKey: ['work'] });
          }}
          onFailed={(error) => {
            setWithdrawn(undefined);
            void message.warning(wordsFor(error));
            void client.invalidateQueries({ queryKey: ['work'] });
            return true;
          }}
        />
      )}
    </>
  );
}
