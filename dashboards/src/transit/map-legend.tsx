import { useTranslation } from 'react-i18next';
import mapClasses from '../centre/map-view.module.css';
import { STANDINGS } from '../shared/map/trails.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { SlotMark } from './slot-mark.js';
import type { Story } from './story.js';
import classes from './transit.module.css';

/** What lines, marks and colours on the map are. */
export function MapLegend({ stories }: { stories: readonly Story[] }) {
  const { t } = useTranslation();
  return (
    <details className={mapClasses['legend']}>
      <summary>{t('map.legend')}</summary>
      <ul>
        {stories.map(({ slot, transit }) => (
          <li key={transit.id}>
            <span className={mapClasses['key']}>
              <SlotMark slot={slot} size={14} />
            </span>
            {transit.number}
          </li>
        ))}
        {STANDINGS.map((standing) => (
          <li key={standing}>
            <span className={classes['standing']} data-standing={standing}>
              {standing === 'doubted' && '?'}
            </span>
            {t(`standing.${standing}`)}
          </li>
        ))}
        <li>
          <span className={mapClasses['key']}>
            <StateMark state="critical" size={14} />
          </span>
          {t('transit.alarmStands')}
        </li>
        <li>
          <span className={mapClasses['key']}>
            <StateMark state="critical" size={14} stale />
          </span>
          {t('transit.alarmElse')}
        </li>
        <li>
          <span className={mapClasses['swatch']} />
          {t('map.corridor')}
        </li>
        <li>
          <span className={mapClasses['hatch']} />
          {t('map.forbidden')}
        </li>
      </ul>
    </details>
  );
}
