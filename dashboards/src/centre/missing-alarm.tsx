import { useTranslation } from 'react-i18next';
import { Icon } from '../shared/ui/icon.js';
import classes from './alarm-file.module.css';

/** Where a link names an alarm that there is not, or not for whoever follows it. */
export function MissingAlarm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <section className={classes['file']} aria-label={t('file.label')} data-testid="alarm-missing">
      <header className={classes['head']}>
        <h2>{t('file.label')}</h2>
        <button type="button" aria-label={t('card.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <p role="status" className={classes['quiet']}>
        {t('file.missing')}
      </p>
    </section>
  );
}
