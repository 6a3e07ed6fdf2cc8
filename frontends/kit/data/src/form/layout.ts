import { holds, type FieldLayout, type ItemDefinition, type MaterialSlot, type Section } from '@wangting/contracts/item';

export type Values = Record<string, unknown>;
export type Row = Values;

/** What zod's schemas offer and this kit needs: contracts arrive with the remote, so the kit itself carries no zod. */
interface Schema {
  safeParse(value: unknown, params?: unknown): { success: boolean };
  def?: { innerType?: Schema };
  shape?: Record<string, Schema>;
  element?: Schema;
}

export const sectionsFor = (item: ItemDefinition, values: Values): Section[] =>
  item.sections
    .filter((section) => holds(section.when, values))
    .map((section) => ({ ...section, fields: section.fields.filter((field) => holds(field.when, values)) }))
    .filter((section) => section.fields.length > 0);

export interface Tab {
  /** On the tab; undefined for a section that stands alone. */
  label: string | undefined;
  sections: Section[];
}

/** Neighbouring sections that name a tab stand side by side as tabs; those that name the same one share it. The others stand alone. */
export function grouped(sections: readonly Section[]): Tab[][] {
  const groups: Tab[][] = [];
  for (const section of sections) {
    const group = groups.at(-1);
    const same = group?.find(({ label }) => label !== undefined && label === section.tab);
    if (same) same.sections.push(section);
    else if (section.tab && group?.[0]?.label) group.push({ label: section.tab, sections: [section] });
    else groups.push([{ label: section.tab, sections: [section] }]);
  }
  return groups;
}

export const fieldsOf = (item: ItemDefinition): FieldLayout[] => item.sections.flatMap((section) => [...section.fields]);
export const inputFieldsOf = (item: ItemDefinition): FieldLayout[] => fieldsOf(item).filter(({ as }) => as !== 'show');
export const slotsFor = (item: ItemDefinition, values: Values): MaterialSlot[] => item.materials.filter((slot) => holds(slot.when, values));

export function defaultsOf(item: ItemDefinition): Values {
  return Object.fromEntries(
    inputFieldsOf(item)
      .filter((field) => field.default !== undefined)
      .map((field) => [field.name, field.default]),
  );
}

/** The first schema below optional, nullable, default and refinements. */
function unwrapped(schema: Schema | undefined): Schema | undefined {
  let now = schema;
  while (now && !now.shape && !now.element && now.def?.innerType) now = now.def.innerType;
  return now;
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** What a contract takes for "nothing filled in": left out, empty text, null or an empty list. Undefined when it insists on something. */
export function absent(schema: Schema | undefined): unknown {
  return [undefined, '', null, []].find((nothing) => schema?.safeParse(nothing).success);
}

function put(into: Values, name: string, value: unknown, schema: Schema | undefined): void {
  const kept = isBlank(value) ? absent(schema) : value;
  if (kept !== undefined) into[name] = kept;
}

/** The values to check and send: hidden fields are left out, blanks become what the contract takes for nothing, rows without any entry are dropped. */
export function toSend(item: ItemDefinition, values: Values): Values {
  const shape = (item.input as unknown as Schema).shape ?? {};
  const visible = new Map(sectionsFor(item, values).flatMap(({ fields }) => fields.map((field) => [field.name, field] as const)));
  const laidOut = new Map(fieldsOf(item).map((field) => [field.name, field]));
  const sent: Values = {};
  for (const [name, schema] of Object.entries(shape)) {
    const hidden = laidOut.has(name) && !visible.has(name);
    const field = visible.get(name);
    const value = hidden ? undefined : values[name];
    if (field?.as === 'grid' && Array.isArray(value)) {
      const rowShape = unwrapped(unwrapped(schema)?.element)?.shape ?? {};
      const rows = (value as Row[])
        .filter((row) => Object.values(row).some((cell) => !isBlank(cell)))
        .map((row) => {
          const cells: Row = {};
          for (const [cell, cellSchema] of Object.entries(rowShape)) put(cells, cell, row[cell], cellSchema);
          return cells;
        });
      put(sent, name, rows, schema);
    } else put(sent, name, value, schema);
  }
  return sent;
}

/** What may be kept in this browser tab: nothing personal of the sensitive kind. */
export function keepable(item: ItemDefinition, values: Values): Values {
  const kept: Values = {};
  for (const field of inputFieldsOf(item)) {
    const value = values[field.name];
    if (isBlank(value) || field.personal) continue;
    if (field.as === 'grid' && Array.isArray(value)) {
      const open = (field.columns ?? []).filter(({ personal }) => !personal).map(({ name }) => name);
      const rows = (value as Row[]).map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => open.includes(name))));
      if (rows.some((row) => Object.keys(row).length > 0)) kept[field.name] = rows;
    } else kept[field.name] = value;
  }
  return kept;
}

/** Values that a draft may hold: the input's own keys, nothing that only the page knows. */
export function toKeep(item: ItemDefinition, values: Values): Values {
  const shape = (item.input as unknown as Schema).shape ?? {};
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => name in shape && value !== undefined));
}
