import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import card from '../centre/container-card.module.css';
import { MapFrame } from '../centre/map-frame.js';
import { MapTools } from '../centre/map-tools.js';
import { SealFacts } from '../centre/seal-facts.js';
import { useContainers } from '../centre/use-containers.js';
import { useChosen, useRegister } from '../centre/use-map-content.js';
import { usePosition } from '../shared/live/use-position.js';
import { useMap } from '../shared/map/use-map.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Icon } from '../shared/ui/icon.js';
import { Spoken } from '../shared/ui/spoken.js';
import { TrainingMark } from './band.js';
import classes from './training.module.css';

interface SandboxMapProps {
  /** The platform does not answer. */
  isLost: boolean;
  /** What else there is to say over it. */
  hint: string | undefined;
}

/** The desk's map with a sandbox's containers on it, over the registered country; no container of the road comes onto it. */
export function SandboxMap({ isLost, hint }: SandboxMapProps) {
  const { t } = useTranslation();
  const map = useMap(t('training.map'));
  const { measuring, said } = useContainers(map.engine);
  const failed = useRegister(map.engine);
  useChosen(map.engine);
  const notices = [
    ...(hint === undefined ? [] : [hint]),
    ...(failed ? [t('map.registerFailed')] : []),
    ...(map.isNameless ? [t('map.namesFailed')] : []),
  ];
  return (
    <div className={classes['map']}>
      <MapFrame map={map} isDimmed={isLost}>
        <MapTools {...{ notices, measuring }}>
          <TrainingMark />
        </MapTools>
        <Spoken>{said}</Spoken>
      </MapFrame>
      <ChosenContainer />
    </div>
  );
}

/** What the chosen seal says of itself. */
function ChosenContainer() {
  const { t } = useTranslation();
  const { state, store } = useServices();
  const sealId = useSignal(state.seal);
  const live = usePosition(store, sealId ?? '');
  const queries = useQueryClient();
  // its track grows with what it says
  useEffect(() => {
    if (live?.time !== undefined) void queries.invalidateQueries({ queryKey: ['track', sealId] });
  }, [queries, sealId, live?.time]);
  if (live === undefined) return null;
  return (
    <section
      className={card['card']}
      aria-label={t('card.label')}
      data-testid="sandbox-container"
      data-seal={live.sealId}
    >
      <header className={card['head']}>
        <h2 className={card['title']}>
          <ContainerNumber number={live.container ?? live.sealId} />
        </h2>
        <SealFacts sealId={live.sealId} live={live} seal={undefined} />
        <span className={card['grow']} />
        <button
          type="button"
          aria-label={t('card.close')}
          title={t('card.close')}
          onClick={() => state.choose(undefined, state.alarm.get())}
        >
          <Icon name="close" />
        </button>
      </header>
    </section>
  );
}
