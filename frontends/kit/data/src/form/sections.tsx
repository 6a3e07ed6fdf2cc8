import type { FieldLayout, Section } from '@wangting/contracts/item';
import { useId, type ReactNode } from 'react';
import { Tabs } from '../antd.ts';
import { Field } from './field.tsx';
import css from './form.module.css';
import { grouped, type Tab, type Values } from './layout.ts';
import { nameIn, type Problems } from './problems.ts';

export interface SectionsProps {
  sections: readonly Section[];
  values: Values;
  shows: Values;
  problems: Problems;
  locked: (field: FieldLayout) => boolean;
  disabled: boolean;
  onChange: (name: string, value: unknown) => void;
  onLookup: (field: FieldLayout, value: string, leaving: boolean) => Promise<void>;
  /** The tab in front of each group, by the group's name. */
  tabs: Record<string, string>;
  onTab: (group: string, title: string) => void;
  /** Something of the item's own after a section. */
  after?: ((section: Section) => ReactNode) | undefined;
}

const NONE: Problems = {};

/** The sections in the manual's order; neighbours that name a tab as tabs. */
export function Sections(props: SectionsProps) {
  return grouped(props.sections).map((group) => {
    const [first] = group;
    if (!first) return null;
    if (group.length === 1) return first.sections.map((section) => <Block key={section.title} section={section} {...props} />);
    const name = groupName(group);
    return (
      <div key={name} className={css.section}>
        <Tabs
          activeKey={group.some(({ label }) => label === props.tabs[name]) ? (props.tabs[name] ?? '') : (first.label ?? '')}
          onChange={(label) => props.onTab(name, label)}
          items={group.map(({ label, sections }) => {
            const names = sections.flatMap(({ fields }) => fields.map((field) => field.name));
            const wrong = Object.keys(props.problems).filter((path) => names.includes(nameIn(path))).length;
            return {
              key: label ?? '',
              forceRender: true,
              label: wrong > 0 ? `${label}（${wrong} 处需修改）` : label,
              children: sections.map((section) => (
                <div key={section.title}>
                  {section.title !== label && <h3 style={{ margin: '4px 0 8px' }}>{section.title}</h3>}
                  <Fields section={section} {...props} />
                </div>
              )),
            };
          })}
        />
      </div>
    );
  });
}

const groupName = (group: readonly Tab[]) => group[0]?.label ?? '';

/** Where a field is when it is on a tab: the group's name and the tab to bring to the front. */
export function tabOf(sections: readonly Section[], fieldName: string | undefined): [group: string, label: string] | undefined {
  for (const group of grouped(sections)) {
    const tab = group.find((one) => one.sections.some(({ fields }) => fields.some(({ name }) => name === fieldName)));
    if (tab?.label && group.length > 1) return [groupName(group), tab.label];
  }
  return undefined;
}

function Block({ section, ...props }: SectionsProps & { section: Section }) {
  const id = useId();
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id}>{section.title}</h2>
      <Fields section={section} {...props} />
    </section>
  );
}

function Fields({ section, values, shows, problems, locked, disabled, onChange, onLookup, after }: SectionsProps & { section: Section }) {
  return (
    <>
      <div className={css.grid}>
        {section.fields.map((field) => {
          const mine = Object.entries(problems).filter(([path]) => nameIn(path) === field.name);
          return (
            <Field
              key={field.name}
              field={field}
              disabled={disabled}
              locked={locked(field)}
              onChange={onChange}
              onLookup={onLookup}
              value={
                field.as === 'show'
                  ? (shows[field.name] ?? values[field.name])
                  : (values[field.name] ?? (locked(field) ? shows[field.name] : undefined))
              }
              problems={mine.length > 0 ? Object.fromEntries(mine) : NONE}
            />
          );
        })}
      </div>
      {after?.(section)}
    </>
  );
}
