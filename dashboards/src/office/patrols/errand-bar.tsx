import type { AlarmView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import acts from '../../centre/act-buttons.module.css';
import bar from '../../centre/alarm-bar.module.css';
import { alarmSentence } from '../../shared/format/alarm.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { StateMark } from '../../shared/ui/state-mark.js';
import { useErrandAlerts } from './use-errand-alerts.js';

/** At the foot of the page, until it is accepted: what a patrol of one's own was newly sent to. It is heard as well, and shown to who looks elsewhere. */
export function ErrandBar() {
  const { t } = useTranslation();
  const { state } = useServices();
  const language = useLanguage();
  const show = ({ response }: AlarmView) => state.chooseItem(response?.patrolId);
  const { waiting, bell, notices } = useErrandAlerts(show);
  const sound = useSignal(bell.state);
  const notice = useSignal(notices.state);
  const first = waiting[0];
  if (first?.response === undefined) return null;
  return (
    <aside className={bar['bar']} aria-label={t('patrol.newErrand')} data-testid="new-errand">
      <p className={bar['alarm']} role="alert" data-alarm={first.id}>
        <StateMark state={first.severity} size={18} label={t(`severity.${first.severity}`)} />
        <strong>
          {t('patrol.sentNow', { patrol: first.response.patrol, what: alarmSentence(first, t, language) })}
        </strong>
      </p>
      <div className={acts['acts']}>
        <button type="button" data-testid="show-errand" onClick={() => show(first)}>
          {t('patrol.showErrand')}
        </button>
        {notice === 'ask' && (
          <button type="button" onClick={() => void notices.ask()}>
            {t('patrol.tellElsewhere')}
          </button>
        )}
      </div>
      {sound === 'blocked' && <span className={bar['quiet']}>{t('sound.blockedNote')}</span>}
    </aside>
  );
}
