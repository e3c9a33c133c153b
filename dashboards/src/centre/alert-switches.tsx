import { CUSTOMS } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { Icon } from '../shared/ui/icon.js';
import type { Alerts } from './use-alerts.js';
import classes from './alarm-queue.module.css';

/** Whether new alarms are heard. */
export function AlertSwitches({ alerts: { bell } }: { alerts: Alerts }) {
  const { t } = useTranslation();
  const sound = useSignal(bell.state);
  if (!useIsOneOf(CUSTOMS)) return null;
  const label = t(`sound.${sound}`);
  return (
    <button
      type="button"
      className={classes['square']}
      aria-pressed={sound !== 'off'}
      aria-label={label}
      title={label}
      data-testid="sound-switch"
      data-sound={sound}
      onClick={() => bell.setOn(sound === 'off')}
    >
      <Icon name={sound === 'on' ? 'bell' : 'mute'} />
    </button>
  );
}

/** What the browser forbids, and what one can do about it. */
export function AlertNotes({ alerts: { bell, notices } }: { alerts: Alerts }) {
  const { t } = useTranslation();
  const sound = useSignal(bell.state);
  const notice = useSignal(notices.state);
  if (!useIsOneOf(CUSTOMS) || sound === 'off') return null;
  if (sound === 'blocked')
    return (
      <p className={classes['note']} role="status" data-testid="sound-blocked">
        {t('sound.blockedNote')}
      </p>
    );
  if (notice === 'denied' || notice === 'missing')
    return <p className={classes['note']}>{t(`notice.${notice}`)}</p>;
  if (notice === 'ask')
    return (
      <p className={classes['note']}>
        {t('notice.ask')}
        <button type="button" className={classes['textButton']} onClick={() => void notices.ask()}>
          {t('notice.allow')}
        </button>
      </p>
    );
  return null;
}
