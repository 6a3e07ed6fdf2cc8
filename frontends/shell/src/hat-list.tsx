import { Alert, FailedBy, Waiting, callAction, go, loggedIn, useDialogs, useMutation, useQuery, wordsFor } from '@wangting/kit-core';
import type { Hat } from '@wangting/contracts/identity/hats';
import css from './pages/login.module.css';
import { portal } from './portal-api.ts';

/** Every hat of this person. Putting one on starts the hall anew: what was typed under the other one is not for this one. */
export default function HatList({ onDone }: { onDone: () => void }) {
  const { message } = useDialogs();
  const hats = useQuery({ queryKey: ['hats'], queryFn: () => callAction(portal.hats, {}), staleTime: 300_000 });
  const wear = useMutation({
    mutationFn: ({ hat, unitId }: Hat) => callAction(portal.wearHat, { hat, unitId }),
    onSuccess: async ({ me }, { label, unitName }) => {
      onDone();
      loggedIn(me);
      await go('/', { replace: true, force: true });
      void message.success(`已切换为${label}${unitName ? `：${unitName}` : ''}`);
    },
  });
  if (hats.error) return <FailedBy error={hats.error} again={() => void hats.refetch()} />;
  if (!hats.data) return <Waiting rows={3} />;
  return (
    <>
      <p className={css.quiet}>切换后回到首页；未暂存的内容不会保留。</p>
      {hats.data.incomplete && <Alert type="warning" showIcon title="工伤、待遇信息暂时无法查询，个人身份可能没有全部列出。" />}
      {wear.error && <Alert type="error" showIcon role="alert" title={wordsFor(wear.error)} />}
      <ul className={css.choices} style={{ marginTop: 12 }}>
        {hats.data.rows.map((row) => (
          <li key={`${row.hat} ${row.unitId}`}>
            <button
              type="button"
              className={css.choice}
              aria-current={row.current || undefined}
              disabled={row.current || wear.isPending}
              onClick={() => wear.mutate(row)}
            >
              <strong>
                {row.unitName || '个人办事'}（{row.label}）{row.current && '　当前身份'}
              </strong>
              {row.creditCode && (
                <span>
                  统一社会信用代码 {row.creditCode}
                  {row.unitNo ? `　单位编号 ${row.unitNo}` : '　尚未取得单位编号'}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
