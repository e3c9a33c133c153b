import { ALARM_GROUPS, type FiguresView } from '@haidang/contract';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import office from '../office/office.module.css';
import { useLive } from '../shared/live/use-live.js';
import { whole } from '../shared/format/number.js';
import { fieldText, timeOfField } from '../shared/format/moment.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Failed } from '../shared/ui/failed.js';
import { MomentField } from '../shared/ui/moment-field.js';
import { countedOf, figuresQuery } from './api.js';
import { FigureList } from './figure-list.js';
import classes from './figures.module.css';
import { Headlines } from './headlines.js';
import { spanOf, SPANS, spanUntil, timesOf, type FigureTimes, type SpanName } from './range.js';
import { SealsPart } from './seals-part.js';
import { AlarmSeries, FalseSeries, MoveSeries, PassageSeries, ResponseSeries } from './series.js';
import { AlarmTable, DepartureTable, GateTable, ResponseTable } from './tables.js';
import { timesInWords, useTelling, type Telling } from './words.js';

/** What happened in a stretch of time, counted; or the list that one of the figures is the length of. */
export function FiguresPage() {
  const { state, store } = useServices();
  const telling = useTelling();
  const { t } = telling;
  const { from, to, list } = useSignal(state.sieve);
  const [usual] = useState(() => spanUntil('week', store.clock.now()));
  const times = timesOf(from, to) ?? usual;
  const counted = list === undefined ? undefined : countedOf(list);
  const asked = useQuery(figuresQuery(counted?.within ?? times));
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
                alarms: whole(data.alarms.count, telling.language),
                departed: whole(data.transits.count.departed, telling.language),
                times: timesInWords(counted?.within ?? times, telling),
              })}
        </p>
      </header>
      {counted !== undefined && <FigureList {...{ counted, times, telling }} figures={data} />}
      {counted === undefined && (
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
  return (
    <>
      <Headlines figures={figures} telling={telling} />
      <section className={classes['part']} aria-label={t('figuresPage.alarms')}>
        <h2>{t('figuresPage.alarms')}</h2>
        <AlarmSeries {...{ figures, telling }} />
        <div className={classes['tables']}>
          {ALARM_GROUPS.map((by) => (
            <AlarmTable key={by} {...{ by, figures, telling }} />
          ))}
        </div>
        <FalseSeries {...{ figures, telling }} />
      </section>
      <section className={classes['part']} aria-label={t('figuresPage.responses')}>
        <h2>{t('figuresPage.responses')}</h2>
        <p>{t('figuresPage.half')}</p>
        <ResponseSeries {...{ figures, telling }} />
        <div className={classes['tables']}>
          {(['kind', 'office'] as const).map((by) => (
            <ResponseTable key={by} {...{ by, figures, telling }} />
          ))}
        </div>
      </section>
      <section className={classes['part']} aria-label={t('figuresPage.transits')}>
        <h2>{t('figuresPage.transits')}</h2>
        <MoveSeries {...{ figures, telling }} />
        <div className={classes['tables']}>
          {(['office', 'carrier', 'route'] as const).map((by) => (
            <DepartureTable key={by} {...{ by, figures, telling }} />
          ))}
        </div>
      </section>
      <section className={classes['part']} aria-label={t('figuresPage.throughput')}>
        <h2>{t('figuresPage.throughput')}</h2>
        <PassageSeries {...{ figures, telling }} />
        <div className={classes['tables']}>
          <GateTable {...{ figures, telling }} />
        </div>
      </section>
      <SealsPart telling={telling} />
    </>
  );
}
