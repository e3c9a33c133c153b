import type { Position, TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import classes from './container-card.module.css';

interface OutlookProps {
  transit: TransitView;
  /** Of the feed, while the seal is in view. */
  live?: Position | undefined;
}

/** In one sentence: how it goes, when it arrives, and how much time that leaves; nothing while no arrival is reckoned. */
export function Outlook({ transit, live }: OutlookProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE / 2);
  if (transit.eta === undefined) return null;
  // an alarm is told above, by its own mark
  const state = live?.state === 'on_route' ? t('markState.on_route') : t('transitState.in_transit');
  const time = clockAndDay(transit.eta, now, language);
  if (transit.arriveBy === null)
    return <strong className={classes['outlook']}>{t('outlook.arrives', { state, time })}</strong>;
  const spare = Date.parse(transit.arriveBy) - Date.parse(transit.eta);
  const span = spanInWords(Math.abs(spare), t);
  return (
    <strong className={classes['outlook']} data-late={spare <= -MINUTE}>
      {Math.abs(spare) < MINUTE && t('outlook.onTime', { state, time })}
      {spare >= MINUTE && t('outlook.early', { state, time, span })}
      {spare <= -MINUTE && t('outlook.late', { state, time, span })}
    </strong>
  );
}
