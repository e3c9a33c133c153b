import type { TimelineEntry } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { timelineQuery } from '../shared/api/queries.js';
import { clockAndDay } from '../shared/format/time.js';
import { asideOf, entrySentence, isException } from '../shared/format/timeline.js';
import { useLanguage, useServices } from '../shared/services.js';
import { Failed } from '../shared/ui/failed.js';
import { StateMark } from '../shared/ui/state-mark.js';
import classes from './timeline.module.css';

/** Everything that happened to a transit, from left to right, the newest in view. */
export function Timeline({ transitId }: { transitId: string }) {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const timeline = useQuery(timelineQuery(transitId));
  const list = useRef<HTMLOListElement>(null);
  const entries = timeline.data ?? [];
  useEffect(() => {
    list.current?.scrollTo({ left: list.current.scrollWidth });
  }, [entries.length]);

  if (timeline.isError && timeline.data === undefined)
    return <Failed of={timeline} what={t('card.timeline')} />;
  if (timeline.isPending) return <div className={classes['waiting']} aria-hidden />;
  if (entries.length === 0) return <p className={classes['quiet']}>{t('card.timelineEmpty')}</p>;
  const now = store.clock.now();
  return (
    <ol ref={list} className={classes['line']} aria-label={t('card.timeline')} tabIndex={0}>
      {entries.map((entry, index) => (
        <li key={`${entry.time} ${entry.what} ${index}`} data-kind={entry.kind}>
          <Point entry={entry} />
          <span>
            {entrySentence(entry, t, (time) => clockAndDay(time, now, language))}
            <Aside entry={entry} />
          </span>
          <span className={classes['when']}>
            <time dateTime={entry.time}>{clockAndDay(entry.time, now, language)}</time>
            {(entry.kind === 'step' || isException(entry.kind)) && entry.recordedAt !== undefined && (
              <span>
                {t('timelineKind.recorded', { time: clockAndDay(entry.recordedAt, now, language) })}
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** An alarm's own mark while the alarm is known, else a small dot. */
function Point({ entry }: { entry: TimelineEntry }) {
  const { store } = useServices();
  const alarm = entry.alarmId === undefined ? undefined : store.alarms.get().get(entry.alarmId);
  if (entry.kind === 'alarm_opened' && alarm !== undefined)
    return <StateMark state={alarm.severity} size={14} />;
  return <i className={classes['point']} />;
}

/**
 * That an alarm was revealed and not seen beginning; that a step was confirmed as it was proposed, or taken by the office's setting; why an
 * exception was asked for, approved or refused, and by whom.
 */
function Aside({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const aside = asideOf(entry, t);
  return aside === undefined ? null : <small> · {aside}</small>;
}
