import type { AlarmView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { alarmReason } from '../shared/format/reason.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useMinutesSince, useServices, useToday } from '../shared/services.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { AlarmStatus } from './alarm-status.js';
import { FeedScope } from './feed-scope.js';
import type { DeskActs } from './use-desk.js';
import classes from './alarm-queue.module.css';

interface AlarmRowProps {
  alarm: AlarmView;
  /** The keys act on this row. */
  current: boolean;
  desk: DeskActs;
}

/** One alarm in words. The whole row flies to the container; its buttons do what the keys do. It is drawn again when its alarm changes, and not with the list. */
export const AlarmRow = memo(function AlarmRow({ alarm, current, desk }: AlarmRowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const reason = current ? alarmReason(alarm, t, language) : undefined;
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
          desk.locate(alarm);
          desk.open(alarm);
        }}
      >
        <StateMark state={alarm.severity} size={18} label={t(`severity.${alarm.severity}`)} />
        <span className={classes['sentence']}>{alarmSentence(alarm, t, language)}</span>
        <Began start={alarm.start} />
        <span className={classes['detail']}>
          {alarm.kind === 'feed_lost' && <FeedScope why={alarm.why} />}
          {alarm.containerNumber !== undefined && <ContainerNumber number={alarm.containerNumber} />}
          {alarm.containerNumber === undefined && alarm.sealId !== undefined && <span>{alarm.sealId}</span>}
          {alarm.transitNumber !== undefined && <span>{alarm.transitNumber}</span>}
        </span>
        <Age start={alarm.start} />
        <AlarmStatus alarm={alarm} />
        {reason !== undefined && <span className={classes['reason']}>{reason}</span>}
      </button>
      {current && <RowActs alarm={alarm} desk={desk} />}
    </div>
  );
});

/** When it began; from midnight on with its day. */
function Began({ start }: Pick<AlarmView, 'start'>) {
  const language = useLanguage();
  const { store } = useServices();
  useToday();
  return <span className={classes['time']}>{clockAndDay(start, store.clock.now(), language)}</span>;
}

/** How long ago it began. */
function Age({ start }: Pick<AlarmView, 'start'>) {
  const { t } = useTranslation();
  const minutes = useMinutesSince(Date.parse(start));
  return <span className={classes['since']}>{spanInWords(minutes * MINUTE, t)}</span>;
}

/** What is done most, each with its key; the rest stands in the alarm's file. */
function RowActs({ alarm, desk }: Pick<AlarmRowProps, 'alarm' | 'desk'>) {
  const { t } = useTranslation();
  const isOwn = useSignal(session.who)?.person.id === alarm.assigneeId;
  const goesOn = desk.mayAct && alarm.state !== 'resolved';
  return (
    <div className={classes['acts']}>
      {goesOn && alarm.state === 'open' && (
        <button type="button" data-testid="alarm-acknowledge" onClick={() => desk.acknowledge(alarm)}>
          <kbd>A</kbd> {t('queue.acknowledge')}
        </button>
      )}
      {goesOn && !isOwn && alarm.state !== 'shelved' && (
        <button type="button" data-testid="alarm-take" onClick={() => desk.take(alarm)}>
          <kbd>S</kbd> {t('queue.take')}
        </button>
      )}
      {goesOn && alarm.state === 'shelved' && (
        <button type="button" data-testid="alarm-unshelve" onClick={() => desk.unshelve(alarm)}>
          {t('queue.unshelve')}
        </button>
      )}
      {goesOn && (
        <button type="button" data-testid="alarm-resolve" onClick={() => desk.ask('resolve', alarm)}>
          <kbd>R</kbd> {t('queue.resolve')}
        </button>
      )}
      <button type="button" onClick={() => desk.locate(alarm)}>
        <kbd>L</kbd> {t('queue.locate')}
      </button>
      <button type="button" data-testid="alarm-open" onClick={() => desk.open(alarm)}>
        <kbd>↵</kbd> {t('queue.open')}
      </button>
    </div>
  );
}
