import type { FieldLayout } from './item.ts';

/** Block B1 of items.md: whom it is for, on nearly every page of a unit. */
export const UNIT_BLOCK = [
  { name: 'unitNo', label: '单位编号', as: 'show' },
  { name: 'unitName', label: '单位名称', as: 'show', span: 2 },
  { name: 'unitType', label: '单位类型', as: 'show', dictionary: 'unit-type' },
] as const satisfies readonly FieldLayout[];

/** Block B2: one of the unit's people, by whichever of four things the clerk has. */
export const personLookup = (hint: string) =>
  ({
    name: 'personNo',
    label: '个人编号',
    as: 'lookup',
    lookup: 'personNo',
    required: true,
    personal: true,
    placeholder: '个人编号、证件号码、社会保障号码、姓名',
    hint,
  }) as const satisfies FieldLayout;
