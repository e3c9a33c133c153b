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
          <span>
            {describe(entry, t)}
            <Late entry={entry} />
          </span>
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

/** An alarm that was revealed, not seen beginning; known while the alarm stands. */
function Late({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const { store } = useServices();
  if (entry.kind !== 'alarm_opened' || entry.alarmId === undefined) return null;
  return store.alarms.get().get(entry.alarmId)?.late === true ? <small> · {t('queue.late')}</small> : null;
}

function describe(entry: TimelineEntry, t: TFunction): string {
  if (entry.kind === 'step') return word(t, 'step', entry.what);
  if (entry.kind === 'alarm_opened') return word(t, 'alarm', entry.what);
  if (entry.kind === 'alarm_ended') {
    const what = word(t, 'alarm', entry.what);
    if (entry.reason === undefined) return t('timelineKind.alarm_ended', { what });
    return t('timelineKind.alarm_ended_as', { what, ending: word(t, 'ending', entry.reason) });
  }
  if (entry.kind === 'alarm_act') return word(t, 'act', entry.what);
  return word(t, 'verdict', entry.what);
}
