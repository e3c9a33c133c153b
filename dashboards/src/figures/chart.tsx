import { Fragment, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import classes from './figures.module.css';

/** A row of values over time: the colour it has in either theme (a variable of the page's), and how much, bar by bar; null: nothing is known of it. */
export interface Values {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly (number | null)[];
}

/** What the link of a value has to have. */
export interface Mark {
  readonly className: string | undefined;
  readonly style: CSSProperties;
  readonly tabIndex: number;
  /** `bar row` */
  readonly 'data-mark': string;
  /** What tells rows apart beside their colour follows from it. */
  readonly 'data-row': number;
  readonly onFocus: () => void;
}

interface ChartProps {
  label: string;
  /** Of the whole stretch; milliseconds, as all times here. */
  from: number;
  to: number;
  /** When each bar begins and ends. */
  bars: readonly { readonly from: number; readonly to: number }[];
  /** Parts of one figure, the first at the bottom; bars beside each other; points on a line. */
  form: 'stacked' | 'beside' | 'line';
  rows: readonly Values[];
  /** What stands at the left: from nought to the largest value or above it. */
  ticksOf(most: number): readonly number[];
  tickText(value: number): string;
  /** What stands below, of a time. */
  labelOf(time: number): string;
  /** The link of a value that is not nought. */
  link(row: number, bar: number, mark: Mark): ReactNode;
}

/** Labels below a chart, at most. */
const MOST_LABELS = 6;

/** Values over time. Each is a link to what it counted: one stop of the tab key, and from there the arrows lead on. */
export function Chart({ label, form, bars, rows, ...props }: ChartProps) {
  const { from, to, ticksOf, tickText, labelOf, link } = props;
  const [stop, setStop] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const tops = bars.map((_, bar) => {
    const values = rows.map(({ values }) => values[bar] ?? 0);
    return form === 'stacked' ? values.reduce((sum, one) => sum + one, 0) : Math.max(0, ...values);
  });
  const ticks = ticksOf(Math.max(0, ...tops));
  const top = ticks.at(-1)!;
  const share = (value: number) => (100 * value) / top;
  const across = (time: number) => (100 * (time - from)) / (to - from);
  const marks = bars.flatMap((_, bar) =>
    rows.flatMap(({ values }, row) => (isThere(values[bar], form) ? [`${bar} ${row}`] : [])),
  );
  const first = stop !== undefined && marks.includes(stop) ? stop : marks[0];
  const markOf = (row: number, bar: number, style: CSSProperties): Mark => {
    const name = `${bar} ${row}`;
    return {
      ...{ className: classes[form === 'line' ? 'point' : 'mark'], style },
      ...{ 'data-mark': name, 'data-row': row },
      ...{ tabIndex: name === first ? 0 : -1, onFocus: () => setStop(name) },
    };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = neighbour(marks, (event.target as HTMLElement).dataset['mark'], event.key);
    if (next === undefined) return;
    event.preventDefault();
    box.current?.querySelector<HTMLElement>(`[data-mark="${next}"]`)?.focus();
  };
  return (
    <div ref={box} className={classes['chart']} role="group" aria-label={label} onKeyDown={onKeyDown}>
      {ticks.map((tick) => (
        <div key={tick} className={classes['tick']} style={{ bottom: `${share(tick)}%` }} aria-hidden>
          <span>{tickText(tick)}</span>
        </div>
      ))}
      <div className={classes['plot']}>
        {form === 'line' &&
          rows.map(({ name, colour, values }, row) => (
            <svg key={name} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
              <polyline
                data-row={row}
                points={bars
                  .flatMap((bar, i) =>
                    typeof values[i] === 'number'
                      ? [`${across((bar.from + bar.to) / 2)},${100 - share(values[i])}`]
                      : [],
                  )
                  .join(' ')}
                style={{ stroke: `var(${colour})` }}
              />
            </svg>
          ))}
        {bars.map((bar, i) => {
          const [left, right] = [across(bar.from), across(bar.to)];
          const drawn = rows.map(({ name, colour, values }, row) => {
            const value = values[i];
            const ink = { '--ink': `var(${colour})` } as CSSProperties;
            if (!isThere(value, form)) return form === 'beside' && <i key={name} />;
            const place =
              form === 'line'
                ? { ...ink, bottom: `${share(value)}%`, left: `${(left + right) / 2}%` }
                : { ...ink, height: `${share(value)}%` };
            return <Fragment key={name}>{link(row, i, markOf(row, i, place))}</Fragment>;
          });
          if (form === 'line') return <Fragment key={bar.from}>{drawn}</Fragment>;
          return (
            <div
              key={bar.from}
              className={classes['column']}
              data-form={form}
              style={{ left: `${left}%`, width: `${right - left}%` }}
            >
              {drawn}
            </div>
          );
        })}
      </div>
      {eachOnce(labelled(from, to).map(labelOf)).map((text, i) => (
        <span
          key={i}
          className={classes['label']}
          style={{ left: `${across(labelled(from, to)[i]!)}%` }}
          aria-hidden
        >
          {text}
        </span>
      ))}
    </div>
  );
}

/** Nought has no length, but it is a point of a line. */
function isThere(value: number | null | undefined, form: ChartProps['form']): value is number {
  return typeof value === 'number' && (value > 0 || form === 'line');
}

/** At equal distances, none at the very end, where its text would stand outside. */
function labelled(from: number, to: number): number[] {
  return Array.from({ length: MOST_LABELS }, (_, i) => from + ((to - from) * i) / MOST_LABELS);
}

/** Labels of one day have one text: it stands at the first of them. */
export function eachOnce(labels: readonly string[]): string[] {
  return labels.map((label, at) => (label === labels[at - 1] ? '' : label));
}

/**
 * The mark that an arrow leads to: to the left and right the nearest of the same row, up and down the nearest of the same bar.
 * @param marks `bar row`, in their order
 */
export function neighbour(
  marks: readonly string[],
  mark: string | undefined,
  key: string,
): string | undefined {
  if (mark === undefined) return undefined;
  const [bar, row] = mark.split(' ').map(Number) as [number, number];
  const all = marks.map((name) => ({ name, at: name.split(' ').map(Number) as [number, number] }));
  const [ofRow, ofBar] = [all.filter(({ at }) => at[1] === row), all.filter(({ at }) => at[0] === bar)];
  switch (key) {
    case 'ArrowRight':
      return ofRow.find(({ at }) => at[0] > bar)?.name;
    case 'ArrowLeft':
      return ofRow.findLast(({ at }) => at[0] < bar)?.name;
    case 'ArrowUp':
      return ofBar.find(({ at }) => at[1] > row)?.name;
    case 'ArrowDown':
      return ofBar.findLast(({ at }) => at[1] < row)?.name;
    default:
      return undefined;
  }
}
