import type { AlarmFiguresView, AlarmView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { CloseButton, Modal } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../shared/api/client.js';
import { durationInWords } from '../shared/format/ago.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { GRAVEST_FIRST } from './counts.js';
import classes from './figures-panel.module.css';

const figuresQuery = queryOptions({
  queryKey: ['alarm-figures'],
  queryFn: ({ signal }) => get<AlarmFiguresView>('/alarm-figures', { signal }),
  refetchInterval: 15 * SECOND,
});

type ListName = keyof AlarmFiguresView['lists'];

interface FiguresPanelProps {
  onClose(): void;
  onOpen(alarm: AlarmView): void;
}

/** How the desk fares (ISA-18.2, EEMUA 191). A figure with alarms behind it opens their list, an alarm its file. */
export function FiguresPanel({ onClose, onOpen }: FiguresPanelProps) {
  const { t } = useTranslation();
  const { data, isError } = useQuery(figuresQuery);
  const [list, setList] = useState<ListName>('raised');
  return (
    <Modal.Root opened onClose={onClose} centered size={640}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('figures.title')} data-testid="figures">
        <Modal.Body className={classes['body']}>
          <div className={classes['head']}>
            <h2>{t('figures.title')}</h2>
            <CloseButton aria-label={t('card.close')} onClick={onClose} />
          </div>
          {isError && <p role="alert">{t('figures.failed')}</p>}
          {data !== undefined && (
            <>
              <Figures figures={data} list={list} onList={setList} />
              <List figures={data} list={list} onOpen={onOpen} />
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
}

function Figures({ figures, list, onList }: FiguresProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { rate, operators, flood, share, stale, lists, acknowledgedWithin } = figures;
  const all = share.critical + share.major + share.minor;
  const doors: [ListName, string, string][] = [
    ['raised', rate.toLocaleString(language), t('figures.rate', { count: operators })],
    ['stale', String(stale), t('figures.stale')],
    ['chattering', String(lists.chattering.length), t('figures.chattering')],
  ];
  return (
    <>
      <div className={classes['doors']}>
        {doors.map(([name, value, label]) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === list}
            data-testid={`figure-${name}`}
            onClick={() => onList(name)}
          >
            <b>{value}</b>
            <span>{label}</span>
          </button>
        ))}
      </div>
      {flood && <p className={classes['flood']}>{t('figures.flood')}</p>}
      <dl className={classes['facts']}>
        <dt>{t('figures.share')}</dt>
        <dd>
          {GRAVEST_FIRST.map((severity) => (
            <span key={severity}>
              <StateMark state={severity} size={13} label={t(`severity.${severity}`)} /> {share[severity]}
              {all > 0 && <small> {Math.round((share[severity] / all) * 100)}%</small>}
            </span>
          ))}
        </dd>
        <dt>{t('figures.unacknowledged')}</dt>
        <dd>{figures.unacknowledged}</dd>
        <dt>{t('figures.escalated')}</dt>
        <dd>{figures.escalated}</dd>
        <dt>{t('figures.shelved')}</dt>
        <dd>{figures.shelved}</dd>
        <dt>{t('figures.within')}</dt>
        <dd>{acknowledgedWithin === undefined ? '–' : durationInWords(acknowledgedWithin * SECOND, t)}</dd>
      </dl>
    </>
  );
}

function List({
  figures: { lists },
  list,
  onOpen,
}: Pick<FiguresProps, 'figures' | 'list'> & Pick<FiguresPanelProps, 'onOpen'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServices().store.clock.now();
  const rows =
    list === 'chattering' ? lists.chattering : lists[list].map((alarm) => ({ alarm, count: undefined }));
  if (rows.length === 0) return <p className={classes['quiet']}>{t('figures.none')}</p>;
  return (
    <ul className={classes['list']}>
      {rows.map(({ alarm, count }) => (
        <li key={alarm.id}>
          <button type="button" onClick={() => onOpen(alarm)}>
            <StateMark state={alarm.severity} size={14} label={t(`severity.${alarm.severity}`)} />
            <span>
              {alarmSentence(alarm, t, language)}
              {count !== undefined && <b> × {count}</b>}
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
