import type { Opening } from '@wangting/contracts/applications';
import { isBatch, type BatchItem, type BatchView } from '@wangting/contracts/batch';
import type { FieldLayout } from '@wangting/contracts/item';
import {
  Alert,
  Button,
  Failed,
  FailedBy,
  HallError,
  Waiting,
  batchApi,
  callAction,
  go,
  guardLeaving,
  intention,
  itemApi,
  useClosed,
  useDialogs,
  useQuery,
  useQueryClient,
  useSearchParams,
  wordsFor,
  type CatalogueItem,
} from '@wangting/kit-core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { sectionsFor, toKeep } from '../form/layout.ts';
import { check, problemsOf } from '../form/problems.ts';
import { Sections } from '../form/sections.tsx';
import { ItemHead } from '../item/item-head.tsx';
import type { ItemPageProps } from '../item/fill-in.tsx';
import itemCss from '../item/item.module.css';
import { PickList, type Hit } from '../item/lookup-dialog.tsx';
import { useItemForm } from '../item/use-item-form.ts';
import { sendFile } from '../work/upload.ts';
import { keepFile } from './keep-file.ts';
import { BatchFile, type Chosen } from './batch-file.tsx';
import { BatchProgress } from './batch-progress.tsx';
import { BatchRows } from './batch-rows.tsx';
import css from './batch.module.css';
import { Recent } from './recent.tsx';
import { isWorking } from './words.ts';

/** Block B9, once for every batch item: 模板下载 → 选择文件 → 文件上传 → 校验 → 保存, and what came of it. */
export function BatchPage({ item, head, onAgain }: ItemPageProps) {
  const opening = useQuery({
    queryKey: ['open', item.id, ''],
    queryFn: () => callAction(itemApi(item.id).open, {}),
    staleTime: Infinity,
    gcTime: 0,
  });
  const closed = useClosed().get(item.id);
  if (!isBatch(item)) throw new Error(`${item.id} is no batch item`);
  return (
    <>
      <ItemHead item={item} head={head} closed={opening.data?.allowed ? closed : undefined} />
      {opening.error ? (
        <FailedBy error={opening.error} again={() => void opening.refetch()} />
      ) : !opening.data ? (
        <Waiting rows={8} />
      ) : !opening.data.allowed ? (
        <Failed title="现在不能办理此事项">{opening.data.reason ?? '当前单位或当前时间不能办理此事项。'}</Failed>
      ) : (
        <Batch item={item} head={head} opening={opening.data} closed={closed} onAgain={onAgain} />
      )}
    </>
  );
}

