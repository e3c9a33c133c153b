import type { AlarmView, TransitView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { officePath } from '../office/pages.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { clock, date } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useServices } from '../shared/services.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { Icon } from '../shared/ui/icon.js';
import { transitPath } from '../transit/address.js';
import { listQuery, SHOWN, type Counted, type Listed } from './api.js';
import classes from './figures.module.css';
import type { FigureTimes } from './range.js';
import { countedInWords, timesInWords, type Telling } from './words.js';

interface FigureListProps {
  counted: Counted;
  times: FigureTimes;
  telling: Telling;
}

/** Exactly the things that a figure counted; each leads to its moment. */
export function FigureList({ counted, times, telling }: FigureListProps) {
  const { t } = telling;
  const { state } = useServices();
  const { data, error } = useQuery(listQuery(counted, times));
  return (
    <section className={classes['body']} data-testid="figure-list">
      <p>
        <a
          className={classes['back']}
          href={officePath('figures', { ...times })}
          onClick={(event) => {
            event.preventDefault();
            state.setSieve({ list: undefined }, 'push');
          }}
          data-testid="figures-back"
        >
          <Icon name="back" /> {t('figuresPage.back')}
        </a>
      </p>
      <h2>{countedInWords(counted, telling)}</h2>
      <p role="status" data-testid="figures-count">
        {data === undefined
          ? t(error === null ? 'office.loading' : 'office.failed', { detail: error?.message })
          : t(data.items.length < SHOWN ? 'figuresPage.listed' : 'figuresPage.cut', {
              ...{ count: data.items.length, times: timesInWords(times, telling) },
            })}
      </p>
      <ul className={classes['list']}>{data !== undefined && rowsOf(data, telling)}</ul>
    </section>
  );
}

function rowsOf(list: Listed, telling: Telling): ReactNode[] {
  switch (list.what) {
    case 'alarms':
      return list.items.map((one) => <AlarmLine key={one.id} one={one} telling={telling} />);
    case 'transits':
      return list.items.map((one) => <TransitLine key={one.id} one={one} telling={telling} />);
  }
}

function AlarmLine({ one, telling }: { one: AlarmView; telling: Telling }) {
  const { t, language } = telling;
  const { id, severity, state, ending, containerNumber, sealId, transitId, transitNumber, start } = one;
  // of a transit: the moment on its map; of none: the centre's page
  const href =
    transitId === undefined
      ? `/centre?${new URLSearchParams({ ...(sealId !== undefined && { seal: sealId }), alarm: id }).toString()}`
      : `${transitPath(transitId)}?${new URLSearchParams({ at: start }).toString()}`;
  const parts = [
    when(start, telling),
    containerNumber ?? sealId,
    transitNumber,
    word(t, 'alarmState', state),
    ending === undefined ? undefined : word(t, 'ending', ending),
  ];
  return (
    <Line href={href} name={alarmSentence(one, t, language)} parts={parts}>
      <StateMark state={severity} size={15} label={t(`severity.${severity}`)} />
    </Line>
  );
}

function TransitLine({ one, telling }: { one: TransitView; telling: Telling }) {
  const { id, number, from, to, state, departedAt, arrivedAt, createdAt } = one;
  const { t, names } = telling;
  const at = arrivedAt ?? departedAt ?? createdAt;
  const parts = [
    when(at, telling),
    `${names.place(from)} → ${names.place(to)}`,
    word(t, 'transitState', state),
  ];
  return <Line href={transitPath(id)} name={number} parts={parts} />;
}

interface LineProps {
  href: string;
  name: string;
  parts: readonly (string | undefined)[];
  children?: ReactNode;
}

function Line({ href, name, parts, children }: LineProps) {
  return (
    <li data-testid="figure-row">
      {children}
      <div>
        <a href={href}>{name}</a>
        <small>{parts.filter((part) => part !== undefined).join(' · ')}</small>
      </div>
    </li>
  );
}

function when(time: string, { language }: Telling): string {
  return `${clock(time, language)} ${date(time, language)}`;
}
