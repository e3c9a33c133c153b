import { MOVES, RESPONSES, type FiguresView, type MoveName, type ResponseName } from '@haidang/contract';
import { DAY, HOUR, SEVERITIES, type Severity } from '@haidang/domain';
import type { ComponentProps, ReactNode } from 'react';
import { officePath } from '../office/pages.js';
import { durationInWords } from '../shared/format/ago.js';
import { percent, whole } from '../shared/format/number.js';
import { clock, date } from '../shared/format/time.js';
import type { Counted } from './api.js';
import { Chart, type Values } from './chart.js';
import { FigureLink, listDoor, type Door } from './figure-link.js';
import classes from './figures.module.css';
import type { FigureTimes } from './range.js';
import { countTicks, shareTicks, timeTicks } from './ticks.js';
import type { Telling } from './words.js';

const LONG = { hour: HOUR, day: DAY, week: 7 * DAY } as const;
const OF_SEVERITY: Record<Severity, string> = { critical: '--critical', major: '--major', minor: '--minor' };
/** Of what is no alarm's gravity. */
const COLOURS = ['--accent', '--on-route', '--idle'] as const;
const PASSED = ['in', 'out', 'held'] as const;

interface SeriesProps {
  figures: FiguresView;
  telling: Telling;
}

/** Alarms over time, by severity. */
export function AlarmSeries({ figures, telling }: SeriesProps) {
  const { series } = figures.alarms;
  const { t } = telling;
  return (
    <Series
      {...{ figures, telling }}
      of="alarms"
      form="stacked"
      ats={series.map(({ at }) => at)}
      rows={SEVERITIES.toReversed().map((severity) => ({
        ...{ name: severity, label: t(`severity.${severity}`), colour: OF_SEVERITY[severity] },
        values: series.map((bar) => bar[severity]),
        door: (within) => listDoor({ what: 'alarms', severity, within }, figures),
      }))}
      beside={[
        {
          ...{ name: 'all', label: t('figuresOf.alarms'), values: series.map(({ count }) => count) },
          door: (within) => listDoor({ what: 'alarms', within }, figures),
        },
      ]}
    />
  );
}

/** What share of the alarms that a person judged was false, over time. */
export function FalseSeries({ figures, telling }: SeriesProps) {
  const { series } = figures.alarms;
  const { t, language } = telling;
  const of = (only: NonNullable<Counted['only']>) => (within: FigureTimes) =>
    listDoor({ what: 'alarms', only, within }, figures);
  return (
    <Series
      {...{ figures, telling }}
      of="false"
      form="line"
      ats={series.map(({ at }) => at)}
      ticksOf={shareTicks}
      textOf={(share) => percent(share, language)}
      rows={[
        {
          ...{ name: 'share', label: t('figuresPage.falseShare'), colour: COLOURS[0] },
          values: series.map((bar) => (bar.judged === 0 ? null : bar.false / bar.judged)),
          // where none was, those that were looked at
          door: (times, bar) => of(series[bar]!.false === 0 ? 'judged' : 'false')(times),
        },
      ]}
      beside={(['false', 'judged'] as const).map((only) => ({
        ...{ name: only, label: t(`figuresOnly.${only}`), values: series.map((bar) => bar[only]) },
        ...{ door: of(only), textOf: (count: number) => whole(count, language) },
      }))}
    />
  );
}

/** How soon half of the alarms were seen, judged and gone to, over time. */
export function ResponseSeries({ figures, telling }: SeriesProps) {
  const { series, responses } = figures.alarms;
  const { t } = telling;
  const known = RESPONSES.filter((name) => responses.all[name] !== undefined);
  if (known.length === 0) return null;
  return (
    <Series
      {...{ figures, telling }}
      of="responses"
      form="line"
      ats={series.map(({ at }) => at)}
      ticksOf={timeTicks}
      textOf={(millis) => durationInWords(millis, t)}
      rows={known.map((name: ResponseName) => ({
        ...{ name, label: t(`figuresResponse.${name}`), colour: COLOURS[RESPONSES.indexOf(name)]! },
        values: series.map((bar) => bar.responses[name]?.half ?? null),
        door: (within) => listDoor({ what: 'alarms', only: name, within }, figures),
      }))}
    />
  );
}

/** Transits over time, by what happened to them. */
export function MoveSeries({ figures, telling }: SeriesProps) {
  const { series } = figures.transits;
  return (
    <Series
      {...{ figures, telling }}
      of="transits"
      form="beside"
      ats={series.map(({ at }) => at)}
      rows={MOVES.map((what: MoveName, row) => ({
        ...{ name: what, label: telling.t(`figuresOf.${what}`), colour: COLOURS[row]! },
        values: series.map((bar) => bar[what]),
        door: (within) => listDoor({ what, within }, figures),
      }))}
    />
  );
}

