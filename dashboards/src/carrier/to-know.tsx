import type { TransitView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ownSealsQuery } from '../shared/api/transits.js';
import { word } from '../shared/i18n/index.js';
import { useServerNow, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { CARRIERS, worthKnowing } from './worth-knowing.js';
import classes from './carrier.module.css';

/** Below a carrier's transit: what it should know, and what to do about it, wherever the map looks. */
export function ToKnow({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const { store } = useServices();
  const now = useServerNow(10 * SECOND);
  const isCarrier = useIsOneOf(CARRIERS);
  const { data: seals, dataUpdatedAt } = useQuery({ ...ownSealsQuery, enabled: isCarrier });
  if (!isCarrier) return null;
  // by the server's clock, as everything that seals say
  const readAt = dataUpdatedAt + store.clock.now() - Date.now();
  const heard = seals && { seals, readAt };
  return worthKnowing(transit, heard, now).map((kind) => (
    <p key={kind} className={classes['know']} data-testid="to-know" data-kind={kind}>
      <b>{word(t, 'alarm', kind)}.</b> {word(t, 'advised', kind)}
    </p>
  ));
}
