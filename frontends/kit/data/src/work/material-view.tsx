import type { Material } from '@wangting/contracts/applications';
import { FailedBy, Modal, Waiting, applicationApi, callAction, useQuery } from '@wangting/kit-core';
import css from './materials.module.css';

/** A material as it is. The address is signed for one short read. */
export function MaterialView({
  owner,
  applicationId,
  material,
  onClose,
}: {
  owner: string;
  applicationId: string;
  material: Material;
  onClose: () => void;
}) {
  const opened = useQuery({
    queryKey: ['material', material.id],
    queryFn: () => callAction(applicationApi(owner).openMaterial, { applicationId, materialId: material.id }),
    gcTime: 0,
    staleTime: 240_000,
  });
  const url = opened.data?.url;
  return (
    <Modal
      open
      title={material.name}
      width={960}
      onCancel={onClose}
      footer={
        url ? (
          <a href={url} download={material.name} target="_blank" rel="noreferrer">
            下载
          </a>
        ) : null
      }
    >
      {opened.isPending && <Waiting />}
      {opened.error && <FailedBy error={opened.error} again={() => void opened.refetch()} />}
      {url &&
        (material.type.startsWith('image/') ? (
          <img className={css.view} src={url} alt={material.name} />
        ) : material.type === 'application/pdf' ? (
          <iframe className={css.view} src={url} title={material.name} />
        ) : (
          <p>这种格式（OFD）不能在浏览器中预览，请下载后查看。</p>
        ))}
    </Modal>
  );
}