/** What passed at all gates over time: in, out, and held at first. */
export function PassageSeries({ figures, telling }: SeriesProps) {
  const { passages } = figures;
  const { t } = telling;
  const door = (show: Readonly<Record<string, string>>) => (times: FigureTimes) => ({
    href: officePath('passages', { ...times, ...show }),
  });
  return (
    <Series
      {...{ figures, telling }}
      of="passages"
      form="beside"
      ats={passages.map(({ at }) => at)}
      rows={PASSED.map((which, row) => ({
        ...{ name: which, label: t(`figuresPage.${which}`), colour: COLOURS[row]! },
        values: passages.map((bar) => bar[which]),
        door: door(which === 'held' ? { show: 'hold' } : { kind: which }),
      }))}
      beside={[
        {
          ...{ name: 'all', label: t('figuresOf.passages'), values: passages.map(({ count }) => count) },
          door: door({}),
        },
      ]}
    />
  );
}

/** A column of the table of a series; of a chart's rows with a colour. */
interface Column extends Omit<Values, 'colour'> {
  readonly label: string;
  door(times: FigureTimes, bar: number): Door;
  /** Left out: as the others of the chart. */
  textOf?(value: number): string;
}

interface TimedProps extends SeriesProps {
  of: 'alarms' | 'false' | 'responses' | 'transits' | 'passages';
  form: ComponentProps<typeof Chart>['form'];
  /** When each bar begins. */
  ats: readonly string[];
  rows: readonly (Column & Values)[];
  /** Of the table alone; they stand first. */
  beside?: readonly Column[];
  ticksOf?(most: number): readonly number[];
  textOf?(value: number): string;
}

function Series({ figures, telling, of, form, ats, rows, beside = [], ...how }: TimedProps) {
  const { t, language } = telling;
  const { ticksOf = countTicks, textOf = (value) => whole(value, language) } = how;
  const isShort = figures.bucket === 'hour';
  const nameOf = (at: string) =>
    isShort ? `${clock(at, language)} ${date(at, language)}` : date(at, language);
  // the first and the last bar may be cut by the stretch that is looked at
  const times = ats.map((at) => ({
    from: at > figures.from ? at : figures.from,
    to: new Date(Math.min(Date.parse(at) + LONG[figures.bucket], Date.parse(figures.to))).toISOString(),
  }));
  const link = (column: Column, bar: number, more: ComponentProps<'a'>, children?: ReactNode) => {
    const text = (column.textOf ?? textOf)(column.values[bar]!);
    const label = `${nameOf(ats[bar]!)}: ${column.label} ${text}`;
    return (
      <FigureLink {...more} door={column.door(times[bar]!, bar)} aria-label={label}>
        {children ?? text}
      </FigureLink>
    );
  };
  return (
    <section className={classes['series']} data-testid={`series-${of}`} aria-label={t(`figuresOver.${of}`)}>
      <h3>{t(`figuresOver.${of}`)}</h3>
      <ul className={classes['legend']} aria-hidden>
        {rows.map(({ name, label, colour }, row) => (
          <li key={name}>
            <i data-row={row} data-form={form} style={{ '--ink': `var(${colour})` } as React.CSSProperties} />{' '}
            {label}
          </li>
        ))}
      </ul>
      <Chart
        label={t('figuresPage.chart', { of: t(`figuresOver.${of}`) })}
        from={Date.parse(figures.from)}
        to={Date.parse(figures.to)}
        bars={times.map((one) => ({ from: Date.parse(one.from), to: Date.parse(one.to) }))}
        {...{ form, rows, ticksOf }}
        tickText={textOf}
        labelOf={(time) => (isShort ? clock(time, language) : date(time, language).slice(0, 5))}
        link={(row, bar, mark) =>
          link(
            rows[row]!,
            bar,
            { ...mark, title: `${rows[row]!.label} ${textOf(rows[row]!.values[bar]!)}` },
            '',
          )
        }
      />
      <details className={classes['details']}>
        <summary>{t('figuresPage.asTable')}</summary>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{t(`figuresBucket.${figures.bucket}`)}</th>
              {[...beside, ...rows].map(({ name, label }) => (
                <th scope="col" key={name}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ats.map((at, bar) => (
              <tr key={at}>
                <th scope="row">{nameOf(at)}</th>
                {[...beside, ...rows].map((column) => (
                  <td key={column.name}>
                    {column.values[bar] === null && '–'}
                    {column.values[bar] === 0 && (column.textOf ?? textOf)(0)}
                    {Boolean(column.values[bar]) && link(column, bar, {})}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
