import type { TimelineEntry } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { timelineQuery } from '../shared/api/queries.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
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

  if (timeline.isError) return <p className={classes['quiet']}>{t('card.timelineFailed')}</p>;
  if (timeline.isPending) return <div className={classes['waiting']} aria-hidden />;
  if (entries.length === 0) return <p className={classes['quiet']}>{t('card.timelineEmpty')}</p>;
  const now = store.clock.now();
  return (
    <ol ref={list} className={classes['line']} aria-label={t('card.timeline')} tabIndex={0}>
      {entries.map((entry, index) => (
        <li key={`${entry.time} ${entry.what} ${index}`} data-kind={entry.kind}>
          <Point entry={entry} />
          <span>{describe(entry, t)}</span>
          <time dateTime={entry.time}>{clockAndDay(entry.time, now, language)}</time>
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

function describe(entry: TimelineEntry, t: TFunction): string {
  if (entry.kind === 'step') return word(t, 'step', entry.what);
  if (entry.kind === 'alarm_opened') return word(t, 'alarm', entry.what);
  if (entry.kind === 'alarm_ended')
    return t('timelineKind.alarm_ended', { what: word(t, 'alarm', entry.what) });
  if (entry.kind === 'alarm_act') return word(t, 'act', entry.what);
  return word(t, 'verdict', entry.what);
}
