import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TRACK_HOURS, trackQuery } from '../shared/api/queries.js';
import classes from './container-card.module.css';

/** Says what the line on the map is, or why there is none. */
export function TrackNote({ sealId }: { sealId: string }) {
  const { t } = useTranslation();
  const track = useQuery(trackQuery(sealId));
  if (track.isPending) return null;
  if (track.isError) return <p className={classes['quiet']}>{t('card.trackFailed')}</p>;
  const isEmpty = track.data.features.every((feature) => feature.geometry.type !== 'Point');
  return (
    <p className={classes['note']}>
      {!isEmpty && <i />}
      {t(isEmpty ? 'card.trackEmpty' : 'card.track', { count: TRACK_HOURS })}
    </p>
  );
}
