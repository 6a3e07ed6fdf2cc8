import type { BatchView } from '@wangting/contracts/batch';
import { Button } from '@wangting/kit-core';
import { useRef, useState, type DragEvent } from 'react';
import { Progress } from '../antd.ts';
import { CLOSED } from '../item/item-head.tsx';
import { sizeInWords } from '../work/materials.tsx';
import css from './batch.module.css';
import { ACCEPT, isWorking, unfitTable } from './words.ts';

/** The file somebody chose, how much of it has been sent, and its number once the hall has it. */
export interface Chosen {
  file: File;
  share: number;
  fileId?: string;
}
interface Props {
  chosen: Chosen | undefined;
  view: BatchView | undefined;
  busy: string | undefined;
  /** Why nothing can be saved now: outside 办理时间. */
  closed: string | undefined;
  onTemplate: () => void;
  onChoose: (file: File) => void;
  onUpload: () => void;
  onCheck: () => void;
  onSave: () => void;
  onWrong: (words: string) => void;
}

/** The manual's five buttons in their order, and the place to drop a file. The next step is the blue one. */
export function BatchFile({ chosen, view, busy, closed, onTemplate, onChoose, onUpload, onCheck, onSave, onWrong }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const working = isWorking(view);
  const still = Boolean(busy) || working;
  const canSave = view?.state === 'checked' && view.good > 0;
  const canCheck = Boolean(chosen?.fileId) && (!view || ['refused', 'cancelled'].includes(view.state));
  const canUpload = chosen !== undefined && !chosen.fileId;
  const next = canSave ? 'save' : canCheck ? 'check' : canUpload ? 'upload' : 'choose';
  const kind = (step: string) => (step === next && !still ? ('primary' as const) : ('default' as const));

  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (!file || still) return;
    const wrong = (files?.length ?? 0) > 1 ? '一次只能选择一个文件' : unfitTable(file);
    if (wrong) onWrong(wrong);
    else onChoose(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section className={css.panel} aria-label="批量报盘">
      <div className={css.steps}>
        <Button onClick={onTemplate} loading={busy === 'template'} disabled={Boolean(busy) && busy !== 'template'}>
          模板下载
        </Button>
        <Button type={kind('choose')} onClick={() => input.current?.click()} disabled={still}>
          选择文件
        </Button>
        <Button type={kind('upload')} onClick={onUpload} loading={busy === 'upload'} disabled={!canUpload || still}>
          文件上传
        </Button>
        <Button
          type={kind('check')}
          onClick={onCheck}
          loading={busy === 'check' || view?.state === 'checking'}
          disabled={!canCheck || still}
        >
          校验
        </Button>
        <Button
          type={kind('save')}
          onClick={onSave}
          loading={busy === 'save' || view?.state === 'saving'}
          disabled={!canSave || still || Boolean(closed)}
          {...(closed ? { title: closed, 'aria-describedby': CLOSED } : {})}
        >
          保存
        </Button>
      </div>
      <input
        ref={input}
        className={css.input}
        type="file"
        accept={ACCEPT}
        tabIndex={-1}
        aria-label="选择导入文件"
        onChange={({ target }) => {
          take(target.files);
          target.value = '';
        }}
      />
      <div
        className={`${css.zone} ${over ? css.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(!still);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        将文件拖到此处，或选择导入文件
        {chosen && (
          <p className={css.file} role="status">
            {chosen.file.name}（{sizeInWords(chosen.file.size)}）
            {chosen.fileId ? '，已上传' : busy === 'upload' ? '，正在上传' : '，尚未上传'}
          </p>
        )}
        {busy === 'upload' && chosen && <Progress percent={Math.round(chosen.share * 100)} size="small" aria-label="上传进度" />}
      </div>
    </section>
  );
}
