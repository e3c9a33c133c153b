import type { PassageView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { word } from '../shared/i18n/index.js';
import { MarkedNumber } from './grouped-number.js';
import { inOrder, reasonsOf } from './passages.js';
import classes from './hold-reasons.module.css';

interface HoldReasonsProps {
  passage: PassageView;
  onLookUp(container: string): void;
}

/** Why a passage was held, a sentence a reason, and which numbers on file a misread one may be: to be looked at, never taken by themselves. */
export function HoldReasons({ passage, onLookUp }: HoldReasonsProps) {
  const { t } = useTranslation();
  const { decision, container = '' } = passage;
  const { suggestions = [] } = decision;
  const reasons = reasonsOf(passage);
  if (reasons.length === 0) return null;
  return (
    <div className={classes['why']}>
      <ul data-testid="reasons">
        {inOrder(reasons).map((code) => (
          <li key={code} data-reason={code}>
            {word(t, 'hold', code)}
          </li>
        ))}
      </ul>
      {suggestions.length > 0 && (
        <div className={classes['suggestions']}>
          <span>{t('gatehouse.suggestions')}</span>
          {suggestions.map((one) => (
            <button
              key={one.container}
              type="button"
              aria-label={t('gatehouse.lookUpNumber', { number: one.container })}
              onClick={() => onLookUp(one.container)}
              data-testid="suggestion"
            >
              <MarkedNumber number={one.container} read={container} />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
