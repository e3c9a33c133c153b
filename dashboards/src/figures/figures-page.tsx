import { ALARM_GROUPS, type FiguresView } from '@haidang/contract';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import office from '../office/office.module.css';
import { useLive } from '../office/use-live.js';
import { durationInWords } from '../shared/format/ago.js';
import { fieldText, timeOfField } from '../shared/format/moment.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Failed } from '../shared/ui/failed.js';
import { MomentField } from '../shared/ui/moment-field.js';
import { countedOf, figuresQuery, type Counted } from './api.js';
import { FigureLink } from './figure-link.js';
import { FigureList } from './figure-list.js';
import classes from './figures.module.css';
import { spanOf, SPANS, spanUntil, timesOf, type FigureTimes, type SpanName } from './range.js';
import { SealsPart } from './seals-part.js';
import { AlarmSeries, MoveSeries } from './series.js';
import { AlarmTable, DepartureTable, GateTable, share } from './tables.js';
import { timesInWords, useTelling, type Telling } from './words.js';

/** What happened in a stretch of time, counted; or the list that one of the figures is the length of. */
export function FiguresPage() {
  const { state, store } = useServices();
  const telling = useTelling();
  const { t } = telling;
  const { from, to, list } = useSignal(state.sieve);
  const [usual] = useState(() => spanUntil('week', store.clock.now()));
  const times = timesOf(from, to) ?? usual;
  const asked = useQuery(figuresQuery(times));
  const { data, error } = asked;
  // what happens is counted once a minute; after a break of the feed at once
  useLive([], 'figures');
  return (
    <div className={classes['page']}>
      <header className={office['head']}>
        <h1>{t('office.figures')}</h1>
        <p role="status" data-testid="office-answer">
          {data === undefined
            ? t(error === null ? 'office.loading' : 'office.notRead')
            : t('figuresPage.answer', {
                ...{ alarms: data.alarms.count, departed: data.transits.count.departed },
                times: timesInWords(times, telling),
              })}
        </p>
      </header>
      {list !== undefined && <FigureList counted={countedOf(list)} times={times} telling={telling} />}
      {list === undefined && (
        <div className={classes['body']}>
          <Range times={times} telling={telling} />
          <Failed of={asked} />
          {data !== undefined && <Figures figures={data} telling={telling} />}
        </div>
      )}
    </div>
  );
}

function Range({ times, telling: { t } }: { times: FigureTimes; telling: Telling }) {
  const { state, store } = useServices();
  const set = ({ from, to }: FigureTimes) => state.setSieve({ from, to }, 'push');
  const edge = (name: 'from' | 'to') => (day: string) => {
    const at = timeOfField(day);
    const changed = at === undefined ? undefined : timesOf(...both({ ...times, [name]: at }));
    if (changed !== undefined) set(changed);
  };
  return (
    <div className={classes['range']}>
      <SegmentedControl
        aria-label={t('figuresPage.range')}
        value={spanOf(times) ?? ''}
        onChange={(value) => set(spanUntil(value as SpanName, store.clock.now()))}
        data={(Object.keys(SPANS) as SpanName[]).map((value) => ({
          value,
          label: t(`figuresSpan.${value}`),
        }))}
        data-testid="figures-span"
      />
      {(['from', 'to'] as const).map((name) => (
        <MomentField
          key={name}
          of="day"
          aria-label={t(`figuresEdge.${name}`)}
          value={fieldText(times[name], 'day')}
          onChange={edge(name)}
          data-testid={`figures-${name}`}
        />
      ))}
    </div>
  );
}

function both({ from, to }: FigureTimes): [string, string] {
  return [from, to];
}

function Figures({ figures, telling }: { figures: FiguresView; telling: Telling }) {
  const { t } = telling;
  const { alarms, transits, gates } = figures;
  const times = { from: figures.from, to: figures.to };
  const { count, judged, false: wrong, acknowledged, within } = alarms;
  const doors: readonly (readonly [Counted, string, string])[] = [
    [{ what: 'alarms' }, String(count), t('figuresOf.alarms')],
    [
      { what: 'alarms', only: 'false' },
      judged === 0 ? '–' : share(wrong, judged),
      t('figuresPage.falseShare', { judged }),
    ],
    [
      { what: 'alarms', only: 'acknowledged' },
      within === undefined ? '–' : durationInWords(within.half, t),
      within === undefined
        ? t('figuresPage.noneAcknowledged')
        : t('figuresPage.within', { count: acknowledged, most: durationInWords(within.most, t) }),
    ],
    [{ what: 'departed' }, String(transits.count.departed), t('figuresOf.departed')],
    [{ what: 'arrived' }, String(transits.count.arrived), t('figuresOf.arrived')],
  ];
  return (
    <>
      <ul className={classes['doors']}>
        {doors.map(([counted, value, label]) => (
          <li key={label}>
            <FigureLink counted={counted} times={times}>
              <b>{value}</b> <span>{label}</span>
            </FigureLink>
          </li>
        ))}
      </ul>
      <section className={classes['part']} aria-label={t('figuresPage.alarms')}>
        <h2>{t('figuresPage.alarms')}</h2>
        <AlarmSeries {...{ figures, telling }} />
        <div className={classes['tables']}>
          {ALARM_GROUPS.map((by) => (
            <AlarmTable key={by} {...{ by, times, telling }} rows={alarms.by[by]} />
          ))}
        </div>
      </section>
      <section className={classes['part']} aria-label={t('figuresPage.transits')}>
        <h2>{t('figuresPage.transits')}</h2>
        <MoveSeries {...{ figures, telling }} />
        <div className={classes['tables']}>
          {(['carrier', 'route'] as const).map((by) => (
            <DepartureTable key={by} {...{ by, times, telling }} rows={transits.by[by]} />
          ))}
          <GateTable {...{ gates, times, telling }} />
        </div>
      </section>
      <SealsPart telling={telling} />
    </>
  );
}
