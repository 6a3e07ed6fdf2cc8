import type { Material, Opening, SubmitResult } from '@wangting/contracts/applications';
import type { FieldLayout, ItemDefinition, Section } from '@wangting/contracts/item';
import {
  Alert,
  Button,
  HallError,
  callAction,
  forgetInput,
  go,
  guardLeaving,
  intention,
  isRefusal,
  itemApi,
  keptInput,
  moment,
  useQueryClient,
  wordsFor,
  type CatalogueItem,
  useClosed,
  useDialogs,
} from '@wangting/kit-core';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { sectionsFor, slotsFor, toKeep, type Values } from '../form/layout.ts';
import { check, idOf, nameIn, problemsOf } from '../form/problems.ts';
import { Sections, tabOf } from '../form/sections.tsx';
import { Done } from './done.tsx';
import { CLOSED, ItemHead } from './item-head.tsx';
import { ItemTabs, type ItemTab } from './item-tabs.tsx';
import css from './item.module.css';
import { PickList, type Hit } from './lookup-dialog.tsx';
import { Rail } from './rail.tsx';
import { Summary } from './summary.tsx';
import { useItemForm, type Derive, type ItemForm, type Start } from './use-item-form.ts';

/** What an item's own page may add to the generic one. */
export interface ItemExtras {
  /** Above the sections: for instance the choice between two ways to go. */
  before?: (form: ItemForm, busy: boolean) => ReactNode;
  /** After one section. */
  after?: (section: Section, form: ItemForm) => ReactNode;
  /** Fields to show read-only although they are inputs. */
  locked?: (field: FieldLayout, form: ItemForm['state']) => boolean;
  /** Sections to leave out now. */
  hides?: (section: Section, form: ItemForm['state']) => boolean;
  derive?: Derive;
  /** The words on the tab of the form, and the item's own tabs beside it. */
  tab?: string;
  tabs?: readonly ItemTab[];
  /** Lookups that need other fields too, by the looking field: asked when all are there, and again by itself when the last of them is filled in. */
  needs?: Readonly<Record<string, { fields: readonly string[]; words: string }>>;
}

export interface ItemPageProps {
  item: ItemDefinition;
  head: CatalogueItem;
  /** A draft to go on with, or an application that came back for correction. */
  applicationId?: string | undefined;
  extras?: ItemExtras;
  /** Starts again with an empty page. */
  onAgain: () => void;
}

export const homeOf = (head: CatalogueItem) => (head.path === '个人办事' ? `/personal?c=${head.category}` : `/business?c=${head.category}`);

/** Enter in a field looks up or does nothing: forty fields are not sent by a slip. */
const noSubmitByEnter = (event: KeyboardEvent<HTMLFormElement>) => {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type !== 'submit') event.preventDefault();
};

/** A case that came back: what it said then, and why. */
export interface Correction {
  seq: number;
  opinion: string | null;
  materials: Material[];
  values: Values;
  shows: Values;
  serialNo: string | null;
}

function startOf(
  item: ItemDefinition,
  opening: Opening,
  correction: Correction | undefined,
  keepAs: string,
): Start & { restored: boolean } {
  const stored = opening.draft?.values ?? correction?.values ?? {};
  const kept = keptInput(keepAs);
  return {
    values: opening.values,
    shows: { ...opening.shows, ...correction?.shows },
    restored: kept !== undefined,
    dirty: kept !== undefined,
    entered: { ...stored, ...kept },
  };
}