interface BatchProps {
  item: BatchItem;
  head: CatalogueItem;
  opening: Opening;
  closed: string | undefined;
  onAgain: () => void;
}
function Batch({ item, head, opening, closed, onAgain }: BatchProps) {
  const api = useMemo(() => batchApi(item.id), [item.id]);
  const { modal, message } = useDialogs();
  const client = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const batchId = address.get('batch') ?? undefined;
  const start = useMemo(() => ({ values: opening.values, shows: opening.shows, entered: {}, dirty: false }), [opening]);
  const form = useItemForm(item, start, `${item.id}:batch`, undefined);
  const { state, latest } = form;
  const [chosen, setChosen] = useState<Chosen>();
  const [words, setWords] = useState<string>();
  const [busy, setBusy] = useState<'template' | 'upload' | 'check' | 'save' | 'cancel'>();
  const [picks, setPicks] = useState<{ field: FieldLayout; hits: readonly Hit[] }>();
  const checking = useRef(intention()).current;
  const saving = useRef(intention()).current;

  const asked = useQuery({
    queryKey: ['batch', item.id, batchId],
    queryFn: () => callAction(api.view, { batchId: batchId ?? '' }),
    enabled: batchId !== undefined,
    refetchInterval: ({ state: { data } }) => (isWorking(data) ? 1_000 : false),
  });
  const view = batchId === undefined ? undefined : asked.data;
  const working = isWorking(view);
  const keep = (next: BatchView) => {
    client.setQueryData(['batch', item.id, next.batchId], next);
    setAddress({ batch: next.batchId }, { replace: true });
    void client.invalidateQueries({ queryKey: ['batches', item.id] });
  };
  // 校验完成 and 保存完成 are said once, when they happen; the panel goes on saying them.
  const before = useRef<BatchView>(undefined);
  useEffect(() => {
    const was = before.current;
    before.current = view;
    if (!view || was?.batchId !== view.batchId || !isWorking(was) || isWorking(view)) return;
    const say = view.state === 'refused' || view.bad > 0 || view.failed > 0 ? message.warning : message.success;
    void say(view.message);
    void client.invalidateQueries({ queryKey: ['batches', item.id] });
    void client.invalidateQueries({ queryKey: ['work'] });
  }, [view, message, client, item.id]);
  const uploading = busy === 'upload';
  useEffect(() => (uploading ? guardLeaving(() => '文件正在上传，离开后需要重新上传。') : undefined), [uploading]);

  /** Runs one press of a button: its words when it fails, nothing twice. */
  async function act(what: NonNullable<typeof busy>, does: () => Promise<void>): Promise<void> {
    if (busy) return;
    setBusy(what);
    setWords(undefined);
    try {
      await does();
    } catch (error) {
      if (error instanceof HallError) form.refuse(problemsOf(error.issues));
      setWords(wordsFor(error, what === 'upload' ? '上传' : '办理'));
    } finally {
      setBusy(undefined);
    }
  }
  const template = () => act('template', async () => keepFile(await callAction(api.template, {})));
  const choose = (file: File) => {
    setChosen({ file, share: 0 });
    setWords(undefined);
    if (batchId) setAddress({}, { replace: true });
  };
  const upload = () =>
    act('upload', async () => {
      if (!chosen) return;
      const { file } = chosen;
      const fileId = await sendFile(file, 'batch', (share) => setChosen({ file, share }));
      setChosen({ file, share: 1, fileId });
      void message.success(item.messages.uploaded ?? '文件上传成功，请点击校验');
    });
  const startCheck = () =>
    act('check', async () => {
      const fileId = chosen?.fileId;
      const checked = check(item, latest.current.values);
      if (!checked.data) return form.refuse(checked.problems);
      if (!fileId) return;
      const values = checked.data as never;
      keep(await checking.run((requestKey) => callAction(api.check, { requestKey, fileId, values })));
    });
  const save = (of: BatchView) =>
    modal.confirm({
      title: '保存',
      content: `将保存校验成功的 ${of.good} 条${of.bad ? `，另有 ${of.bad} 条有错误，不会保存` : ''}。确定吗？`,
      okText: '确定',
      cancelText: '取消',
      onOk: () =>
        act('save', async () => keep(await saving.run((requestKey) => callAction(api.save, { requestKey, batchId: of.batchId })))),
    });
  const cancel = (of: BatchView) =>
    modal.confirm({
      title: '取消',
      content: of.state === 'saving' ? '已保存的人员不受影响，其余人员不再保存。确定取消吗？' : '确定取消本批次吗？',
      okText: '确定取消',
      cancelText: '继续办理',
      onOk: () => act('cancel', async () => keep(await callAction(api.cancel, { batchId: of.batchId }))),
    });
  async function look(field: FieldLayout, value: string): Promise<void> {
    try {
      const values = toKeep(item, latest.current.values);
      const { hits, message: reason } = await callAction(itemApi(item.id).lookup, { lookup: field.lookup ?? field.name, value, values });
      const [first] = hits;
      if (first && hits.length === 1) form.fill(first.values, field.name);
      else if (hits.length > 1) setPicks({ field, hits });
      else form.refuse({ ...latest.current.problems, [field.name]: reason ?? '未查询到相关信息' });
    } catch (error) {
      form.refuse({ ...latest.current.problems, [field.name]: wordsFor(error, '查询') });
    }
  }

  const home = `${head.path === '个人办事' ? '/personal' : '/business'}?c=${head.category}`;
  const fixed = view !== undefined && view.state !== 'refused' && view.state !== 'cancelled';
  const shows = fixed ? { ...state.shows, ...view.shows } : state.shows;
  return (
    <>
      {words && <Alert className={css.alert} type="error" showIcon role="alert" title={words} />}
      <Sections
        sections={sectionsFor(item, state.values)}
        values={fixed ? { ...state.values, ...view.values } : state.values}
        shows={shows}
        problems={state.problems}
        locked={form.locked}
        disabled={fixed || Boolean(busy)}
        onChange={form.set}
        onLookup={(field, value) => look(field, value)}
        tabs={{}}
        onTab={() => undefined}
      />
      <BatchFile
        chosen={chosen}
        view={view}
        busy={busy}
        closed={closed}
        onTemplate={() => void template()}
        onChoose={choose}
        onUpload={() => void upload()}
        onCheck={() => void startCheck()}
        onSave={() => view && save(view)}
        onWrong={setWords}
      />
      {asked.error && batchId && !view && <FailedBy error={asked.error} again={() => void asked.refetch()} />}
      {view && (
        <BatchProgress
          view={view}
          owner={head.owner}
          away={asked.error ? wordsFor(asked.error, '查询') : undefined}
          onCancel={working || view.state === 'checked' ? () => cancel(view) : undefined}
          onAgain={() => {
            setAddress({}, { replace: true });
            onAgain();
          }}
        />
      )}
      {view && ['checked', 'saving', 'saved'].includes(view.state) && (
        <section className={css.panel} aria-label="人员信息">
          <h2>人员信息</h2>
          <BatchRows key={`${view.batchId} ${view.state}`} item={item} view={view} />
        </section>
      )}
      <Recent item={item} current={batchId} onOpen={(id) => setAddress({ batch: id })} />
      <div className={itemCss.bar}>
        <div />
        <Button onClick={() => void go(home)}>关闭</Button>
        <div />
      </div>
      {picks && (
        <PickList
          title={`请选择${picks.field.label}对应的记录`}
          hits={picks.hits}
          onClose={() => setPicks(undefined)}
          onPick={(hit) => {
            form.fill(hit.values, picks.field.name);
            setPicks(undefined);
          }}
        />
      )}
    </>
  );
}
