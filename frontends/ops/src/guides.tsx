import { Alert, Button, FailedBy, HallLink, Input, Waiting, api, callAction, moment, useQuery, useSearchParams } from '@wangting/kit-core';
import type { z } from 'zod';
import type { Guide } from '@wangting/contracts/identity/board';
import { useState } from 'react';
import { Field } from './field.tsx';
import { ItemPicker } from './item-picker.tsx';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { useSaving } from './use-saving.ts';

type Value = z.infer<typeof Guide>;

/** 办事指南 and 常见问题 of each item. Until somebody edits one it says what the item's contract says. */
export function Guides() {
  const [address] = useSearchParams();
  const id = address.get('item');
  return id ? (
    <GuideOf key={id} id={id} />
  ) : (
    <ItemPicker
      title="办事指南"
      to={(item) => `/ops/guides?item=${item}`}
      note={({ id: item }) => (
        <a href={`/guides/${item}`} target="_blank" rel="noreferrer">
          查看页面
        </a>
      )}
    />
  );
}

function GuideOf({ id }: { id: string }) {
  const guide = useQuery({ queryKey: ['guide', id], queryFn: () => callAction(api.guide, { itemId: id }), staleTime: 0 });
  if (guide.error) return <FailedBy error={guide.error} again={() => void guide.refetch()} />;
  if (!guide.data) return <Waiting />;
  const { itemName, version, updatedAt } = guide.data;
  return (
    <>
      <p>
        <HallLink to="/ops/guides">返回事项列表</HallLink>
      </p>
      <div className={css.head}>
        <h1>{itemName}办事指南</h1>
        <span className={css.quiet}>
          {version === 0 ? '尚未编辑，以下内容来自事项规则' : `第 ${version} 版，更新于 ${moment(updatedAt)}`}
        </span>
      </div>
      <Edit key={version} itemId={id} seenVersion={version} value={guide.data.guide} />
    </>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const at = <T,>(all: readonly T[], index: number, change: Partial<T>): T[] =>
  all.map((one, here) => (here === index ? { ...one, ...change } : one));
const without = <T,>(all: readonly T[], index: number): T[] => all.filter((_, here) => here !== index);

function Edit({ itemId, seenVersion, value }: { itemId: string; seenVersion: number; value: Value }) {
  const [sections, setSections] = useState(() => value.sections.map(({ title, lines }) => ({ title, text: lines.join('\n') })));
  const [questions, setQuestions] = useState(value.questions);
  const { busy, words, save } = useSaving(() => undefined);
  const send = () =>
    save((requestKey) =>
      callAction(ops.saveGuide, {
        requestKey,
        itemId,
        seenVersion,
        guide: {
          sections: sections.map(({ title, text }) => ({ title: title.trim(), lines: linesOf(text) })),
          questions: questions.map(({ ask, answer }) => ({ ask: ask.trim(), answer: answer.trim() })),
        },
      }),
    );
  return (
    <div className={css.form}>
      {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 12 }} />}
      <h2>办事指南</h2>
      {sections.map((section, index) => (
        <div key={index} className={css.group} role="group" aria-label={`第 ${index + 1} 节`}>
          <Field label="标题">
            {(attributes) => (
              <Input
                {...attributes}
                maxLength={40}
                value={section.title}
                onChange={({ target }) => setSections((all) => at(all, index, { title: target.value }))}
              />
            )}
          </Field>
          <Field label="内容（每行一条）">
            {(attributes) => (
              <Input.TextArea
                {...attributes}
                autoSize={{ minRows: 2, maxRows: 12 }}
                value={section.text}
                onChange={({ target }) => setSections((all) => at(all, index, { text: target.value }))}
              />
            )}
          </Field>
          <Button size="small" onClick={() => setSections((all) => without(all, index))}>
            删除本节
          </Button>
        </div>
      ))}
      <Button onClick={() => setSections((all) => [...all, { title: '', text: '' }])} disabled={sections.length >= 20}>
        增加一节
      </Button>
      <h2 style={{ margin: '20px 0 8px' }}>常见问题</h2>
      {questions.map((question, index) => (
        <div key={index} className={css.group} role="group" aria-label={`第 ${index + 1} 问`}>
          <Field label="问题">
            {(attributes) => (
              <Input
                {...attributes}
                maxLength={200}
                value={question.ask}
                onChange={({ target }) => setQuestions((all) => at(all, index, { ask: target.value }))}
              />
            )}
          </Field>
          <Field label="回答">
            {(attributes) => (
              <Input.TextArea
                {...attributes}
                maxLength={1000}
                autoSize={{ minRows: 2, maxRows: 8 }}
                value={question.answer}
                onChange={({ target }) => setQuestions((all) => at(all, index, { answer: target.value }))}
              />
            )}
          </Field>
          <Button size="small" onClick={() => setQuestions((all) => without(all, index))}>
            删除本问
          </Button>
        </div>
      ))}
      <Button onClick={() => setQuestions((all) => [...all, { ask: '', answer: '' }])} disabled={questions.length >= 50}>
        增加一问
      </Button>
      <div className={css.buttons} style={{ marginTop: 20 }}>
        <Button type="primary" loading={busy} onClick={() => void send()}>
          保存并发布
        </Button>
        <a href={`/guides/${itemId}`} target="_blank" rel="noreferrer">
          查看页面
        </a>
      </div>
    </div>
  );
}
