import { useTranslation } from 'react-i18next';
import { START } from '../shared/map/setup.js';
import { Icon } from '../shared/ui/icon.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { mapHandle } from '../shared/map/map-handle.js';
import classes from './map-view.module.css';

const LEGEND = ['critical', 'major', 'minor', 'on_route', 'idle'] as const;

/** What lies over the map: its buttons, its legend, and what the operator must know of it. */
export function MapTools({ notices }: { notices: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes['notices']} role="status">
        {notices.map((notice) => (
          <p key={notice} className={classes['notice']}>
            {notice}
          </p>
        ))}
      </div>
      <MapButtons />
      <details className={classes['legend']}>
        <summary>{t('map.legend')}</summary>
        <ul>
          {LEGEND.map((state) => (
            <li key={state}>
              <span className={classes['key']}>
                <StateMark state={state} size={state === 'critical' || state === 'major' ? 16 : 10} />
              </span>
              {t(`markState.${state}`)}
            </li>
          ))}
          <li>
            <span className={classes['key']}>
              <StateMark state="on_route" stale size={12} />
            </span>
            {t('markState.stale')}
          </li>
          <li>
            <span className={classes['swatch']} />
            {t('map.corridor')}
          </li>
          <li>
            <span className={classes['hatch']} />
            {t('map.forbidden')}
          </li>
        </ul>
      </details>
    </>
  );
}

/** Nearer, further, the whole country. */
export function MapButtons() {
  const { t } = useTranslation();
  return (
    <div className={classes['tools']}>
      <div className={classes['buttons']}>
        <button type="button" aria-label={t('map.zoomIn')} onClick={() => mapHandle.get()?.zoomBy(1)}>
          <Icon name="plus" />
        </button>
        <button type="button" aria-label={t('map.zoomOut')} onClick={() => mapHandle.get()?.zoomBy(-1)}>
          <Icon name="minus" />
        </button>
        <button
          type="button"
          aria-label={t('map.wholeCountry')}
          title={t('map.wholeCountry')}
          onClick={() => mapHandle.get()?.jumpTo(START.camera)}
        >
          <Icon name="country" />
        </button>
      </div>
    </div>
  );
}
