import { useTranslation } from 'react-i18next';
import { distance } from '../shared/format/number.js';
import { useLanguage } from '../shared/services.js';
import type { Measuring } from './measuring.js';
import classes from './map-view.module.css';

/** What was measured so far, and how to go on. */
export function MeasurePanel({ measuring }: { measuring: Measuring }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { lengths, undo, toggle } = measuring;
  return (
    <div className={classes['measure']} data-testid="measure">
      <p role="status">
        {lengths.length < 2 ? (
          t('map.measureHint')
        ) : (
          <>
            <b>{distance(lengths.at(-1)!, language)}</b>{' '}
            {t('map.measureLast', {
              length: distance(lengths.at(-1)! - lengths.at(-2)!, language),
            })}
          </>
        )}
      </p>
      <button type="button" disabled={lengths.length === 0} onClick={undo}>
        {t('map.measureUndo')}
      </button>
      <button type="button" data-testid="measure-end" onClick={toggle}>
        {t('map.measureEnd')}
      </button>
    </div>
  );
}
