import type { TransitView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { word } from '../shared/i18n/index.js';
import { useServerNow, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { CARRIERS, worthKnowing } from './worth-knowing.js';
import classes from './carrier.module.css';

/** Below a carrier's transit: what it should know, and what to do about it. */
export function ToKnow({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const { store } = useServices();
  const now = useServerNow(10 * SECOND);
  const isCarrier = useIsOneOf(CARRIERS);
  if (!isCarrier) return null;
  const live = transit.containers.flatMap(({ sealId }) => store.positions.get(sealId ?? '') ?? []);
  return worthKnowing(transit, live, now).map((kind) => (
    <p key={kind} className={classes['know']} data-testid="to-know" data-kind={kind}>
      <b>{word(t, 'alarm', kind)}.</b> {word(t, 'advised', kind)}
    </p>
  ));
}
