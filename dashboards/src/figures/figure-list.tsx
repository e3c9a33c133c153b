import {
  RESPONSES,
  type AlarmView,
  type FiguresView,
  type MoveName,
  type TransitView,
} from '@haidang/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { MoreButton } from '../office/more-button.js';
import { officePath } from '../office/pages.js';
import { durationInWords } from '../shared/format/ago.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { whole } from '../shared/format/number.js';
import { clock, clockAndDay, date } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useServices } from '../shared/services.js';
import { Failed } from '../shared/ui/failed.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { Icon } from '../shared/ui/icon.js';
import { transitPath } from '../transit/address.js';
import { listQuery, totalOf, type Counted } from './api.js';
import classes from './figures.module.css';
import type { FigureTimes } from './range.js';
import { countedInWords, timesInWords, type Telling } from './words.js';

interface FigureListProps {
  counted: Counted;
  /** What is looked at, to which the way back leads. */
  times: FigureTimes;
  /** Of the list's stretch, once they are read. */
  figures: FiguresView | undefined;
  telling: Telling;
}

/** Exactly the things that a figure counted, in the order of what it counts, the newest first; each leads to its moment. */
export function FigureList({ counted, times, figures, telling }: FigureListProps) {
  const { t, language } = telling;
  const { state } = useServices();
  const within = counted.within ?? times;
  const list = useInfiniteQuery(listQuery(counted, within));
  const items = list.data?.pages.flatMap((page) => page.items);
  const total = figures === undefined ? undefined : totalOf(counted, figures);
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
        {items === undefined
          ? t(list.error === null ? 'office.loading' : 'office.notRead')
          : t('figuresPage.listed', {
              count: list.hasNextPage ? (total ?? items.length) : items.length,
              times: timesInWords(within, telling),
            })}
        {items !== undefined && list.hasNextPage && (
          <> · {t('figuresPage.cut', { shown: whole(items.length, language) })}</>
        )}
      </p>
      {items !== undefined && items.length > 1 && (
        <p className={classes['order']}>{t(`figuresOrder.${counted.what}`)}</p>
      )}
      <Failed of={list} />
      <ul className={classes['list']}>
        {items?.map((one) => {
          const props = { key: one.id, telling };
          return 'severity' in one ? (
            <AlarmLine {...props} one={one} />
          ) : (
            <TransitLine {...props} one={one} at={one[MOVED_AT[counted.what as MoveName]]} />
          );
        })}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

/** When what is counted happened to a transit. */
const MOVED_AT = { registered: 'createdAt', departed: 'departedAt', arrived: 'arrivedAt' } as const;

function AlarmLine({ one, telling }: { one: AlarmView; telling: Telling }) {
  const { t, language } = telling;
  const { id, severity, state, ending, containerNumber, sealId, transitId, transitNumber } = one;
  const { start, raisedAt } = one;
  // of a transit: the moment on its map; of none: the centre's page
  const href =
    transitId === undefined
      ? `/centre?${new URLSearchParams({ ...(sealId !== undefined && { seal: sealId }), alarm: id }).toString()}`
      : `${transitPath(transitId)}?${new URLSearchParams({ at: start }).toString()}`;
  const [raised, began] = [when(raisedAt, telling), clockAndDay(start, Date.parse(raisedAt), language)];
  const parts = [
    raised,
    raised.startsWith(began) ? undefined : t('figuresPage.began', { time: began }),
    containerNumber ?? sealId,
    transitNumber,
    word(t, 'alarmState', state),
    ending === undefined ? undefined : word(t, 'ending', ending),
    ...RESPONSES.map((name) => {
      const at = { acknowledged: one.acknowledged?.at, judged: one.resolvedAt, onSpot: one.onSpotAt }[name];
      if (at === undefined) return undefined;
      const after = durationInWords(Date.parse(at) - Date.parse(raisedAt), t);
      return t(`figuresAfter.${name}`, { after });
    }),
  ];
  return (
    <Line href={href} time={raisedAt} name={alarmSentence(one, t, language)} parts={parts}>
      <StateMark state={severity} size={15} label={t(`severity.${severity}`)} />
    </Line>
  );
}

function TransitLine({ one, at, telling }: { one: TransitView; at: string | null; telling: Telling }) {
  const { id, number, from, to, state } = one;
  const { t, names } = telling;
  const parts = [
    at === null ? undefined : when(at, telling),
    `${names.place(from)} → ${names.place(to)}`,
    word(t, 'transitState', state),
  ];
  return <Line href={transitPath(id)} time={at ?? undefined} name={number} parts={parts} />;
}

interface LineProps {
  href: string;
  /** By which it stands in the list. */
  time: string | undefined;
  name: string;
  parts: readonly (string | undefined)[];
  children?: ReactNode;
}

function Line({ href, time, name, parts, children }: LineProps) {
  return (
    <li data-testid="figure-row" data-time={time}>
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
