import { fenToPlainYuan, yuanToFen } from '@wangting/contracts/standards/money';
import type { FieldLayout } from '@wangting/contracts/item';
import { Button, Checkbox, Input, today } from '@wangting/kit-core';
import dayjs from 'dayjs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Cascader, DatePicker, Radio, Select } from '../antd.ts';
import { offered, pathTo, treeOf, useDictionary } from '../dictionary.ts';
import css from './form.module.css';

export interface ControlProps {
  field: FieldLayout;
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  invalid: boolean;
  describedBy: string | undefined;
  disabled: boolean;
  /** For a cell of a grid, whose label is not beside it. */
  label?: string | undefined;
  /** Looks a value up; resolves when the fields are filled or the reason is shown. */
  onLookup?: ((value: string, leaving: boolean) => Promise<void>) | undefined;
}

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const blank = (text: string): string | undefined => (text === '' ? undefined : text);

/** One control for each way a field is entered. What is typed stays as typed until the contract has seen it. */
export function Control(props: ControlProps) {
  const { field, id, value, onChange, invalid, describedBy, disabled, label } = props;
  const aria = {
    'aria-invalid': invalid,
    'aria-describedby': describedBy,
    'aria-required': field.required ?? false,
    ...(label ? { 'aria-label': label } : {}),
  };
  const status = invalid ? ('error' as const) : ('' as const);
  switch (field.as) {
    case 'textarea':
      return (
        <Input.TextArea
          id={id}
          {...aria}
          status={status}
          disabled={disabled}
          placeholder={field.placeholder}
          autoSize={{ minRows: 2, maxRows: 6 }}
          value={asText(value)}
          onChange={({ target }) => onChange(blank(target.value))}
        />
      );
    case 'number':
      return (
        <Input
          id={id}
          {...aria}
          status={status}
          disabled={disabled}
          inputMode="numeric"
          placeholder={field.placeholder}
          value={asText(value)}
          onChange={({ target }) => onChange(numberFrom(target.value))}
        />
      );
    case 'money':
      return <Money {...props} aria={aria} />;
    case 'day':
    case 'month':
    case 'year':
      return <Calendar {...props} aria={aria} />;
    case 'yesno':
      return (
        <div className={css.choice}>
          <Radio.Group
            id={id}
            {...aria}
            aria-labelledby={label ? undefined : `${id}-label`}
            disabled={disabled}
            value={value ?? null}
            onChange={({ target }) => onChange(target.value)}
            options={[
              { value: '1', label: '是' },
              { value: '0', label: '否' },
            ]}
          />
        </div>
      );
    case 'checks':
      return <Checks {...props} />;
    case 'select':
    case 'country':
      return <Choice {...props} aria={aria} />;
    case 'area':
      return <Area {...props} aria={aria} />;
    case 'lookup':
      return <Lookup {...props} aria={aria} />;
    default:
      return (
        <Input
          id={id}
          {...aria}
          status={status}
          disabled={disabled}
          placeholder={field.placeholder}
          allowClear={!label}
          value={asText(value)}
          onChange={({ target }) => onChange(blank(target.value))}
          onBlur={() => typeof value === 'string' && value !== value.trim() && onChange(blank(value.trim()))}
        />
      );
  }
}

type Aria = Record<string, unknown>;

const numberFrom = (text: string): unknown =>
  text === '' ? undefined : /^-?\d+(\.\d+)?$/.test(text.trim()) && !/\.0*$/.test(text) ? Number(text) : text;

