import { Children, type ReactNode } from 'react';
import css from './sheet.module.css';

/** A small table of the agency that is all there: it scrolls within itself, names its columns, and says when it is empty. What has pages is a QueryPage. */
export function Sheet({
  label,
  heads,
  foot,
  children,
}: {
  label: string;
  heads: readonly string[];
  foot?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {heads.map((words) => (
              <th key={words} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Children.count(children) === 0 ? (
            <tr>
              <td colSpan={heads.length}>暂无内容</td>
            </tr>
          ) : (
            children
          )}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}
/** A number or a sum, set to the right. */
export const Figure = ({ children }: { children: ReactNode }) => <td className={css.number}>{children}</td>;
/** Words that may take several lines. */
export const Words = ({ children }: { children: ReactNode }) => <td className={css.wraps}>{children}</td>;
