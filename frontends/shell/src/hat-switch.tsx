import { Modal, isStaff, useQuery, callAction, type Me } from '@wangting/kit-core';
import { lazy, Suspense, useState } from 'react';
import css from './frame.module.css';
import { HATS } from './hats.ts';
import { portal } from './portal-api.ts';

const HatList = lazy(() => import('./hat-list.tsx'));

/** The hat worn now; who has several puts on another one without a new login. */
export function HatSwitch({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  const hats = useQuery({ queryKey: ['hats'], queryFn: () => callAction(portal.hats, {}), enabled: !isStaff(me), staleTime: 300_000 });
  const rows = hats.data?.rows ?? [];
  const label = isStaff(me) ? '工作人员' : (rows.find(({ current }) => current)?.label ?? (me.hat ? HATS[me.hat] : ''));
  if (!label) return null;
  const words = me.unit ? `${label} ${me.name}` : label;
  if (rows.length < 2) return <span className={css.hat}>{words}</span>;
  return (
    <>
      <button type="button" className={css.hat} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words}
        <span className={css.swap}>切换身份</span>
      </button>
      <Modal open={open} title="切换身份" footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <Suspense fallback={null}>
          <HatList onDone={() => setOpen(false)} />
        </Suspense>
      </Modal>
    </>
  );
}
