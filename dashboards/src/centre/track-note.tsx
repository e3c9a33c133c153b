import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { routesQuery, TRACK_HOURS, trackQuery } from '../shared/api/queries.js';
import classes from './container-card.module.css';

interface TrackNoteProps {
  sealId: string;
  routeId: string | undefined;
}

/** Says what the lines on the map are: the route by its name, and the track, or why there is none. */
export function TrackNote({ sealId, routeId }: TrackNoteProps) {
  const { t } = useTranslation();
  const track = useQuery(trackQuery(sealId));
  const route = useQuery(routesQuery).data?.find(({ id }) => id === routeId);
  if (track.isPending) return null;
  if (track.isError) return <p className={classes['quiet']}>{t('card.trackFailed')}</p>;
  const isEmpty = track.data.features.every((feature) => feature.geometry.type !== 'Point');
  return (
    <p className={classes['note']}>
      {!isEmpty && <i />}
      <span>{t(isEmpty ? 'card.trackEmpty' : 'card.track', { count: TRACK_HOURS })}</span>
      {route !== undefined && <span>{t('card.route', { name: route.name })}</span>}
    </p>
  );
}
