import {
  Fragment,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { createPortal } from 'react-dom';
import type UPlot from 'uplot';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
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
const HEIGHT = 200;
/** Of lines, row by row: they are told apart without their colour, too. */
const DASHES = [[], [6, 4], [2, 3]];

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
  const times = labelled(from, to);
  const plot = usePlot(box, {
    ...{ range: [from, to], top, ticks, times },
    ...{ tickTexts: ticks.map(tickText), timeTexts: eachOnce(times.map(labelOf)) },
    at: bars.map((bar) => (bar.from + bar.to) / 2),
    lines: form === 'line' ? rows : [],
  });
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
  const columns = bars.map((bar, i) => {
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
    const style = { left: `${left}%`, width: `${right - left}%` };
    return (
      <div key={bar.from} className={classes['column']} data-form={form} style={style}>
        {drawn}
      </div>
    );
  });
  return (
    <div ref={box} className={classes['chart']} role="group" aria-label={label} onKeyDown={onKeyDown}>
      {plot !== null && createPortal(columns, plot)}
    </div>
  );
}

/** What the library draws: axes, their texts, and lines. */
interface Drawing {
  readonly range: readonly [number, number];
  /** The largest value that has room. */
  readonly top: number;
  readonly ticks: readonly number[];
  readonly tickTexts: readonly string[];
  readonly times: readonly number[];
  readonly timeTexts: readonly string[];
  /** Of the points of each line. */
  readonly at: readonly number[];
  readonly lines: readonly Values[];
}

/** The library comes when a chart is drawn first. @returns what lies over the plot, and has its size; null until it is drawn */
function usePlot(box: RefObject<HTMLDivElement | null>, drawing: Drawing): HTMLElement | null {
  const theme = useSignal(useServices().state.theme);
  const [over, setOver] = useState<HTMLElement | null>(null);
  // a figure that is read anew and says the same is not drawn anew
  const key = JSON.stringify(drawing);
  useEffect(() => {
    const into = box.current!;
    let plot: UPlot | undefined;
    let isGone = false;
    const fit = () => plot?.setSize({ width: into.clientWidth, height: HEIGHT });
    void draw(into, JSON.parse(key) as Drawing).then((drawn) => {
      if (isGone) return drawn.destroy();
      plot = drawn;
      setOver(drawn.over);
    });
    addEventListener('resize', fit);
    return () => {
      isGone = true;
      removeEventListener('resize', fit);
      setOver(null);
      plot?.destroy();
    };
  }, [box, key, theme]);
  return over;
}

async function draw(into: HTMLElement, drawing: Drawing): Promise<UPlot> {
  const { range, top, ticks, tickTexts, times, timeTexts, at, lines } = drawing;
  const [{ default: Plot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  const style = getComputedStyle(into);
  const colour = (name: string) => style.getPropertyValue(name);
  const axis: UPlot.Axis = {
    stroke: colour('--text-quiet'),
    font: '12px "Be Vietnam Pro"',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return new Plot(
    {
      ...{ width: into.clientWidth, height: HEIGHT, legend: { show: false }, cursor: { show: false } },
      scales: { x: { time: false, range: [...range] }, y: { range: [0, top] } },
      axes: [
        { ...axis, grid: { show: false }, splits: () => [...times], values: () => [...timeTexts] },
        { ...axis, size: 64, splits: () => [...ticks], values: () => [...tickTexts] },
      ],
      series: [
        {},
        ...lines.map(({ name, colour: variable }, row) => ({
          ...{ label: name, stroke: colour(variable), width: 1.5, dash: DASHES[row] ?? [] },
          ...{ spanGaps: true, points: { show: false } },
        })),
      ],
    },
    [[...at], ...lines.map(({ values }) => [...values])],
    into,
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