/** What a person fills in, keeps, and sends. */
export function FillIn({
  item,
  head,
  applicationId: asked,
  extras = {},
  onAgain,
  opening,
  correction,
}: ItemPageProps & { opening: Opening; correction: Correction | undefined }) {
  const { modal, message } = useDialogs();
  const client = useQueryClient();
  const { owner } = head;
  // What was sent back may come again at any time: its clock runs.
  const hours = useClosed().get(item.id);
  const closed = correction ? undefined : hours;
  const keepAs = `${item.id}:${asked ?? opening.draft?.applicationId ?? 'new'}`;
  const start = useMemo(() => startOf(item, opening, correction, keepAs), [item, opening, correction, keepAs]);
  const form = useItemForm(item, start, keepAs, extras.derive);
  const { state, latest, settle } = form;
  const [applicationId, setApplicationId] = useState(opening.draft?.applicationId ?? asked);
  const [savedAt, setSavedAt] = useState(opening.draft?.savedAt);
  const [materials, setMaterials] = useState<Material[]>(opening.draft?.materials ?? correction?.materials ?? []);
  const [busy, setBusy] = useState<'draft' | 'submit'>();
  const [words, setWords] = useState<string>();
  const [turn, setTurn] = useState(0);
  const [tabs, setTabs] = useState<Record<string, string>>({});
  const [picks, setPicks] = useState<{ field: FieldLayout; hits: readonly Hit[] }>();
  const [done, setDone] = useState<SubmitResult>();
  const [stale, setStale] = useState(false);
  const [lacking, setLacking] = useState(false);
  const [wanted, setWanted] = useState(0);
  const submitting = useRef(intention()).current;
  const drafting = useRef(intention()).current;

  useEffect(
    () =>
      state.dirty && !done
        ? guardLeaving(() => (latest.current.dirty ? '本页有尚未暂存或提交的内容，离开后将丢失。' : undefined))
        : undefined,
    [state.dirty, done, latest],
  );

  const sections = sectionsFor(item, state.values).filter((section) => !extras.hides?.(section, state));
  const slots = slotsFor(item, state.values);
  const locked = useCallback((field: FieldLayout) => form.locked(field) || (extras.locked?.(field, state) ?? false), [form, extras, state]);

  const refuse = (error: unknown, act: '暂存' | '提交') => {
    const problems = error instanceof HallError ? problemsOf(error.issues) : {};
    form.refuse(problems);
    setWords(wordsFor(error, act));
    setStale(isRefusal(error, 'STATE_CHANGED', 'STEP_NOT_POSSIBLE', 'REQUEST_KEY_REUSED'));
    setLacking(isRefusal(error, 'MATERIAL_MISSING'));
    setTurn((now) => now + 1);
    reveal(Object.keys(problems)[0] ?? '');
  };
  const reveal = (path: string) => {
    const tab = tabOf(sections, nameIn(path));
    if (tab) setTabs((now) => ({ ...now, [tab[0]]: tab[1] }));
  };

  const askedWith = useRef('');
  const look = useCallback(
    async (field: FieldLayout, value: string, leaving: boolean) => {
      const needs = extras.needs?.[field.name];
      if (needs) {
        const all = needs.fields.map((name) => String(latest.current.values[name] ?? '').trim());
        if (all.includes('')) {
          if (!leaving) form.refuse({ ...latest.current.problems, [field.name]: needs.words });
          return;
        }
        const asking = JSON.stringify([value, ...all]);
        // The same question is not asked twice by walking through the fields: wrong answers are counted.
        if (leaving && askedWith.current === asking) return;
        askedWith.current = asking;
      }
      try {
        const { hits, message: reason } = await callAction(itemApi(item.id).lookup, {
          lookup: field.lookup ?? field.name,
          value,
          values: toKeep(item, latest.current.values),
        });
        const [first] = hits;
        if (first && hits.length === 1) {
          form.fill(first.values, field.name);
          if (reason) void message.info(reason);
        } else if (hits.length > 1) setPicks({ field, hits });
        if (hits.length !== 1 && reason) form.refuse({ ...latest.current.problems, [field.name]: reason });
        else if (hits.length === 0) form.refuse({ ...latest.current.problems, [field.name]: '未查询到相关信息' });
      } catch (error) {
        form.refuse({ ...latest.current.problems, [field.name]: wordsFor(error, '查询') });
      }
    },
    [extras.needs, form, item, latest, message],
  );

  const lookAgain = (event: FocusEvent<HTMLFormElement>) => {
    for (const [name, { fields }] of Object.entries(extras.needs ?? {})) {
      const field = sections.flatMap((section) => section.fields).find((one) => one.name === name);
      const value = latest.current.values[name];
      if (field && typeof value === 'string' && value.trim() && fields.some((one) => event.target.id === idOf(one)))
        void look(field, value.trim(), true);
    }
  };

  async function saveDraft(): Promise<void> {
    if (busy) return;
    setBusy('draft');
    try {
      const answer = await drafting.run((requestKey) =>
        callAction(itemApi(item.id).draft, {
          requestKey,
          ...(applicationId ? { applicationId } : {}),
          values: toKeep(item, latest.current.values),
        }),
      );
      setApplicationId(answer.applicationId);
      setSavedAt(answer.savedAt);
      setWords(undefined);
      form.refuse({});
      settle();
      void message.success(answer.message);
      void client.invalidateQueries({ queryKey: ['work'] });
    } catch (error) {
      refuse(error, '暂存');
    } finally {
      setBusy(undefined);
    }
  }

  async function submit(confirmed: string[]): Promise<void> {
    const checked = check(item, latest.current.values);
    if (!checked.data) {
      form.refuse(checked.problems);
      setWords(undefined);
      setTurn((now) => now + 1);
      reveal(Object.keys(checked.problems)[0] ?? '');
      return;
    }
    setBusy('submit');
    setWords(undefined);
    setLacking(false);
    setStale(false);
    form.refuse({});
    try {
      const result = await submitting.run((requestKey) =>
        callAction(itemApi(item.id).submit, {
          requestKey,
          confirmed,
          values: checked.data as never,
          ...(applicationId ? { applicationId } : {}),
          ...(correction ? { seenSeq: correction.seq } : {}),
        }),
      );
      settle();
      forgetInput(keepAs);
      setDone(result);
      void client.invalidateQueries({ queryKey: ['work'] });
      void client.invalidateQueries({ queryKey: ['open', item.id], refetchType: 'none' });
    } catch (error) {
      if (isRefusal(error, 'CONFIRM_NEEDED')) ask(error, confirmed);
      else refuse(error, '提交');
    } finally {
      setBusy(undefined);
    }
  }

  const ask = (error: HallError, before: string[]) =>
    modal.confirm({
      title: '请确认',
      content: (
        <>
          {error.confirms.map(({ code, message: sentence }) => (
            <p key={code}>{sentence}</p>
          ))}
        </>
      ),
      okText: '确定',
      cancelText: '取消',
      onOk: () => void submit([...new Set([...before, ...error.confirms.map(({ code }) => code)])]),
    });

  const clear = () =>
    modal.confirm({
      title: '确定清除当前录入内容吗？',
      content: applicationId && !correction ? '已暂存的内容不会删除。' : undefined,
      okText: '确定',
      cancelText: '取消',
      onOk: () => {
        form.clear();
        setWords(undefined);
      },
    });
  const discard = () =>
    modal.confirm({
      title: '删除暂存',
      content: '确定删除已暂存的内容和材料吗？删除后不能恢复。',
      okText: '确定',
      cancelText: '取消',
      onOk: async () => {
        if (!applicationId) return;
        try {
          await callAction(itemApi(item.id).discard, { applicationId });
          forgetInput(keepAs);
          void client.invalidateQueries({ queryKey: ['work'] });
          onAgain();
        } catch (error) {
          void message.error(wordsFor(error));
        }
      },
    });

  if (done)
    return <Done item={item} name={head.name} owner={owner} result={done} values={state.values} shows={state.shows} onAgain={onAgain} />;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void submit([]);
  };
  const stored = Boolean(savedAt) && !correction;
  return (
    <>
      <ItemHead item={item} head={head} closed={closed} />
      <ItemTabs itemId={item.id} label={extras.tab} more={extras.tabs}>
        <form
          className={css.page}
          onSubmit={send}
          onKeyDown={noSubmitByEnter}
          onBlur={lookAgain}
          noValidate
          aria-labelledby="item-title"
          aria-busy={Boolean(busy)}
        >
          <div>
            {correction && (
              <Alert
                className={css.alert}
                type="warning"
                showIcon
                title={`补正：${correction.opinion ?? '请按要求补充或修改'}`}
                description="修改或补充材料后再次提交。"
              />
            )}
            {stored && (
              <Alert
                className={css.alert}
                type="info"
                showIcon
                title={`已暂存，尚未提交（${moment(savedAt)}）`}
                action={
                  <Button size="small" onClick={discard}>
                    删除暂存
                  </Button>
                }
              />
            )}
            {start.restored && state.dirty && (
              <Alert
                className={css.alert}
                type="info"
                showIcon
                closable={{ 'aria-label': '关闭提示' }}
                title="已恢复本页上次未提交的内容。证件号码、电话等个人信息未保留，请重新填写。"
              />
            )}
            <Summary item={item} words={words} problems={state.problems} turn={turn} reveal={reveal}>
              {stale && (
                <Button
                  size="small"
                  onClick={() => void go(`/${owner}/applications/${applicationId ?? ''}`, { force: true })}
                  disabled={!applicationId}
                >
                  查看最新状态
                </Button>
              )}
              {lacking && (
                <Button size="small" onClick={() => setWanted((now) => now + 1)}>
                  去上传材料
                </Button>
              )}
            </Summary>
            {extras.before?.(form, Boolean(busy))}
            <Sections
              sections={sections}
              values={state.values}
              shows={state.shows}
              problems={state.problems}
              locked={locked}
              disabled={Boolean(busy)}
              onChange={form.set}
              onLookup={look}
              tabs={tabs}
              onTab={(group, title) => setTabs((now) => ({ ...now, [group]: title }))}
              after={(section) => extras.after?.(section, form)}
            />
          </div>
          <Rail
            item={item}
            name={head.name}
            owner={owner}
            applicationId={applicationId}
            slots={slots}
            materials={materials}
            onMaterials={setMaterials}
            onDraft={item.draft && !correction ? () => void saveDraft() : undefined}
            dirty={state.dirty}
            serialNo={correction?.serialNo ?? undefined}
            wanted={wanted}
          />
          <div className={css.bar}>
            <div>
              <Button onClick={clear} disabled={Boolean(busy)}>
                清除
              </Button>
            </div>
            <Button onClick={() => void go(homeOf(head))}>关闭</Button>
            <div>
              {item.draft && !correction && (
                <Button onClick={() => void saveDraft()} loading={busy === 'draft'} disabled={busy === 'submit'}>
                  暂存
                </Button>
              )}
              <Button
                type="primary"
                htmlType="submit"
                loading={busy === 'submit'}
                disabled={Boolean(closed) || busy === 'draft'}
                {...(closed ? { title: closed, 'aria-describedby': CLOSED } : {})}
              >
                {item.mainButton}
              </Button>
            </div>
          </div>
        </form>
      </ItemTabs>
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
