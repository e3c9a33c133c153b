import type { TimelineEntry } from '@haidang/contract';
import { EXCEPTION_NOTES } from '@haidang/domain';
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
            {describe(entry, t, (time) => clockAndDay(time, now, language))}
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

function asideOf({ kind, recordedAt, how, reason, by }: TimelineEntry, t: TFunction): string | undefined {
  if (kind === 'alarm_opened' && recordedAt !== undefined) return t('queue.late');
  if (how !== undefined) return t(`how.${how}`);
  if (!isException(kind) || reason === undefined) return undefined;
  return by === undefined ? reason : t('exceptionNote.why', { reason, by });
}

function isException(kind: TimelineEntry['kind']): boolean {
  return EXCEPTION_NOTES.some((note) => note === kind);
}

function describe(entry: TimelineEntry, t: TFunction, clock: (time: string) => string): string {
  const { kind, at, reason } = entry;
  const time = at === undefined ? '' : clock(at);
  const alarm = word(t, 'alarm', entry.what);
  switch (kind) {
    case 'step':
      return word(t, 'step', entry.what);
    case 'proposed':
    case 'proposal_moved':
    case 'proposal_withdrawn':
    case 'gate_confirmed':
    case 'seal_confirmed':
    case 'contradiction_withdrawn':
      return t(`journeyNote.${kind}`, { step: word(t, 'foundStep', entry.what), time });
    case 'contradicted':
      return t(`journeyNote.${at === undefined ? 'refuted' : kind}`, {
        step: word(t, 'foundStep', entry.what),
        time,
      });
    case 'checkpoint_passed':
    case 'checkpoint_missed':
      return t(`checkpoint.${kind}`, { place: reason ?? entry.what });
    case 'alarm_opened':
      return alarm;
    case 'alarm_revealed':
    case 'alarm_reopened':
    case 'alarm_corrected':
    case 'alarm_merged':
      return t(`alarmNews.${kind}`, { alarm, time });
    case 'alarm_ended':
      if (reason === undefined) return t('timelineKind.alarm_ended', { what: alarm });
      return t('timelineKind.alarm_ended_as', { what: alarm, ending: word(t, 'ending', reason) });
    case 'exception_asked':
    case 'exception_refused':
      return t(`exceptionNote.${kind}`, { what: word(t, 'exception', entry.what) });
    case 'exception_approved': {
      const { was, isNow } = entry;
      const changed = was !== undefined && isNow !== undefined;
      return t(`exceptionNote.${changed ? 'exception_changed' : kind}`, {
        ...{ what: word(t, 'exception', entry.what), was, isNow },
      });
    }
    case 'incident':
      return t('exceptionNote.incident', { what: word(t, 'incident', entry.what) });
    case 'alarm_act':
      return word(t, 'act', entry.what);
    case 'case':
      return t('timelineKind.case', { what: word(t, 'caseAct', entry.what) });
    default:
      return word(t, 'verdict', entry.what);
  }
}
