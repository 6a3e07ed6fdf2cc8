import type { Material } from '@wangting/contracts/applications';
import type { MaterialSlot } from '@wangting/contracts/item';
import { Alert, Button, applicationApi, callAction, moment, wordsFor, useDialogs } from '@wangting/kit-core';
import { useId, useRef, useState } from 'react';
import { Progress } from '../antd.ts';
import css from './materials.module.css';
import { MaterialView } from './material-view.tsx';
import { SampleButton } from './sample.tsx';
import { ACCEPT, unfit, uploadMaterial } from './upload.ts';

export const sizeInWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
/** Slots that have what they need, of those that need something. */
export function materialCount(slots: readonly MaterialSlot[], materials: readonly Material[]): { done: number; of: number } {
  const needed = slots.filter(({ min }) => min > 0);
  return { of: needed.length, done: needed.filter(({ id, min }) => materials.filter(({ slot }) => slot === id).length >= min).length };
}

interface Props {
  owner: string;
  /** Offers 查看示例 beside each slot. */
  itemId?: string | undefined;
  applicationId: string | undefined;
  slots: readonly MaterialSlot[];
  materials: readonly Material[];
  /** Absent: look only. */
  onChange?: ((materials: Material[]) => void) | undefined;
  /** Offers 暂存 when there is no record yet to hang a file on. */
  onDraft?: (() => void) | undefined;
}

/** Block B4: one card per material, with what is there, what is wanted and what went wrong. */
export function Materials({ owner, itemId, applicationId, slots, materials, onChange, onDraft }: Props) {
  return (
    <div>
      {!applicationId && onChange && (
        <Alert
          type="info"
          showIcon
          role="status"
          title="请先暂存后再上传材料"
          action={
            onDraft && (
              <Button size="small" type="primary" onClick={onDraft}>
                暂存
              </Button>
            )
          }
          style={{ marginBottom: 12 }}
        />
      )}
      {slots.length === 0 && <p>本事项无需上传材料。</p>}
      {slots.map((slot) => (
        <Slot
          key={slot.id}
          slot={slot}
          owner={owner}
          itemId={itemId}
          applicationId={applicationId}
          materials={materials.filter((one) => one.slot === slot.id)}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

interface Sending {
  name: string;
  share: number;
}

function Slot({
  slot,
  owner,
  itemId,
  applicationId,
  materials,
  onChange,
}: {
  slot: MaterialSlot;
  owner: string;
  itemId: string | undefined;
  applicationId: string | undefined;
  materials: readonly Material[];
  onChange: Props['onChange'];
}) {
  const { modal, message } = useDialogs();
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState<string>();
  const [viewed, setViewed] = useState<Material>();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const full = materials.length >= slot.max;

  async function send(files: readonly File[]) {
    if (!applicationId || !onChange) return;
    setProblem(undefined);
    for (const file of files.slice(0, slot.max - materials.length)) {
      const wrong = unfit(file);
      if (wrong) {
        setProblem(`${file.name}：${wrong}`);
        continue;
      }
      try {
        setSending({ name: file.name, share: 0 });
        onChange(await uploadMaterial(owner, applicationId, slot.id, file, (share) => setSending({ name: file.name, share })));
      } catch (error) {
        setProblem(`${file.name}：${wordsFor(error, '上传')}`);
      } finally {
        setSending(undefined);
      }
    }
    if (files.length > slot.max - materials.length) setProblem(`最多上传${slot.max}个文件，多出的文件未上传。`);
  }

  const remove = (material: Material) =>
    modal.confirm({
      title: '删除材料',
      content: `确定删除“${material.name}”吗？`,
      okText: '确定',
      cancelText: '取消',
      onOk: async () => {
        if (!applicationId) return;
        try {
          onChange?.((await callAction(applicationApi(owner).detach, { applicationId, materialId: material.id })).materials);
        } catch (error) {
          void message.error(wordsFor(error));
        }
      },
    });

  return (
    <section className={css.slot} aria-labelledby={id}>
      <h3 id={id}>
        {slot.name}
        <span className={css.count}>
          ({materials.length}/{slot.min})
        </span>
        {onChange && materials.length < slot.min && <span className={css.short}>未完成</span>}
        {onChange && itemId && <SampleButton itemId={itemId} slot={slot.id} name={slot.name} />}
      </h3>
      {onChange && (
        <p className={css.hint}>
          {slot.min > 0 ? `至少上传${slot.min}个文件,最多上传${slot.max}个文件` : `选传，最多上传${slot.max}个文件`}
          {slot.note && `。${slot.note}`}
        </p>
      )}
      {onChange && (
        <>
          <input
            ref={input}
            className={css.input}
            type="file"
            multiple={slot.max > 1}
            accept={ACCEPT}
            tabIndex={-1}
            aria-label={`选择文件：${slot.name}`}
            disabled={!applicationId || full || Boolean(sending)}
            onChange={({ target }) => {
              const files = [...(target.files ?? [])];
              target.value = '';
              void send(files);
            }}
          />
          <Button
            disabled={full}
            loading={Boolean(sending)}
            aria-label={`上传文件：${slot.name}`}
            onClick={() => (applicationId ? input.current?.click() : setProblem('请先暂存后再上传材料'))}
          >
            上传文件 +
          </Button>
        </>
      )}
      {sending && (
        <div role="status">
          <span>{sending.name}</span>
          <Progress percent={Math.round(sending.share * 100)} size="small" />
        </div>
      )}
      {problem && (
        <p className={css.error} role="alert">
          {problem}
        </p>
      )}
      {materials.length > 0 && (
        <ul className={css.files}>
          {materials.map((material) => (
            <li key={material.id} className={css.file}>
              <span className={css.name}>{material.name}</span>
              <span className={css.size}>
                {sizeInWords(material.size)}　{moment(material.at)}
              </span>
              <Button size="small" aria-label={`预览 ${material.name}`} onClick={() => setViewed(material)}>
                预览
              </Button>
              {onChange && (
                <Button size="small" danger aria-label={`删除 ${material.name}`} onClick={() => remove(material)}>
                  删除
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {viewed && applicationId && (
        <MaterialView owner={owner} applicationId={applicationId} material={viewed} onClose={() => setViewed(undefined)} />
      )}
    </section>
  );
}
