import type { TransitView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { useIsOneOf } from '../../shared/session.js';
import { CARRIERS } from '../worth-knowing.js';
import { kindsOf } from './draft.js';
import classes from '../carrier.module.css';

/** From a transit's row to the form that asks for something else than was planned. */
export function RequestLink({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const isCarrier = useIsOneOf(CARRIERS);
  if (!isCarrier || kindsOf(transit).length === 0) return null;
  return (
    <a
      className={`${classes['link']} ${classes['tall']}`}
      href={`/carrier?item=${encodeURIComponent(transit.id)}`}
      data-testid="to-request"
    >
      {t('ask.open')}
    </a>
  );
}
