import { useTranslation } from 'react-i18next';
import { secondAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import classes from './feed-banner.module.css';

/** Says that the picture is not of now, and of when it is. Nothing while all is well. */
export function FeedBanner() {
  const { t } = useTranslation();
  const { feed, store } = useServices();
  const language = useLanguage();
  const { status, dataAt } = useSignal(feed.state);
  if (status === 'live' || status === 'connecting') return null;
  const time = dataAt === null ? '' : secondAndDay(dataAt, store.clock.now(), language);
  return (
    <div className={classes['banner']} role="alert" data-testid="feed-banner" data-status={status}>
      <strong>{dataAt === null ? t('feed.never') : t(`feed.${status}`, { time })}</strong>
      <span>{t('feed.mending')}</span>
    </div>
  );
}