/** Yuan as typed, fen as kept. Text that is no amount stays text, so that the contract's own message is shown. */
function Money({ id, value, onChange, invalid, disabled, field, aria }: ControlProps & { aria: Aria }) {
  const [typed, setTyped] = useState<string>();
  const kept = typeof value === 'number' ? fenToPlainYuan(value) : asText(value);
  return (
    <Input
      id={id}
      {...aria}
      className={css.money}
      status={invalid ? 'error' : ''}
      disabled={disabled}
      inputMode="decimal"
      suffix="元"
      placeholder={field.placeholder}
      value={typed ?? kept}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(target.value.trim() === '' ? undefined : (yuanToFen(target.value) ?? target.value));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

const PICKERS = {
  day: { kept: 'YYYY-MM-DD', shown: ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY年M月D日'], picker: 'date' },
  month: { kept: 'YYYYMM', shown: ['YYYY年MM月', 'YYYYMM', 'YYYY-MM', 'YYYY/M'], picker: 'month' },
  year: { kept: 'YYYY', shown: ['YYYY年', 'YYYY'], picker: 'year' },
} as const;

/** `202404` with the format as text; a value that is none of ours shows as empty and is refused by the contract. */
const parse = (text: string, as: keyof typeof PICKERS) => {
  const day = as === 'day' ? text : as === 'month' ? `${text.slice(0, 4)}-${text.slice(4, 6)}-01` : `${text}-01-01`;
  const parsed = dayjs(day);
  return text && parsed.isValid() ? parsed : null;
};

function Calendar({ id, field, value, onChange, invalid, disabled, aria }: ControlProps & { aria: Aria }) {
  const as = field.as as keyof typeof PICKERS;
  const { kept, shown, picker } = PICKERS[as];
  const text = asText(value);
  // One object while the value is one: at another, the picker forgets what is typed and not yet confirmed, whatever made the page draw anew.
  const chosen = useMemo(() => parse(text, as), [text, as]);
  return (
    <DatePicker
      id={id}
      {...aria}
      className={css.wide}
      status={invalid ? 'error' : ''}
      disabled={disabled}
      picker={picker}
      format={[...shown]}
      needConfirm={false}
      placeholder={field.placeholder ?? (as === 'day' ? '年-月-日' : as === 'month' ? '选择年月' : '选择年份')}
      value={chosen}
      defaultPickerValue={dayjs(today())}
      onChange={(next) => onChange(next && !Array.isArray(next) ? next.format(kept) : undefined)}
    />
  );
}

const unread = (error: unknown, again: () => unknown) =>
  error ? (
    <Button type="link" size="small" onClick={() => void again()}>
      选项暂时无法读取，点此重试
    </Button>
  ) : (
    '无匹配选项'
  );
const dictionaryOf = (field: FieldLayout) =>
  field.dictionary ?? (field.as === 'country' ? 'country' : field.as === 'area' ? 'area' : undefined);

/** Searched by label or code. Headings (门类 letters) group and cannot be chosen. */
function Choice({ id, field, value, onChange, invalid, disabled, aria }: ControlProps & { aria: Aria }) {
  const { data, error, isFetching, refetch } = useDictionary(dictionaryOf(field));
  const entries = offered(data?.entries ?? [], value ? [String(value)] : []);
  const one = ({ code, label }: { code: string; label: string }) => ({ value: code, label, title: label });
  const headings = entries.filter(({ code, parent }) => !parent && /^[A-Z]$/.test(code));
  const options =
    headings.length > 0
      ? headings.map(({ code, label }) => ({ label, title: label, options: entries.filter(({ parent }) => parent === code).map(one) }))
      : entries.map(one);
  return (
    <Select
      id={id}
      {...aria}
      className={css.wide}
      status={invalid ? 'error' : ''}
      disabled={disabled}
      loading={isFetching}
      allowClear={!field.required}
      placeholder={field.placeholder ?? '请选择'}
      value={value === undefined || value === '' ? undefined : String(value)}
      onChange={(next) => onChange(next ?? undefined)}
      showSearch={{
        filterOption: (typed, option) =>
          `${option?.label ?? ''} ${(option as { value?: string } | undefined)?.value ?? ''}`
            .toLowerCase()
            .includes(typed.trim().toLowerCase()),
      }}
      notFoundContent={isFetching ? '正在读取…' : unread(error, refetch)}
      options={options as { value: string; label: string }[]}
      popupMatchSelectWidth={false}
      virtual={entries.length > 60}
    />
  );
}

/** 行政区划: province, city, county in one box; typing finds a county directly. */
function Area({ id, field, value, onChange, invalid, disabled, aria }: ControlProps & { aria: Aria }) {
  const { data, error, isFetching, refetch } = useDictionary(dictionaryOf(field));
  const entries = offered(data?.entries ?? [], value ? [String(value)] : []);
  return (
    <Cascader
      id={id}
      {...aria}
      className={css.wide}
      status={invalid ? 'error' : ''}
      disabled={disabled}
      loading={isFetching}
      placeholder={field.placeholder ?? '请选择'}
      options={treeOf(entries)}
      value={value ? pathTo(entries, String(value)) : []}
      onChange={(path) => onChange((path as string[] | undefined)?.at(-1))}
      showSearch={{
        filter: (typed, path) => path.some(({ label, value: code }) => `${String(label)}${String(code)}`.includes(typed.trim())),
        limit: 50,
      }}
      displayRender={(labels) => labels.join(' / ')}
      notFoundContent={isFetching ? '正在读取…' : unread(error, refetch)}
      expandTrigger="click"
    />
  );
}

function Checks({ id, field, value, onChange, disabled, label }: ControlProps) {
  const { data, error, refetch } = useDictionary(field.dictionary);
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  if (error) return unread(error, refetch);
  return (
    <div className={css.choice} role="group" aria-label={label} aria-labelledby={label ? undefined : `${id}-label`} id={id} tabIndex={-1}>
      <Checkbox.Group
        disabled={disabled}
        value={chosen}
        onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        options={offered(data?.entries ?? [], chosen).map(({ code, label: words }) => ({ value: code, label: words }))}
      />
    </div>
  );
}

/** The manual's (Q): Enter, leaving the field, or the magnifier looks it up. */
function Lookup({ id, field, value, onChange, invalid, disabled, aria, onLookup }: ControlProps & { aria: Aria }) {
  const [asking, setAsking] = useState(false);
  const asked = useRef<string>(asText(value));
  // What a lookup put here itself is not asked again on leaving.
  const byHand = useRef(false);
  const typed = asText(value);
  useEffect(() => {
    if (typed === '') asked.current = '';
  }, [typed]);
  const ask = async (leaving: boolean) => {
    const text = typed.trim();
    if (!text || asking || !onLookup) return;
    asked.current = text;
    byHand.current = false;
    setAsking(true);
    await onLookup(text, leaving).finally(() => setAsking(false));
  };
  return (
    <Input
      id={id}
      {...aria}
      status={invalid ? 'error' : ''}
      disabled={disabled}
      placeholder={field.placeholder ?? `请输入${field.label}查询`}
      value={typed}
      autoComplete="off"
      onChange={({ target }) => {
        byHand.current = true;
        onChange(blank(target.value));
      }}
      onPressEnter={(event) => {
        event.preventDefault();
        void ask(false);
      }}
      onBlur={() => {
        if (byHand.current && typed.trim() && typed.trim() !== asked.current) void ask(true);
      }}
      suffix={
        <Button
          type="text"
          size="small"
          className={css.lens}
          aria-label="查询"
          disabled={disabled || !typed.trim()}
          loading={asking}
          onClick={() => void ask(false)}
          icon={
            <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
              <path
                d="M7 1a6 6 0 1 0 3.7 10.7l3.3 3.3 1.1-1.1-3.3-3.3A6 6 0 0 0 7 1Zm0 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z"
                fill="currentColor"
              />
            </svg>
          }
        />
      }
    />
  );
}
