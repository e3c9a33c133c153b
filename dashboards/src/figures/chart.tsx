import { useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import classes from './figures.module.css';

/** A row of bars: its name, the colour it has in either theme (a variable of the page's), and how much, bar by bar. */
export interface Bars {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

interface ChartProps {
  /** Of the whole stretch, in seconds. */
  from: number;
  to: number;
  /** When each bar begins, in seconds. */
  times: readonly number[];
  /** Stacked, the first at the bottom. */
  rows: readonly Bars[];
  /** What stands below the bars, of a time in seconds. */
  labelOf(time: number): string;
}

const HEIGHT = 200;

/** Stacked bars over time. A picture alone: the table beside it says the same, to everybody. */
export function Chart(props: ChartProps) {
  const { from, to, times, rows, labelOf } = props;
  const theme = useSignal(useServices().state.theme);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const into = box.current!;
    let plot: uPlot | undefined;
    let isGone = false;
    const fit = () => plot?.setSize({ width: into.clientWidth, height: HEIGHT });
    void draw(into, { from, to, times, rows, labelOf }).then((drawn) => {
      if (isGone) drawn.destroy();
      else plot = drawn;
    });
    addEventListener('resize', fit);
    return () => {
      isGone = true;
      removeEventListener('resize', fit);
      plot?.destroy();
    };
  }, [from, to, times, rows, labelOf, theme]);
  return <div ref={box} className={classes['chart']} aria-hidden />;
}

/** The library comes when a chart is drawn first. */
async function draw(into: HTMLElement, { from, to, times, rows, labelOf }: ChartProps): Promise<uPlot> {
  const [{ default: UPlot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  const style = getComputedStyle(into);
  const colour = (name: string) => style.getPropertyValue(name);
  const axis: uPlot.Axis = {
    stroke: colour('--text-quiet'),
    font: '12px "Be Vietnam Pro"',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  const tops = stacked(rows.map(({ values }) => values));
  // the tallest is drawn first, and the lower ones over it
  const drawn = rows.map((row, at) => ({ ...row, top: tops[at]! })).toReversed();
  return new UPlot(
    {
      ...{ width: into.clientWidth, height: HEIGHT, legend: { show: false }, cursor: { show: false } },
      scales: {
        x: { time: true, range: [from, to] },
        y: { range: (_, __, most) => [0, Math.max(1, Math.ceil(most))] },
      },
      axes: [
        { ...axis, grid: { show: false }, values: (_, ticks) => eachOnce(ticks.map(labelOf)) },
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000] },
      ],
      series: [
        {},
        ...drawn.map(({ name, colour: variable }) => ({
          ...{ label: name, fill: colour(variable), stroke: colour(variable), width: 0 },
          paths: UPlot.paths.bars!({ size: [0.8, 40], align: 1 }),
          points: { show: false },
        })),
      ],
    },
    [[...times], ...drawn.map(({ top }) => [...top])],
    into,
  );
}

/** Ticks within one day have one label: it stands at the first of them. */
export function eachOnce(labels: readonly string[]): string[] {
  return labels.map((label, at) => (label === labels[at - 1] ? '' : label));
}

/** Each row with those below it. */
export function stacked(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row, at) =>
    row.map((_, i) => rows.slice(0, at + 1).reduce((sum, one) => sum + one[i]!, 0)),
  );
}
