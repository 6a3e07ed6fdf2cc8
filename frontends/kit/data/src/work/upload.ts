import { HallError, api, applicationApi, callAction, errorOf, newRequestKey } from '@wangting/kit-core';
import { sentenceOf } from '@wangting/contracts/errors';
import type { Purpose } from '@wangting/contracts/files/upload';
import type { Material } from '@wangting/contracts/applications';

/** Block B4. The service looks at the content; this only spares a useless upload. */
export const ACCEPT = '.jpg,.jpeg,.png,.bmp,.pdf,.ofd';
const MAX_BYTES = 10 * 1024 * 1024;

export function unfit(file: { name: string; size: number }): string | undefined {
  if (file.size === 0) return '文件为空，未上传。请重新选择文件';
  if (file.size > MAX_BYTES) return sentenceOf('FILE_TOO_LARGE', { limit: '10 MB' });
  if (!/\.(jpe?g|png|bmp|pdf|ofd)$/i.test(file.name)) return sentenceOf('FILE_TYPE_REFUSED', { allowed: 'jpg、png、bmp、pdf、ofd' });
  return undefined;
}

/** The browser posts the file straight to the store; XMLHttpRequest, because fetch does not tell how far it is. */
function post(url: string, fields: Record<string, string>, file: File, onProgress: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file); // the store takes nothing that follows the file
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(errorOf(request.status, undefined)));
    request.onerror = () => reject(new HallError('SERVICE_AWAY', sentenceOf('SERVICE_AWAY')));
    request.send(form);
  });
}

/** Begin, post, complete: the file is checked and sealed, and has a number. */
export async function sendFile(file: File, purpose: Purpose, onProgress: (share: number) => void): Promise<string> {
  const { fileId, url, fields } = await callAction(api.beginUpload, {
    requestKey: newRequestKey(),
    name: file.name,
    size: file.size,
    purpose,
  });
  await post(url, fields, file, (share) => onProgress(share * 0.9));
  await callAction(api.completeUpload, { fileId });
  onProgress(0.95);
  return fileId;
}
/** A file of a case: sent, then attached. */
export async function uploadMaterial(
  owner: string,
  applicationId: string,
  slot: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<Material[]> {
  const fileId = await sendFile(file, 'material', onProgress);
  return (await callAction(applicationApi(owner).attach, { requestKey: newRequestKey(), applicationId, slot, fileId })).materials;
}
