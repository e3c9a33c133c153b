import type { AlarmFiguresView, AlarmView } from '@haidang/contract';
import { DAY, formatInstant, SECOND, type Severity } from '@haidang/domain';
import { CloseButton, Modal } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '../office/more-button.js';
import { partsQuery } from '../shared/api/parts.js';
import { durationInWords } from '../shared/format/ago.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { numeral, whole } from '../shared/format/number.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { Failed } from '../shared/ui/failed.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { alarmFiguresQuery } from './alarm-figures.js';
import type { QueuePart } from './alarm-order.js';
import { GRAVEST_FIRST } from './counts.js';
import classes from './figures-panel.module.css';

/** What the panel lists: alarms that come with the figures, or that are asked for. */
type ListName = keyof AlarmFiguresView['lists'] | Severity | 'unacknowledged';

interface FiguresPanelProps {
  onClose(): void;
  onOpen(alarm: AlarmView): void;
  /** A figure of which the queue has a part. */
  onPart(part: QueuePart): void;
}

/** How the desk fares (ISA-18.2, EEMUA 191). A figure with alarms behind it opens their list, an alarm its file. */
export function FiguresPanel({ onClose, onOpen, onPart }: FiguresPanelProps) {
  const { t } = useTranslation();
  const { store } = useServices();
  const asked = useQuery(alarmFiguresQuery);
  const { data } = asked;
  const [list, setList] = useState<ListName>('raised');
  const [since] = useState(() => formatInstant(store.clock.now() - DAY));
  return (
    <Modal.Root opened onClose={onClose} centered size={640}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('figures.title')} data-testid="figures">
        <Modal.Body className={classes['body']}>
          <div className={classes['head']}>
            <h2>{t('figures.title')}</h2>
            <CloseButton aria-label={t('card.close')} onClick={onClose} />
          </div>
          <Failed of={asked} />
          {asked.isPending && <p className={classes['quiet']}>{t('office.loading')}</p>}
          {data !== undefined && (
            <>
              <Figures figures={data} list={list} onList={setList} onPart={onPart} />
              <Listed figures={data} list={list} since={since} onOpen={onOpen} />
            </>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface FiguresProps {
  figures: AlarmFiguresView;
  list: ListName;
  onList(list: ListName): void;
  onPart(part: QueuePart): void;
}

function Figures({ figures, list, onList, onPart }: FiguresProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { rate, operators, flood, share, stale, lists, acknowledgedWithin } = figures;
  const all = share.critical + share.major + share.minor;
  const doors: [ListName, string, string][] = [
    ['raised', numeral(rate, language), t('figures.rate', { count: operators })],
    ['stale', whole(stale, language), t('figures.stale')],
    ['chattering', whole(lists.chattering.length, language), t('figures.chattering')],
  ];
  const door = (name: ListName, what: ReactNode) => (
    <button
      key={name}
      type="button"
      aria-pressed={name === list}
      data-testid={`figure-${name}`}
      onClick={() => onList(name)}
    >
      {what}
    </button>
  );
  const toQueue = (part: QueuePart, count: number) => (
    <button type="button" data-testid={`figure-${part}`} onClick={() => onPart(part)}>
      {whole(count, language)} <small>{t('figures.inQueue')}</small>
    </button>
  );
  return (
    <>
      <div className={classes['doors']}>
        {doors.map(([name, value, label]) =>
          door(
            name,
            <>
              <b>{value}</b>
              <span>{label}</span>
            </>,
          ),
        )}
      </div>
      {flood && <p className={classes['flood']}>{t('figures.flood')}</p>}
      <dl className={classes['facts']}>
        <dt>{t('figures.share')}</dt>
        <dd>
          {GRAVEST_FIRST.map((severity) =>
            door(
              severity,
              <>
                <StateMark state={severity} size={13} label={t(`severity.${severity}`)} />{' '}
                {whole(share[severity], language)}
                {all > 0 && <small> {whole((share[severity] / all) * 100, language)}%</small>}
              </>,
            ),
          )}
        </dd>
        <dt>{t('figures.unacknowledged')}</dt>
        <dd>{door('unacknowledged', whole(figures.unacknowledged, language))}</dd>
        <dt>{t('figures.escalated')}</dt>
        <dd>{toQueue('escalated', figures.escalated)}</dd>
        <dt>{t('figures.shelved')}</dt>
        <dd>{toQueue('shelved', figures.shelved)}</dd>
        <dt>{t('figures.within')}</dt>
        <dd>{acknowledgedWithin === undefined ? '–' : durationInWords(acknowledgedWithin * SECOND, t)}</dd>
      </dl>
    </>
  );
}

interface ListedProps extends Pick<FiguresPanelProps, 'onOpen'> {
  figures: AlarmFiguresView;
  list: ListName;
  /** From when on the shares count, RFC 3339. */
  since: string;
}

function Listed({ figures: { lists }, list, since, onOpen }: ListedProps) {
  switch (list) {
    case 'chattering':
      return <Rows rows={lists.chattering} onOpen={onOpen} />;
    case 'raised':
    case 'stale':
      return <Rows rows={lists[list].map((alarm) => ({ alarm }))} onOpen={onOpen} />;
    case 'unacknowledged':
      return <Asked query={{ state: 'open' }} onOpen={onOpen} />;
    default:
      return <Asked query={{ severity: list, since }} onOpen={onOpen} />;
  }
}

/** Those of a figure whose alarms do not come with it. */
function Asked({ query, onOpen }: { query: Record<string, string> } & Pick<FiguresPanelProps, 'onOpen'>) {
  const { t } = useTranslation();
  const asked = useInfiniteQuery(
    partsQuery<AlarmView>('figure-alarms', '/alarms', new URLSearchParams(query).toString()),
  );
  const alarms = asked.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <Failed of={asked} />
      {asked.isPending && <p className={classes['quiet']}>{t('office.loading')}</p>}
      {alarms !== undefined && <Rows rows={alarms.map((alarm) => ({ alarm }))} onOpen={onOpen} />}
      <MoreButton list={asked} />
    </>
  );
}

interface RowsProps extends Pick<FiguresPanelProps, 'onOpen'> {
  rows: readonly { readonly alarm: AlarmView; readonly count?: number }[];
}

function Rows({ rows, onOpen }: RowsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServices().store.clock.now();
  if (rows.length === 0) return <p className={classes['quiet']}>{t('figures.none')}</p>;
  return (
    <ul className={classes['list']} data-testid="figure-alarms">
      {rows.map(({ alarm, count }) => (
        <li key={alarm.id}>
          <button type="button" onClick={() => onOpen(alarm)}>
            <StateMark state={alarm.severity} size={14} label={t(`severity.${alarm.severity}`)} />
            <span>
              {alarmSentence(alarm, t, language)}
              {count !== undefined && <b> × {whole(count, language)}</b>}
            </span>
            <small>
              {alarm.containerNumber ?? alarm.sealId} · {clockAndDay(alarm.raisedAt, now, language)}
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}
