import type { AlarmView } from '@haidang/contract';
import { CUSTOMS, SECOND } from '@haidang/domain';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Bell } from '../shared/alert/bell.js';
import { Notices } from '../shared/alert/notices.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSelected, useSignal } from '../shared/signal.js';
import { freshIn, repeated, tuneOf } from './alerts.js';

const REPEAT = 8 * SECOND;

export interface Alerts {
  readonly bell: Bell;
  readonly notices: Notices;
}

/**
 * For those who work at the desk: new alarms are heard, and shown to who looks elsewhere; critical ones are heard again until they are acknowledged.
 * @param show what a click on a notification does
 */
export function useAlerts(show: (alarm: AlarmView) => void): Alerts {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const isSupervisor = useIsOneOf(['shift_supervisor']);
  const alarms = useSignal(store.alarms);
  const isReady = useSelected(store.counts, (counts) => counts !== null);
  const isOfDesk = useIsOneOf(CUSTOMS);
  const alerts = useMemo(() => ({ bell: new Bell(), notices: new Notices() }), []);
  const { bell, notices } = alerts;
  const before = useRef<typeof alarms | undefined>(undefined);
  useEffect(() => {
    if (isOfDesk) bell.open();
    return () => bell.close();
  }, [bell, isOfDesk]);
  useEffect(() => {
    if (!isReady || !isOfDesk) return;
    const fresh = freshIn(before.current, alarms);
    before.current = alarms;
    const tune = tuneOf(fresh, isSupervisor);
    if (tune !== undefined) bell.ring(tune);
    const told = isSupervisor ? [...fresh.escalated, ...fresh.waiting] : fresh.waiting;
    for (const alarm of told.slice(0, 3)) {
      const about = [alarm.containerNumber ?? alarm.sealId, alarm.transitNumber];
      const body = about.filter((part) => part !== undefined).join(' · ');
      // a browser shows what has the tag of another in its place, and silently
      const tag = `${alarm.id} ${alarm.worsened?.at ?? ''}`;
      const notice = { body, tag, stays: alarm.severity === 'critical' };
      notices.show(alarmSentence(alarm, t, language), notice, () => show(alarm));
    }
  }, [alarms, isReady, isOfDesk, isSupervisor, bell, notices, show, t, language]);
  useEffect(() => {
    if (!isOfDesk) return undefined;
    const timer = setInterval(() => {
      const tune = repeated(store.alarms.get(), isSupervisor);
      if (tune !== undefined) bell.ring(tune);
    }, REPEAT);
    return () => clearInterval(timer);
  }, [bell, store, isOfDesk, isSupervisor]);
  return alerts;
}
