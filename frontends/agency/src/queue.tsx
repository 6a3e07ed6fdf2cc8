import { OPEN_STATUSES, STATUSES, type Status } from '@wangting/contracts/application';
import type { ApplicationRow } from '@wangting/contracts/applications';
import {
  FailedBy,
  HallLink,
  api,
  callAction,
  go,
  moment,
  onHallEvent,
  useCaller,
  useCatalogue,
  useQueryClient,
  useSearchParams,
  type CatalogueItem,
} from '@wangting/kit-core';
import { QueryPage, StatusTag, useWorkFilters, type QueryColumn } from '@wangting/kit-data';
import { useCallback, useEffect, useState } from 'react';
import { LedgerLinks } from './ledger/links.tsx';
import css from './queue.module.css';

const SCOPES = { todo: '待我办理', taken: '已领取', all: '全部' } as const;
type Scope = keyof typeof SCOPES;

const COLUMNS: readonly QueryColumn<ApplicationRow>[] = [
  { name: 'serialNo', label: '业务流水号', as: 'text', width: 180 },
  {
    name: 'itemName',
    label: '事项名称',
    as: 'text',
    width: 140,
    render: ({ itemName, failure }) => (
      <>
        {itemName}
        {failure && <div className={css.failure}>执行失败：{failure}</div>}
      </>
    ),
  },
  { name: 'status', label: '办理状态', as: 'text', width: 96, render: ({ status }) => <StatusTag status={status} /> },
  { name: 'unitName', label: '单位名称', as: 'text', width: 200 },
  { name: 'unitNo', label: '单位编号', as: 'text', width: 108 },
  { name: 'subject', label: '申请人', as: 'text', width: 96 },
  { name: 'area', label: '行政区划', as: 'text', dictionary: 'area', width: 90 },
  { name: 'submittedAt', label: '申请时间', as: 'moment', width: 140 },
  { name: 'due', label: '办理期限', as: 'day', width: 100 },
];
const STATES = (Object.keys(STATUSES) as Status[]).filter(
  (status) => OPEN_STATUSES.includes(status) || ['approved', 'rejected', 'refused', 'withdrawn'].includes(status),
);
const NONE: readonly CatalogueItem[] = [];
type Counts = Record<Scope, number>;

/** One work queue over all domains: what I can act on, what I took, everything of my area. */
export function Queue() {
  const { scopes } = useCaller();
  const client = useQueryClient();
  const catalogue = useCatalogue();
  const filters = useWorkFilters(catalogue.data ?? NONE, STATES, true);
  const [address, setAddress] = useSearchParams();
  const asked = address.get('scope') ?? 'todo';
  const scope: Scope = asked in SCOPES ? (asked as Scope) : 'todo';
  const [counts, setCounts] = useState<Counts>();
  const [updatedAt, setUpdatedAt] = useState<string>();

  useEffect(
    () =>
      onHallEvent((event) => {
        if (event.kind === 'work') void client.invalidateQueries({ queryKey: ['work', 'queue'] });
      }),
    [client],
  );
  useEffect(() => {
    document.title = '待办 - 社会保险网上办事大厅';
  }, []);

  const fetch = useCallback(
    (filter: Record<string, unknown>) =>
      callAction(api.queue, { ...filter, scope: (filter.scope as Scope | undefined) ?? 'todo' } as never),
    [],
  );
  const onPage = useCallback((page: object) => {
    const { counts: next, updatedAt: at } = page as { counts?: Counts; updatedAt?: string };
    if (next) setCounts(next);
    if (at) setUpdatedAt(at);
  }, []);
  if (!scopes.some((one) => one.startsWith('staff.'))) return <FailedBy error={new Error('no staff scope')} />;

  return (
    <>
      <h1>待办</h1>
      <nav className={css.links} aria-label="其他工作">
        {scopes.some((one) => one === 'staff.intake' || one === 'staff.first') && <HallLink to="/agency/units">单位与工程项目</HallLink>}
        {scopes.some((one) => one === 'staff.intake' || one === 'staff.first') && (
          <HallLink to="/agency/registrations">登记信息核对</HallLink>
        )}
        {scopes.some((one) => one === 'staff.first' || one === 'staff.second') && (
          <HallLink to="/agency/entries">倒填入职日期核实</HallLink>
        )}
        {scopes.some((one) => /^staff\.(intake|first|second|third)$/.test(one)) && <HallLink to="/agency/deliveries">文书送达</HallLink>}
        {scopes.some((one) => /^staff\.(second|third)$/.test(one)) && <HallLink to="/agency/samples">材料示例</HallLink>}
      </nav>
      <LedgerLinks />
      <div className={css.scopes} role="group" aria-label="待办范围">
        {(Object.keys(SCOPES) as Scope[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={scope === name}
            onClick={() =>
              setAddress((now) => {
                const next = new URLSearchParams(now);
                next.set('scope', name);
                next.delete('page');
                return next;
              })
            }
          >
            {SCOPES[name]}
            <span>{counts?.[name] ?? ''}</span>
          </button>
        ))}
        {updatedAt && <small>数据更新于 {moment(updatedAt)}</small>}
      </div>
      <QueryPage<ApplicationRow>
        name="queue"
        filters={filters}
        columns={COLUMNS}
        also={['scope']}
        fetch={fetch}
        onPage={onPage}
        refetchEvery={30_000}
        rowKey={({ applicationId }) => applicationId}
        onOpen={({ owner, applicationId }) => void go(`/agency/${owner}/${applicationId}`)}
      />
    </>
  );
}
