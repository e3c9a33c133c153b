import { useTranslation } from 'react-i18next';
import classes from '../office.module.css';

/** Told once: who reads it hands it on. */
export function OneTimePassword({ password }: { password: string }) {
  const { t } = useTranslation();
  return (
    <p role="status" className={classes['odd']} data-testid="one-time-password">
      <span>{t('user.told')}</span>
      <code>{password}</code>
    </p>
  );
}
