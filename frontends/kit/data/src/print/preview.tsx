import { Button, FailedBy, Modal, Waiting, day, errorOf, moment, useQuery } from '@wangting/kit-core';
import { useEffect, useRef } from 'react';
import css from './print.module.css';

/** The PDF itself, as a blob: it shows, prints and is saved without asking again. */
async function fetchPaper(url: string): Promise<Blob> {
  const response = await fetch(url, { credentials: 'same-origin', signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
  if (!response?.ok) throw errorOf(response?.status ?? 0, await response?.json().catch(() => undefined));
  return response.blob();
}

/** An issued document has a 验证码; a form to sign has none. */
export interface Paper {
  title: string;
  url: string;
  verificationCode?: string;
  issuedAt?: string;
  /** Null: it does not expire. */
  validTo?: string | null;
}

/** A paper as it is: preview, 打印, 下载. */
export function PrintPreview({ paper, onClose, extra }: { paper: Paper; onClose: () => void; extra?: React.ReactNode }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const file = useQuery({
    queryKey: ['paper', paper.url],
    queryFn: async () => URL.createObjectURL(new Blob([await fetchPaper(paper.url)], { type: 'application/pdf' })),
    gcTime: 0,
    staleTime: Infinity,
  });
  const url = file.data;
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url);
    },
    [url],
  );
  const save = () => Object.assign(document.createElement('a'), { href: url, download: `${paper.title}.pdf` }).click();
  return (
    <Modal
      open
      title={`打印预览：${paper.title}`}
      width={960}
      onCancel={onClose}
      footer={
        <>
          {extra}
          <Button onClick={onClose}>关闭</Button>
          <Button disabled={!url} onClick={save}>
            下载
          </Button>
          <Button type="primary" disabled={!url} onClick={() => frame.current?.contentWindow?.print()}>
            打印
          </Button>
        </>
      }
    >
      {paper.verificationCode && (
        <p style={{ marginBottom: 8 }}>
          验证码 <strong className={css.code}>{paper.verificationCode}</strong>　签发时间 {moment(paper.issuedAt)}
          {paper.validTo && <>　有效期至 {day(paper.validTo)}</>}
        </p>
      )}
      {file.isPending && <Waiting label="正在取文书…" />}
      {file.error && <FailedBy error={file.error} again={() => void file.refetch()} />}
      {url && <iframe ref={frame} className={css.pdf} src={`${url}#toolbar=0&navpanes=0&view=FitH`} title={paper.title} />}
    </Modal>
  );
}
