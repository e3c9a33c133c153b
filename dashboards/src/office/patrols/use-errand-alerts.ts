import type { AlarmView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Bell } from '../../shared/alert/bell.js';
import { Notices } from '../../shared/alert/notices.js';
import { alarmSentence } from '../../shared/format/alarm.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { useOwnPlaces } from '../use-own-places.js';
import { errandsIn } from './errands.js';

const REPEAT = 8 * SECOND;
const NONE: readonly AlarmView[] = [];

interface ErrandAlerts {
  /** Not accepted yet, the last one sent first. */
  readonly waiting: readonly AlarmView[];
  readonly bell: Bell;
  readonly notices: Notices;
}

/**
 * For an office, whose patrols those are: what one was newly sent to is heard again and again until somebody accepts it, and shown to who looks elsewhere.
 * @param show what a click on a notification does
 */
export function useErrandAlerts(show: (alarm: AlarmView) => void): ErrandAlerts {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const isOfOffice = useIsOneOf(['customs_officer']);
  const alarms = useSignal(store.alarms);
  const own = useOwnPlaces();
  const alerts = useMemo(() => ({ bell: new Bell(), notices: new Notices() }), []);
  const { bell, notices } = alerts;
  const waiting = useMemo(
    () => (isOfOffice && own !== undefined ? errandsIn(alarms, new Set(own.map(({ id }) => id))) : NONE),
    [alarms, own, isOfOffice],
  );
  const known = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (isOfOffice) bell.open();
    return () => bell.close();
  }, [bell, isOfOffice]);
  useEffect(() => {
    const fresh = waiting.filter(({ response }) => !known.current.has(response!.dispatchId));
    known.current = new Set(waiting.map(({ response }) => response!.dispatchId));
    if (fresh.length > 0) bell.ring('errand');
    for (const alarm of fresh) {
      const { patrol, dispatchId } = alarm.response!;
      const what = t('patrol.sentNow', { patrol, what: alarmSentence(alarm, t, language) });
      notices.show(what, { body: alarm.containerNumber ?? '', tag: dispatchId, stays: true }, () =>
        show(alarm),
      );
    }
  }, [waiting, bell, notices, show, t, language]);
  const isWaiting = waiting.length > 0;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => bell.ring('errand'), REPEAT);
    return () => clearInterval(timer);
  }, [bell, isWaiting]);
  return { waiting, ...alerts };
}
