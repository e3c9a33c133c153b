import type { AlarmView } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { clock, clockAndDay, type Language } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useReported } from './use-reported.js';
import classes from './alarm-queue.module.css';

/**
 * What was reported of the way before, who has it, whether it was handed up, whether the episode goes on, and what late evidence made of it; nothing for an open alarm that was seen
 * beginning and goes on.
 */
export function AlarmStatus({ alarm }: { alarm: AlarmView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { clock: serverClock } = useServices().store;
  const reported = useReported(alarm);
  const parts = partsOf(alarm, t, language);
  const { worsened } = alarm;
  const isMarked =
    alarm.late || worsened !== undefined || alarm.escalated !== undefined || reported !== undefined;
  if (parts.length === 0 && !isMarked) return null;
  return (
    <span className={classes['status']}>
      {reported !== undefined && (
        <b className={classes['late']} data-testid="alarm-reported">
          {t('queue.reported', {
            what: word(t, 'incident', reported.kind),
            time: clockAndDay(reported.at, serverClock.now(), language),
          })}
        </b>
      )}
      {worsened !== undefined && (
        <b className={classes['late']} data-testid="alarm-worsened">
          {t(worsened.by === undefined ? 'queue.worsened' : 'queue.worsenedUnder', {
            ...{ time: clock(worsened.at, language), name: worsened.by },
            from: t(`severity.${worsened.from}`),
          })}
        </b>
      )}
      {alarm.escalated !== undefined && (
        <b className={classes['late']} data-testid="alarm-escalated">
          {t('queue.escalated', { time: clock(alarm.escalated.at, language) })}
        </b>
      )}
      {alarm.late && <b className={classes['late']}>{t('queue.late')}</b>}
      {parts.join(' · ')}
    </span>
  );
}

function partsOf(alarm: AlarmView, t: TFunction, language: Language): string[] {
  const parts: string[] = [];
  if (alarm.state === 'resolved') parts.push(t('queue.resolved'));
  if (alarm.shelved !== undefined)
    parts.push(
      t('queue.shelvedUntil', {
        ...{
          time: clock(alarm.shelved.until, language),
          name: alarm.shelved.by,
          reason: alarm.shelved.reason,
        },
      }),
    );
  if (alarm.assignee !== undefined) parts.push(t('queue.assignedTo', { name: alarm.assignee }));
  else if (alarm.state === 'acknowledged')
    parts.push(
      alarm.acknowledged === undefined
        ? t('queue.acknowledged')
        : t('queue.acknowledgedBy', { name: alarm.acknowledged.by }),
    );
  if (alarm.response !== undefined)
    parts.push(
      t('queue.field', {
        ...{ patrol: alarm.response.patrol, time: clock(alarm.response.at, language) },
        state: word(t, 'fieldState', alarm.response.state),
      }),
    );
  if (alarm.comments.length > 0) parts.push(t('queue.comments', { count: alarm.comments.length }));
  if (alarm.end !== undefined) parts.push(t('queue.over', { time: clock(alarm.end, language) }));
  if (alarm.ending === 'corrected' || alarm.ending === 'merged') parts.push(word(t, 'ending', alarm.ending));
  return parts;
}
