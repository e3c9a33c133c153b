import type { FiguresView, MoveName } from '@haidang/contract';
import { MOVES } from '@haidang/contract';
import { DAY, HOUR, SEVERITIES, type Severity } from '@haidang/domain';
import { useCallback, useMemo } from 'react';
import { clock, date } from '../shared/format/time.js';
import type { Counted } from './api.js';
import { Chart, type Bars } from './chart.js';
import { FigureLink } from './figure-link.js';
import classes from './figures.module.css';
import type { Telling } from './words.js';

const LONG = { hour: HOUR, day: DAY, week: 7 * DAY } as const;
const OF_SEVERITY: Record<Severity, string> = { critical: '--critical', major: '--major', minor: '--minor' };
const OF_MOVE: Record<MoveName, string> = {
  registered: '--idle',
  departed: '--accent',
  arrived: '--on-route',
};

interface SeriesProps {
  figures: FiguresView;
  telling: Telling;
}

/** Alarms over time, by severity. */
export function AlarmSeries({ figures, telling }: SeriesProps) {
  const { series } = figures.alarms;
  const names = SEVERITIES.toReversed();
  const rows = useMemo(
    () =>
      [...SEVERITIES.toReversed()].map((name): Bars => ({
        name,
        colour: OF_SEVERITY[name],
        values: series.map((one) => one[name]),
      })),
    [series],
  );
  return (
    <Series
      {...{ figures, telling, rows }}
      times={series.map(({ at }) => at)}
      labels={names.map((name) => telling.t(`severity.${name}`))}
      counted={() => ({ what: 'alarms' })}
      isSum
    />
  );
}

/** Transits over time, by what happened to them. */
export function MoveSeries({ figures, telling }: SeriesProps) {
  const { series } = figures.transits;
  const rows = useMemo(
    () =>
      MOVES.map((name): Bars => ({ name, colour: OF_MOVE[name], values: series.map((one) => one[name]) })),
    [series],
  );
  return (
    <Series
      {...{ figures, telling, rows }}
      times={series.map(({ at }) => at)}
      labels={MOVES.map((name) => telling.t(`figuresOf.${name}`))}
      counted={(row) => ({ what: MOVES[row]! })}
    />
  );
}

interface TimedProps extends SeriesProps {
  times: readonly string[];
  rows: readonly Bars[];
  labels: readonly string[];
  counted(row: number): Counted;
  /** The rows are parts of one figure, which has the list. */
  isSum?: boolean;
}

function Series({ figures, telling, times, rows, labels, counted, isSum = false }: TimedProps) {
  const { t, language } = telling;
  const seconds = useMemo(() => times.map((at) => Date.parse(at) / 1000), [times]);
  const nameOf = (at: string) =>
    figures.bucket === 'hour' ? `${clock(at, language)} ${date(at, language)}` : date(at, language);
  const isShort = figures.bucket === 'hour';
  const labelOf = useCallback(
    (time: number) => (isShort ? clock(time * 1000, language) : date(time * 1000, language).slice(0, 5)),
    [isShort, language],
  );
  // the first and the last bar may be cut by the stretch that is looked at
  const barOf = (at: string) => ({
    from: at > figures.from ? at : figures.from,
    to: new Date(Math.min(Date.parse(at) + LONG[figures.bucket], Date.parse(figures.to))).toISOString(),
  });
  return (
    <>
      <ul className={classes['legend']} aria-hidden>
        {rows.map(({ name, colour }, row) => (
          <li key={name}>
            <i style={{ background: `var(${colour})` }} /> {labels[row]}
          </li>
        ))}
      </ul>
      <Chart
        from={Date.parse(figures.from) / 1000}
        to={Date.parse(figures.to) / 1000}
        times={seconds}
        rows={rows}
        labelOf={labelOf}
      />
      <details className={classes['details']}>
        <summary>{t('figuresPage.asTable')}</summary>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{t(`figuresBucket.${figures.bucket}`)}</th>
              {isSum && <th scope="col">{t('figuresOf.alarms')}</th>}
              {labels.map((label) => (
                <th scope="col" key={label}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((at, i) => {
              const link = (count: number, row: number, label: string) =>
                count === 0 ? (
                  0
                ) : (
                  <FigureLink
                    counted={counted(row)}
                    times={barOf(at)}
                    label={`${nameOf(at)}: ${label} ${count}`}
                  >
                    {count}
                  </FigureLink>
                );
              return (
                <tr key={at}>
                  <th scope="row">{nameOf(at)}</th>
                  {isSum && (
                    <td>
                      {link(
                        rows.reduce((sum, { values }) => sum + values[i]!, 0),
                        0,
                        t('figuresOf.alarms'),
                      )}
                    </td>
                  )}
                  {rows.map(({ name, values }, row) => (
                    <td key={name}>{isSum ? values[i] : link(values[i]!, row, labels[row]!)}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </details>
    </>
  );
}
