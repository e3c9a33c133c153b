import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenedMap } from '../shared/map/use-map.js';
import classes from './map-view.module.css';

interface MapFrameProps {
  map: Pick<OpenedMap, 'element' | 'engine' | 'failure'>;
  /** What it shows is not to be relied on. */
  isDimmed?: boolean;
  frame?: Ref<HTMLDivElement>;
  /** What lies over it. */
  children: ReactNode;
}

/** A page's map in its place, and words for why there is none yet. */
export function MapFrame({ map: { element, engine, failure }, isDimmed, frame, children }: MapFrameProps) {
  const { t } = useTranslation();
  return (
    <section className={classes['frame']}>
      <div className={classes['map']} data-testid="map" data-dimmed={isDimmed} ref={frame}>
        <div ref={element} className={classes['canvas']} />
      </div>
      {failure !== null && <p className={classes['failure']}>{t('map.failed', { detail: failure })}</p>}
      {failure === null && engine === null && <p className={classes['failure']}>{t('map.loading')}</p>}
      {children}
    </section>
  );
}
