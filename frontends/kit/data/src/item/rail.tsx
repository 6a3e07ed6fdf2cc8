import type { ApplicationView } from '@wangting/contracts/applications';
import type { ItemDefinition, MaterialSlot } from '@wangting/contracts/item';
import type { Material } from '@wangting/contracts/applications';
import {
  Button,
  FailedBy,
  HallLink,
  Waiting,
  api,
  applicationApi,
  callAction,
  itemApi,
  skipToken,
  useDialogs,
  useQuery,
  wordsFor,
} from '@wangting/kit-core';
import { useEffect, useState } from 'react';
import { Drawer } from '../antd.ts';
import { PrintPreview, type Paper } from '../print/preview.tsx';
import { Materials, materialCount } from '../work/materials.tsx';
import { ProgressTimeline } from '../work/progress.tsx';
import css from './item.module.css';

interface Props {
  item: ItemDefinition;
  name: string;
  owner: string;
  applicationId: string | undefined;
  slots: readonly MaterialSlot[];
  materials: readonly Material[];
  onMaterials: (materials: Material[]) => void;
  onDraft: (() => void) | undefined;
  /** Changed since it was stored: a print would show the old content. */
  dirty: boolean;
  serialNo: string | undefined;
  /** Rises when the page asks for the materials to be opened. */
  wanted: number;
}
const HOTLINE = '12333';
type Panel = 'materials' | 'progress' | 'questions';

/** Right rail: 材料上传, 打印, 办件进度, 常见问题. */
export function Rail({ item, name, owner, applicationId, slots, materials, onMaterials, onDraft, dirty, serialNo, wanted }: Props) {
  const { message } = useDialogs();
  const [panel, setPanel] = useState<Panel>();
  const close = () => setPanel(undefined);
  useEffect(() => {
    if (wanted > 0) setPanel('materials');
  }, [wanted]);
  const { done, of } = materialCount(slots, materials);
  const form = item.prints.find(({ stage }) => stage === 'draft');
  const [paper, setPaper] = useState<Paper>();
  const [printing, setPrinting] = useState(false);
  const print = async () => {
    if (!applicationId || dirty) return void message.warning(applicationId ? '内容已修改，请先暂存后再打印' : '请先暂存后再打印');
    setPrinting(true);
    try {
      setPaper(await callAction(itemApi(item.id).form, { applicationId }));
    } catch (error) {
      void message.error(wordsFor(error));
    } finally {
      setPrinting(false);
    }
  };
  return (
    <aside className={css.rail} aria-label="办理工具">
      {item.materials.length > 0 && (
        <button type="button" onClick={() => setPanel('materials')}>
          材料上传<small>{of > 0 ? `(${done}/${of})` : `已传 ${materials.length}`}</small>
        </button>
      )}
      {form && (
        <button type="button" disabled={printing} aria-busy={printing} onClick={() => void print()}>
          {printing ? '正在打印…' : '打印'}
        </button>
      )}
      <button type="button" onClick={() => setPanel('progress')}>
        办件进度
      </button>
      <button type="button" onClick={() => setPanel('questions')}>
        常见问题
      </button>
      <Drawer
        open={panel === 'materials'}
        title={`${name}电子材料上传`}
        size={560}
        onClose={close}
        footer={<Button onClick={close}>关闭</Button>}
      >
        <h2 style={{ marginBottom: 12 }}>附件</h2>
        <Materials
          owner={owner}
          itemId={item.id}
          applicationId={applicationId}
          slots={slots}
          materials={materials}
          onChange={onMaterials}
          onDraft={onDraft}
        />
      </Drawer>
      <Drawer open={panel === 'progress'} title="办件进度" size={440} onClose={close} destroyOnHidden>
        {applicationId && serialNo ? (
          <ProgressOf owner={owner} applicationId={applicationId} />
        ) : (
          <ProgressTimeline view={{ timeline: [], effects: [] }} />
        )}
      </Drawer>
      <Drawer open={panel === 'questions'} title="常见问题" size={440} onClose={close}>
        <Questions item={item} />
      </Drawer>
      {paper && <PrintPreview paper={paper} onClose={() => setPaper(undefined)} />}
    </aside>
  );
}

export const useApplication = (owner: string, applicationId: string | undefined) =>
  useQuery<ApplicationView>({
    queryKey: ['work', owner, applicationId],
    queryFn: applicationId ? () => callAction(applicationApi(owner).view, { applicationId }) : skipToken,
    staleTime: 5_000,
  });

function ProgressOf({ owner, applicationId }: { owner: string; applicationId: string }) {
  const view = useApplication(owner, applicationId);
  if (view.error) return <FailedBy error={view.error} again={() => void view.refetch()} />;
  return view.data ? <ProgressTimeline view={view.data} /> : <Waiting />;
}

/** What operations wrote for this item, then what holds for every item. Without the former the latter still helps. */
function Questions({ item }: { item: ItemDefinition }) {
  const guide = useQuery({ queryKey: ['guide', item.id], queryFn: () => callAction(api.guide, { itemId: item.id }), staleTime: 300_000 });
  const answers: [string, string][] = [
    ...(guide.data?.guide.questions ?? []).map(({ ask, answer }): [string, string] => [ask, answer]),
    ...(item.draft
      ? [
          ['填到一半怎么办？', '点击“暂存”，内容由服务保存，下次打开本事项或在“个人中心—我的办件”中继续办理。暂存后仍需提交。'] as [
            string,
            string,
          ],
        ]
      : []),
    ...(item.materials.length > 0
      ? [['材料有什么要求？', '支持 jpg、png、bmp、pdf、ofd 格式，每个文件不超过 10 MB。请先暂存，再点击“材料上传”。'] as [string, string]]
      : []),
    ['提交时提示服务暂时不可用怎么办？', '内容仍在本页，稍后再次点击按钮即可。重复点击不会重复办理。'],
    ['在哪里查看办理结果？', '在“个人中心—我的办件”中查看进度、审核意见，需要补正时也在那里办理。'],
  ];
  return (
    <dl>
      {answers.map(([question, answer]) => (
        <div key={question} style={{ marginBottom: 16 }}>
          <dt style={{ fontWeight: 600 }}>{question}</dt>
          <dd style={{ margin: 0, color: '#52606d' }}>{answer}</dd>
        </div>
      ))}
      <div>
        <dt style={{ fontWeight: 600 }}>还有疑问？</dt>
        <dd style={{ margin: 0, color: '#52606d' }}>
          查看{' '}
          <HallLink to={`/guides/${item.id}`} target="_blank" style={{ textDecoration: 'underline' }}>
            办事指南
          </HallLink>
          （在新页打开），或拨打咨询电话{' '}
          <a href={`tel:${HOTLINE}`} style={{ textDecoration: 'underline' }}>
            {HOTLINE}
          </a>
          。
        </dd>
      </div>
    </dl>
  );
}
