import type { z } from 'zod';
import type { Levels } from './application.ts';
import type { ServiceName } from './names.ts';

export const CATEGORIES = ['公共业务', '工伤认定鉴定', '工伤保险', '失业保险'] as const;
export type Category = (typeof CATEGORIES)[number];

/** 事项类型 (decisions.md 24). */
export const KINDS = {
  instant: '即办',
  filing: '备案',
  review: '审核',
  confirm: '确认',
  query: '查询',
  print: '打印',
  batch: '报盘',
  sign: '签收',
  maintain: '维护',
} as const;
export type Kind = keyof typeof KINDS;

/** 操作权限 of the manual (decisions.md 5), as the catalogue asks for it. */
export type Permission = 'unit' | 'unit-or-register' | 'insured-unit' | 'unit-injury' | 'injured' | 'dependant' | 'injured-or-dependant';

/** The head of an item (事项): what the catalogue shows, whether or not the item is built yet. */
export interface ItemHead {
  no: number;
  /** The same word names contract file, rules file, page, scope (`item:<id>`) and address. */
  id: string;
  name: string;
  /** Other names people search by. */
  aliases: readonly string[];
  category: Category;
  path: '法人办事' | '个人办事';
  kind: Kind;
  owner: ServiceName;
  permission: Permission;
  /** Section of the employer manual. */
  manual: string;
  /** One line of what it is for. */
  help: string;
}

/** Shown or required only when another field has one of these values. */
export interface When {
  field: string;
  in: readonly string[];
}

/** How a field is entered. `lookup` = the manual's (Q): Enter or the magnifier fills other fields. */
export type FieldAs =
  | 'text'
  | 'textarea'
  | 'number'
  | 'money'
  | 'day'
  | 'month'
  | 'year'
  | 'select'
  | 'area'
  | 'country'
  | 'yesno'
  | 'checks'
  | 'lookup'
  | 'show'
  | 'grid';

export interface FieldLayout<Name extends string = string> {
  /** A key of the input; for `as: 'show'` a key of the data that `open` or a lookup brings. */
  name: Name;
  label: string;
  as: FieldAs;
  /** Star. Whether the contract insists is the contract's business; a test compares the two. */
  required?: boolean;
  dictionary?: string;
  hint?: string;
  placeholder?: string;
  /** Columns of four it takes; 1 when absent. */
  span?: 1 | 2 | 3 | 4;
  when?: When;
  /** Filled by the system and locked when a lookup or derivation has set it. */
  locked?: boolean;
  default?: string | number;
  /** For `lookup`: its name in `lookup`; the service answers it. */
  lookup?: string;
  /** For `grid`: the columns of each row. */
  columns?: readonly FieldLayout[];
  /** Personal data of the sensitive kind: never kept in sessionStorage. */
  personal?: boolean;
}

export interface Section<Name extends string = string> {
  title: string;
  fields: readonly FieldLayout<Name>[];
  when?: When;
  /** Shown as a tab beside its neighbours with the same group. */
  tab?: string;
}

/** 材料 slot (block B4). */
export interface MaterialSlot {
  id: string;
  name: string;
  min: number;
  max: number;
  when?: When;
  note?: string;
}

export interface PrintOut {
  id: string;
  name: string;
  /** Before 提交 (a form for signature) or after (a receipt). */
  stage: 'draft' | 'submitted' | 'approved';
}

export interface Flow {
  levels: Levels;
  /** 法定期限 and 承诺时限 in words of policy.md §12. */
  legal?: { days: number; of: 'calendar' | 'working' };
  promise?: { days: number; of: 'calendar' | 'working' };
}

/** A result column of a query or grid. */
export interface Column {
  name: string;
  label: string;
  as: 'text' | 'money' | 'day' | 'month' | 'moment' | 'code' | 'number' | 'masked';
  dictionary?: string;
  width?: number;
}

/**
 * An item is data: one file, imported by service and page.
 * `input` is what a person fills in; `sections` give it words and order; a name that is not in the input does not compile.
 */
export interface ItemDefinition<I extends z.ZodObject = z.ZodObject> {
  id: string;
  input: I;
  sections: readonly Section[];
  materials: readonly MaterialSlot[];
  prints: readonly PrintOut[];
  flow: Flow;
  /** 暂存 offered. */
  draft: boolean;
  /** The word on the main button: 提交 or 保存 as the manual has it. */
  mainButton: '提交' | '保存' | '打印' | '查询' | '确定';
  /** Days of the month on which it accepts submissions; absent means always. */
  window?: { fromDay: number; toDay: number };
  /** What 办理须知 says, one line each. */
  notice: readonly string[];
  /** Exact sentences of items.md by name. */
  messages: Readonly<Record<string, string>>;
  /** Columns of the item's own result grid, when it has one. */
  columns?: readonly Column[];
  /** What `open` shows besides the input: kept in step by a test. */
  shows?: readonly string[];
}

type Names<I extends z.ZodObject> = keyof z.infer<I> & string;
interface Checked<I extends z.ZodObject> extends ItemDefinition<I> {
  sections: readonly (Omit<Section, 'fields'> & {
    fields: readonly ((FieldLayout<Names<I>> & { as: Exclude<FieldAs, 'show'> }) | (FieldLayout & { as: 'show' }))[];
  })[];
}

/** Field names are checked against the input: a layout for a field that does not exist does not compile. */
export const defineItem = <I extends z.ZodObject>(item: Checked<I>): ItemDefinition<I> => item;

/** Is a field or slot in force for these values? Shared by page and service. */
export const holds = (when: When | undefined, values: Record<string, unknown>): boolean =>
  !when || when.in.includes(String(values[when.field] ?? ''));
