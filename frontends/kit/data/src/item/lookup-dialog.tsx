import { Modal } from '@wangting/kit-core';
import type { z } from 'zod';
import type { LookupHit } from '@wangting/contracts/applications';
import css from './item.module.css';

export type Hit = z.infer<typeof LookupHit>;

/** Several records answer: the person says which. */
export function PickList({
  title,
  hits,
  onPick,
  onClose,
}: {
  title: string;
  hits: readonly Hit[];
  onPick: (hit: Hit) => void;
  onClose: () => void;
}) {
  return (
    <Modal open={hits.length > 0} title={title} footer={null} onCancel={onClose} destroyOnHidden>
      <ul className={css.picks}>
        {hits.map((hit, index) => (
          <li key={index}>
            <button type="button" onClick={() => onPick(hit)}>
              {hit.label}
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
