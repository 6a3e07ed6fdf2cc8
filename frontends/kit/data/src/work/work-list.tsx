import { STATUSES, type Status } from '@wangting/contracts/application';
import type { ApplicationRow } from '@wangting/contracts/applications';
import {
  Button,
  api,
  callAction,
  go,
  pageOfItem,
  plain,
  useCatalogue,
  useDialogs,
  useQueryClient,
  wordsFor,
  type CatalogueItem,
} from '@wangting/kit-core';
import { useState } from 'react';
import { labelIn, useDictionary } from '../dictionary.ts';
import { QueryPage, type QueryColumn } from '../query/query-page.tsx';
import { StatusTag } from './progress.tsx';
import { StepDialog } from './step-dialog.tsx';
import { useWorkFilters } from './work-filters.tsx';

const COLUMNS: readonly QueryColumn<ApplicationRow>[] = [
  { name: 'serialNo', label: '业务流水号', as: 'text', width: 190 },
  { name: 'itemName', label: '事项名称', as: 'text', width: 180 },
  { name: 'subject', label: '申请人', as: 'text', width: 110 },
  { name: 'submittedAt', label: '申请时间', as: 'moment', width: 150 },
  { name: 'stage', label: '当前环节', as: 'text', width: 120, render: ({ status }) => STAGES[status] },
  { name: 'status', label: '办理状态', as: 'text', width: 96, render: ({ status }) => <StatusTag status={status} /> },
  { name: 'area', label: '受理机构', as: 'text', width: 200, render: ({ area }) => <Agency area={area} /> },
  { name: 'decidedAt', label: '办结时间', as: 'moment', width: 150 },
  { name: 'opinion', label: '审核意见', as: 'text', width: 200 },
];
/** 当前环节: who has to do something now. */
const STAGES: Record<Status, string> = {
  draft: '申请人填报',
  submitted: '受理',
  accepted: '初审（待领取）',
  correcting: '申请人补正',
  first: '初审',
  second: '复核',
  third: '审批',
  approved: '已办结',
  rejected: '已办结',
  refused: '已办结',
  withdrawn: '已结束',
  void: '已结束',
};
const NONE: readonly CatalogueItem[] = [];
const STATES = Object.keys(STATUSES) as Status[];

/** 受理机构: the agency of the area the case belongs to. */
function Agency({ area }: { area: string }) {
  const { data } = useDictionary('area');
  return <>{area ? `${labelIn(data, area)}社会保险经办机构` : plain(area)}</>;
}

/** 已申请流程信息: the unit's applications, of one item or (我的办件) of all. `also` names what of the address belongs to the page around it. */
export function WorkList({ name, itemId, also = [] }: { name: string; itemId?: string; also?: readonly string[] }) {
  const { message } = useDialogs();
  const client = useQueryClient();
  const catalogue = useCatalogue();
  const filters = useWorkFilters(catalogue.data ?? NONE, STATES);
  const [withdrawn, setWithdrawn] = useState<ApplicationRow>();
  const open = ({ owner, applicationId }: ApplicationRow) => void go(`/${owner}/applications/${applicationId}`);
  const resume = (row: ApplicationRow) => void go(`${pageOfItem({ owner: row.owner, id: row.itemId })}?application=${row.applicationId}`);
  return (
    <>
      <QueryPage<ApplicationRow>
        name={name}
        filters={itemId ? filters.filter((field) => field.name !== 'itemId') : filters}
        columns={COLUMNS}
        also={also}
        rowKey={({ applicationId }) => applicationId}
        onOpen={open}
        fetch={(filter) => {
          const asked = Object.fromEntries(Object.entries(filter).filter(([key]) => !also.includes(key)));
          return callAction(api.myWork, { ...asked, ...(itemId ? { itemId } : {}) } as never);
        }}
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
            {row.serialNo && (
              <Button size="small" onClick={() => void go(`/${row.owner}/applications/${row.applicationId}?receipt=1`)}>
                打印回执
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
