import type { AlarmView } from '@haidang/contract';
import { CUSTOMS } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { alarmReason } from '../shared/format/reason.js';
import { clock } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { FeedScope } from './feed-scope.js';
import classes from './alarm-queue.module.css';

export interface AlarmActs {
  locate(alarm: AlarmView): void;
  open(alarm: AlarmView): void;
  acknowledge(alarm: AlarmView): void;
  resolve(alarm: AlarmView): void;
}

interface AlarmRowProps {
  alarm: AlarmView;
  /** The keys act on this row. */
  current: boolean;
  /** The server's clock. */
  now: number;
  acts: AlarmActs;
}

/** One alarm in words. The whole row flies to the container; its buttons do what the keys do. */
export function AlarmRow({ alarm, current, now, acts }: AlarmRowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const mayAct = useIsOneOf(CUSTOMS);
  const reason = current ? alarmReason(alarm, t, language) : undefined;
  const since = spanInWords(Math.max(0, now - Date.parse(alarm.start)), t);
  return (
    <div
      className={classes['row']}
      data-testid="alarm-row"
      data-alarm={alarm.id}
      data-severity={alarm.severity}
      data-state={alarm.state}
      data-current={current}
    >
      <button
        type="button"
        className={classes['body']}
        aria-current={current}
        onClick={() => {
          acts.locate(alarm);
          acts.open(alarm);
        }}
      >
        <StateMark state={alarm.severity} size={18} label={t(`severity.${alarm.severity}`)} />
        <span className={classes['sentence']}>{alarmSentence(alarm, t, language)}</span>
        <span className={classes['time']}>{clock(alarm.start, language)}</span>
        <span className={classes['detail']}>
          {alarm.kind === 'feed_lost' && <FeedScope why={alarm.why} />}
          {alarm.containerNumber !== undefined && <ContainerNumber number={alarm.containerNumber} />}
          {alarm.containerNumber === undefined && alarm.sealId !== undefined && <span>{alarm.sealId}</span>}
          {alarm.transitNumber !== undefined && <span>{alarm.transitNumber}</span>}
        </span>
        <span className={classes['since']}>{since}</span>
        <Status alarm={alarm} />
        {reason !== undefined && <span className={classes['reason']}>{reason}</span>}
      </button>
      {current && (
        <div className={classes['acts']}>
          {mayAct && alarm.state === 'open' && (
            <button type="button" data-testid="alarm-acknowledge" onClick={() => acts.acknowledge(alarm)}>
              <kbd>A</kbd> {t('queue.acknowledge')}
            </button>
          )}
          {mayAct && alarm.state !== 'resolved' && (
            <button type="button" data-testid="alarm-resolve" onClick={() => acts.resolve(alarm)}>
              <kbd>R</kbd> {t('queue.resolve')}
            </button>
          )}
          <button type="button" onClick={() => acts.locate(alarm)}>
            <kbd>L</kbd> {t('queue.locate')}
          </button>
          {alarm.sealId !== undefined && (
            <button type="button" onClick={() => acts.open(alarm)}>
              <kbd>↵</kbd> {t('queue.open')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Who has it, whether the episode goes on, and what late evidence made of it; nothing for an open alarm that was seen beginning and goes on. */
function Status({ alarm }: { alarm: AlarmView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const parts: string[] = [];
  if (alarm.state === 'resolved') parts.push(t('queue.resolved'));
  if (alarm.state === 'acknowledged')
    parts.push(
      alarm.assignee === undefined
        ? t('queue.acknowledged')
        : t('queue.acknowledgedBy', { name: alarm.assignee }),
    );
  if (alarm.state === 'shelved') parts.push(t('queue.shelved'));
  if (alarm.end !== undefined) parts.push(t('queue.over', { time: clock(alarm.end, language) }));
  if (alarm.ending === 'corrected' || alarm.ending === 'merged') parts.push(word(t, 'ending', alarm.ending));
  if (parts.length === 0 && !alarm.late) return null;
  return (
    <span className={classes['status']}>
      {alarm.late && <b className={classes['late']}>{t('queue.late')}</b>}
      {parts.join(' · ')}
    </span>
  );
}
