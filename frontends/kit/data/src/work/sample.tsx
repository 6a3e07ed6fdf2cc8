import type * as contract from '@wangting/contracts/documents/samples';
import { Button, FailedBy, Modal, Waiting, callAction, endpoint, useQuery } from '@wangting/kit-core';
import { useState } from 'react';
import css from './materials.module.css';

const open = endpoint<typeof contract.sample>('GET /samples/:itemId/:slot', 20_000);

/** 查看示例: what a material should look like. */
export function SampleButton({ itemId, slot, name }: { itemId: string; slot: string; name: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Button size="small" type="link" aria-label={`查看示例：${name}`} onClick={() => setShown(true)}>
        查看示例
      </Button>
      {shown && <Sample itemId={itemId} slot={slot} onClose={() => setShown(false)} />}
    </>
  );
}

function Sample({ itemId, slot, onClose }: { itemId: string; slot: string; onClose: () => void }) {
  const found = useQuery({ queryKey: ['sample', itemId, slot], queryFn: () => callAction(open, { itemId, slot }), gcTime: 0 });
  return (
    <Modal open title={found.data?.title ?? '材料示例'} width={960} onCancel={onClose} footer={<Button onClick={onClose}>关闭</Button>}>
      {found.isPending && <Waiting label="正在取示例…" />}
      {found.error && <FailedBy error={found.error} again={() => void found.refetch()} />}
      {found.data &&
        (found.data.type.startsWith('image/') ? (
          <img className={css.view} src={found.data.url} alt={found.data.title} />
        ) : (
          <iframe className={css.view} src={`${found.data.url}#toolbar=0&navpanes=0&view=FitH`} title={found.data.title} />
        ))}
    </Modal>
  );
}
