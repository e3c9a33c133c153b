import { SEE_ALARMS } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { useIsOneOf } from '../shared/session.js';
import classes from './phone-tabs.module.css';

export type PhoneView = 'queue' | 'map';

const VIEWS: readonly PhoneView[] = ['queue', 'map'];

/** On a phone one thing fills the screen; the other is one tap away, within the thumb's reach. */
export function PhoneTabs({ view, onView }: { view: PhoneView; onView(view: PhoneView): void }) {
  const { t } = useTranslation();
  const isTold = useIsOneOf(SEE_ALARMS);
  return (
    <nav className={classes['tabs']}>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          aria-current={one === view ? 'page' : undefined}
          data-testid={`tab-${one}`}
          onClick={() => onView(one)}
        >
          {one === 'queue' && !isTold ? t('transits.title') : t(`phone.${one}`)}
        </button>
      ))}
    </nav>
  );
}
