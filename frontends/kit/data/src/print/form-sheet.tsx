import type { FieldLayout, ItemDefinition } from '@wangting/contracts/item';
import { sectionsFor, type Row, type Values } from '../form/layout.ts';
import { Shown } from '../form/shown.tsx';
import { PrintSheet } from './sheet.tsx';

/** What was entered, laid out by the item's own sections: two fields a line, grids as tables, a line for seal and signature. */
export function FormSheet({
  title,
  item,
  values,
  shows,
  lines = [],
  onClose,
}: {
  title: string;
  item: ItemDefinition;
  values: Values;
  shows: Values;
  lines?: readonly [string, string][];
  onClose: () => void;
}) {
  const valueOf = (field: FieldLayout) =>
    field.as === 'show' ? (shows[field.name] ?? values[field.name]) : (values[field.name] ?? shows[field.name]);
  return (
    <PrintSheet title={title} onClose={onClose}>
      {lines.length > 0 && <Pairs pairs={lines.map(([label, text]) => [label, text])} />}
      {sectionsFor(item, values).map((section) => {
        const grids = section.fields.flatMap((field) => (field.columns ? [{ field, columns: field.columns }] : []));
        const plain = section.fields.filter((field) => !field.columns);
        return (
          <section key={section.title}>
            <h2>{section.title}</h2>
            {plain.length > 0 && (
              <Pairs pairs={plain.map((field) => [field.label, <Shown key={field.name} field={field} value={valueOf(field)} />])} />
            )}
            {grids.map(({ field, columns }) => (
              <table key={field.name}>
                <thead>
                  <tr>
                    {columns.map(({ name, label }) => (
                      <th key={name} scope="col">
                        {label}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {((valueOf(field) as Row[] | undefined) ?? []).map((row, index) => (
                    <tr key={index}>
                      {columns.map((column) => (
                        <td key={column.name}>
                          <Shown field={column} value={row[column.name]} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            ))}
          </section>
        );
      })}
      <p style={{ marginTop: 32, display: 'flex', justifyContent: 'space-between' }}>
        <span>单位（盖章）：</span>
        <span>经办人（签字）：</span>
        <span>日期：　　　　年　　月　　日</span>
      </p>
    </PrintSheet>
  );
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, React.ReactNode])[] }) {
  const lines = Array.from({ length: Math.ceil(pairs.length / 2) }, (_, index) => pairs.slice(index * 2, index * 2 + 2));
  return (
    <table>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index}>
            {line.flatMap(([label, words], at) => [
              <th key={`${at}l`} scope="row">
                {label}
              </th>,
              <td key={`${at}v`} colSpan={line.length === 1 ? 3 : 1}>
                {words}
              </td>,
            ])}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
