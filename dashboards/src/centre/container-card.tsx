import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api/client.js';
import { sealQuery, transitQuery } from '../shared/api/queries.js';
import { usePosition } from '../shared/live/use-position.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Failed } from '../shared/ui/failed.js';
import { Icon } from '../shared/ui/icon.js';
import { SealFacts } from './seal-facts.js';
import { Timeline } from './timeline.js';
import { TrackNote } from './track-note.js';
import { TransitSummary } from './transit-summary.js';
import classes from './container-card.module.css';

interface ContainerCardProps {
  sealId: string;
  onClose(): void;
  onLocate(sealId: string): void;
}

/** The chosen container: what it is, how its seal is, where it goes, and what happened to it. */
export function ContainerCard({ sealId, onClose, onLocate }: ContainerCardProps) {
  const { t } = useTranslation();
  const { state, store } = useServices();
  const follows = useSignal(state.follows);
  const live = usePosition(store, sealId);
  const seal = useQuery(sealQuery(sealId));
  const transitId = live?.transitId ?? seal.data?.transitId ?? null;
  const asked = useQuery({ ...transitQuery(transitId ?? ''), enabled: transitId !== null });
  const transit = asked.data;
  const container =
    live?.container ?? transit?.containers.find((one) => one.sealId === sealId)?.number ?? null;

  const isKnown = live !== undefined || seal.data !== undefined;
  // before its transit is read nobody knows on which container it is
  const isBare = isKnown && (transitId === null || transit !== undefined);

  return (
    <section
      className={classes['card']}
      aria-label={t('card.label')}
      data-testid="container-card"
      data-seal={sealId}
    >
      <header className={classes['head']}>
        <h2 className={classes['title']}>
          {container !== null && <ContainerNumber number={container} />}
          {container === null && (isBare ? t('card.noContainer') : t('card.seal', { id: sealId }))}
        </h2>
        {isKnown && <SealFacts sealId={sealId} live={live} seal={seal.data} />}
        <span className={classes['grow']} />
        <button
          type="button"
          aria-label={t('card.locate')}
          title={t('card.locate')}
          onClick={() => onLocate(sealId)}
        >
          <Icon name="locate" />
        </button>
        <button
          type="button"
          aria-label={t('card.follow')}
          title={`${t('card.follow')} (G)`}
          aria-pressed={follows}
          data-testid="follow"
          onClick={() => state.setFollows(!follows)}
        >
          <Icon name="follow" />
        </button>
        <button
          type="button"
          aria-label={t('card.close')}
          title={`${t('card.close')} (Esc)`}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      {seal.isError && (
        <p className={classes['problem']} role="alert">
          {seal.error instanceof ApiError && seal.error.status === 404
            ? t('card.unknownSeal', { id: sealId })
            : t('card.sealFailed', { id: sealId })}
          <button type="button" onClick={() => void seal.refetch()}>
            {t('card.retry')}
          </button>
        </p>
      )}
      {transitId === null && !seal.isPending && !seal.isError && (
        <p className={classes['quiet']}>{t('card.noTransit')}</p>
      )}
      {transitId !== null && <Failed of={asked} what={t('card.ofTransit')} />}
      {transitId !== null && asked.isPending && <p className={classes['quiet']}>{t('transit.loading')}</p>}
      {transit !== undefined && (
        <>
          <TransitSummary transit={transit} live={live} />
          <Timeline transitId={transit.id} />
        </>
      )}
      {isKnown && <TrackNote sealId={sealId} routeId={transit?.routeId} />}
    </section>
  );
}
