import type { Column } from '@wangting/contracts/item';
import { money, month } from '@wangting/kit-core';
import { useId } from 'react';
import css from './bars.module.css';
import { heightsOf, ticksOf } from './bars.ts';

type Row = Record<string, unknown>;
interface Props {
  title: string;
  rows: readonly Row[];
  /** The column of months, and the money columns stacked upon each other in their order; below the line what is negative. */
  by: string;
  of: readonly Column[];
}
const HEIGHT = 240;
const ABOVE = 12;
/** Room for the months under the bars. */
const FOOT = 22;

/** Told apart by pattern as well as by colour: on a grey print and to a colour-blind eye they stay different. */
const INKS = [
  { colour: '#1456a0', lines: undefined },
  { colour: '#b42318', lines: 'M0 8L8 0M-2 2L2 -2M6 10L10 6' },
  { colour: '#8a5300', lines: 'M0 4H8' },
  { colour: '#52606d', lines: 'M4 0V8M0 4H8' },
  { colour: '#1b6b3a', lines: 'M0 0L8 8M-2 6L2 10M6 -2L10 2' },
] as const;

/** Months as stacked bars. The table below says the same figures; what reads aloud is told what the picture shows and goes there. */
export function Bars({ title, rows, by, of }: Props) {
  const name = useId();
  const amount = (row: Row, column: string): number => Number(row[column] ?? 0);
  const months = rows.toSorted((a, b) => String(a[by]).localeCompare(String(b[by])));
  const [first, last] = [months[0], months.at(-1)];
  const used = of.filter((column) => rows.some((row) => amount(row, column.name) !== 0));
  if (!first || !last || used.length === 0) return null;
  const ticks = ticksOf(
    months.map((row) =>
      heightsOf(
        row,
        of.map((column) => column.name),
      ),
    ),
  );
  const [lowest = 0, highest = 1] = [ticks[0], ticks.at(-1)];
  const y = (fen: number): number => ABOVE + ((highest - fen) / (highest - lowest)) * (HEIGHT - ABOVE - FOOT);
  const width = 100 / months.length;
  const every = Math.ceil(months.length / 6);
  const ink = (column: Column): string => `url(#${name}${of.indexOf(column)})`;
  const said = used.map((column) => `${column.label}${money(rows.reduce((all, row) => all + amount(row, column.name), 0))}元`).join('，');
  return (
    <figure className={css.bars}>
      <div role="img" aria-label={`${title}：${month(first[by])}至${month(last[by])}，${said}。各月数字见下表。`} className={css.picture}>
        <svg className={css.scale} height={HEIGHT} aria-hidden>
          {ticks.map((fen) => (
            <text key={fen} x="100%" dx={-6} y={y(fen) + 4} textAnchor="end">
              {money(fen).slice(0, -3)}
            </text>
          ))}
        </svg>
        <svg className={css.plot} height={HEIGHT} aria-hidden>
          <defs>
            {of.map((column, index) => (
              <Ink key={column.name} id={`${name}${index}`} index={index} />
            ))}
          </defs>
          {ticks.map((fen) => (
            <line key={fen} x1="0" x2="100%" y1={y(fen)} y2={y(fen)} className={fen === 0 ? css.zero : css.line} />
          ))}
          {months.map((row, index) => (
            <g key={String(row[by])} data-month={String(row[by])}>
              <title>{[month(row[by]), ...used.map((column) => `${column.label} ${money(amount(row, column.name))} 元`)].join('\n')}</title>
              {stackOf(used, (column) => amount(row, column.name)).map(({ column, from, to }) => (
                <rect
                  key={column.name}
                  x={`${index * width + width * 0.18}%`}
                  width={`${width * 0.64}%`}
                  y={y(Math.max(from, to))}
                  height={Math.max(1, Math.abs(y(to) - y(from)))}
                  fill={ink(column)}
                  stroke={INKS[of.indexOf(column) % INKS.length]?.colour}
                />
              ))}
              <text
                x={`${index * width + width / 2}%`}
                y={HEIGHT - 5}
                textAnchor="middle"
                className={(months.length - 1 - index) % every === 0 ? undefined : css.between}
              >
                {`${String(row[by]).slice(2, 4)}.${String(row[by]).slice(4)}`}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <figcaption className={css.legend}>
        {used.map((column) => (
          <span key={column.name}>
            <svg width="16" height="12" aria-hidden>
              <rect x="0.5" y="0.5" width="15" height="11" fill={ink(column)} stroke={INKS[of.indexOf(column) % INKS.length]?.colour} />
            </svg>
            {column.label}
          </span>
        ))}
        <span>单位：元</span>
      </figcaption>
    </figure>
  );
}

function Ink({ id, index }: { id: string; index: number }) {
  const { colour, lines } = INKS[index % INKS.length] ?? INKS[0];
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill={lines ? '#fff' : colour} />
      {lines && <path d={lines} stroke={colour} strokeWidth="1.6" />}
    </pattern>
  );
}

/** Upwards from the line what is positive, downwards what is negative. */
function stackOf(columns: readonly Column[], amount: (column: Column) => number) {
  let up = 0;
  let down = 0;
  return columns.flatMap((column) => {
    const fen = amount(column);
    if (fen === 0) return [];
    const from = fen > 0 ? up : down;
    if (fen > 0) up += fen;
    else down += fen;
    return [{ column, from, to: from + fen }];
  });
}
