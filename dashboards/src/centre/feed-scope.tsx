import type { AlarmView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery } from '../shared/api/queries.js';

/** Whose messages do not come: those of one office of departure, or everybody's. */
export function FeedScope({ why }: Pick<AlarmView, 'why'>) {
  const { t } = useTranslation();
  const { data } = useQuery(facilitiesQuery);
  const { region } = why.measured;
  if (region === undefined) return <span>{t('queue.everywhere')}</span>;
  const office = data?.find(({ id }) => id === region)?.name ?? String(region);
  return <span>{t('queue.departedFrom', { office })}</span>;
}
