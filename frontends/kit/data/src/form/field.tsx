import type { FieldLayout } from '@wangting/contracts/item';
import { memo } from 'react';
import { Control } from './control.tsx';
import css from './form.module.css';
import { Grid } from './grid.tsx';
import type { Row } from './layout.ts';
import { idOf, type Problems } from './problems.ts';
import { Shown, ShownRows } from './shown.tsx';

interface Props {
  field: FieldLayout;
  value: unknown;
  /** Messages of this field and, for a grid, of its cells. */
  problems: Problems;
  locked: boolean;
  disabled: boolean;
  onChange: (name: string, value: unknown) => void;
  onLookup: (field: FieldLayout, value: string, leaving: boolean) => Promise<void>;
}

/** Label, control, hint and problem, tied together. Memoised: forty of them stand on a page and one is typed into. */
export const Field = memo(function Field({ field, value, problems, locked, disabled, onChange, onLookup }: Props) {
  const id = idOf(field.name);
  const problem = problems[field.name];
  const rows = field.as === 'grid' || (field.as === 'show' && field.columns);
  const span = rows ? 4 : (field.span ?? (field.as === 'textarea' ? 2 : 1));
  const describedBy = [problem && `${id}-error`, field.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  const readOnly = field.as === 'show' || locked;
  return (
    <div className={`${css.field} ${span > 1 ? css[`span${span}`] : ''}`} data-field={field.name}>
      <label id={`${id}-label`} className={css.label} htmlFor={rows ? undefined : id}>
        {field.required && !readOnly && (
          <span className={css.star} aria-hidden="true">
            *
          </span>
        )}
        {field.label}
      </label>
      {field.as === 'grid' && !locked ? (
        <Grid
          field={field}
          rows={(value as Row[] | undefined) ?? []}
          problems={problems}
          disabled={disabled}
          onChange={(next) => onChange(field.name, next)}
        />
      ) : rows ? (
        <ShownRows columns={field.columns ?? []} rows={(value as Row[] | undefined) ?? []} label={field.label} />
      ) : readOnly ? (
        <output id={id} className={css.readonly} aria-live="off">
          <Shown field={field} value={value} />
        </output>
      ) : (
        <Control
          field={field}
          id={id}
          value={value}
          invalid={Boolean(problem)}
          describedBy={describedBy}
          disabled={disabled}
          onChange={(next) => onChange(field.name, next)}
          onLookup={field.as === 'lookup' ? (typed, leaving) => onLookup(field, typed, leaving) : undefined}
        />
      )}
      {problem && (
        <div id={`${id}-error`} className={css.error}>
          {problem}
        </div>
      )}
      {field.hint && !readOnly && (
        <div id={`${id}-hint`} className={css.hint}>
          {field.hint}
        </div>
      )}
    </div>
  );
});
