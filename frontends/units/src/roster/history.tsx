import type * as contract from '@wangting/contracts/units/roster-history';
import type { RosterPerson } from '@wangting/contracts/units/project-roster';
import { Button, FailedBy, Modal, Waiting, callAction, endpoint, moment, useQuery } from '@wangting/kit-core';
import css from './roster.module.css';

const history = endpoint<typeof contract.rosterHistory>('GET /items/project-roster/people/:id/history');

/** 变更记录 of one person on one project: who, when, before → after, the newest first. */
export function RosterHistory({ person: { id, name, projectName }, onClose }: { person: RosterPerson; onClose: () => void }) {
  const found = useQuery({ queryKey: ['roster-history', id], queryFn: () => callAction(history, { id }), staleTime: 0, retry: false });
  return (
    <Modal open title={`变更记录：${name}`} width={900} onCancel={onClose} footer={<Button onClick={onClose}>关闭</Button>}>
      <p style={{ margin: '4px 0 8px' }}>{projectName}</p>
      {found.error && <FailedBy error={found.error} again={() => void found.refetch()} />}
      {!found.data && !found.error && <Waiting rows={4} />}
      {found.data && (
        <div className={css.scroll} tabIndex={0} role="region" aria-label="变更记录">
          <table className={css.table}>
            <thead>
              <tr>
                {['时间', '业务', '经办人', '变更项：变更前 → 变更后'].map((words) => (
                  <th key={words} scope="col">
                    {words}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.data.rows.map((row) => (
                <tr key={row.id}>
                  <td className={css.when}>{moment(row.at)}</td>
                  <td className={css.when}>{row.what}</td>
                  <td>{row.by}</td>
                  <td>
                    <ul className={css.lines}>
                      {row.lines.map(({ field, before, after }) => (
                        <li key={field}>
                          {field}：{before || '（无）'} → {after || '（无）'}
                        </li>
                      ))}
                    </ul>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Modal>
  );
}
