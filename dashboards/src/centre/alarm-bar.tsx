import type { AlarmView } from '@haidang/contract';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { movedOn } from '../shared/api/alarms.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { whole } from '../shared/format/number.js';
import { clockAndDay } from '../shared/format/time.js';
import { NEAR } from '../shared/map/setup.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { formatUrlState } from '../shared/url-state.js';
import acts from './act-buttons.module.css';
import classes from './alarm-bar.module.css';
import { meantOf, STAYS, waitingOf } from './alarm-order.js';
import { useAlerts } from './use-alerts.js';
import { useKeys } from './use-keys.js';

/**
 * For an operator who has another page than the map before them: alarms are heard as at the desk, and the gravest that nobody has acknowledged stands at the
 * foot of the page, to be acknowledged and located by two keys. Nothing while none waits.
 * @param isMarked beside alarms that are not real: it says that these are
 */
export function AlarmBar({ isMarked = false }: { isMarked?: boolean }) {
  const { t } = useTranslation();
  const { store, desk } = useServices();
  const language = useLanguage();
  const alarms = useSignal(store.alarms);
  const [taken, setTaken] = useState<AlarmView>();
  const sound = useSignal(useAlerts(locate).bell.state);
  useEffect(() => {
    if (taken === undefined) return undefined;
    const timer = setTimeout(() => setTaken(undefined), STAYS);
    return () => clearTimeout(timer);
  }, [taken]);
  const taking = useMutation({
    mutationFn: desk.acknowledge,
    onSuccess: (alarm) => {
      store.takeAlarm(alarm);
      setTaken(alarm);
    },
    onError: (error) => {
      const now = movedOn(error);
      if (now !== undefined) store.takeAlarm(now);
    },
  });
  const waiting = waitingOf(alarms);
  const shown = meantOf(waiting, taken);
  const acknowledge = () => {
    if (shown?.state === 'open' && !taking.isPending) taking.mutate(shown);
  };
  useKeys({
    'Shift+a': acknowledge,
    'Shift+l': () => {
      if (shown !== undefined) locate(shown);
    },
  });
  if (shown === undefined) return null;
  const more = waiting.filter(({ id }) => id !== shown.id).length;
  return (
    <aside
      className={classes['bar']}
      aria-label={t(isMarked ? 'alarmBar.real' : 'alarmBar.title')}
      data-testid="alarm-bar"
      data-marked={isMarked}
    >
      {isMarked && <strong className={classes['real']}>{t('alarmBar.real')}</strong>}
      <p className={classes['alarm']} role="status" data-alarm={shown.id}>
        <StateMark state={shown.severity} size={18} label={t(`severity.${shown.severity}`)} />
        <strong>{alarmSentence(shown, t, language)}</strong>
        {shown.containerNumber !== undefined && <ContainerNumber number={shown.containerNumber} />}
        <span>{clockAndDay(shown.start, store.clock.now(), language)}</span>
      </p>
      <div className={acts['acts']}>
        {shown.state === 'open' && (
          <button type="button" data-testid="bar-acknowledge" onClick={acknowledge}>
            <kbd>⇧A</kbd> {t('queue.acknowledge')}
          </button>
        )}
        <button type="button" data-testid="bar-locate" onClick={() => locate(shown)}>
          <kbd>⇧L</kbd> {t('queue.locate')}
        </button>
      </div>
      {sound === 'blocked' && <span className={classes['quiet']}>{t('sound.blockedNote')}</span>}
      {more > 0 && (
        <a href="/" data-testid="bar-more">
          {t('alarmBar.more', { shown: whole(more, language) })}
        </a>
      )}
      <ActProblem
        error={taking.error !== null && movedOn(taking.error) === undefined ? taking.error : null}
      />
    </aside>
  );
}

/** Goes to the centre's map, where the alarm was raised, with its container open. */
function locate({ id, sealId, place }: AlarmView): void {
  location.assign(
    `/${formatUrlState({ seal: sealId, alarm: id, camera: { ...place, zoom: NEAR }, wall: false })}`,
  );
}
