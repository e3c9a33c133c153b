import { useTranslation } from 'react-i18next';
import { START } from '../shared/map/setup.js';
import { Icon } from '../shared/ui/icon.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { HiddenNote } from './map-legend.js';
import { MeasurePanel } from './measure-panel.js';
import type { Measuring } from './measuring.js';
import classes from './map-view.module.css';

interface MapToolsProps {
  notices: readonly string[];
  measuring: Measuring;
  /** What explains it. */
  children: React.ReactNode;
}

/** What lies over the map: its buttons, what the operator must know of it, and in its corner what explains it. */
export function MapTools({ notices, measuring, children }: MapToolsProps) {
  const { t } = useTranslation();
  return (
    <>
      {measuring.isOn && <div className={classes['middle']} aria-hidden />}
      <div className={classes['notices']}>
        {measuring.isOn && <MeasurePanel measuring={measuring} />}
        <div role="status">
          {notices.map((notice) => (
            <p key={notice} className={classes['notice']}>
              {notice}
            </p>
          ))}
          <HiddenNote />
        </div>
      </div>
      <MapButtons>
        <button
          type="button"
          aria-label={t('map.measure')}
          title={`${t('map.measure')} (M)`}
          aria-pressed={measuring.isOn}
          data-testid="measure-open"
          onClick={measuring.toggle}
        >
          <Icon name="ruler" />
        </button>
      </MapButtons>
      <div className={classes['corner']}>{children}</div>
    </>
  );
}

/** Nearer, further, the whole country. @param children buttons of the page's own */
export function MapButtons({ children }: { children?: React.ReactNode }) {
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
        {children}
      </div>
    </div>
  );
}
