import type { EvidenceView } from '@haidang/contract';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../shared/api/client.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import classes from './office.module.css';

/** Pictures and papers by their ids, each shown as the platform hands it out: harmless, whatever hides in it. */
export function Pictures({ ids, none }: { ids: readonly string[]; none: string }) {
  const { t } = useTranslation();
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['evidence', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<EvidenceView>(`/evidence/${id}`, { signal }),
      staleTime: Infinity,
    })),
  });
  if (ids.length === 0) return <p className={classes['quiet']}>{none}</p>;
  return (
    <ul className={classes['pictures']} aria-label={t('pictures.title')}>
      {found.map(({ data, error }, i) => (
        <li key={ids[i]}>
          {data !== undefined && <Picture one={data} />}
          {error !== null && <span className={classes['quiet']}>{t('pictures.gone')}</span>}
        </li>
      ))}
    </ul>
  );
}

function Picture({ one: { id, type, takenAt, sha256 } }: { one: EvidenceView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const [isBroken, setBroken] = useState(false);
  const time = clockAndDay(takenAt, store.clock.now(), language);
  const src = `/api/v1/evidence/${id}/content`;
  return (
    <a href={src} target="_blank" rel="noreferrer" title={t('pictures.hash', { hash: sha256 })}>
      {type.startsWith('image/') && !isBroken ? (
        <img src={src} alt={t('pictures.taken', { time })} loading="lazy" onError={() => setBroken(true)} />
      ) : (
        <span className={classes['paper']}>{t(isBroken ? 'pictures.gone' : 'pictures.paper')}</span>
      )}
      <small>{time}</small>
    </a>
  );
}
